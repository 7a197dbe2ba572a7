"""The params of the calls that the client makes by itself: presets and keywords, mapped to the wire.

Pure functions, which the sync and the async client share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from codex_protocol._option_names import OPTION_NAMES
from codex_protocol._wire import UnexpectedKeywordError, unexpected_keyword
from codex_protocol.mappers import thread as thread_mappers
from codex_protocol.mappers import turn as turn_mappers
from openai_codex._handlers.options import HANDLER_KEYWORDS
from openai_codex._requests.input_wire import run_input_to_wire
from openai_codex._requests.presets import approval_fields, thread_sandbox_fields, turn_sandbox_fields
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._handlers.options import Handlers
    from openai_codex._requests.input_items import RunInput
    from openai_codex._requests.presets import ApprovalMode, Sandbox

# What is set by another keyword here than by the name of its wire field.
_KEYWORD_FOR_WIRE_FIELD = {
    "exclude_turns": "include_turns",
    "tool_output": "input",
    "approval_policy": "approval_mode",
    "approvals_reviewer": "approval_mode",
    "sandbox_policy": "sandbox",
    "service_tier_for_turn": "turn_service_tier",
    "turn_trigger": "source",
}

# What a call takes beside the options that the schema gives it.
_CONVENIENCE_KEYWORDS = {
    "thread_start": ("approval_mode", "sandbox", "tools", *HANDLER_KEYWORDS),
    "thread_resume": ("thread_id", "approval_mode", "sandbox", "include_turns", "tools", *HANDLER_KEYWORDS),
    "thread_fork": ("thread_id", "approval_mode", "sandbox", "include_turns", "tools", *HANDLER_KEYWORDS),
    "thread_list": (),
    "turn": ("input", "approval_mode", "sandbox", "source", "turn_service_tier", *HANDLER_KEYWORDS),
}


def thread_start_params(
    approval_mode: ApprovalMode | None, sandbox: Sandbox | None, options: Mapping[str, Any], handlers: Handlers | None
) -> dict[str, Any]:
    """Return the params of `thread/start`. Raises `InputError` if the tools are given twice."""
    given = _explicit_options("thread_start", options, "ThreadStartOptions")
    if handlers is not None and handlers.tools is not None:
        if "dynamic_tools" in given:
            raise InputError("dynamic_tools", "it is made from tools; give one of the two")
        given["dynamic_tools"] = handlers.tools.specs()
    return {
        **thread_mappers.thread_start(**given),
        **approval_fields(approval_mode),
        **thread_sandbox_fields(sandbox),
    }


def thread_resume_params(
    thread_id: str,
    approval_mode: ApprovalMode | None,
    sandbox: Sandbox | None,
    include_turns: bool | None,
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the params of `thread/resume`."""
    given = _explicit_options("thread_resume", options, "ThreadResumeOptions")
    return {
        **thread_mappers.thread_resume(thread_id=thread_id, **_include_turns_field(include_turns), **given),
        **approval_fields(approval_mode),
        **thread_sandbox_fields(sandbox),
    }


def thread_fork_params(
    thread_id: str,
    approval_mode: ApprovalMode | None,
    sandbox: Sandbox | None,
    include_turns: bool | None,
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the params of `thread/fork`."""
    given = _explicit_options("thread_fork", options, "ThreadForkOptions")
    if given.get("ephemeral") and include_turns is None:
        # The runtime takes it in no other way.
        include_turns = False
    return {
        **thread_mappers.thread_fork(thread_id=thread_id, **_include_turns_field(include_turns), **given),
        **approval_fields(approval_mode),
        **thread_sandbox_fields(sandbox),
    }


def thread_list_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `thread/list` that were given."""
    return _explicit_options("thread_list", options, "ThreadListOptions")


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
    given = _explicit_options("turn", options, "TurnOptions")
    items, tool_output = run_input_to_wire(run_input)
    if tool_output is not None:
        given["tool_output"] = tool_output
    if source is not None:
        given["turn_trigger"] = source
    if turn_service_tier is not None:
        given["service_tier_for_turn"] = turn_service_tier
    return {
        **turn_mappers.turn_start(thread_id=thread_id, input=items, **given),
        **approval_fields(approval_mode),
        **turn_sandbox_fields(sandbox),
    }


def validate_objective(objective: str) -> str:
    """Return the objective of a goal. Raises `InputError` for what is none."""
    if not isinstance(objective, str) or not objective.strip():
        raise InputError("objective", f"expected text that says what to reach, got {objective!r}")
    return objective


def goal_set_params(thread_id: str, goal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the params of `thread/goal/set`."""
    given = {keyword: value for keyword, value in goal.items() if value is not None}
    return thread_mappers.thread_goal_set(thread_id=thread_id, **given)


def _include_turns_field(include_turns: bool | None) -> dict[str, Any]:
    """Return the keyword for `excludeTurns`, which says it the other way round."""
    return {} if include_turns is None else {"exclude_turns": not include_turns}


def _explicit_options(call: str, options: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the options that are not None, which means "not given" in these calls.

    `kind` names the typed dictionary of the call's options. Raises `UnexpectedKeywordError` for a keyword that the call
    does not have.
    """
    own, names = _CONVENIENCE_KEYWORDS[call], OPTION_NAMES[kind]
    for keyword in options:
        if keyword not in names and keyword not in own:
            raise _unexpected(call, keyword, (*own, *names))
    return {keyword: value for keyword, value in options.items() if value is not None and keyword not in own}


def _unexpected(call: str, keyword: str, allowed: tuple[str, ...]) -> UnexpectedKeywordError:
    preset = _KEYWORD_FOR_WIRE_FIELD.get(re.sub(r"(?<!^)(?=[A-Z])", "_", keyword).lower())
    if preset in allowed:
        return UnexpectedKeywordError(call, keyword, preset, allowed)
    return unexpected_keyword(call, [keyword], allowed)
