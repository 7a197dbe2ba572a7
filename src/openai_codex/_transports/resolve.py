"""Choose the transport of a configuration.

By default, `CodexConfig` describes a process to start, so its transport is stdio. With `CodexConfig.transport`, a
factory of the application creates the transports. If a configuration contains the address of a running runtime, the
functions of this module select the transport for its scheme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._remote_extra import require_remote_extra
from openai_codex._transports.base import AsyncTransport, Transport
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.errors import ConfigError

if TYPE_CHECKING:
    from openai_codex._transports.websocket.connect import ConnectionTarget
    from openai_codex.config import CodexConfig


def resolve_transport(config: CodexConfig, remaining: float | None = None) -> Transport:
    """Return a transport for threads, not started.

    Args:
        config: The configuration.
        remaining: Time in seconds that is left of `CodexConfig.reconnect_timeout`, which also limits the time to
            connect to `url`; None if the client does not reconnect.

    Returns:
        The transport.

    Raises:
        RuntimeNotFoundError: The program of the runtime does not exist.
        ConfigError: A field that describes the process is invalid.
    """
    if config.transport is not None:
        transport = _create(config.transport, "create", "Codex")
        if not isinstance(transport, Transport):
            raise ConfigError("transport", f"create() returned a {type(transport).__name__}, expected a Transport")
        return transport
    if config.url is not None:
        require_remote_extra("url", "websockets")
        from openai_codex._transports.websocket.threaded_client import WebSocketTransport

        return WebSocketTransport(_target(config, remaining))
    from openai_codex._transports.stdio.threaded_process import StdioTransport

    return StdioTransport(resolve_launch_spec(config))


def resolve_async_transport(config: CodexConfig, remaining: float | None = None) -> AsyncTransport:
    """Return a transport for an event loop, not started. Like `resolve_transport`."""
    if config.transport is not None:
        transport = _create(config.transport, "create_async", "AsyncCodex")
        if not isinstance(transport, AsyncTransport):
            kind = type(transport).__name__
            raise ConfigError("transport", f"create_async() returned a {kind}, expected an AsyncTransport")
        return transport
    if config.url is not None:
        require_remote_extra("url", "websockets")
        from openai_codex._transports.websocket.asyncio_client import AsyncWebSocketTransport

        return AsyncWebSocketTransport(_target(config, remaining))
    # Not at the top, because it imports asyncio.
    from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport

    return AsyncStdioTransport(resolve_launch_spec(config))


def _target(config: CodexConfig, remaining: float | None) -> ConnectionTarget:
    from openai_codex._remote_address import parse_address
    from openai_codex._transports.websocket.connect import ConnectionTarget
    from openai_codex.remote import WebSocketOptions

    timeout, setting = config.start_timeout, "start_timeout"
    if remaining is not None and (timeout is None or remaining < timeout):
        timeout, setting = remaining, "reconnect_timeout"
    return ConnectionTarget(
        parse_address(config.url),
        config.token,
        config.token_file,
        config.websocket or WebSocketOptions(),
        timeout,
        setting,
        config.max_message_bytes,
    )


def _create(factory: object, method: str, client: str) -> object:
    create: object = getattr(factory, method, None)
    if not callable(create):
        raise ConfigError("transport", f"{type(factory).__name__} has no method {method}(), which {client} requires")
    return create()


def starts_program(config: CodexConfig) -> bool:
    """Return whether the client starts the codex program itself, so that the runtime runs on this machine."""
    return config.launch_args_override is None and config.url is None and config.transport is None
