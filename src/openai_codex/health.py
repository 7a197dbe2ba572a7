"""Check whether a runtime that listens accepts connections, and describe the health of a client."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from openai_codex._remote_address import parse_address
from openai_codex._remote_extra import require_remote_extra
from openai_codex._validation import validate_seconds
from openai_codex.errors import InputError, RuntimeStartError
from openai_codex.remote import WebSocketOptions, proxy_for

if TYPE_CHECKING:
    from openai_codex._remote_address import RemoteAddress
    from openai_codex.errors import CodexError

__all__ = ["Health", "HealthState", "is_ready", "is_ready_async", "wait_ready", "wait_ready_async"]

HealthState: TypeAlias = Literal["connected", "reconnecting", "closed", "not started"]
"""The state of the connection of a client. Only an asyncio client is `not started`, before its first call."""

POLL_INTERVAL = 0.1
"""Interval between two checks of a runtime that is not ready, in seconds."""

REQUEST_TIMEOUT = 5.0
"""Maximum time of one check, in seconds."""


@dataclass(frozen=True)
class Health:
    """The health of a client and its runtime.

    `Codex.health` returns it.
    """

    state: HealthState
    """The state of the connection."""

    latency: float | None
    """Time of a request and its response (`thread/loaded/list`), in seconds. None if the client is not connected, or if
    the request has failed."""

    ready: bool | None
    """Whether a runtime at `CodexConfig.url` accepts new connections (`GET /readyz`). None for a runtime that the
    client has started, or that a transport of the program connects."""

    runtime_version: str | None
    """Version of the runtime, from the last handshake; None before it."""

    error: CodexError | None
    """The error of the request, or the error that has closed the connection. None without an error."""

    @property
    def ok(self) -> bool:
        """Whether the runtime answers."""
        return self.state == "connected" and self.error is None


def wait_ready(url: str, *, timeout: float | None = 30.0, options: WebSocketOptions | None = None) -> None:
    """Wait until a runtime accepts connections (`GET /readyz`).

    Args:
        url: Address of the runtime, as for `CodexConfig.url`.
        timeout: Maximum time to wait, in seconds; None disables it.
        options: TLS settings, headers and proxy. None uses the defaults.

    Raises:
        RuntimeStartError: The runtime is not ready when the timeout expires.
        InputError: An argument is invalid.
        ConfigError: The package httpx is not installed.
    """
    check = _Check(url, timeout, options)
    while True:
        problem = check.run()
        if problem is None:
            return
        time.sleep(check.delay(problem))


async def wait_ready_async(url: str, *, timeout: float | None = 30.0, options: WebSocketOptions | None = None) -> None:
    """Wait until a runtime accepts connections (`GET /readyz`).

    Does not block the event loop.

    Args:
        url: Address of the runtime, as for `CodexConfig.url`.
        timeout: Maximum time to wait, in seconds; None disables it.
        options: TLS settings, headers and proxy. None uses the defaults.

    Raises:
        RuntimeStartError: The runtime is not ready when the timeout expires.
        InputError: An argument is invalid.
        ConfigError: The package httpx is not installed.
    """
    check = _Check(url, timeout, options)
    while True:
        problem = await check.run_async()
        if problem is None:
            return
        await asyncio.sleep(check.delay(problem))


def is_ready(url: str, *, timeout: float = REQUEST_TIMEOUT, options: WebSocketOptions | None = None) -> bool:
    """Return whether a runtime accepts connections now (`GET /readyz`).

    Args:
        url: Address of the runtime, as for `CodexConfig.url`.
        timeout: Maximum time of the check, in seconds.
        options: TLS settings, headers and proxy. None uses the defaults.

    Returns:
        True if it does. False if it does not answer in time, or not with success.

    Raises:
        InputError: An argument is invalid.
        ConfigError: The package httpx is not installed.
    """
    return _Check(url, timeout, options).run() is None


async def is_ready_async(
    url: str, *, timeout: float = REQUEST_TIMEOUT, options: WebSocketOptions | None = None
) -> bool:
    """Return whether a runtime accepts connections now (`GET /readyz`).

    Does not block the event loop.

    Args:
        url: Address of the runtime, as for `CodexConfig.url`.
        timeout: Maximum time of the check, in seconds.
        options: TLS settings, headers and proxy. None uses the defaults.

    Returns:
        True if it does. False if it does not answer in time, or not with success.

    Raises:
        InputError: An argument is invalid.
        ConfigError: The package httpx is not installed.
    """
    return await _Check(url, timeout, options).run_async() is None


class _Check:
    """One address to check, until a deadline.

    The request takes the way of a client: through the same proxy, with the same TLS settings.
    """

    def __init__(self, url: str, timeout: float | None, options: WebSocketOptions | None) -> None:
        self._address = parse_address(url, "url", InputError)
        validate_seconds("timeout", timeout)
        if options is not None and not isinstance(options, WebSocketOptions):
            raise InputError("options", f"expected WebSocketOptions, got {type(options).__name__}")
        require_remote_extra("url", "httpx")
        self._timeout = timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._options = options or WebSocketOptions()
        if self._options.proxy_command is not None:
            raise InputError("options.proxy_command", "HTTP requests over a command are not supported; remove it")

    def run(self) -> str | None:
        """Return the problem, or None if the runtime is ready."""
        import httpx

        if self._address.unix_path is not None:
            return self._connect(self._address.unix_path)
        try:
            with httpx.Client(**self._settings()) as client:
                return _status_problem(client.get(_http_url(self._address)).status_code)
        except (httpx.HTTPError, RuntimeStartError) as error:
            return str(error) or type(error).__name__

    async def run_async(self) -> str | None:
        """Return the problem, or None if the runtime is ready."""
        import httpx

        if self._address.unix_path is not None:
            # A local connection succeeds or fails at once.
            return self._connect(self._address.unix_path)
        try:
            async with httpx.AsyncClient(**self._settings()) as client:
                return _status_problem((await client.get(_http_url(self._address))).status_code)
        except (httpx.HTTPError, RuntimeStartError) as error:
            return str(error) or type(error).__name__

    def delay(self, problem: str) -> float:
        """Return the time until the next check, in seconds. Raises `RuntimeStartError` at the deadline."""
        if self._deadline is not None and time.monotonic() + POLL_INTERVAL > self._deadline:
            raise RuntimeStartError(f"{self._address.name!r} is not ready after {self._timeout:g} s: {problem}")
        return POLL_INTERVAL

    def _settings(self) -> dict[str, Any]:
        limit = REQUEST_TIMEOUT if self._deadline is None else max(0.01, self._deadline - time.monotonic())
        proxy = proxy_for(self._options, self._address)
        if proxy is not None and proxy.startswith("socks"):
            require_remote_extra("websocket.proxy", "socksio")
            # httpx lets the proxy resolve names in both cases, and older versions know one scheme only.
            proxy = proxy.replace("socks5h://", "socks5://", 1)
        return {
            "headers": self._options.headers,
            "proxy": proxy,
            "timeout": min(limit, REQUEST_TIMEOUT),
            # The environment was read above, as for websockets.
            "trust_env": False,
            "verify": self._options.tls_context() if self._address.encrypted else False,
        }

    @staticmethod
    def _connect(path: str) -> str | None:
        """Connect to a unix socket, which has no health endpoints."""
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as client:
            client.settimeout(REQUEST_TIMEOUT)
            try:
                client.connect(path)
            except OSError as error:
                return error.strerror or str(error)
        return None


def _http_url(address: RemoteAddress) -> str:
    parts = urlsplit(address.uri)
    return urlunsplit(("https" if address.encrypted else "http", parts.netloc, "/readyz", "", ""))


def _status_problem(status: int) -> str | None:
    return None if status == 200 else f"GET /readyz answered with HTTP {status}"
