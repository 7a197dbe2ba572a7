"""Convert the presets and keywords of the convenience methods to params in wire form.

The sync and the async client share these pure functions.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any, cast

from codex_protocol.mappers import thread as thread_mappers
from codex_protocol.mappers import turn as turn_mappers
from openai_codex._requests.input_wire import run_input_to_wire
from openai_codex._requests.keyword_errors import explicit_options, keywords_of, unexpected_option
from openai_codex._requests.presets import approval_fields
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._handlers.options import Handlers
    from openai_codex._requests.input_items import RunInput
    from openai_codex._requests.keywords import CodexRunKeywords, RunKeywords, ThreadStartKeywords
    from openai_codex._requests.local_files import LocalFiles
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting

logger = logging.getLogger("openai_codex")


def thread_start_params(
    approval_mode: ApprovalMode | GranularApproval | None,
    sandbox: SandboxSetting | None,
    options: Mapping[str, Any],
    handlers: Handlers | None,
    files: LocalFiles,
) -> dict[str, Any]:
    """Return the params of `thread/start`. Raises `InputError` if both `tools` and `dynamic_tools` are set."""
    fields = explicit_options("thread_start", options)
    if handlers is not None and handlers.tools is not None:
        if "dynamic_tools" in fields:
            raise InputError("dynamic_tools", "expected one of tools and dynamic_tools, got both")
        fields["dynamic_tools"] = handlers.tools.specs()
    settings = _settings(approval_mode, sandbox, options, files)
    return {**thread_mappers.thread_start(**fields), **settings}


def thread_resume_params(
    thread_id: object,
    approval_mode: ApprovalMode | GranularApproval | None,
    sandbox: SandboxSetting | None,
    include_turns: bool | None,
    options: Mapping[str, Any],
    files: LocalFiles,
) -> dict[str, Any]:
    """Return the params of `thread/resume`."""
    fields = explicit_options("thread_resume", options)
    settings = _settings(approval_mode, sandbox, options, files)
    fields.update(_include_turns_field(include_turns), thread_id=thread_id_of(thread_id))
    return {**thread_mappers.thread_resume(**fields), **settings}


def thread_fork_params(
    thread_id: object,
    approval_mode: ApprovalMode | GranularApproval | None,
    sandbox: SandboxSetting | None,
    include_turns: bool | None,
    options: Mapping[str, Any],
    files: LocalFiles,
) -> dict[str, Any]:
    """Return the params of `thread/fork`."""
    fields = explicit_options("thread_fork", options)
    if fields.get("ephemeral") and include_turns is None:
        # The runtime rejects ephemeral forks without excludeTurns.
        include_turns = False
    settings = _settings(approval_mode, sandbox, options, files)
    fields.update(_include_turns_field(include_turns), thread_id=thread_id_of(thread_id))
    return {**thread_mappers.thread_fork(**fields), **settings}


def thread_id_of(thread: object) -> str:
    """Return the id of a thread, given as text, as a handle, or as the protocol's type.

    Raises `InputError` for other values.
    """
    found: object = thread if isinstance(thread, str) else getattr(thread, "id", None)
    if isinstance(thread, type) or not isinstance(found, str) or not found:
        got = "an empty string" if thread == "" else type(thread).__name__
        raise InputError("thread_id", f"expected the id of a thread, or a Thread, got {got}")
    return found


def thread_list_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `thread/list` that are set."""
    return explicit_options("thread_list", options)


def split_run_options(options: CodexRunKeywords) -> tuple[ThreadStartKeywords, RunKeywords]:
    """Return the keywords of a new thread and those of its first turn.

    A keyword that both have is one of the thread, which applies it to all its turns.

    Args:
        options: The keywords of both.

    Raises:
        UnexpectedKeywordError: A keyword is unknown.
    """
    thread_names = set(keywords_of("thread_start"))
    turn_names = set(keywords_of("turn")) - thread_names - {"input"}
    for keyword in options:
        if keyword not in thread_names and keyword not in turn_names:
            raise unexpected_option("run", keyword, (*sorted(thread_names), *sorted(turn_names)))
    thread = {keyword: value for keyword, value in options.items() if keyword in thread_names}
    turn = {keyword: value for keyword, value in options.items() if keyword in turn_names}
    return cast("ThreadStartKeywords", thread), cast("RunKeywords", turn)


def turn_start_params(
    call: str, thread_id: str, run_input: RunInput, options: Mapping[str, Any], files: LocalFiles
) -> dict[str, Any]:
    """Return the params of `turn/start`.

    Args:
        call: Name of the method that the caller has called, for error messages.
        thread_id: Id of the thread.
        run_input: The input.
        options: The keywords of the call.
        files: The files that the runtime can read.

    Raises:
        InputError: An argument is invalid.
        UnexpectedKeywordError: A keyword is unknown.
    """
    fields = explicit_options(call, options)
    files.check_directory("cwd", fields.get("cwd"))
    _check_effort(fields.get("effort"))
    if fields.get("output_schema") is not None:
        # Imported here, because most turns have no schema.
        from openai_codex._requests.output_schema import check_type

        check_type(fields["output_schema"])
    items, tool_output = run_input_to_wire(run_input, files)
    if tool_output is not None:
        fields["tool_output"] = tool_output
    if options.get("source") is not None:
        fields["turn_trigger"] = options["source"]
    if options.get("turn_service_tier") is not None:
        fields["service_tier_for_turn"] = options["turn_service_tier"]
    params = turn_mappers.turn_start(thread_id=thread_id, input=items, **fields)
    params.update(approval_fields(options.get("approval_mode")))
    if params.get("outputSchema") is not None:
        from openai_codex._requests.output_schema import warn_if_not_strict

        warn_if_not_strict(params["outputSchema"])
    if options.get("sandbox") is not None:
        from openai_codex._requests.sandbox import sandbox_policy

        params["sandboxPolicy"] = sandbox_policy(options["sandbox"])
    return params


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


def _settings(
    approval_mode: ApprovalMode | GranularApproval | None,
    sandbox: SandboxSetting | None,
    options: Mapping[str, Any],
    files: LocalFiles,
) -> dict[str, Any]:
    """Return the wire fields of a thread that are not plain options of the schema."""
    from openai_codex._requests.sandbox import thread_sandbox

    files.check_directory("cwd", options.get("cwd"))
    settings = approval_fields(approval_mode)
    wire = thread_sandbox(sandbox)
    settings.update(wire.fields)
    config, servers = options.get("config"), options.get("mcp_servers")
    if servers is not None or wire.config:
        from openai_codex._requests.thread_config import thread_config

        settings["config"] = thread_config(config, servers, wire.config)
    return settings


def _check_effort(effort: object) -> None:
    if effort is None:
        return
    from codex_protocol import ReasoningEffort

    if not isinstance(effort, str) or not effort:
        got = "an empty string" if effort == "" else type(effort).__name__
        raise InputError("effort", f"expected a string such as 'high', got {got}")
    known = [member.value for member in ReasoningEffort]
    if effort not in known:
        from difflib import get_close_matches

        close = get_close_matches(effort.lower(), known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known values: {', '.join(known)}"
        # Not an error, because a newer model may have more values.
        logger.warning("effort: unknown value %r; %s", effort, hint)
