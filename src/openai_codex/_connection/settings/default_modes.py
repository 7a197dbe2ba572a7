"""The approval mode that the client chooses for a turn whose caller passes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._requests.approval_modes import (
    decides_approvals,
    default_mode,
    is_auto_review,
    warn_if_ineffective,
    warn_if_settings_ineffective,
)
from openai_codex._requests.presets import ApprovalMode

if TYPE_CHECKING:
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.options import Handlers
    from openai_codex._requests.presets import GranularApproval


def changed_mode(
    thread: ThreadState | None,
    mode: ApprovalMode | GranularApproval | None,
    turn: Handlers | None,
    client: Handlers | None,
) -> ApprovalMode | None:
    """Return the approval mode to which a turn has to change its thread, or None for no change.

    The client changes only modes that it has chosen itself. Logs a warning if a handler of the turn is not called.

    Args:
        thread: The state of the thread; None if it has none.
        mode: The mode that the caller has passed; None for none.
        turn: The handlers of the turn; None without handlers.
        client: The handlers of the client; None without handlers.
    """
    of_thread = None if thread is None else thread.handlers
    if mode is not None:
        warn_if_ineffective(mode, turn, of_thread, client)
        return None
    if thread is None:
        return None
    if thread.default_mode is None:
        if decides_approvals(turn):
            warn_if_settings_ineffective(thread.reported, thread.id)
        return None
    wanted = default_mode(turn, of_thread, client)
    return None if wanted is thread.default_mode else wanted


def stored_mode(
    thread: ThreadState, mode: ApprovalMode | GranularApproval | None, opened: Handlers | None, client: Handlers | None
) -> ApprovalMode | None:
    """Return the mode of a resumed or forked thread that the client may change, or None if it keeps the mode.

    `auto_review` is the only such mode: the others are stricter, or call the handlers.

    Args:
        thread: The state of the thread.
        mode: The mode that the caller has passed; None for none.
        opened: The handlers that the caller has passed; None without handlers.
        client: The handlers of the client; None without handlers.
    """
    if mode is not None:
        warn_if_ineffective(mode, opened, client)
        return None
    if is_auto_review(thread.reported):
        return ApprovalMode.auto_review
    if decides_approvals(opened):
        warn_if_settings_ineffective(thread.reported, thread.id)
    return None
