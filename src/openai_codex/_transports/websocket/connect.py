"""Open the websocket of a remote runtime, and describe failures."""

from __future__ import annotations

import asyncio
import logging
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import connect, unix_connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHeader,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    ProxyError,
)

from openai_codex._remote_address import proxy_name, proxy_problem
from openai_codex.errors import AuthenticationError, RuntimeStartError
from openai_codex.remote import SignedToken, WebSocketOptions, proxy_for, read_token_file

if TYPE_CHECKING:
    import os
    import socket

    from websockets.asyncio.client import ClientConnection

    from openai_codex._remote_address import RemoteAddress

CLOSE_TIMEOUT = 1.0
"""Time in seconds that a connection without an answer to a ping waits for the end of the other side."""

NO_TLS = "if the other side has no TLS, use ws://"

MAX_REASON = 200
"""Maximum length of a text from the peer in an error message, in characters."""

# The library logs the headers of the handshake, and thereby the token, and each message. The wire log of this client
# contains the messages without secrets.
silent_logger = logging.getLogger("openai_codex.websocket")
silent_logger.setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, repr=False)
class ConnectionTarget:
    """A runtime to connect to, with the credentials and limits of the connection."""

    address: RemoteAddress
    token: str | SignedToken | None
    token_file: str | os.PathLike[str] | None
    options: WebSocketOptions
    open_timeout: float | None
    """Timeout in seconds of the connection and its handshakes; None means no limit."""
    timeout_setting: str
    """Field of `CodexConfig` that determines `open_timeout`, for the error message."""
    max_message_bytes: int
    """Maximum size of a received message, in bytes."""

    def authorization(self) -> str | None:
        """Return a new value of the header `Authorization`, or None.

        Raises `ConfigError` if the file of the token is unreadable or contains no token, and `InputError` if that of a
        `SignedToken` does.
        """
        if isinstance(self.token, SignedToken):
            return f"Bearer {self.token.encode()}"
        token = self.token
        if self.token_file is not None:
            token = read_token_file(self.token_file)
        return None if token is None else f"Bearer {token}"


async def open_websocket(target: ConnectionTarget, pipe: socket.socket | None = None) -> ClientConnection:
    """Connect to a runtime.

    Args:
        target: The runtime.
        pipe: A connected socket that carries the websocket; None opens a connection.

    Returns:
        The connection.

    Raises:
        AuthenticationError: The runtime rejected the credentials.
        RuntimeStartError: The connection failed.
        ConfigError: The file of a secret or certificate is unreadable.
    """
    address, options = target.address, target.options
    arguments: dict[str, Any] = {
        "additional_headers": _headers(target),
        "close_timeout": CLOSE_TIMEOUT,
        "compression": None,
        "logger": silent_logger,
        # The session discards a message above `max_message_bytes`, as over stdio. A message above this limit ends the
        # connection, because the library buffers it.
        "max_size": 2 * target.max_message_bytes,
        "open_timeout": target.open_timeout,
        "ping_interval": options.ping_interval,
        "ping_timeout": options.ping_timeout,
        "user_agent_header": None,
    }
    if address.encrypted:
        arguments["ssl"] = options.tls_context()
    proxy = None if pipe is not None else proxy_for(options, address)
    try:
        if pipe is not None:
            return await connect(address.uri, sock=pipe, proxy=None, **arguments)
        if address.unix_path is not None:
            return await unix_connect(address.unix_path, uri=address.uri, **arguments)
        return await connect(address.uri, proxy=proxy, **arguments)
    except Exception as error:
        raise connection_error(target, error, proxy) from None


def _headers(target: ConnectionTarget) -> dict[str, str]:
    headers = dict(target.options.headers or {})
    authorization = target.authorization()
    if authorization is not None:
        headers["Authorization"] = authorization
    return headers


def connection_error(target: ConnectionTarget, error: Exception, proxy: str | None = None) -> RuntimeStartError:
    """Return the error of a failed connection, with a remedy if one is known.

    Args:
        target: The runtime.
        error: The error of the library. Its text is not used if it quotes a header or an address.
        proxy: Address of the proxy; None without a proxy.
    """
    peer = repr(target.address.name)
    way = "" if proxy is None else f" through the proxy {proxy_name(proxy)!r}"
    if isinstance(error, InvalidStatus):
        return _rejection(peer, error.response.status_code, bytes(error.response.body or b""), target)
    if isinstance(error, ssl.SSLCertVerificationError):
        remedy = "if a private authority has issued the certificate, pass it as WebSocketOptions.ca_file"
        return RuntimeStartError(f"{peer}: the certificate is invalid: {error.verify_message}; {remedy}")
    if is_timeout(error):
        limit = f"{target.open_timeout or 0:.3g} s (CodexConfig.{target.timeout_setting})"
        hint = ""
        if target.address.encrypted and target.options.proxy_command is not None:
            hint = f"; {NO_TLS}"
        return RuntimeStartError(f"{peer}: no connection{way} within {limit}{hint}")
    if isinstance(error, ssl.SSLError):
        return RuntimeStartError(f"{peer}: the TLS handshake{way} failed: {error.reason or error}; {NO_TLS}")
    if isinstance(error, (ProxyError, InvalidProxy)) or (isinstance(error, OSError) and proxy is not None):
        return RuntimeStartError(f"{peer}: no connection{way}: {_proxy_problem(error, target)}")
    if isinstance(error, OSError):
        return RuntimeStartError(f"{peer}: {_os_problem(error)}; check that the runtime listens at this address")
    if isinstance(error, InvalidHeader):
        problem = f"{'missing' if error.value is None else 'invalid'} header {error.name}"
    elif isinstance(error, InvalidURI):
        problem = f"invalid address: {error.msg}"
    else:
        problem = str(error) or type(error).__name__
    return RuntimeStartError(f"{peer}: the websocket handshake{way} failed: {problem[:MAX_REASON]}")


def is_timeout(error: BaseException | None) -> bool:
    """Return whether the timeout of a connection has expired."""
    # The system raises `TimeoutError` as well, but with a number.
    return isinstance(error, (TimeoutError, asyncio.TimeoutError)) and not getattr(error, "errno", None)


def _proxy_problem(error: Exception, target: ConnectionTarget) -> str:
    fixed = isinstance(target.options.proxy, str)
    setting = "WebSocketOptions.proxy" if fixed else "the proxy of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)"
    if isinstance(error, InvalidProxy):
        return f"{proxy_problem(error.proxy) or 'invalid address'}; check {setting}"
    if isinstance(error, InvalidProxyStatus):
        status = error.response.status_code
        problem = f"it answers with HTTP {status}"
        return f"{problem}; check {'the credentials in ' if status == 407 else ''}{setting}"
    problem = _os_problem(error) if isinstance(error, OSError) else str(error)
    return f"{problem}; check {setting}"


def _rejection(peer: str, status: int, body: bytes, target: ConnectionTarget) -> RuntimeStartError:
    reason = body[: MAX_REASON * 4].decode("utf-8", "replace").strip()[:MAX_REASON]
    problem = f"{peer}: rejected with HTTP {status}" + (f" ({reason})" if reason else "")
    if status not in (401, 403):
        return RuntimeStartError(f"{problem}; expected the websocket of a runtime")
    if target.token is None and target.token_file is None:
        remedy = "pass token or token_file of CodexConfig"
    elif isinstance(target.token, SignedToken):
        remedy = "check the secret, issuer, audience and clock of the SignedToken"
    else:
        remedy = "check the token"
    return AuthenticationError(f"{problem}; {remedy}")


def _os_problem(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def describe_close(error: ConnectionClosed) -> str:
    """Return the reason of a lost connection: one clause for error messages."""
    if error.rcvd is not None:
        reason = f": {error.rcvd.reason}" if error.rcvd.reason else ""
        return f"the runtime closed the websocket with code {error.rcvd.code}{reason}"
    if error.sent is not None and error.sent.reason:
        return f"the client closed the websocket with code {error.sent.code}: {error.sent.reason}"
    detail = f" ({_os_problem(error.__cause__)})" if isinstance(error.__cause__, OSError) else ""
    return f"the connection to the runtime was lost{detail}"
