"""Decodes the results of responses as protocol types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_decoders: dict[str, Callable[[object], Any]] = {}


def decode(method: str, response: str, result: Any) -> Any:
    """Return the result of a response to `method` as the protocol type named `response`.

    Raises `UnexpectedResponseError`, with the original result, if it is not valid.
    """
    decoder = _decoders.get(response)
    if decoder is None:
        from codex_protocol import registry

        decoder = _decoders[response] = registry.adapter(response)
    try:
        return decoder(result)
    except ValidationError as error:
        from openai_codex._redaction import redacted_validation_error
        from openai_codex.errors import UnexpectedResponseError

        # The error of pydantic quotes the input, which may contain secrets.
        problem = redacted_validation_error(error)
        raise UnexpectedResponseError(method, response, result, problem) from problem


def started_id(method: str, result: Any, kind: str) -> str:
    """Return the id of the started `kind` ("thread" or "turn") without decoding the rest of the result."""
    started = result.get(kind) if is_object(result) else None
    started_id: object = started.get("id") if is_object(started) else None
    if not isinstance(started_id, str):
        from openai_codex.errors import UnexpectedResponseError

        raise UnexpectedResponseError(method, f"response with {kind}.id", result, ValueError(f"{kind}.id is missing"))
    return started_id


def started_buffer_key(response: Mapping[str, Any]) -> str | None:
    """Return the key of the event buffer that belongs to a response: the id of its turn or login, or None."""
    result = response.get("result")
    login_id: object = result.get("loginId") if is_object(result) else None
    return login_id if isinstance(login_id, str) else started_turn_id(response)


def started_turn_id(response: Mapping[str, Any]) -> str | None:
    """Return the id of the turn that a response to `turn/start` started, or None."""
    result = response.get("result")
    turn: object = result.get("turn") if is_object(result) else None
    turn_id: object = turn.get("id") if is_object(turn) else None
    return turn_id if isinstance(turn_id, str) else None


def review_thread_id(response: Mapping[str, Any]) -> str | None:
    """Return the thread of the review that a response to `review/start` has started, or None."""
    result = response.get("result")
    thread_id: object = result.get("reviewThreadId") if is_object(result) else None
    return thread_id if isinstance(thread_id, str) else None


def thread_id_of(params: object) -> str | None:
    """Return the thread that the params of a request name, or None."""
    thread_id: object = params.get("threadId") if is_object(params) else None
    return thread_id if isinstance(thread_id, str) else None
