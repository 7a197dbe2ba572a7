"""Remedies for the exceptions of the client, in the terms of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import Failure
from openai_codex.errors import (
    AuthenticationError,
    ConfigError,
    InputError,
    InvalidRequestError,
    JsonRpcError,
    NotLoggedInError,
    RequestTimeoutError,
    RuntimeNotFoundError,
    ServerBusyError,
    ServerDrainingError,
    TransportClosedError,
    TurnFailedError,
    UnexpectedKeywordError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.errors import CodexError

DOCTOR = "run `codex-py doctor`"

_TURN_ERRORS = {
    "usageLimitExceeded": "wait until the time that `codex-py usage` shows, or log in with another account",
    "unauthorized": "log in again with `codex-py login`",
    "contextWindowExceeded": "start a new thread, or shorten the input",
    "serverOverloaded": "run the command again later",
    "rateLimitExceeded": "run the command again later",
    "sandboxError": DOCTOR,
    "httpConnectionFailed": f"check the network and the proxy: {DOCTOR}",
    "responseStreamConnectionFailed": f"check the network and the proxy: {DOCTOR}",
}
"""Remedy for each reason of a failed turn that has one."""

_UNKNOWN_THREAD = ("no rollout", "thread not found", "thread not loaded")
"""Parts of the messages of the runtime for a thread that does not exist."""

_UNKNOWN_TURN = "turn not found"
"""Part of the message of the runtime for a turn that does not exist."""


def failure_of(error: CodexError, text: str) -> Failure:
    """Return the failure for an exception of the client.

    Args:
        error: The exception.
        text: Its message, redacted.

    Returns:
        The failure.
    """
    if isinstance(error, NotLoggedInError):
        return Failure("the model provider needs a login", "run `codex-py login`", ExitCode.LOGIN)
    if isinstance(error, AuthenticationError):
        return Failure(text, "pass the token of the runtime with --token-file", ExitCode.LOGIN)
    if isinstance(error, RuntimeNotFoundError):
        remedy = "run `pip install openai-codex-cli-bin`, or pass the path of a runtime with --codex-bin"
        return Failure(text, remedy, ExitCode.RUNTIME)
    if isinstance(error, TransportClosedError):
        return Failure(text, DOCTOR, ExitCode.RUNTIME)
    if isinstance(error, RequestTimeoutError):
        return Failure(text, f"run the command again; if the problem remains, {DOCTOR}", ExitCode.TIMEOUT)
    if isinstance(error, TimeoutError):
        # A turn or a durable job.
        return Failure(text, "pass a longer --timeout", ExitCode.TIMEOUT)
    if isinstance(error, TurnFailedError):
        return Failure(text, _turn_remedy(error), ExitCode.FAILED)
    if isinstance(error, (ConfigError, InputError, UnexpectedKeywordError)):
        return Failure(text, None, ExitCode.USAGE)
    if isinstance(error, (ServerBusyError, ServerDrainingError)):
        return Failure(text, "run the command again later", ExitCode.FAILED)
    if isinstance(error, JsonRpcError):
        return _refused(error, text)
    if isinstance(error, LookupError):
        # The id of a durable job is unknown.
        return Failure(text, "`codex-py jobs` shows the ids of the jobs", ExitCode.USAGE)
    if type(error).__name__ == "OutputValidationError":
        # By name, because its module loads pydantic.
        return Failure(text, "run the command again with --retries 2", ExitCode.OUTPUT)
    return Failure(text, None, ExitCode.FAILED)


def _turn_remedy(error: TurnFailedError) -> str | None:
    reason = None if error.result.error is None else error.result.error.codex_error_info
    if reason is None:
        return None
    # A name, or an object with a single key, such as `httpConnectionFailed`.
    dump: Callable[..., dict[str, object]] | None = getattr(reason, "model_dump", None)
    name = next(iter(dump(by_alias=True)), "") if dump is not None else getattr(reason, "value", "")
    return _TURN_ERRORS.get(name)


def _refused(error: JsonRpcError, text: str) -> Failure:
    """Return the failure for a request that the runtime has rejected."""
    message = error.message.lower()
    if "authentication required" in message:
        return Failure(text, "log in with `codex-py login`", ExitCode.LOGIN)
    if isinstance(error, InvalidRequestError) and any(each in message for each in _UNKNOWN_THREAD):
        return Failure(text, "`codex-py threads list` shows the ids of the threads", ExitCode.USAGE)
    if isinstance(error, InvalidRequestError) and _UNKNOWN_TURN in message:
        return Failure(text, "`codex-py run --json` prints the ids of turns", ExitCode.USAGE)
    return Failure(text, None, ExitCode.FAILED)
