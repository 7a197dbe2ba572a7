# Generated from _async/thread_requests.py by scripts/async_to_sync.py. Do not edit.
"""Requests that start, resume or fork a thread."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from openai_codex._connection.settings.thread_settings import (
    SETTINGS_UPDATE,
    ignored_settings,
    not_updatable,
    reported_settings,
    same_policy,
    settings_update,
    warn_ignored,
)
from openai_codex._protocol.decoding import started_id
from openai_codex.errors import JsonRpcError, ServerDrainingError, UnsupportedByRuntimeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._connection.sync.connection import Connection
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.options import Handlers
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting
    from openai_codex._sync.requests import RequestSender


def start_thread(
    sender: RequestSender,
    method: str,
    params: Mapping[str, Any],
    handlers: Handlers | None,
    sandbox: SandboxSetting | None,
    default_mode: ApprovalMode | None = None,
) -> ThreadState:
    """Send a request that starts, resumes or forks a thread, and register the handlers of that thread.

    If `params` cannot express the sandbox, it is set by another request. Settings that the client knows, and that
    the runtime would take from its configuration, are added.

    Args:
        sender: Sends the requests.
        method: The wire method.
        params: The params of the request.
        handlers: The handlers of the thread; None without handlers.
        sandbox: The sandbox; None if the caller passes none.
        default_mode: The approval mode, if the client has chosen it; None otherwise.
    """
    from openai_codex._requests.sandbox import remove_sandbox, thread_sandbox

    threads, resumes = sender.supervisor.threads, method == "thread/resume"
    policy = thread_sandbox(sandbox, resumes=resumes).policy
    current, begun = sender, monotonic()
    while True:
        connection = current.connection()
        if policy is not None:
            connection.check_supported(SETTINGS_UPDATE, {"sandboxPolicy": policy})
        known = None if method == "thread/start" else threads.settings(params["threadId"])
        sent, stored = (params, None) if known is None else known.with_stored(method, params)
        loaded = resumes and threads.is_open(params["threadId"])
        try:
            response = current.send(connection, method, sent)
            break
        except ServerDrainingError as error:
            current = current.after_drain(method, error, begun)
    thread_id = started_id(method, response, "thread")
    # Before any other request, so that the handlers apply from now on.
    state = threads.register(thread_id, {}, handlers)
    reported = reported_settings(response)
    # Now, because the runtime reports the changes that follow.
    state.settings.apply_access(response)
    if resumes:
        # The client knows the other settings that it has sent.
        sent = params
        ignored = ignored_settings(params, reported, loaded=loaded)
        if policy is not None:
            remove_sandbox(ignored)
        if ignored:
            applied = _update_settings(sender, connection, thread_id, ignored)
            reported.update(applied)
            sent = {name: value for name, value in params.items() if name not in ignored or name in applied}
    if stored is not None and not loaded and not same_policy(stored, response.get("sandbox")):
        policy = stored
    if policy is not None:
        sender.send(connection, SETTINGS_UPDATE, {"threadId": thread_id, "sandboxPolicy": policy})
    state.update(sent, None, reported)
    if policy is not None:
        state.apply_turn_overrides({"sandboxPolicy": policy})
    state.default_mode = default_mode
    state.workspace = reported.get("cwd") or response.get("cwd")
    connection.dispatcher.workspaces.set(thread_id, state.workspace)
    return state


def _update_settings(
    sender: RequestSender, connection: Connection, thread_id: str, settings: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Apply settings that `thread/resume` has ignored; return those that were applied, and warn of the others."""
    update, rest, problem = settings_update(thread_id, settings), not_updatable(settings), None
    if update is not None:
        try:
            sender.send(connection, SETTINGS_UPDATE, update)
        except (JsonRpcError, UnsupportedByRuntimeError) as error:
            rest, problem = list(settings), error
    if rest:
        warn_ignored(thread_id, rest, problem)
    return {name: value for name, value in settings.items() if name not in rest}


def open_thread(
    sender: RequestSender,
    method: str,
    params: Mapping[str, Any],
    mode: ApprovalMode | GranularApproval | None,
    handlers: Handlers | None,
    sandbox: SandboxSetting | None,
) -> ThreadState:
    """Resume or fork a thread, like `start_thread`. `mode` is the approval mode that the caller passes, or None."""
    from openai_codex._connection.settings.default_modes import stored_mode

    state = start_thread(sender, method, params, handlers, sandbox)
    state.default_mode = stored_mode(state, mode, handlers, sender.supervisor.handlers)
    return state
