"""The field `config` of the requests that open a thread: settings of the caller, MCP servers and sandbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from codex_protocol._wire import to_wire
from openai_codex._json_types import is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject

_SERVER_NAME = re.compile(r"[A-Za-z0-9_-]+")


def thread_config(config: object, mcp_servers: object, sandbox: Mapping[str, Any]) -> JsonObject:
    """Return the field `config` of a thread; empty without settings.

    Args:
        config: Settings of the caller; None for none.
        mcp_servers: Configurations of MCP servers by name; None for none.
        sandbox: Settings of the sandbox.

    Raises:
        InputError: A value is invalid.
        WireValueError: A value has no JSON representation.
    """
    settings: object = {} if config is None else to_wire(config, "config")
    if not is_object(settings):
        raise InputError("config", f"expected a dictionary, got {type(config).__name__}")
    for part in ({} if mcp_servers is None else {"mcp_servers": _servers(mcp_servers)}, sandbox):
        settings = _merged(settings, part)
    return settings


def _servers(servers: object) -> JsonObject:
    example = "{'docs': {'command': 'docs-server', 'args': ['--stdio']}}"
    if not isinstance(servers, Mapping):
        raise InputError("mcp_servers", f"expected a dictionary such as {example}, got {type(servers).__name__}")
    checked: JsonObject = {}
    for name, server in cast("Mapping[object, object]", servers).items():
        if not isinstance(name, str) or not _SERVER_NAME.fullmatch(name):
            raise InputError("mcp_servers", f"expected names of letters, digits, '_' and '-', got {name!r}")
        field = f"mcp_servers[{name!r}]"
        wire: object = to_wire(server, field)
        if not is_object(wire):
            raise InputError(field, f"expected a dictionary with 'command' or 'url', got {type(server).__name__}")
        given = [key for key in ("command", "url") if key in wire]
        if len(given) != 1:
            got = "both" if given else f"the keys {', '.join(map(repr, wire)) or 'none'}"
            raise InputError(field, f"expected one of the keys 'command' (a program) and 'url', got {got}")
        if not isinstance(wire[given[0]], str):
            hint = "; put the arguments into 'args'" if given[0] == "command" else ""
            raise InputError(f"{field}.{given[0]}", f"expected a string, got {type(wire[given[0]]).__name__}{hint}")
        checked[name] = wire
    return checked


def _merged(base: JsonObject, other: Mapping[str, Any]) -> JsonObject:
    merged = dict(base)
    for key, value in other.items():
        existing = merged.get(key)
        merged[key] = _merged(existing, value) if is_object(existing) and is_object(value) else value
    return merged
