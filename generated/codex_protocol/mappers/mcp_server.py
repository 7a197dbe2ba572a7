"""From keywords to the params of the `mcpServer` methods. Generated; do not edit."""

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
    """Call `mcpServer/oauth/login`.

    Wire method: `mcpServer/oauth/login`.
    Stable.

    Args:
        name: Sent as `name`.
        client_registration: Registration strategy for this login only; omission selects automatic
            discovery. Since runtime 0.149.0.
        scopes: Sent as `scopes`.
        thread_id: Sent as `threadId`. Since runtime 0.144.4.
        timeout_secs: Sent as `timeoutSecs`.

    Returns:
        dict: `McpServerOauthLoginParams` as it is sent. The runtime answers with
            `McpServerOauthLoginResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Call `mcpServer/resource/read`.

    Wire method: `mcpServer/resource/read`.
    Stable.

    Args:
        server: Sent as `server`.
        uri: Sent as `uri`.
        connector_id: Sent as `connectorId`. Since runtime 0.149.0.
        origin_call_id: Originating MCP tool call used to select the resource's app. Since runtime
            0.149.0.
        target: Explicit hosted app/account. Omit to retain legacy resource discovery. Since runtime
            0.157.0.
        thread_id: Sent as `threadId`.

    Returns:
        dict: `McpResourceReadParams` as it is sent. The runtime answers with
            `McpResourceReadResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Call `mcpServer/event/stream/start`.

    Wire method: `mcpServer/event/stream/start`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.153.4.

    Args:
        arguments: Sent as `arguments`.
        name: Sent as `name`.
        server: Sent as `server`.
        subscription_id: Sent as `subscriptionId`.
        thread_id: Sent as `threadId`.
        meta: Sent as `_meta`.

    Returns:
        dict: `McpServerEventStreamStartParams` as it is sent. The runtime answers with
            `McpServerEventStreamStartResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Call `mcpServer/event/stream/stop`.

    Wire method: `mcpServer/event/stream/stop`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.153.4.

    Args:
        subscription_id: Sent as `subscriptionId`.

    Returns:
        dict: `McpServerEventStreamStopParams` as it is sent. The runtime answers with
            `McpServerEventStreamStopResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("mcpServer/event/stream/stop", unknown, keywords(mcp_server_event_stream_stop))
    wire: dict[str, JsonValue] = {
        "subscriptionId": to_wire(subscription_id, "subscription_id"),
    }
    return wire


def mcp_server_tool_call(
    *, server: str, thread_id: str, tool: str, meta: object = UNSET, arguments: object = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Call `mcpServer/tool/call`.

    Wire method: `mcpServer/tool/call`.
    Stable.

    Args:
        server: Sent as `server`.
        thread_id: Sent as `threadId`.
        tool: Sent as `tool`.
        meta: Sent as `_meta`.
        arguments: Sent as `arguments`.

    Returns:
        dict: `McpServerToolCallParams` as it is sent. The runtime answers with
            `McpServerToolCallResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
