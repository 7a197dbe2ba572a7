"""From the schema folder to the sources of the package."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import ir
from .errors import CodegenError
from .lock import load
from .methods import read_calls
from .normalise import normalise
from .overrides import OVERRIDES_FILE, Overrides, apply_overrides, check_names_used, read_overrides
from .partition import partition
from .render_calls import render_calls
from .render_types import render_types
from .resolve import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from .bundle import Bundle


def read_protocol(bundle: Bundle, overrides: Overrides) -> ir.Protocol:
    """Build the intermediate model of a bundle."""
    calls = read_calls(bundle.schema, bundle.stable, overrides.responses)
    protocol = ir.Protocol(
        runtime_version=bundle.runtime_version,
        definitions=read_definitions(bundle, overrides),
        methods=calls.methods,
        notifications=calls.notifications,
        server_requests=calls.server_requests,
        client_notifications=calls.client_notifications,
        schema_sha256=bundle.sha256,
    )
    return replace(protocol, modules=partition(protocol))


def read_definitions(bundle: Bundle, overrides: Overrides) -> dict[str, ir.Definition]:
    """Give the definitions of a bundle with their names and Python types."""
    normalised = normalise(apply_overrides(bundle.schema, overrides))
    check_names_used(overrides, normalised, bundle.names())
    return resolve(normalised, bundle.stable)


def render(schema_dir: Path) -> dict[str, str]:
    """Give the sources of the whole package: path within it -> text, not yet formatted."""
    overrides = read_overrides(schema_dir / OVERRIDES_FILE)
    protocol = read_protocol(load(schema_dir), overrides)
    types, calls = render_types(protocol), render_calls(protocol, overrides.options)
    twice = sorted(set(types) & set(calls))
    if twice:
        raise CodegenError(f"types and calls both write {', '.join(twice)}")
    return {**types, **calls, "py.typed": ""}
