"""Generate the sources of the package from a schema bundle."""

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

    Args:
        bundle: The schema bundle.
        overrides: The overrides to apply.
        strictness: How to treat problems that need a review; None raises them.

    Returns:
        The protocol with its definitions, methods and modules.

    Raises:
        CodegenError: The bundle is invalid, unsupported, or needs a review and `strictness` is strict.
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
    """Return the definitions of a bundle with their names and Python types.

    Args:
        bundle: The schema bundle.
        overrides: The overrides to apply.

    Raises:
        CodegenError: The bundle is invalid, unsupported, or needs a review.
    """
    strictness = Strictness()
    return _definitions(_prepared(bundle, overrides, strictness), bundle, overrides, strictness)


def _prepared(bundle: Bundle, overrides: Overrides, strictness: Strictness) -> Schema:
    """Apply the overrides, and rename definitions that need another name in Python."""
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
    """Render the package for a schema folder.

    Args:
        schema_dir: The schema folder.
        log: Called with a line for each problem that was tolerated.

    Returns:
        The unformatted sources by path within `codex_protocol`.

    Raises:
        CodegenError: A file of the folder is missing, invalid or modified, or the bundle is not supported.
    """
    bundle, overrides = load(schema_dir), read_overrides(schema_dir / OVERRIDES_FILE)
    return render_bundle(bundle, overrides, read_history(schema_dir / HISTORY_FILE), log)


def render_bundle(bundle: Bundle, overrides: Overrides, history: History, log: Callable[[str], None]) -> dict[str, str]:
    """Render the package for a bundle.

    Args:
        bundle: The schema bundle.
        overrides: The overrides to apply.
        history: The history for "Since runtime ..." and `codex_protocol.availability`.
        log: Called with a line for each problem that was tolerated.

    Returns:
        The unformatted sources by path within `codex_protocol`.

    Raises:
        CodegenError: The bundle is invalid or not supported.
    """
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
        raise CodegenError(f"duplicate output files: {', '.join(twice)}")
    for line in strictness.notes:
        log(line)
    return {name: text for part in parts for name, text in part.items()}
