"""Convert keywords to the params of the `review` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import ReviewDelivery, ReviewTarget
    from .._wire import Unset


def review_start(
    *,
    target: ReviewTarget | Mapping[str, object],
    thread_id: str,
    delivery: ReviewDelivery | str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `review/start`.

    Args:
        delivery: Where to run the review: inline (default) on the current thread or detached on a
            new thread (returned in `reviewThreadId`). Detached delivery is deprecated and emits
            `deprecationNotice`. Use `thread/start` followed by an inline review for a separate
            review thread.
    """
    if unknown:
        raise unexpected_keyword("review/start", unknown, keywords(review_start))
    wire: dict[str, JsonValue] = {
        "target": to_wire(target, "target"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if delivery is not UNSET:
        wire["delivery"] = to_wire(delivery, "delivery")
    return wire
