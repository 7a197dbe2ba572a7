"""Convert keywords to the params of the `mcpServerStatus` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import McpServerStatusDetail
    from .._wire import Unset


def mcp_server_status_list(
    *,
    cursor: str | Unset | None = UNSET,
    detail: McpServerStatusDetail | str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    server_name: str | Unset | None = UNSET,
    thread_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `mcpServerStatus/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        detail: Controls how much MCP inventory data to fetch for each server. Defaults to `Full`
            when omitted.
        limit: Optional page size; defaults to a server-defined value.
        server_name: Limit discovery to one server. With a thread ID, reuse that thread's MCP
            connection. Since runtime 0.159.0.
        thread_id: Since runtime 0.136.0.
    """
    if unknown:
        raise unexpected_keyword("mcpServerStatus/list", unknown, keywords(mcp_server_status_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if detail is not UNSET:
        wire["detail"] = to_wire(detail, "detail")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if server_name is not UNSET:
        wire["serverName"] = to_wire(server_name, "server_name")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire
