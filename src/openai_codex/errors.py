"""Exceptions of the client. All of them derive from `CodexError`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from codex_protocol._wire import CodexError, UnexpectedKeywordError, WireValueError
from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openai_codex._json_types import JsonValue
    from openai_codex._results.errors import TurnFailedError as TurnFailedError
    from openai_codex._results.errors import TurnTimeoutError as TurnTimeoutError

__all__ = [
    "AuthenticationError",
    "CodexError",
    "CodexRpcError",
    "ConfigError",
    "HandlerError",
    "InputError",
    "InternalRpcError",
    "InvalidParamsError",
    "InvalidRequestError",
    "JsonRpcError",
    "MethodNotFoundError",
    "OversizeMessageError",
    "ParseError",
    "RequestTimeoutError",
    "RetryLimitExceededError",
    "RuntimeNotFoundError",
    "RuntimeStartError",
    "ServerBusyError",
    "TransportClosedError",
    "TurnFailedError",
    "TurnTimeoutError",
    "UnexpectedKeywordError",
    "UnexpectedResponseError",
    "UnsupportedByRuntimeError",
    "WireValueError",
    "is_overload",
    "rpc_error",
]


def _shown(text: str) -> str:
    """Return text from outside as one line without secrets, because error messages end up in logs and terminals."""
    from openai_codex._redaction import printable, redacted_text

    return printable(redacted_text(text))


def _joined(text: str) -> str:
    """Return text that may have several lines, such as that of a `ValidationError`, as one line without secrets."""
    return _shown(text.replace("\n  ", ": ").replace("\n", "; "))


class ConfigError(CodexError, ValueError):
    """A `CodexConfig` field has an invalid value.

    Attributes:
        field: Name of the field, with the index or key of the invalid part (`config_overrides[1]`).
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"CodexConfig.{_shown(field)}: {_joined(problem)}")
        self.field = field


class InputError(CodexError, TypeError, ValueError):
    """An argument of a call is invalid.

    The client raises it before it sends the request.

    Attributes:
        field: Path of the invalid value (`input[1]`, `tools[look_up].city`).
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{_shown(field)}: {_joined(problem)}")
        self.field = field


class RuntimeNotFoundError(CodexError, FileNotFoundError):
    """The Codex runtime was not found.

    The message lists the searched locations.
    """


class TransportClosedError(CodexError):
    """The connection to the runtime is closed.

    Attributes:
        exit_code: Exit code of the runtime process, negative for a signal; None if unknown.
        stderr: Last lines that the runtime wrote to stderr, with secrets redacted.
        pending: Methods of the requests that had no response yet.
    """

    def __init__(
        self,
        message: str,
        *,
        exit_code: int | None = None,
        stderr: Sequence[str] = (),
        pending: Sequence[str] = (),
    ) -> None:
        self.exit_code = exit_code
        self.stderr = tuple(map(_shown, stderr))
        self.pending = tuple(pending)
        super().__init__(_with_context(_shown(message), self.stderr, self.pending))


class RuntimeStartError(TransportClosedError):
    """The runtime failed to start, or exited before it answered `initialize`."""


class AuthenticationError(RuntimeStartError):
    """The runtime at `CodexConfig.url` rejected the token, or requires one."""


class RequestTimeoutError(CodexError, TimeoutError):
    """The runtime did not respond to a request before its timeout.

    A late response is discarded.

    Attributes:
        method: Method of the request.
        timeout: Timeout of the request, in seconds.
        pending: Methods of the other requests that had no response yet.
        stderr: Last lines that the runtime wrote to stderr, with secrets redacted.
    """

    def __init__(self, method: str, timeout: float, *, stderr: Sequence[str] = (), pending: Sequence[str] = ()) -> None:
        self.method = method
        self.timeout = timeout
        self.stderr = tuple(map(_shown, stderr))
        self.pending = tuple(pending)
        super().__init__(
            _with_context(f"{_shown(method)}: no response within {timeout:g} s", self.stderr, self.pending)
        )


class OversizeMessageError(CodexError):
    """A response exceeded `CodexConfig.max_message_bytes` and was discarded.

    Attributes:
        method: Method of the request.
        size: Size of the response, in bytes.
    """

    def __init__(self, method: str, size: int) -> None:
        self.method = method
        self.size = size
        super().__init__(
            f"{method}: the response of {size} bytes exceeds the limit and was discarded; "
            "increase CodexConfig.max_message_bytes"
        )


class UnexpectedResponseError(CodexError):
    """A response does not match the type that the protocol defines for it.

    The runtime may be much newer or much older than the schema of this client.

    Attributes:
        method: Method of the request.
        response: Name of the expected type.
        result: The result as received. It may contain secrets; the error message does not quote it.
    """

    def __init__(self, method: str, response: str, result: JsonValue, problem: Exception) -> None:
        self.method = method
        self.response = response
        self.result = result
        from openai_codex._redaction import printable_error

        super().__init__(f"{method}: the response is not a valid {response}: {printable_error(problem)}")


class HandlerError(CodexError):
    """A handler raised, timed out or returned an invalid result.

    The request was declined. `__cause__` is the original exception, if there is one.

    Attributes:
        method: Method of the server request.
        problem: Description of the failure.
    """

    def __init__(self, method: str, problem: str) -> None:
        self.method = method
        self.problem = problem
        super().__init__(f"{_shown(method)}: {_joined(problem)}; the request was declined")


class UnsupportedByRuntimeError(CodexError):
    """The connected runtime does not support a method or one of its fields.

    The client has not sent the request.

    Attributes:
        method: Method of the request, in wire form.
        field: Name of the unsupported field, in wire form; None if the method itself is unsupported.
        required_version: Oldest runtime version with support, or the newest one if `removed` is true.
        runtime_version: Version of the connected runtime.
        removed: Whether newer runtimes have dropped the method or field.
    """

    def __init__(
        self, method: str, field: str | None, required_version: str, runtime_version: str, *, removed: bool = False
    ) -> None:
        self.method = method
        self.field = field
        self.required_version = required_version
        self.runtime_version = runtime_version
        self.removed = removed
        subject = method if field is None else f"{method}: the field {field!r}"
        remedy = "do not call this method" if field is None else "omit this field"
        if removed:
            reason = f"requires runtime {required_version} or older"
            alternative = "set CodexConfig.codex_bin to an older runtime"
        else:
            reason = f"requires runtime {required_version} or newer"
            alternative = "install a newer runtime (pip install --upgrade openai-codex-cli-bin)"
        super().__init__(f"{subject} {reason} (connected: {_shown(runtime_version)}); {remedy}, or {alternative}")


class JsonRpcError(CodexError):
    """The runtime responded to a request with an error.

    The text of this exception is redacted. `message` and `data` are as received and may contain secrets.

    Attributes:
        code: JSON-RPC error code.
        message: Error message of the runtime.
        data: Additional data of the error; None if the runtime sent none.
        method: Method of the request; None if unknown.
    """

    def __init__(self, code: int, message: str, data: JsonValue = None, *, method: str | None = None) -> None:
        text = f"{_shown(message)} (code {code})"
        super().__init__(f"{_shown(method)}: {text}" if method else text)
        self.code = code
        self.message = message
        self.data = data
        self.method = method


class CodexRpcError(JsonRpcError):
    """An error response with a code that JSON-RPC or the Codex protocol defines."""


class ParseError(CodexRpcError):
    """The runtime could not parse a message (-32700)."""


class InvalidRequestError(CodexRpcError):
    """The runtime rejected the request as invalid (-32600)."""


class MethodNotFoundError(CodexRpcError):
    """The runtime does not know the method (-32601).

    The runtime may be older or newer than this client expects.
    """


class InvalidParamsError(CodexRpcError):
    """The params of the request are invalid (-32602)."""


class InternalRpcError(CodexRpcError):
    """The runtime failed while processing the request (-32603)."""


class ServerBusyError(CodexRpcError):
    """The runtime is overloaded (-32001).

    The same request may succeed later.
    """

    retryable = True
    """Whether an immediate retry may succeed."""


class RetryLimitExceededError(ServerBusyError):
    """The runtime is overloaded and has exhausted its own retries."""

    retryable = False


_BY_CODE: Mapping[int, type[CodexRpcError]] = {
    -32700: ParseError,
    -32600: InvalidRequestError,
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
    return error_class(code, message, data, method=method)


def _with_context(message: str, stderr: Sequence[str], pending: Sequence[str]) -> str:
    if pending:
        methods = ", ".join(map(_shown, pending[:5]))
        more = f" and {len(pending) - 5} more" if len(pending) > 5 else ""
        message += f"; pending requests: {methods}{more}"
    if stderr:
        message += "; last lines of stderr:\n" + "\n".join(f"  {line}" for line in stderr)
    return message


if not TYPE_CHECKING:
    # These two errors have a `TurnResult`, whose module imports this one.
    def __getattr__(name: str) -> object:
        if name not in ("TurnFailedError", "TurnTimeoutError"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module("openai_codex._results.errors"), name)
        return value
