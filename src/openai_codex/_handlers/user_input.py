"""Questions of the runtime other than approvals, and what can be answered to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from codex_protocol import (
        McpServerElicitationRequestParams,
        PermissionsRequestApprovalParams,
        RequestPermissionProfile,
        ToolRequestUserInputParams,
        ToolRequestUserInputQuestion,
    )
    from openai_codex._json_types import JsonMapping, JsonObject, JsonValue

UserInputAnswers: TypeAlias = "Mapping[str, str | Sequence[str]]"
"""The id of a question -> the answer, or several: labels of its options, or own words."""


@dataclass(frozen=True)
class UserInputRequest:
    """The model asks the user something (`item/tool/requestUserInput`). Answer with `UserInputAnswers`."""

    params: ToolRequestUserInputParams

    @property
    def thread_id(self) -> str:
        """The id of the thread."""
        return self.params.thread_id

    @property
    def turn_id(self) -> str:
        """The id of the turn."""
        return self.params.turn_id

    @property
    def questions(self) -> list[ToolRequestUserInputQuestion]:
        """The questions, each with its id, its text and the options to choose from."""
        return self.params.questions


@dataclass(frozen=True)
class ElicitationRequest:
    """An MCP server asks the user something (`mcpServer/elicitation/request`). Answer with an `Elicitation`.

    `params` says in which form: match its class.
    """

    params: McpServerElicitationRequestParams

    @property
    def server_name(self) -> str:
        """The MCP server that asks."""
        return self.params.server_name

    @property
    def thread_id(self) -> str:
        """The id of the thread."""
        return self.params.thread_id

    @property
    def turn_id(self) -> str | None:
        """The id of the turn, or None if it is of none."""
        return self.params.turn_id

    @property
    def message(self) -> str:
        """What is asked, in words for a person; empty if there are none."""
        return str(getattr(self.params, "message", None) or getattr(self.params, "description", None) or "")

    @property
    def requested_schema(self) -> JsonValue:
        """The JSON schema of the content that is asked for, or None if the form has none."""
        schema = getattr(self.params, "requested_schema", None)
        dump = getattr(schema, "model_dump", None)
        return dump(mode="json", by_alias=True, exclude_unset=True) if dump else schema


@dataclass(frozen=True, repr=False)
class Elicitation:
    """What was answered to an `ElicitationRequest`. Made by the class methods."""

    action: Literal["accept", "decline", "cancel"]
    content: JsonValue = None

    @classmethod
    def accept(cls, content: JsonValue = None) -> Elicitation:
        """Answer with content that fits the requested schema (JSON)."""
        return cls("accept", content)

    @classmethod
    def decline(cls) -> Elicitation:
        """Refuse to answer."""
        return cls("decline")

    @classmethod
    def cancel(cls) -> Elicitation:
        """Dismiss the question."""
        return cls("cancel")

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted

        return f"Elicitation(action={self.action!r}, content={redacted(self.content)!r})"


@dataclass(frozen=True)
class PermissionsRequest:
    """The runtime asks for more permissions (`item/permissions/requestApproval`). Answer with `Permissions`."""

    params: PermissionsRequestApprovalParams

    @property
    def thread_id(self) -> str:
        """The id of the thread."""
        return self.params.thread_id

    @property
    def turn_id(self) -> str:
        """The id of the turn."""
        return self.params.turn_id

    @property
    def reason(self) -> str | None:
        """Why they are asked for, in words for a person."""
        return self.params.reason

    @property
    def permissions(self) -> RequestPermissionProfile:
        """What is asked for."""
        return self.params.permissions


@dataclass(frozen=True)
class Permissions:
    """What was answered to a `PermissionsRequest`. Made by the class methods."""

    granted: JsonMapping | None
    """What is granted, in wire form; None for all that was asked for."""
    scope: Literal["turn", "session"] = "turn"

    @classmethod
    def grant(
        cls, permissions: JsonMapping | None = None, *, scope: Literal["turn", "session"] = "turn"
    ) -> Permissions:
        """Grant some permissions (an object in wire form), or all that was asked for, for the turn or the session."""
        return cls(permissions, scope)

    @classmethod
    def decline(cls) -> Permissions:
        """Grant nothing."""
        return cls({})


def user_input_to_wire(request: UserInputRequest, answers: object) -> JsonObject:
    """Return the result that tells answers to the runtime. Raises `InputError` for what is no answer."""
    if not isinstance(answers, Mapping):
        raise InputError("answers", f"expected a mapping from question id to answer, got {_kind(answers)}")
    known = [question.id for question in request.questions]
    wire: JsonObject = {}
    for question, given in cast("Mapping[object, object]", answers).items():
        if question not in known:
            raise InputError("answers", f"there is no question {question!r}; the questions are {', '.join(known)}")
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, Sequence) or not all(
            isinstance(text, str) for text in cast("Sequence[object]", texts)
        ):
            raise InputError(f"answers[{question!r}]", f"expected a string, or a list of strings, got {_kind(given)}")
        wire[str(question)] = {"answers": list(cast("Sequence[str]", texts))}
    return {"answers": wire}


def elicitation_to_wire(request: ElicitationRequest, answer: object) -> JsonObject:
    """Return the result that tells an answer to the runtime. Raises `InputError` for what is none."""
    if not isinstance(answer, Elicitation):
        raise InputError("elicitation", f"expected an Elicitation, got {_kind(answer)}")
    wire: JsonObject = {"action": answer.action}
    if answer.action == "accept":
        from codex_protocol._wire import to_wire

        wire["content"] = to_wire(answer.content, "elicitation.content")
    return wire


def permissions_to_wire(request: PermissionsRequest, answer: object) -> JsonObject:
    """Return the result that tells an answer to the runtime. Raises `InputError` for what is none."""
    if not isinstance(answer, Permissions):
        raise InputError("permissions", f"expected Permissions, got {_kind(answer)}")
    if answer.granted is None:
        asked = request.permissions.model_dump(mode="json", by_alias=True, exclude_unset=True)
        granted: JsonObject = {name: value for name, value in asked.items() if value is not None}
    else:
        granted = dict(answer.granted)
    return {"permissions": granted, "scope": answer.scope}


def _kind(answer: object) -> str:
    # Not the answer itself: what a person types may be secret.
    return type(answer).__name__
