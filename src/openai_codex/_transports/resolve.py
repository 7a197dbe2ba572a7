"""Choose the transport of a configuration.

`CodexConfig` describes a process to start, so its transport is stdio. A `TransportConfig` is a `CodexConfig` with a
`TransportFactory`, and works wherever a `CodexConfig` does: `Codex(TransportConfig(transport=factory))`. It is a
separate class, not a field of `CodexConfig`, because the interface of transports is not public yet. If a configuration
contains the address of a running runtime, the functions of this module select the transport for its scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openai_codex._remote_extra import require_remote_extra
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.config import CodexConfig

if TYPE_CHECKING:
    from openai_codex._transports.base import AsyncTransport, Transport, TransportFactory
    from openai_codex._transports.websocket.connect import ConnectionTarget


@dataclass(frozen=True, repr=False)
class TransportConfig(CodexConfig):
    """A configuration whose client uses the transports of a factory.

    Fields that describe a process have no effect.
    """

    transport: TransportFactory | None = None
    """Creates the transports. None uses stdio."""


def resolve_transport(config: CodexConfig) -> Transport:
    """Return a transport for threads, not started.

    Raises:
        RuntimeNotFoundError: The program of the runtime does not exist.
        ConfigError: A field that describes the process is invalid.
    """
    factory = _factory(config)
    if factory is not None:
        return factory.create()
    if config.url is not None:
        require_remote_extra("url", "websockets")
        from openai_codex._transports.websocket.threaded_client import WebSocketTransport

        return WebSocketTransport(_target(config))
    from openai_codex._transports.stdio.threaded_process import StdioTransport

    return StdioTransport(resolve_launch_spec(config))


def resolve_async_transport(config: CodexConfig) -> AsyncTransport:
    """Return a transport for an event loop, not started.

    Raises the errors of `resolve_transport`.
    """
    factory = _factory(config)
    if factory is not None:
        return factory.create_async()
    if config.url is not None:
        require_remote_extra("url", "websockets")
        from openai_codex._transports.websocket.asyncio_client import AsyncWebSocketTransport

        return AsyncWebSocketTransport(_target(config))
    # Not at the top, because it imports asyncio.
    from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport

    return AsyncStdioTransport(resolve_launch_spec(config))


def _target(config: CodexConfig) -> ConnectionTarget:
    from openai_codex._remote_address import parse_address
    from openai_codex._transports.websocket.connect import ConnectionTarget
    from openai_codex.remote import WebSocketOptions

    return ConnectionTarget(
        parse_address(config.url),
        config.token,
        config.token_file,
        config.websocket or WebSocketOptions(),
        config.start_timeout,
        config.max_message_bytes,
    )


def _factory(config: CodexConfig) -> TransportFactory | None:
    return config.transport if isinstance(config, TransportConfig) else None
