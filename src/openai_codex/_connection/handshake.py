"""The first messages of a connection (`initialize`, `initialized`), and the errors of a failed start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex.errors import CodexError, RequestTimeoutError, RuntimeStartError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Generator

    from openai_codex._transports.base import BaseTransport
    from openai_codex.config import CodexConfig

INITIALIZE = "initialize"
INITIALIZED = "initialized"


def initialize_params(config: CodexConfig) -> dict[str, Any]:
    """Return the params of the `initialize` request."""
    return {
        "clientInfo": {
            "name": config.client_name,
            "title": config.client_title,
            "version": config.client_version,
        },
        "capabilities": {"experimentalApi": config.experimental_api},
    }


def steps(config: CodexConfig) -> Generator[tuple[str, Any], Any, Any]:
    """Yield the `initialize` request, and return its result."""
    return (yield INITIALIZE, initialize_params(config))


def start_error(transport: BaseTransport, error: CodexError) -> CodexError:
    """Return the error for a failed `initialize` request, with the name of the peer."""
    peer = repr(transport.name)
    hint = f"; {transport.start_hint}" if transport.start_hint else ""
    if isinstance(error, TransportClosedError):
        return RuntimeStartError(
            f"{peer} ended before it answered {INITIALIZE} ({_first_line(error)}){hint}",
            exit_code=error.exit_code,
            stderr=error.stderr,
        )
    if isinstance(error, RequestTimeoutError):
        return RuntimeStartError(
            f"{peer} did not answer {INITIALIZE} within {error.timeout:g} s (CodexConfig.start_timeout){hint}",
            stderr=error.stderr,
        )
    return error


def _first_line(error: Exception) -> str:
    return str(error).partition(";")[0]
