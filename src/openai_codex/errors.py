"""What can go wrong, as types. Everything derives from `CodexError`."""

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


def _redacted(text: str) -> str:
    """Return text without the secrets in it: what is in a message is in logs and bug reports soon."""
    from openai_codex._redaction import redacted_text

    return redacted_text(text)


class ConfigError(CodexError, ValueError):
    """A field of `CodexConfig` holds what it cannot hold; `field` names it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"CodexConfig.{field}: {_redacted(problem)}")
        self.field = field


class InputError(CodexError, TypeError, ValueError):
    """What was given to a call cannot be; `field` says where (`input[1]`, `tools[look_up].city`)."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {_redacted(problem)}")
        self.field = field


class RuntimeNotFoundError(CodexError, FileNotFoundError):
    """There is no Codex runtime to start. The message says where it was looked for."""


class TransportClosedError(CodexError):
    """The connection to the runtime is gone, or was closed.

    `exit_code` is that of the runtime's process (negative: the number of the signal that ended it; None: not known),
    `stderr` the last lines that it wrote there, without secrets, `pending` the methods that were waiting for a reply.
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
        self.stderr = tuple(map(_redacted, stderr))
        self.pending = tuple(pending)
        super().__init__(_with_context(_redacted(message), self.stderr, self.pending))


class RuntimeStartError(TransportClosedError):
    """The runtime was started, but did not get as far as answering `initialize`."""


class RequestTimeoutError(CodexError, TimeoutError):
    """The runtime did not answer within the time that the request had.

    `method` is the request, `timeout` its time in seconds, `pending` what else was waiting, `stderr` the last lines
    that the runtime wrote there, without secrets. A reply that still comes is dropped.
    """

    def __init__(self, method: str, timeout: float, *, stderr: Sequence[str] = (), pending: Sequence[str] = ()) -> None:
        self.method = method
        self.timeout = timeout
        self.stderr = tuple(map(_redacted, stderr))
        self.pending = tuple(pending)
        super().__init__(_with_context(f"{method}: no reply within {timeout:g} s", self.stderr, self.pending))


class OversizeMessageError(CodexError):
    """The reply to `method` had `size` bytes, which is over `CodexConfig.max_message_bytes`, and was dropped."""

    def __init__(self, method: str, size: int) -> None:
        self.method = method
        self.size = size
        super().__init__(
            f"{method}: the reply of {size} bytes was dropped; raise CodexConfig.max_message_bytes to take it"
        )


class UnexpectedResponseError(CodexError):
    """The reply to `method` does not fit `response`, the type that the protocol gives it.

    `result` is what came, and the message says what does not fit, without quoting it. A runtime that is much newer, or
    older, than the schema of this client may do that.
    """

    def __init__(self, method: str, response: str, result: JsonValue, problem: Exception) -> None:
        self.method = method
        self.response = response
        self.result = result
        super().__init__(f"{method}: the reply is no {response}: {_redacted(str(problem))}")


class HandlerError(CodexError):
    """A handler raised, took too long, or gave no valid answer; what it was to decide was declined.

    `method` is the request that it was to answer, `problem` what went wrong. What it raised is the `__cause__`.
    """

    def __init__(self, method: str, problem: str) -> None:
        self.method = method
        self.problem = problem
        super().__init__(f"{method}: {_redacted(problem)}; it was declined")


class UnsupportedByRuntimeError(CodexError):
    """The connected runtime is known not to have a method, or a field of its params. Nothing was sent.

    `method` is the request, `field` the field of its params (None: the method itself is missing), both named as on the
    wire. `needed` is the runtime that it takes: that one or a newer one or, if `removed`, that one or an older one.
    `connected` is the version of the runtime that is there.
    """

    def __init__(
        self, method: str, field: str | None, required_version: str, runtime_version: str, *, removed: bool = False
    ) -> None:
        self.method = method
        self.field = field
        self.required_version = required_version
        self.runtime_version = runtime_version
        self.removed = removed
        what = method if field is None else f"{method}: the field {field!r}"
        instead = "do without the method" if field is None else "leave the field out"
        if removed:
            reason = f"was last in runtime {required_version}"
            remedy = "name an older runtime in CodexConfig.codex_bin"
        else:
            reason = f"needs runtime {required_version} or newer"
            remedy = "install a newer runtime (pip install --upgrade openai-codex-cli-bin)"
        super().__init__(f"{what} {reason}, and {runtime_version} is connected; {instead}, or {remedy}")


class JsonRpcError(CodexError):
    """The runtime answered a request with an error.

    `code`, `message` and `data` are as they came, with what secrets there may be; the text of the error has none.
    `method` is the request that was answered, where known.
    """

    def __init__(self, code: int, message: str, data: JsonValue = None, *, method: str | None = None) -> None:
        shown = f"{_redacted(message)} (code {code})"
        super().__init__(f"{method}: {shown}" if method else shown)
        self.code = code
        self.message = message
        self.data = data
        self.method = method


class CodexRpcError(JsonRpcError):
    """An error whose code has a meaning in JSON-RPC or in the Codex protocol."""


class ParseError(CodexRpcError):
    """The runtime could not parse what it got (-32700)."""


class InvalidRequestError(CodexRpcError):
    """The runtime refused the request (-32600)."""


class MethodNotFoundError(CodexRpcError):
    """The runtime has no such method: it may be older, or newer, than this client expects."""


class InvalidParamsError(CodexRpcError):
    """The runtime has the method, but what was sent along does not fit it."""


class InternalRpcError(CodexRpcError):
    """The runtime failed while it worked on the request (-32603)."""


class ServerBusyError(CodexRpcError):
    """The runtime is overloaded; the same request may go through later (-32001)."""

    retryable = True
    """Whether it is worth to try again at once."""


class RetryLimitExceededError(ServerBusyError):
    """The runtime is overloaded, and has used up the retries that it makes by itself."""

    retryable = False


_BY_CODE: Mapping[int, type[CodexRpcError]] = {
    -32700: ParseError,
    -32600: InvalidRequestError,
    -32601: MethodNotFoundError,
    -32602: InvalidParamsError,
    -32603: InternalRpcError,
    -32001: ServerBusyError,
}

# The runtime deserialises method and params in one step and reports both with -32600, in the words of its JSON library.
_BAD_PARAMS = re.compile(
    r"^Invalid request: (missing field|unknown field|duplicate field|unknown variant|invalid type|invalid value"
    r"|invalid length|data did not match any variant)\b"
)

_RETRIES_USED_UP = re.compile(r"retry limit|too many failed attempts", re.IGNORECASE)


def is_overload(data: object) -> bool:
    """Return whether the data of an error says `serverOverloaded`, at any depth and in either spelling."""
    if isinstance(data, str):
        return data in ("serverOverloaded", "server_overloaded")
    if is_object(data):
        return any(is_overload(part) for part in (*data, *data.values()))
    if isinstance(data, (list, tuple)):
        return any(is_overload(part) for part in cast("Sequence[object]", data))
    return False


def rpc_error(method: str, error: JsonValue) -> JsonRpcError:
    """Make the exception for the `error` of a reply to `method`, which should be an object."""
    if not is_object(error):
        error = {"message": f"the reply has an error of another kind: {error!r:.200}"}
    code = error.get("code")
    code = code if type(code) is int else 0
    message = str(error.get("message", ""))
    data = error.get("data")
    kind: type[JsonRpcError] = _BY_CODE.get(code, JsonRpcError)
    if is_overload(data):
        kind = ServerBusyError
    if kind is ServerBusyError and _RETRIES_USED_UP.search(message):
        kind = RetryLimitExceededError
    if kind is InvalidRequestError:
        if message.startswith(f"Invalid request: unknown variant `{method}`"):
            kind = MethodNotFoundError
        elif _BAD_PARAMS.match(message):
            kind = InvalidParamsError
    return kind(code, message, data, method=method)


def _with_context(message: str, stderr: Sequence[str], pending: Sequence[str]) -> str:
    if pending:
        named = ", ".join(pending[:5])
        more = f" and {len(pending) - 5} more" if len(pending) > 5 else ""
        message += f"; waiting for replies: {named}{more}"
    if stderr:
        message += "; last lines on stderr:\n" + "\n".join(f"  {line}" for line in stderr)
    return message


if not TYPE_CHECKING:
    # These two carry a `TurnResult`, which is defined above this module in the import order.
    def __getattr__(name: str) -> object:
        if name not in ("TurnFailedError", "TurnTimeoutError"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module("openai_codex._results.errors"), name)
        return value
