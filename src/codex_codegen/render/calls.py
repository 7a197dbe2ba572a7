"""Render the mappers, the Rpc classes, the options and the registry."""

from __future__ import annotations

import keyword
from functools import cache
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..schema.strictness import Strictness
from .docstrings import docstring, literal
from .environment import new_environment
from .method_views import Call, build_calls
from .option_sets import OptionSet, build_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jinja2

    from ..model import ir

# Names that hints may use in addition to protocol types: module -> names. `os` is imported as a whole.
_KNOWN = {
    "collections.abc": ("Mapping", "Sequence"),
    "typing": ("Any", "Literal"),
    "pydantic": ("JsonValue",),
    "typing_extensions": ("Never",),
    "_wire": ("Unset",),
}
_BUILTINS = frozenset({"None", "bool", "dict", "float", "int", "list", "object", "os", "str", "tuple"})


def render_calls(
    protocol: ir.Protocol, options: Mapping[str, Mapping[str, Any]] | None = None, strictness: Strictness | None = None
) -> dict[str, str]:
    """Render the modules for requests.

    Args:
        protocol: The protocol.
        options: The `[options]` table of the overrides; None is empty.
        strictness: Whether an invalid option set is an error; None raises.

    Returns:
        The unformatted sources by path within `codex_protocol`.

    Raises:
        CodegenError: A name is invalid or not unique.
    """
    templates = _environment()
    calls = build_calls(protocol)
    _check_names(protocol, calls)

    def render(template: str, **values: object) -> str:
        return templates.get_template(template).render(values)

    sets = build_options(protocol, options or {}, strictness or Strictness())
    files = {
        "rpc.py": render("rpc.py.jinja", **_rpc_values(protocol, calls)),
        "registry.py": render("registry.py.jinja", protocol=protocol),
        "_option_names.py": render("option_names.py.jinja", options=sets),
        "options.py": render("options.py.jinja", options=sets, typing=_imports(protocol, _used(sets))),
        "request_handlers.py": render("request_handlers.py.jinja", **_handler_values(protocol)),
    }
    groups: dict[str, list[Call]] = {}
    for call in calls:
        groups.setdefault(call.domain, []).append(call)
    files["mappers/__init__.py"] = render("mappers_init.py.jinja", domains=sorted(groups))
    for domain, group in groups.items():
        files[f"mappers/{domain}.py"] = render("mappers.py.jinja", **_mapper_values(protocol, group))
    return files


@cache
def _environment() -> jinja2.Environment:
    result = new_environment()
    # Docstrings of methods have sections, so they are passed as lines.
    filters: dict[str, Any] = {"docstring": docstring, "optional": _literal_or_none}
    result.filters.update(filters)
    return result


def _literal_or_none(text: str | None) -> str:
    return literal(text) if text else "None"


def _mapper_values(protocol: ir.Protocol, calls: list[Call]) -> dict[str, object]:
    used = _used(calls) | {"Never"}
    if any(call.takes_object for call in calls):
        used.add("JsonValue")
    parameters = [item for call in calls for item in call.parameters]
    runtime = ["keywords", "unexpected_keyword"]
    if parameters:
        runtime.insert(1, "to_wire")
    if any(not item.required for item in parameters):
        runtime.insert(0, "UNSET")
    return {
        "calls": calls,
        "group": calls[0].method.split("/")[0],
        "runtime": runtime,
        "typing": _imports(protocol, used, ".."),
    }


def _rpc_values(protocol: ir.Protocol, calls: tuple[Call, ...]) -> dict[str, object]:
    used = _used(calls) | {call.response for call in calls} | {"Any", "JsonValue", "Never"}
    return {
        "calls": calls,
        "overloads": any(call.variants for call in calls),
        "typing": _imports(protocol, used),
        "flavours": (
            ("Rpc", "def", "", "Send requests to the runtime; each method waits for the response."),
            ("AsyncRpc", "async def", "await ", "Send requests to the runtime; each method awaits the response."),
        ),
    }


def _handler_values(protocol: ir.Protocol) -> dict[str, object]:
    requests = protocol.server_requests
    used = {name for request in requests for name in (request.params, request.response) if name is not None}
    return {"requests": requests, "typing": _imports(protocol, used | {"Mapping"})}


def _used(items: Iterable[Call | OptionSet]) -> set[str]:
    return {name for item in items for name in item.names()}


def _imports(protocol: ir.Protocol, names: set[str], package: str = ".") -> list[str]:
    """Return import lines for the names in hints. `package` is the path to `codex_protocol` from the module."""
    known = {name for group in _KNOWN.values() for name in group}
    unknown = sorted(names - known - _BUILTINS - set(protocol.definitions))
    if unknown:
        raise CodegenError(f"unknown names in type hints: {', '.join(unknown)}")
    lines = ["import os"] if "os" in names else []
    for module, members in _KNOWN.items():
        used = [name for name in members if name in names]
        if used:
            source = f"{package}{module}" if module.startswith("_") else module
            lines.append(f"from {source} import {', '.join(used)}")
    types = sorted(name for name in names if name in protocol.definitions)
    if types:
        lines.append(f"from {package} import ({', '.join(types)})")
    return lines or ["pass"]


def _check_names(protocol: ir.Protocol, calls: tuple[Call, ...]) -> None:
    for call in calls:
        for name in (call.name, call.domain, *(item.name for item in call.parameters)):
            if not name.isidentifier() or name.startswith("_") or keyword.iskeyword(name):
                raise CodegenError(f"{call.method}: invalid Python name {name!r}")
        names = [item.name for item in call.parameters]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise CodegenError(f"{call.method}: duplicate Python names of params: {', '.join(twice)}")
    requests = (*protocol.methods, *protocol.server_requests)
    notifications = (*protocol.notifications, *protocol.client_notifications)
    types = [(item.method, name) for item in requests for name in (item.params, item.response)]
    types += [(item.method, item.payload) for item in notifications]
    for method, type_name in types:
        if type_name and type_name not in protocol.definitions:
            raise CodegenError(f"{method}: unknown type {type_name}")
