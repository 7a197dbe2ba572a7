"""The first exchange with a runtime, and what goes wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex.errors import CodexError, RequestTimeoutError, RuntimeStartError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex.config import CodexConfig

INITIALIZE = "initialize"
INITIALIZED = "initialized"


def initialize_params(config: CodexConfig) -> dict[str, Any]:
    """Return the params of `initialize`."""
    return {
        "clientInfo": {
            "name": config.client_name,
            "title": config.client_title,
            "version": config.client_version,
        },
        "capabilities": {"experimentalApi": config.experimental_api},
    }


def start_error(command: Sequence[str], error: CodexError) -> CodexError:
    """Return the error to raise where `initialize` failed with `error`: one that says what was started."""
    from openai_codex._redaction import redacted_command

    started = redacted_command(command)
    if isinstance(error, TransportClosedError):
        return RuntimeStartError(
            f"{started!r} ended before it answered {INITIALIZE} ({_first_line(error)}); it has to be a codex program "
            "that has the app-server command",
            exit_code=error.exit_code,
            stderr=error.stderr,
        )
    if isinstance(error, RequestTimeoutError):
        return RuntimeStartError(
            f"{started!r} did not answer {INITIALIZE} within {error.timeout:g} s (CodexConfig.start_timeout); it has "
            "to be a codex program that has the app-server command",
            stderr=error.stderr,
        )
    return error


def _first_line(error: Exception) -> str:
    return str(error).partition(";")[0]
