"""Convert keywords to the params of the `app` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def app_read(
    *,
    app_ids: Sequence[str],
    include_tools: bool | Unset = UNSET,
    thread_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `app/read`.

    Args:
        app_ids: App ids to read. The server accepts at most 100 ids and deduplicates repeated ids
            while preserving their first-request order.
        include_tools: When true, include display-only public tool summaries in the returned
            metadata.
        thread_id: Optional loaded thread id used to evaluate effective app configuration. Since
            runtime 0.149.0.
    """
    if unknown:
        raise unexpected_keyword("app/read", unknown, keywords(app_read))
    wire: dict[str, JsonValue] = {
        "appIds": to_wire(app_ids, "app_ids"),
    }
    if include_tools is not UNSET:
        wire["includeTools"] = to_wire(include_tools, "include_tools")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire


def app_list(
    *,
    cursor: str | Unset | None = UNSET,
    force_refetch: bool | Unset = UNSET,
    limit: int | Unset | None = UNSET,
    thread_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `app/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        force_refetch: When true, bypass app caches and fetch the latest data from sources.
        limit: Optional page size; defaults to a reasonable server-side value.
        thread_id: Optional thread id used to evaluate app feature gating from that thread's config.
    """
    if unknown:
        raise unexpected_keyword("app/list", unknown, keywords(app_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if force_refetch is not UNSET:
        wire["forceRefetch"] = to_wire(force_refetch, "force_refetch")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire


def app_installed(
    *, force_refresh: bool | Unset = UNSET, thread_id: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `app/installed`.

    Args:
        force_refresh: When true and Apps are permitted, refresh and publish the hosted connector
            runtime tool snapshot first.
        thread_id: Optional loaded thread id used to evaluate effective app configuration.
    """
    if unknown:
        raise unexpected_keyword("app/installed", unknown, keywords(app_installed))
    wire: dict[str, JsonValue] = {}
    if force_refresh is not UNSET:
        wire["forceRefresh"] = to_wire(force_refresh, "force_refresh")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire
