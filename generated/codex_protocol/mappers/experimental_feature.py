"""Convert keywords to the params of the `experimentalFeature` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def experimental_feature_list(
    *,
    cursor: str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    thread_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `experimentalFeature/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        limit: Optional page size; defaults to a reasonable server-side value.
        thread_id: Optional loaded thread id. Pass this when showing feature state for an existing
            thread so enablement is computed from that thread's refreshed config, including
            project-local config for the thread's cwd.
    """
    if unknown:
        raise unexpected_keyword("experimentalFeature/list", unknown, keywords(experimental_feature_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire


def experimental_feature_enablement_set(*, enablement: Mapping[str, bool], **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `experimentalFeature/enablement/set`.

    Args:
        enablement: Process-wide runtime feature enablement keyed by canonical feature name.
            Only named features are updated. Omitted features are left unchanged. Send an empty map
            for a no-op.
    """
    if unknown:
        raise unexpected_keyword(
            "experimentalFeature/enablement/set", unknown, keywords(experimental_feature_enablement_set)
        )
    wire: dict[str, JsonValue] = {
        "enablement": to_wire(enablement, "enablement"),
    }
    return wire
