"""Exceptions of the client. All of them derive from `CodexError`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codex_protocol._wire import CodexError, UnexpectedKeywordError, WireValueError
from openai_codex.errors._texts import joined, shown, with_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from openai_codex._connection.rpc_errors import is_overload as is_overload
    from openai_codex._connection.rpc_errors import rpc_error as rpc_error
    from openai_codex._json_types import JsonValue
    from openai_codex._results.errors import TurnFailedError as TurnFailedError
    from openai_codex._results.errors import TurnTimeoutError as TurnTimeoutError

__all__ = [
    "AuthenticationError",
    "CodexError",
    "CodexRpcError",
    "ConfigError",
    "ConnectionLostError",
    "DeadlockError",
    "HandlerError",
    "InputError",
    "InternalRpcError",
    "InvalidParamsError",
    "InvalidRequestError",
    "JsonRpcError",
    "MethodNotFoundError",
    "NotLoggedInError",
    "NotStartedError",
    "OversizeMessageError",
    "ParseError",
    "RequestTimeoutError",
    "RetryLimitExceededError",
    "RuntimeNotFoundError",
    "RuntimeStartError",
    "ServerBusyError",
    "ServerDrainingError",
    "TransportClosedError",
    "TurnFailedError",
    "TurnTimeoutError",
    "UnexpectedKeywordError",
    "UnexpectedResponseError",
    "UnsupportedByRuntimeError",
    "UnsupportedConcurrencyError",
    "WireValueError",
    "is_overload",
    "rpc_error",
]


class ConfigError(CodexError, ValueError):
    """A `CodexConfig` field has an invalid value.

    Attributes:
        field: Name of the field, with the index or key of the invalid part (`config_overrides[1]`).
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"CodexConfig.{shown(field)}: {joined(problem)}")
        self.field = field


class InputError(CodexError, TypeError, ValueError):
    """An argument of a call is invalid.

    The client raises it before it sends the request.

    Attributes:
        field: Path of the invalid value (`input[1]`, `tools[look_up].city`).
        problem: The problem and its remedy.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{shown(field)}: {joined(problem)}")
        self.field = field
        self.problem = problem


class NotStartedError(CodexError, RuntimeError):
    """The runtime has not been started yet.

    `AsyncCodex` starts it on `async with`, or on the first awaited call.
    """


class NotLoggedInError(CodexError, RuntimeError):
    """The model provider of the runtime needs a login, and the runtime has none.

    The client raises it before the first turn starts, unless `CodexConfig.check_login` is false.
    """

    def __init__(self) -> None:
        super().__init__(
            "the runtime is not logged in, and its model provider needs a login; call codex.login_api_key(...) or "
            "codex.login_chatgpt(), or run 'codex login' or 'codex-py login' in a terminal, with the CODEX_HOME of "
            "this client. CodexConfig(check_login=False) disables this check"
        )


class DeadlockError(CodexError, RuntimeError):
    """A handler or a tool waits for the turn that waits for it.

    The client raises it before it sends a request.

    Attributes:
        thread_id: Id of the thread.
    """

    def __init__(self, call: str, thread_id: str) -> None:
        super().__init__(
            f"{call}: called by a handler or tool of the same thread, whose turn continues only after the handler has "
            "returned; use another Codex thread (codex.thread_start()), or add input to the turn with "
            "thread.turn(...), which does not wait"
        )
        self.thread_id = thread_id


class UnsupportedConcurrencyError(CodexError, RuntimeError):
    """The client is used without the threads or the event loop that it requires.

    `Codex` requires threads that gevent has not replaced, and `AsyncCodex` an event loop of asyncio, not of trio.
    """


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
        self.stderr = tuple(map(shown, stderr))
        self.pending = tuple(pending)
        super().__init__(with_context(shown(message), self.stderr, self.pending))


class ConnectionLostError(TransportClosedError):
    """The connection to the runtime was lost, and the outcome of a request or turn is unknown.

    The runtime may have processed the request, and the turn may continue. The client does not send the request again.
    Later calls use the restored connection (`CodexConfig.reconnect_timeout`).

    Attributes:
        method: Method of the request; None for a turn, login or goal.
    """

    def __init__(self, message: str, *, method: str | None = None, stderr: Sequence[str] = ()) -> None:
        super().__init__(message, stderr=stderr)
        self.method = method


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
        sent: Whether the runtime may have received the request. If False, it has no effect.
        pending: Methods of the other requests that had no response yet.
        stderr: Last lines that the runtime wrote to stderr, with secrets redacted.
    """

    def __init__(
        self,
        method: str,
        timeout: float,
        *,
        sent: bool = True,
        stderr: Sequence[str] = (),
        pending: Sequence[str] = (),
    ) -> None:
        self.method = method
        self.timeout = timeout
        self.sent = sent
        self.stderr = tuple(map(shown, stderr))
        self.pending = tuple(pending)
        problem = "no response" if sent else "the request was not sent"
        super().__init__(with_context(f"{shown(method)}: {problem} within {timeout:g} s", self.stderr, self.pending))


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
        super().__init__(f"{shown(method)}: {joined(problem)}; the request was declined")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Represent the error by its attributes, in results that are serialised."""
        from pydantic_core import core_schema

        names, field = ("method", "problem"), core_schema.typed_dict_field(core_schema.str_schema())
        values = core_schema.typed_dict_schema(dict.fromkeys(names, field))
        created = core_schema.no_info_after_validator_function(lambda fields: cls(**fields), values)
        return core_schema.json_or_python_schema(
            created,
            core_schema.union_schema([core_schema.is_instance_schema(cls), created]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda error: {name: getattr(error, name) for name in names}, return_schema=values
            ),
        )


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
        reason = f"requires runtime {required_version} or {'older' if removed else 'newer'}"
        alternative = "set CodexConfig.codex_bin to an older runtime"
        if not removed:
            alternative = "install a newer runtime (pip install --upgrade openai-codex-cli-bin)"
        super().__init__(f"{subject} {reason} (connected: {shown(runtime_version)}); {remedy}, or {alternative}")


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
        text = f"{shown(message)} (code {code})"
        super().__init__(f"{shown(method)}: {text}" if method else text)
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


class ServerDrainingError(InvalidRequestError):
    """The runtime shuts down and has not run the request, which may be sent again (-32600)."""


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


if not TYPE_CHECKING:
    # The modules of these names import this one.
    _MODULES = {
        "TurnFailedError": "openai_codex._results.errors",
        "TurnTimeoutError": "openai_codex._results.errors",
        "is_overload": "openai_codex._connection.rpc_errors",
        "rpc_error": "openai_codex._connection.rpc_errors",
    }

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value
