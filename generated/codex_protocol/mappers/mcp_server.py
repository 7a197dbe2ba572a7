"""Convert keywords to the params of the `mcpServer` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import McpResourceReadTarget, McpServerOauthClientRegistration
    from .._wire import Unset


def mcp_server_oauth_login(
    *,
    name: str,
    client_registration: McpServerOauthClientRegistration | str | Unset | None = UNSET,
    scopes: Sequence[str] | Unset | None = UNSET,
    thread_id: str | Unset | None = UNSET,
    timeout_secs: int | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `mcpServer/oauth/login`.

    Args:
        client_registration: Registration strategy for this login only; omission selects automatic
            discovery. Since runtime 0.149.0.
        thread_id: Since runtime 0.144.4.
    """
    if unknown:
        raise unexpected_keyword("mcpServer/oauth/login", unknown, keywords(mcp_server_oauth_login))
    wire: dict[str, JsonValue] = {
        "name": to_wire(name, "name"),
    }
    if client_registration is not UNSET:
        wire["clientRegistration"] = to_wire(client_registration, "client_registration")
    if scopes is not UNSET:
        wire["scopes"] = to_wire(scopes, "scopes")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    if timeout_secs is not UNSET:
        wire["timeoutSecs"] = to_wire(timeout_secs, "timeout_secs")
    return wire


def mcp_server_resource_read(
    *,
    server: str,
    uri: str,
    connector_id: str | Unset | None = UNSET,
    origin_call_id: str | Unset | None = UNSET,
    target: McpResourceReadTarget | Mapping[str, object] | Unset | None = UNSET,
    thread_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `mcpServer/resource/read`.

    Args:
        connector_id: Since runtime 0.149.0.
        origin_call_id: Originating MCP tool call used to select the resource's app. Since runtime
            0.149.0.
        target: Explicit hosted app/account. Omit to retain legacy resource discovery. Since runtime
            0.157.0.
    """
    if unknown:
        raise unexpected_keyword("mcpServer/resource/read", unknown, keywords(mcp_server_resource_read))
    wire: dict[str, JsonValue] = {
        "server": to_wire(server, "server"),
        "uri": to_wire(uri, "uri"),
    }
    if connector_id is not UNSET:
        wire["connectorId"] = to_wire(connector_id, "connector_id")
    if origin_call_id is not UNSET:
        wire["originCallId"] = to_wire(origin_call_id, "origin_call_id")
    if target is not UNSET:
        wire["target"] = to_wire(target, "target")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire


def mcp_server_event_stream_start(
    *,
    arguments: object,
    name: str,
    server: str,
    subscription_id: str,
    thread_id: str,
    meta: object = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `mcpServer/event/stream/start`.

    Args:
        meta: Sent as `_meta`.
    """
    if unknown:
        raise unexpected_keyword("mcpServer/event/stream/start", unknown, keywords(mcp_server_event_stream_start))
    wire: dict[str, JsonValue] = {
        "arguments": to_wire(arguments, "arguments"),
        "name": to_wire(name, "name"),
        "server": to_wire(server, "server"),
        "subscriptionId": to_wire(subscription_id, "subscription_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if meta is not UNSET:
        wire["_meta"] = to_wire(meta, "meta")
    return wire


def mcp_server_event_stream_stop(*, subscription_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `mcpServer/event/stream/stop`."""
    if unknown:
        raise unexpected_keyword("mcpServer/event/stream/stop", unknown, keywords(mcp_server_event_stream_stop))
    wire: dict[str, JsonValue] = {
        "subscriptionId": to_wire(subscription_id, "subscription_id"),
    }
    return wire


def mcp_server_tool_call(
    *, server: str, thread_id: str, tool: str, meta: object = UNSET, arguments: object = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `mcpServer/tool/call`.

    Args:
        meta: Sent as `_meta`.
    """
    if unknown:
        raise unexpected_keyword("mcpServer/tool/call", unknown, keywords(mcp_server_tool_call))
    wire: dict[str, JsonValue] = {
        "server": to_wire(server, "server"),
        "threadId": to_wire(thread_id, "thread_id"),
        "tool": to_wire(tool, "tool"),
    }
    if meta is not UNSET:
        wire["_meta"] = to_wire(meta, "meta")
    if arguments is not UNSET:
        wire["arguments"] = to_wire(arguments, "arguments")
    return wire
