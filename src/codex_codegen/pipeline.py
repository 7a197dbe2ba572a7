"""From the schema folder to the sources of the package."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .errors import CodegenError
from .model import ir
from .model.availability import annotate
from .model.graph import check_cycles
from .model.methods import read_methods
from .model.partition import partition
from .model.resolve import resolve
from .normalise.passes import normalise
from .normalise.renaming import rename_definitions
from .render.availability import render_availability
from .render.calls import render_calls
from .render.safe_methods import render_safe_methods
from .render.support import support_modules
from .render.types import render_types
from .schema.history import HISTORY_FILE, History, read_history
from .schema.lockfile import load
from .schema.overrides import OVERRIDES_FILE, Overrides, apply_overrides, check_names_used, read_overrides
from .schema.strictness import Strictness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .schema.bundle import Bundle, Schema


def read_protocol(bundle: Bundle, overrides: Overrides, strictness: Strictness | None = None) -> ir.Protocol:
    """Build the intermediate model of a bundle.

    Raises `CodegenError` for what the generator does not understand and, unless it is `strictness`, for what a person
    should look at.
    """
    strictness = strictness or Strictness()
    schema = _prepared(bundle, overrides, strictness)
    calls = read_methods(schema, bundle.stable, overrides.responses, strictness)
    protocol = ir.Protocol(
        runtime_version=bundle.runtime_version,
        definitions=_definitions(schema, bundle, overrides, strictness),
        methods=calls.methods,
        notifications=calls.notifications,
        server_requests=calls.server_requests,
        client_notifications=calls.client_notifications,
        schema_sha256=bundle.sha256,
    )
    return replace(protocol, modules=partition(protocol))


def read_definitions(bundle: Bundle, overrides: Overrides) -> dict[str, ir.Definition]:
    """Give the definitions of a bundle with their names and Python types."""
    strictness = Strictness()
    return _definitions(_prepared(bundle, overrides, strictness), bundle, overrides, strictness)


def _prepared(bundle: Bundle, overrides: Overrides, strictness: Strictness) -> Schema:
    """Give the schema with the overrides in it, and with names that Python can use."""
    return rename_definitions(apply_overrides(bundle.schema, overrides, strictness), strictness)


def _definitions(
    schema: Schema, bundle: Bundle, overrides: Overrides, strictness: Strictness
) -> dict[str, ir.Definition]:
    normalised = normalise(schema, strictness)
    check_names_used(overrides, normalised, bundle.names(), strictness)
    resolved = resolve(normalised, bundle.stable, overrides.python_names(), strictness)
    check_cycles(resolved)
    return resolved


def render(schema_dir: Path, log: Callable[[str], None] = lambda _: None) -> dict[str, str]:
    """Give the sources of the whole package: path within it -> text, not yet formatted.

    `note` is told what was settled in a schema that the overrides were not written for.
    """
    bundle, overrides = load(schema_dir), read_overrides(schema_dir / OVERRIDES_FILE)
    return render_bundle(bundle, overrides, read_history(schema_dir / HISTORY_FILE), log)


def render_bundle(bundle: Bundle, overrides: Overrides, history: History, log: Callable[[str], None]) -> dict[str, str]:
    """Give the sources of the package for a bundle; see `render`."""
    strictness = Strictness(strict=overrides.reviewed_version in (None, bundle.runtime_version))
    protocol = annotate(read_protocol(bundle, overrides, strictness), history)
    parts = (
        render_types(protocol),
        render_calls(protocol, overrides.options, strictness),
        support_modules(),
        {
            "safe_methods.py": render_safe_methods(protocol),
            "availability.py": render_availability(history),
            "py.typed": "",
        },
    )
    names = [name for part in parts for name in part]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CodegenError(f"two parts of the package both write {', '.join(twice)}")
    for line in strictness.notes:
        log(line)
    return {name: text for part in parts for name, text in part.items()}
