"""Choose the approval mode if the caller passes none, and detect handlers that a mode makes ineffective."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from codex_protocol import Unset
from openai_codex._json_types import is_object
from openai_codex._requests.presets import GRANULAR_KINDS, ApprovalMode, GranularApproval, approval_fields, member_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._handlers.options import Handlers

logger = logging.getLogger("openai_codex")


def decides_approvals(*levels: Handlers | None) -> bool:
    """Return whether one of the levels has a handler for approvals."""
    return any(handlers is not None and handlers.decides_approvals for handlers in levels)


def default_mode(*levels: Handlers | None) -> ApprovalMode:
    """Return the approval mode of a thread whose caller passes none: `ask` if a handler is in effect."""
    return ApprovalMode.ask if decides_approvals(*levels) else ApprovalMode.auto_review


def mode_of_new_thread(
    mode: ApprovalMode | GranularApproval | Unset | None, *levels: Handlers | None
) -> tuple[ApprovalMode | GranularApproval | None, ApprovalMode | None]:
    """Return the approval mode of a new thread, twice if the client has chosen it.

    Args:
        mode: The mode that the caller has passed; `UNSET` for none. None leaves the mode to the configuration.
        *levels: The handlers that are in effect.

    Returns:
        The mode, or None for that of the configuration; and the mode if the client has chosen it, or None.
    """
    if isinstance(mode, Unset):
        chosen = default_mode(*levels)
        return chosen, chosen
    warn_if_ineffective(mode, *levels)
    return mode, None


def warn_if_ineffective(mode: ApprovalMode | GranularApproval | None, *levels: Handlers | None) -> None:
    """Log a warning if an explicit mode prevents that the handlers for approvals are called."""
    if mode is None or not decides_approvals(*levels):
        return
    if isinstance(mode, GranularApproval):
        if not any(getattr(mode, kind) for kind in GRANULAR_KINDS):
            remedy = "GranularApproval(sandbox_approval=True)"
            _warn("approval_mode=GranularApproval() without a kind", "the runtime requests no approvals", remedy)
        elif mode.reviewer == "auto_review":
            _warn("approval_mode.reviewer='auto_review'", "the runtime's reviewer decides", "reviewer='user'")
        return
    mode = member_of(ApprovalMode, "approval_mode", mode, "a GranularApproval")
    if mode is ApprovalMode.deny_all:
        _warn("approval_mode=ApprovalMode.deny_all", "the runtime requests no approvals", "ApprovalMode.ask")
    elif mode is ApprovalMode.auto_review:
        _warn("approval_mode=ApprovalMode.auto_review", "the runtime's reviewer decides", "ApprovalMode.ask")


def warn_if_settings_ineffective(settings: Mapping[str, Any], thread_id: str) -> None:
    """Log a warning if the settings of a thread prevent that a handler for approvals is called."""
    policy: object = settings.get("approvalPolicy")
    kinds: object = policy.get("granular") if is_object(policy) else None
    if policy == "never" or (is_object(kinds) and not any(kinds.values())):
        policy = "never" if policy == "never" else "granular"
        _warn(
            f"thread {thread_id}: approval policy {policy!r}", "the runtime requests no approvals", "ApprovalMode.ask"
        )
    elif settings.get("approvalsReviewer", "user") != "user":
        subject = f"thread {thread_id}: approvals reviewer {settings['approvalsReviewer']!r}"
        _warn(subject, "the runtime's reviewer decides", "ApprovalMode.ask")


def is_auto_review(settings: Mapping[str, Any]) -> bool:
    """Return whether the settings of a thread are those of `ApprovalMode.auto_review`."""
    expected = approval_fields(ApprovalMode.auto_review)
    return all(settings.get(name) == value for name, value in expected.items())


def _warn(subject: str, reason: str, remedy: str) -> None:
    logger.warning("%s: the approval handler is not called, because %s; to call it, pass %s", subject, reason, remedy)
