"""Convert the presets and keywords of the convenience methods to params in wire form.

The sync and the async client share these pure functions.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, cast

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
    from openai_codex._requests.keywords import CodexRunKeywords, RunKeywords, ThreadStartKeywords
    from openai_codex._requests.presets import ApprovalMode, Sandbox

# Keywords whose name differs from that of the wire field.
_KEYWORD_FOR_WIRE_FIELD = {
    "exclude_turns": "include_turns",
    "tool_output": "input",
    "approval_policy": "approval_mode",
    "approvals_reviewer": "approval_mode",
    "sandbox_policy": "sandbox",
    "service_tier_for_turn": "turn_service_tier",
    "turn_trigger": "source",
}

# Keywords of a call that are not options in the schema.
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
    """Return the params of `thread/start`. Raises `InputError` if both `tools` and `dynamic_tools` are set."""
    fields = _explicit_options("thread_start", options, "ThreadStartOptions")
    if handlers is not None and handlers.tools is not None:
        if "dynamic_tools" in fields:
            raise InputError("dynamic_tools", "expected one of tools and dynamic_tools, got both")
        fields["dynamic_tools"] = handlers.tools.specs()
    return {
        **thread_mappers.thread_start(**fields),
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
    fields = _explicit_options("thread_resume", options, "ThreadResumeOptions")
    return {
        **thread_mappers.thread_resume(thread_id=thread_id, **_include_turns_field(include_turns), **fields),
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
    fields = _explicit_options("thread_fork", options, "ThreadForkOptions")
    if fields.get("ephemeral") and include_turns is None:
        # The runtime rejects ephemeral forks without excludeTurns.
        include_turns = False
    return {
        **thread_mappers.thread_fork(thread_id=thread_id, **_include_turns_field(include_turns), **fields),
        **approval_fields(approval_mode),
        **thread_sandbox_fields(sandbox),
    }


def thread_list_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `thread/list` that are set."""
    return _explicit_options("thread_list", options, "ThreadListOptions")


def split_run_options(options: CodexRunKeywords) -> tuple[ThreadStartKeywords, RunKeywords]:
    """Return the keywords of a new thread and those of its first turn.

    A keyword that both have is one of the thread, which applies it to all its turns.

    Args:
        options: The keywords of both.

    Raises:
        UnexpectedKeywordError: A keyword is unknown.
    """
    thread_names = {*_CONVENIENCE_KEYWORDS["thread_start"], *OPTION_NAMES["ThreadStartOptions"]}
    turn_names = {*_CONVENIENCE_KEYWORDS["turn"], *OPTION_NAMES["TurnOptions"]} - thread_names - {"input"}
    for keyword in options:
        if keyword not in thread_names and keyword not in turn_names:
            raise _unexpected("run", keyword, (*sorted(thread_names), *sorted(turn_names)))
    thread = {keyword: value for keyword, value in options.items() if keyword in thread_names}
    turn = {keyword: value for keyword, value in options.items() if keyword in turn_names}
    return cast("ThreadStartKeywords", thread), cast("RunKeywords", turn)


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
    fields = _explicit_options("turn", options, "TurnOptions")
    items, tool_output = run_input_to_wire(run_input)
    if tool_output is not None:
        fields["tool_output"] = tool_output
    if source is not None:
        fields["turn_trigger"] = source
    if turn_service_tier is not None:
        fields["service_tier_for_turn"] = turn_service_tier
    return {
        **turn_mappers.turn_start(thread_id=thread_id, input=items, **fields),
        **approval_fields(approval_mode),
        **turn_sandbox_fields(sandbox),
    }


def absolute_folder(field: str, folder: str | os.PathLike[str]) -> str:
    """Return the absolute path of a folder.

    Args:
        field: Name of the argument, for the error message.
        folder: The path; a relative one refers to the current directory.

    Raises:
        InputError: `folder` is not a path.
    """
    if not isinstance(folder, (str, os.PathLike)) or not folder:
        raise InputError(field, f"expected a path, got {folder!r}")
    return os.path.abspath(folder)


def validate_objective(objective: str) -> str:
    """Return the objective of a goal. Raises `InputError` if it is invalid."""
    if not isinstance(objective, str) or not objective.strip():
        raise InputError("objective", f"expected a non-empty string, got {objective!r}")
    return objective


def goal_set_params(thread_id: str, goal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the params of `thread/goal/set`."""
    fields = {keyword: value for keyword, value in goal.items() if value is not None}
    return thread_mappers.thread_goal_set(thread_id=thread_id, **fields)


def _include_turns_field(include_turns: bool | None) -> dict[str, Any]:
    """Return the keyword for `excludeTurns`, which has the opposite meaning."""
    return {} if include_turns is None else {"exclude_turns": not include_turns}


def _explicit_options(call: str, options: Mapping[str, Any], option_set: str) -> dict[str, Any]:
    """Return the schema options of a call that are not None; None means not set.

    Args:
        call: Name of the method, for `_CONVENIENCE_KEYWORDS` and the error message.
        options: The keyword arguments of the call.
        option_set: Name of the typed dictionary of the call's schema options.

    Returns:
        The options, without the convenience keywords.

    Raises:
        UnexpectedKeywordError: The call does not have a keyword.
    """
    own, names = _CONVENIENCE_KEYWORDS[call], OPTION_NAMES[option_set]
    for keyword in options:
        if keyword not in names and keyword not in own:
            raise _unexpected(call, keyword, (*own, *names))
    return {keyword: value for keyword, value in options.items() if value is not None and keyword not in own}


def _unexpected(call: str, keyword: str, allowed: tuple[str, ...]) -> UnexpectedKeywordError:
    preset = _KEYWORD_FOR_WIRE_FIELD.get(re.sub(r"(?<!^)(?=[A-Z])", "_", keyword).lower())
    if preset in allowed:
        return UnexpectedKeywordError(call, keyword, preset, allowed)
    return unexpected_keyword(call, [keyword], allowed)
