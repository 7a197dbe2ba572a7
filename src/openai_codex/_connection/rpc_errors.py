"""Create the exception for an error response of the runtime."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.jsonrpc import INVALID_REQUEST, is_draining
from openai_codex.errors import (
    CodexRpcError,
    InternalRpcError,
    InvalidParamsError,
    InvalidRequestError,
    JsonRpcError,
    MethodNotFoundError,
    ParseError,
    RetryLimitExceededError,
    ServerBusyError,
    ServerDrainingError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openai_codex._json_types import JsonValue

_BY_CODE: Mapping[int, type[CodexRpcError]] = {
    -32700: ParseError,
    INVALID_REQUEST: InvalidRequestError,
    -32601: MethodNotFoundError,
    -32602: InvalidParamsError,
    -32603: InternalRpcError,
    -32001: ServerBusyError,
}

# The runtime deserializes method and params in one step, and reports errors of both as -32600 with the message of its
# JSON library.
_BAD_PARAMS = re.compile(
    r"^Invalid request: (missing field|unknown field|duplicate field|unknown variant|invalid type|invalid value"
    r"|invalid length|data did not match any variant)\b"
)

_RETRIES_EXHAUSTED = re.compile(r"retry limit|too many failed attempts", re.IGNORECASE)


def is_overload(data: object) -> bool:
    """Return whether error data contains `serverOverloaded`.

    Args:
        data: The `data` of a JSON-RPC error, or the fields of a turn error. The value is searched at any depth, in
            camel case and in snake case.

    Returns:
        Whether the error reports an overload.
    """
    if isinstance(data, str):
        return data in ("serverOverloaded", "server_overloaded")
    if is_object(data):
        return any(is_overload(part) for part in (*data, *data.values()))
    if isinstance(data, (list, tuple)):
        return any(is_overload(part) for part in cast("Sequence[object]", data))
    return False


def rpc_error(method: str, error: JsonValue) -> JsonRpcError:
    """Create the exception for an error response.

    Args:
        method: Method of the request.
        error: The `error` member of the response. A value that is not an object leads to a `JsonRpcError` with code 0.

    Returns:
        An instance of the most specific subclass of `JsonRpcError`.
    """
    if not is_object(error):
        error = {"message": f"expected an error object in the response, got {error!r:.200}"}
    code = error.get("code")
    code = code if type(code) is int else 0
    message = str(error.get("message", ""))
    data = error.get("data")
    error_class: type[JsonRpcError] = _BY_CODE.get(code, JsonRpcError)
    if is_overload(data):
        error_class = ServerBusyError
    if error_class is ServerBusyError and _RETRIES_EXHAUSTED.search(message):
        error_class = RetryLimitExceededError
    if error_class is InvalidRequestError:
        if message.startswith(f"Invalid request: unknown variant `{method}`"):
            error_class = MethodNotFoundError
        elif _BAD_PARAMS.match(message):
            error_class = InvalidParamsError
        elif is_draining(error):
            error_class = ServerDrainingError
    return error_class(code, message, data, method=method)
