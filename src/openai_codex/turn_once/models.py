"""`TurnRequest` and `TurnOutcome`: a turn and its outcome, as JSON documents."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, TypeVar, cast
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from openai_codex._json_types import JsonObject, is_object
from openai_codex._redaction import redacted_error
from openai_codex.errors import InputError

OutputT = TypeVar("OutputT")

TurnOutcomeStatus = Literal["completed", "failed", "interrupted", "cancelled", "uncertain"]

MAX_KEY = 200


class TurnRequest(BaseModel):
    """A turn to run at most once.

    The fields are JSON values, so that the request can be stored and sent to another process.

    Raises:
        InputError: A field is invalid.
        UnexpectedKeywordError: An option is unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: str | list[JsonObject]
    """The text, or a list of input items in wire form: `{"type": "text", "text": "..."}`."""

    key: str = Field(default_factory=lambda: uuid4().hex)
    """Idempotency key: a turn with this key is started at most once. Random if omitted; at most 200 characters."""

    thread_id: str | None = None
    """Id of the stored thread in which the turn runs; None starts a thread."""

    thread_options: JsonObject = Field(default_factory=dict)
    """Keywords of `Codex.thread_start`, or with `thread_id` those of `Codex.thread_resume`, as JSON values."""

    options: JsonObject = Field(default_factory=dict)
    """Keywords of `Thread.turn`, as JSON values."""

    output_schema: JsonObject | None = None
    """JSON schema of the answer, or a type, which is converted to a strict schema. None for text."""

    timeout: float | None = Field(default=None, gt=0)
    """Maximum time of the turn, in seconds; it is then interrupted. None disables it."""

    idle_timeout: float | None = Field(default=None, gt=0)
    """Maximum time between two events, in seconds; the turn is then interrupted. None disables it."""

    max_attempts: int = Field(default=5, ge=1)
    """Maximum number of turns, including further ones after an overload or a usage limit.

    A further turn is started only if the model has not responded to the previous one.
    """

    max_continuations: int = Field(default=0, ge=0)
    """Maximum number of turns that continue one which ended because the runtime exited.

    The model sees what it has done before in the thread. 0 reports such a turn as `interrupted`.
    """

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            problem = first["msg"].removeprefix("Value error, ")
            raise InputError(f"TurnRequest.{'.'.join(map(str, first['loc']))}", problem) from None
        from openai_codex.turn_once.options import check_options

        check_options(self)

    @field_validator("input")
    @classmethod
    def _not_empty(cls, value: str | list[JsonObject]) -> str | list[JsonObject]:
        if not value:
            raise ValueError("expected text or input items, got nothing")
        return value

    @field_validator("key")
    @classmethod
    def _valid_key(cls, value: str) -> str:
        if not value or len(value) > MAX_KEY or not value.isprintable():
            raise ValueError(f"expected 1 to {MAX_KEY} printable characters, got {len(value)} characters")
        return value

    @field_validator("thread_options")
    @classmethod
    def _stored_thread(cls, value: JsonObject) -> JsonObject:
        if value.get("ephemeral"):
            raise ValueError("expected a thread that is stored, got ephemeral=True: remove it")
        return value

    @field_validator("options")
    @classmethod
    def _free_options(cls, value: JsonObject) -> JsonObject:
        for name, instead in (("client_user_message_id", "key"), ("output_schema", "output_schema")):
            if name in value:
                raise ValueError(f"{name} is set by the client: use TurnRequest.{instead}")
        return value

    @field_validator("output_schema", mode="before")
    @classmethod
    def _schema_of_type(cls, value: object) -> object:
        if value is None or is_object(value):
            return value
        from openai_codex._structured_output.output_type import OutputType

        output: OutputType[Any] = OutputType(cast("Any", value))
        return output.schema()

    @property
    def fingerprint(self) -> str:
        """Hash of all fields but the key.

        Requests with the same key must have the same fingerprint.
        """
        values = json.dumps(self.model_dump(mode="json", exclude={"key"}), sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()


class TurnOutcome(BaseModel):
    """Outcome of a turn that was run at most once."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The key of the request."""

    status: TurnOutcomeStatus
    """State of the turn.

    - `completed`: the turn has completed.
    - `failed`: the turn has failed; see `error`. Commands may have run.
    - `interrupted`: the turn has begun, and has ended early: a caller or a timeout has interrupted it, or the runtime
      has exited. Commands may have run.
    - `cancelled`: the turn was cancelled before it started.
    - `uncertain`: the client cannot tell whether the turn has begun. It has not started it again. A later call with
      the same key looks again.
    """

    thread_id: str | None = None
    """Id of the thread; None if no thread was started."""

    turn_id: str | None = None
    """Id of the turn; None if it has not started, or is uncertain."""

    final_response: str | None = None
    """Text of the answer; None if it is missing."""

    output: Any = None
    """The answer as a JSON value if the request has an `output_schema`, else None."""

    items: list[JsonObject] = Field(default_factory=list[JsonObject])
    """Completed items, in wire form."""

    usage: JsonObject | None = None
    """Tokens of the turn, in the fields of `TokenUsage`.

    None if unknown: the runtime does not store them with a turn.
    """

    error: str | None = None
    """Reason if the status is not `completed`; else None."""

    error_code: str | None = None
    """Kind of error that the runtime reported, such as `usageLimitExceeded`; None if unknown."""

    retry_at: float | None = None
    """Time from which a further call with the same key starts the turn again, in seconds since 1970.

    None if the outcome is final. Set only if the model has not responded, or the turn was not started: after an
    overload or a usage limit.
    """

    attempts: int = 1
    """Number of turns that were started for the request."""

    @property
    def final(self) -> bool:
        """Whether further calls with the same key return this outcome."""
        return self.status != "uncertain" and self.retry_at is None

    def parse(self, output_type: type[OutputT]) -> OutputT:
        """Return `output` as an object of a type.

        Args:
            output_type: Any type that pydantic can validate.

        Returns:
            The object.

        Raises:
            InputError: The answer is not valid for the type, or the turn has none.
        """
        try:
            return TypeAdapter(output_type).validate_python(self.output)
        except ValidationError as error:
            raise InputError("output", str(redacted_error(error))) from None
