"""Requests of the runtime for user input, elicitations and permissions, and the answers to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from openai_codex._handlers.encoding import UnexpectedResultError, to_json
from openai_codex._json_types import is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from codex_protocol import (
        GrantedPermissionProfile,
        McpServerElicitationRequestParams,
        PermissionsRequestApprovalParams,
        RequestPermissionProfile,
        ToolRequestUserInputParams,
        ToolRequestUserInputQuestion,
    )
    from openai_codex._json_types import JsonMapping, JsonObject, JsonValue

UserInputAnswers: TypeAlias = "Mapping[str, str | Sequence[str]]"
"""Mapping from question id to the answer or answers: labels of the options, or free text."""

PermissionProfile: TypeAlias = "GrantedPermissionProfile | RequestPermissionProfile"
"""Permissions as types of the protocol."""


@dataclass(frozen=True)
class UserInputRequest:
    """Questions of the model to the user (`item/tool/requestUserInput`).

    The handler returns a mapping from question id to the answer, or to a list of answers.
    """

    params: ToolRequestUserInputParams
    """Params of the request, as received."""

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self.params.thread_id

    @property
    def turn_id(self) -> str:
        """Id of the turn."""
        return self.params.turn_id

    @property
    def questions(self) -> list[ToolRequestUserInputQuestion]:
        """The questions, each with its id, text and options."""
        return self.params.questions


@dataclass(frozen=True)
class ElicitationRequest:
    """A question of an MCP server to the user (`mcpServer/elicitation/request`).

    The handler returns an `Elicitation`.
    """

    params: McpServerElicitationRequestParams
    """Params of the request, as received. The class depends on the mode of the elicitation."""

    @property
    def server_name(self) -> str:
        """Name of the MCP server."""
        return self.params.server_name

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self.params.thread_id

    @property
    def turn_id(self) -> str | None:
        """Id of the turn, or None if the request belongs to no turn."""
        return self.params.turn_id

    @property
    def message(self) -> str:
        """Question for the user; empty if the server sent none."""
        return str(getattr(self.params, "message", None) or getattr(self.params, "description", None) or "")

    @property
    def requested_schema(self) -> JsonValue:
        """JSON schema of the requested content, or None if the mode has none."""
        schema = getattr(self.params, "requested_schema", None)
        dump = getattr(schema, "model_dump", None)
        return dump(mode="json", by_alias=True, exclude_unset=True) if dump else schema


@dataclass(frozen=True, repr=False)
class Elicitation:
    """An answer to an `ElicitationRequest`.

    Use the class methods to create one. The repr is redacted.
    """

    action: Literal["accept", "decline", "cancel"]
    """The answer."""

    content: JsonValue = None
    """The content that is sent with `accept`, as JSON."""

    @classmethod
    def accept(cls, content: JsonValue = None) -> Elicitation:
        """Accept the request and send content.

        Args:
            content: JSON value that matches `ElicitationRequest.requested_schema`; None without a schema.

        Returns:
            The answer.
        """
        return cls("accept", content)

    @classmethod
    def decline(cls) -> Elicitation:
        """Decline to answer."""
        return cls("decline")

    @classmethod
    def cancel(cls) -> Elicitation:
        """Dismiss the question without an answer."""
        return cls("cancel")

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted

        return f"Elicitation(action={self.action!r}, content={redacted(self.content)!r})"


@dataclass(frozen=True)
class PermissionsRequest:
    """A request for additional permissions (`item/permissions/requestApproval`).

    The handler returns `Permissions`.
    """

    params: PermissionsRequestApprovalParams
    """Params of the request, as received."""

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self.params.thread_id

    @property
    def turn_id(self) -> str:
        """Id of the turn."""
        return self.params.turn_id

    @property
    def reason(self) -> str | None:
        """Explanation for the user, or None if the runtime sent none."""
        return self.params.reason

    @property
    def permissions(self) -> RequestPermissionProfile:
        """The requested permissions."""
        return self.params.permissions


@dataclass(frozen=True)
class Permissions:
    """An answer to a `PermissionsRequest`.

    Use the class methods to create one.
    """

    granted: JsonMapping | PermissionProfile | None
    """The granted permissions; None grants all requested permissions."""

    scope: Literal["turn", "session"] = "turn"
    """Whether the permissions are granted for the turn or for the session."""

    @classmethod
    def grant(
        cls, permissions: JsonMapping | PermissionProfile | None = None, *, scope: Literal["turn", "session"] = "turn"
    ) -> Permissions:
        """Grant permissions for the turn or the session.

        Args:
            permissions: The permissions to grant, in wire form or as a type of the protocol, such as
                `PermissionsRequest.permissions`; None grants all requested permissions.
            scope: Whether to grant them for the turn or for the session.

        Returns:
            The answer.
        """
        return cls(permissions, scope)

    @classmethod
    def decline(cls) -> Permissions:
        """Grant no permissions."""
        return cls({})


def user_input_to_wire(request: UserInputRequest, answers: object) -> JsonObject:
    """Return the wire form of answers to questions. Raises `InputError` for an invalid answer."""
    if not isinstance(answers, Mapping):
        raise UnexpectedResultError(_type_name(answers), "a mapping from question id to answer")
    known = [question.id for question in request.questions]
    wire: JsonObject = {}
    for question, answer in cast("Mapping[object, object]", answers).items():
        if question not in known:
            raise InputError("answers", f"unknown question {question!r}; expected one of {', '.join(known)}")
        texts = [answer] if isinstance(answer, str) else answer
        if not isinstance(texts, Sequence) or not all(
            isinstance(text, str) for text in cast("Sequence[object]", texts)
        ):
            raise InputError(
                f"answers[{question!r}]", f"expected a string or a list of strings, got {_type_name(answer)}"
            )
        wire[str(question)] = {"answers": to_json(list(cast("Sequence[str]", texts)), f"answers[{question!r}]")}
    return {"answers": wire}


def elicitation_to_wire(request: ElicitationRequest, answer: object) -> JsonObject:
    """Return the wire form of an elicitation. Raises `InputError` for an invalid answer."""
    if not isinstance(answer, Elicitation):
        raise UnexpectedResultError(_type_name(answer), "an Elicitation")
    wire: JsonObject = {"action": answer.action}
    if answer.action == "accept":
        wire["content"] = to_json(answer.content, "elicitation.content")
    return wire


def permissions_to_wire(request: PermissionsRequest, answer: object) -> JsonObject:
    """Return the wire form of permissions. Raises `InputError` for an invalid answer."""
    if not isinstance(answer, Permissions):
        raise UnexpectedResultError(_type_name(answer), "Permissions")
    granted: object = to_json(request.permissions if answer.granted is None else answer.granted, "permissions")
    if not is_object(granted):
        raise InputError("permissions", f"expected an object, got {_type_name(answer.granted)}")
    return {"permissions": {name: value for name, value in granted.items() if value is not None}, "scope": answer.scope}


def _type_name(answer: object) -> str:
    # The messages contain the type, not the answer, because user input may be secret.
    return type(answer).__name__
