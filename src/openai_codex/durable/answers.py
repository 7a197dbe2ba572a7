"""Answers to questions, as JSON documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from codex_protocol import NetworkPolicyAmendment
from openai_codex._handlers.approvals import Approval
from openai_codex._handlers.encoding import to_json
from openai_codex._handlers.user_input import Elicitation, Permissions
from openai_codex.durable.requests import check_answer
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject
    from openai_codex.durable.records import Question

EXPECTED = {
    "approval": "an Approval",
    "workflow": "an Approval",
    "permissions": "an Approval or Permissions",
    "elicitation": "an Approval or an Elicitation",
    "user_input": "a mapping from question id to answer, or Approval.decline()",
}


def encode_answer(question: Question, answer: object) -> str:
    """Return an answer as a JSON document.

    Args:
        question: The question.
        answer: See `DurableCodex.answer`.

    Raises:
        InputError: The answer is invalid for this kind of question.
    """
    text = json.dumps(_encode(question.kind, answer))
    # The worker encodes it in the same way.
    check_answer(question, decode_answer(question.kind, text))
    return text


def declined(kind: str) -> str:
    """Return the answer to a question whose deadline has passed."""
    return json.dumps({"answers": {}} if kind == "user_input" else {"decision": "decline", "reason": "deadline"})


def decode_answer(kind: str, text: str) -> Any:
    """Return the answer as a handler of the client returns it.

    Args:
        kind: Kind of the question.
        text: The JSON document.
    """
    values: JsonObject = json.loads(text)
    if kind == "user_input":
        return values["answers"]
    if "action" in values:
        return Elicitation(values["action"], values["content"])
    if "scope" in values:
        return Permissions(values["granted"], values["scope"])
    prefix = values.get("prefix")
    amendment = values.get("network")
    approval = Approval(
        values["decision"],
        None if prefix is None else tuple(prefix),
        None if amendment is None else NetworkPolicyAmendment.model_validate(amendment),
        reason=values.get("reason"),
    )
    accepted = is_accepted(approval)
    if kind == "permissions":
        return Permissions.grant() if accepted else Permissions.decline()
    if kind == "elicitation":
        return Elicitation.accept() if accepted else Elicitation.decline()
    return approval


def is_accepted(approval: Approval) -> bool:
    """Return whether an approval accepts the request."""
    return approval.decision not in ("decline", "cancel")


def _encode(kind: str, answer: object) -> JsonObject:
    if kind == "user_input":
        if isinstance(answer, Mapping):
            return {"answers": _texts(cast("Mapping[object, object]", answer))}
        if isinstance(answer, Approval) and not is_accepted(answer):
            return {"answers": {}}
    elif isinstance(answer, Approval):
        if answer.decision == "defer":
            raise InputError("answer", "expected an Approval other than defer")
        if kind == "workflow" and answer.decision not in ("accept", "decline", "cancel"):
            raise InputError("answer", f"expected accept or decline, got {answer.decision}")
        amendment = answer.network_policy_amendment
        prefix = answer.execpolicy_amendment
        return {
            "decision": answer.decision,
            "prefix": None if prefix is None else list(prefix),
            "network": None if amendment is None else to_json(amendment, "answer.network_policy_amendment"),
            "reason": answer.reason,
        }
    elif kind == "elicitation" and isinstance(answer, Elicitation):
        return {"action": answer.action, "content": to_json(answer.content, "answer.content")}
    elif kind == "permissions" and isinstance(answer, Permissions):
        granted = None if answer.granted is None else to_json(answer.granted, "answer.granted")
        return {"granted": granted, "scope": answer.scope}
    raise InputError("answer", f"expected {EXPECTED[kind]}, got {type(answer).__name__}")


def _texts(answers: Mapping[object, object]) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for id, value in answers.items():
        values = [value] if isinstance(value, str) else value
        if (
            not isinstance(id, str)
            or not isinstance(values, Sequence)
            or not all(isinstance(each, str) for each in cast("Sequence[object]", values))
        ):
            raise InputError("answer", f"expected a mapping from question id to text, got {id!r}: {value!r}")
        texts[id] = list(cast("Sequence[str]", values))
    return texts
