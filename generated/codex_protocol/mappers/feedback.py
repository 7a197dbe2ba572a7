"""Convert keywords to the params of the `feedback` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def feedback_upload(
    *,
    classification: str,
    extra_log_files: Sequence[str] | Unset | None = UNSET,
    include_logs: bool | Unset = UNSET,
    reason: str | Unset | None = UNSET,
    tags: Mapping[str, str] | Unset | None = UNSET,
    thread_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `feedback/upload`."""
    if unknown:
        raise unexpected_keyword("feedback/upload", unknown, keywords(feedback_upload))
    wire: dict[str, JsonValue] = {
        "classification": to_wire(classification, "classification"),
    }
    if extra_log_files is not UNSET:
        wire["extraLogFiles"] = to_wire(extra_log_files, "extra_log_files")
    if include_logs is not UNSET:
        wire["includeLogs"] = to_wire(include_logs, "include_logs")
    if reason is not UNSET:
        wire["reason"] = to_wire(reason, "reason")
    if tags is not UNSET:
        wire["tags"] = to_wire(tags, "tags")
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire
