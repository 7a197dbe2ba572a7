"""The params of the calls that the client makes by itself: presets and keywords, mapped to the wire.

Pure functions, which the sync and the async client share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codex_protocol._wire import UnexpectedKeywordError, unexpected_keyword
from codex_protocol.mappers import thread as thread_mappers
from codex_protocol.mappers import turn as turn_mappers

from codex_protocol import options as option_types
from openai_codex.inputs import RunInput, input_to_wire
from openai_codex.presets import approval_fields, thread_sandbox_fields, turn_sandbox_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex.presets import ApprovalMode, Sandbox

# What is set by another keyword than the one of the wire field, here.
_PRESETS = {
    "approval_policy": "approval_mode",
    "approvalPolicy": "approval_mode",
    "approvals_reviewer": "approval_mode",
    "approvalsReviewer": "approval_mode",
    "sandbox_policy": "sandbox",
    "sandboxPolicy": "sandbox",
    "service_tier_for_turn": "turn_service_tier",
    "serviceTierForTurn": "turn_service_tier",
    "turn_trigger": "source",
    "turnTrigger": "source",
}


def thread_start_params(
    approval_mode: ApprovalMode | None, sandbox: Sandbox | None, options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the params of `thread/start`."""
    given = _given("thread_start", options, option_types.ThreadStartOptions)
    return {
        **thread_mappers.thread_start(**given),
        **approval_fields(approval_mode),
        **thread_sandbox_fields(sandbox),
    }


def turn_start_params(
    thread_id: str,
    run_input: RunInput,
    approval_mode: ApprovalMode | None,
    sandbox: Sandbox | None,
    source: str | None,
    turn_service_tier: str | None,
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the params of `turn/start`."""
    given = _given("turn", options, option_types.TurnOptions)
    if source is not None:
        given["turn_trigger"] = source
    if turn_service_tier is not None:
        given["service_tier_for_turn"] = turn_service_tier
    return {
        **turn_mappers.turn_start(thread_id=thread_id, input=input_to_wire(run_input), **given),
        **approval_fields(approval_mode),
        **turn_sandbox_fields(sandbox),
    }


def _given(method: str, options: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Return the options that are not None, which means "not given" in these calls.

    Raises `UnexpectedKeywordError` for a keyword that the call does not have.
    """
    allowed = tuple(kind.__annotations__)
    for keyword in options:
        if keyword in _PRESETS:
            raise UnexpectedKeywordError(method, keyword, _PRESETS[keyword], allowed)
        if keyword not in allowed:
            raise unexpected_keyword(method, [keyword], allowed)
    return {keyword: value for keyword, value in options.items() if value is not None}
