"""Params of `review/start`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from codex_protocol.mappers import review as review_mappers
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from codex_protocol import ReviewTarget

    ReviewTargetInput: TypeAlias = "str | ReviewTarget | Mapping[str, object]"

OUTPUT_PROMPT = (
    "State the result of the review above in the required output format. Include every finding. Do not review the code "
    "again."
)
"""Input of the turn that follows a review with an `output_type`."""

_UNCOMMITTED: Mapping[str, object] = {"type": "uncommittedChanges"}


def review_params(thread_id: str, target: ReviewTargetInput | None) -> dict[str, Any]:
    """Return the params of `review/start`.

    Args:
        thread_id: Id of the thread.
        target: Instructions as a string, or a `ReviewTarget`; None for uncommitted changes.

    Raises:
        InputError: `target` is empty or has an invalid type.
    """
    if target is None:
        target = _UNCOMMITTED
    elif isinstance(target, str):
        if not target.strip():
            raise InputError("target", "expected instructions, got an empty string; omit it for uncommitted changes")
        target = {"type": "custom", "instructions": target}
    elif not isinstance(target, Mapping) and not hasattr(target, "model_dump"):
        raise InputError("target", f"expected a string, a ReviewTarget or a mapping, got {type(target).__name__}")
    return review_mappers.review_start(thread_id=thread_id, target=target)
