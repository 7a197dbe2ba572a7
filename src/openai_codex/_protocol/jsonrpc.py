"""Single messages of the protocol: to bytes, and what can be told of bytes that are none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from openai_codex.errors import WireValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

# json.dumps would make one for each message.
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

# An id further in may be that of anything: the ids of threads and of the runtime's own requests are there too.
_REPLY_START = re.compile(rb'\s*\{\s*"id"\s*:\s*(\d{1,18})\s*,\s*"(?:result|error)"')


@dataclass(frozen=True)
class ServerRequest:
    """A request that the runtime makes of this client. Answer with `Session.respond` or `encode_error`."""

    id: int | str
    method: str
    params: Mapping[str, Any] = field(repr=False)


def encode(method: str, message: Mapping[str, Any]) -> bytes:
    """Return the line of a message. Raises `WireValueError`, which names the method, for what cannot be sent."""
    try:
        return _encoder.encode(message).encode() + b"\n"
    except (TypeError, ValueError) as error:
        raise WireValueError(f"{method} params", f"cannot be sent as JSON: {error}") from error


def is_request_id(value: object) -> TypeGuard[int | str]:
    """Return whether a request of the runtime can go by this. Python takes true, and 1.0, for 1."""
    return type(value) in (int, str)


def guess_response_id(line: bytes) -> int | None:
    """Return the id of the request that a line replies to, going by how it begins; None if it does not look so."""
    found = _REPLY_START.match(line)
    return int(found[1]) if found else None


def describe_decode_error(line: bytes) -> str:
    """Say what is wrong with a line that is no JSON."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return "invalid UTF-8"
    return "malformed"
