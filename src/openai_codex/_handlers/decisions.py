"""Describes the decisions about requests of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object
from openai_codex._protocol.client_events import RequestDecided

if TYPE_CHECKING:
    from logging import Logger

    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._protocol.client_events import Decider

_KEYWORDS = ("on_approval", "on_elicitation", "on_permissions")
_SPELLINGS = {
    "acceptForSession": "accept_for_session",
    "acceptWithExecpolicyAmendment": "accept_with_execpolicy_amendment",
    "applyNetworkPolicyAmendment": "apply_network_policy_amendment",
    "approved": "accept",
    "approved_for_session": "accept_for_session",
    "approved_execpolicy_amendment": "accept_with_execpolicy_amendment",
    "network_policy_amendment": "apply_network_policy_amendment",
    "denied": "decline",
    "abort": "cancel",
}


def is_decided(pending: PendingServerRequest) -> bool:
    """Return whether the response to a request is a decision: about an approval, permissions or an elicitation."""
    return pending.spec.keyword in _KEYWORDS


def declined(pending: PendingServerRequest, decider: Decider, reason: str | None = None) -> RequestDecided:
    """Return the event for a request that the client declines without the decision of a handler.

    Args:
        pending: The request.
        decider: The cause.
        reason: Description of the cause; None without a description.
    """
    return _event(pending, "decline", decider, None, reason)


def decided(pending: PendingServerRequest, answer: Any) -> RequestDecided:
    """Return the event for a request that a handler, a policy or the consumer of the stream has answered.

    Args:
        pending: The request.
        answer: The answer, which is valid for the request.
    """
    rule: str | None = getattr(answer, "rule", None)
    reason: str | None = getattr(answer, "reason", None)
    decider: Decider = "consumer" if pending.is_deferred else "handler" if rule is None else "policy"
    return _event(pending, _decision(answer), decider, None if pending.is_deferred else rule, reason)


def log_decision(logger: Logger, event: RequestDecided) -> None:
    """Log a decision with level INFO."""
    from logging import INFO

    if not logger.isEnabledFor(INFO):
        return
    from openai_codex._redaction import printable, redacted_text

    by = event.decider if event.rule is None else f"{event.decider} {event.rule}"
    reason = "" if event.reason is None else f": {event.reason}"
    logger.info("%s %s: %s by %s", event.method, event.item_id, event.decision, printable(redacted_text(by + reason)))


def _decision(answer: Any) -> str:
    from codex_protocol._wire import to_wire
    from openai_codex._handlers.approvals import Approval
    from openai_codex._handlers.user_input import Elicitation, Permissions

    if isinstance(answer, Approval):
        return answer.decision
    if isinstance(answer, Elicitation):
        return answer.action
    if isinstance(answer, Permissions):
        granted: object = None if answer.granted is None else to_wire(answer.granted, "permissions")
        return "accept" if granted is None or _grants(granted) else "decline"
    # The result of an `on_request` handler, in the form of the protocol.
    result: object = to_wire(answer, "result")
    if not is_object(result):
        return "decline"
    if "permissions" in result:
        return "accept" if _grants(result["permissions"]) else "decline"
    decision: object = result.get("decision", result.get("action"))
    name = str(next(iter(decision), "") if is_object(decision) else decision)
    return _SPELLINGS.get(name, name)


def _grants(permissions: object) -> bool:
    return is_object(permissions) and any(value is not None for value in permissions.values())


def _event(
    pending: PendingServerRequest, decision: str, decider: Decider, rule: str | None, reason: str | None
) -> RequestDecided:
    params = pending.request.params
    item_id = getattr(pending.argument, "item_id", None) or params.get("itemId") or params.get("callId")
    thread_id = params.get("threadId") or params.get("conversationId")
    return RequestDecided(
        method=pending.request.method,
        thread_id=_text(thread_id),
        turn_id=pending.turn_id,
        item_id=_text(item_id),
        decision=decision,
        decider=decider,
        rule=rule,
        reason=reason,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
