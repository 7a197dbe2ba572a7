"""Encodes JSON-RPC messages, and diagnoses lines that cannot be decoded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from openai_codex._json_types import is_object
from openai_codex.errors import WireValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

# json.dumps() would create an encoder for each message.
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

# Only at the beginning of a message: nested objects have ids too.
_RESPONSE_START = re.compile(rb'\s*\{\s*"id"\s*:\s*(\d{1,18})\s*,\s*"(?:result|error)"')

INVALID_REQUEST = -32600
"""Code of a request that is not possible."""

_DRAINING = "Server is draining"


@dataclass(frozen=True)
class ServerRequest:
    """A request of the runtime, answered with `Session.encode_response` or `Session.encode_error`."""

    id: int | str
    method: str
    params: Mapping[str, Any] = field(repr=False)


def encode(method: str, message: Mapping[str, Any]) -> bytes:
    """Return a message as a line of JSON. Raises `WireValueError` if a value cannot be encoded."""
    try:
        return _encoder.encode(message).encode() + b"\n"
    except (TypeError, ValueError) as error:
        raise WireValueError(f"{method} params", f"not valid JSON: {error}") from error


def is_request_id(value: object) -> TypeGuard[int | str]:
    """Return whether a value is a valid id of a request. `True` and `1.0` are not, although they equal 1."""
    return type(value) in (int, str)


def guess_response_id(line: bytes) -> int | None:
    """Return the id if a line starts like a response, else None."""
    found = _RESPONSE_START.match(line)
    return int(found[1]) if found else None


def is_draining(error: object) -> bool:
    """Return whether the error of a response says that the runtime shuts down, and has not run the request."""
    if not is_object(error) or error.get("code") != INVALID_REQUEST:
        return False
    message: object = error.get("message")
    return isinstance(message, str) and message.startswith(_DRAINING)


def describe_decode_error(line: bytes) -> str:
    """Return the reason why a line is not JSON."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return "invalid UTF-8"
    return "malformed"
