"""`AppServer` and `AsyncAppServer`: a local runtime that several clients share."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import socket
import tempfile
import time
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from openai_codex._remote_address import parse_address
from openai_codex._transports.stdio.launch import LaunchSpec, resolve_launch_spec
from openai_codex.config import CodexConfig, check_url
from openai_codex.errors import ConfigError, InputError, RuntimeStartError

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._transports.base import BaseTransport, CloseReason
    from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport
    from openai_codex._transports.stdio.threaded_process import StdioTransport

__all__ = ["AppServer", "AsyncAppServer"]

POLL_INTERVAL = 0.01
"""Interval in seconds at which a server that starts is checked."""

CLOSE_TIMEOUT = 2.0
"""Maximum time in seconds for each step of `close`."""

_LISTENING = re.compile(r"listening on: (ws://\S+)")


class _Output:
    """Receives the stdout of a server, which it does not use."""

    def __init__(self) -> None:
        self.reason: CloseReason | None = None

    def data_received(self, data: bytes, /) -> None:
        """Ignore the data."""

    def writable(self) -> None:
        """Do nothing: nothing is written."""

    def connection_lost(self, reason: CloseReason, /) -> None:
        """Record the end of the process."""
        self.reason = reason


class _Server:
    """The part that the synchronous and the asynchronous server share.

    Args:
        config: Program, environment and settings of the runtime. None uses the defaults.
        listen: Address to listen on.
        token: Token that clients of a websocket must send; None requires no token.
        timeout: Maximum time in seconds until the runtime listens. None uses `start_timeout` of `config`.
    """

    def __init__(self, config: CodexConfig | None, listen: str, token: str | None, timeout: float | None) -> None:
        self._config = config or CodexConfig()
        self._timeout = self._config.start_timeout if timeout is None else timeout
        _check_config(self._config)
        self._listen = listen
        self._output = _Output()
        self._url: str | None = None
        self._token_file: Path | None = None
        # Only this user may enter it: mode 0700.
        self._folder = Path(tempfile.mkdtemp(prefix="codex-"))
        self._cleanup: weakref.finalize[[Path], object] = weakref.finalize(self, _remove, self._folder)
        try:
            self._address, arguments = self._arguments(listen, token)
            launch = resolve_launch_spec(self._config)
            self._launch = LaunchSpec((*launch.command, *arguments), launch.env, launch.cwd)
        except BaseException:
            self._remove_folder()
            raise

    @property
    def url(self) -> str:
        """Address of the server, for `CodexConfig(url=...)`.

        Raises:
            RuntimeStartError: The server has not started.
        """
        if self._url is None:
            raise RuntimeStartError("the server has not started; call start()")
        return self._url

    @property
    def token_file(self) -> Path | None:
        """File with the token, for `CodexConfig(token_file=...)`.

        None if the server requires no token.
        """
        return self._token_file

    def client_config(self, config: CodexConfig | None = None) -> CodexConfig:
        """Return a configuration for a client of this server.

        Args:
            config: The other settings of the client, such as `request_timeout`. None uses the defaults.

        Returns:
            `config` with the address and the token of this server.

        Raises:
            RuntimeStartError: The server has not started.
            ConfigError: `config` has a field that describes a process.
        """
        return replace(config or CodexConfig(), url=self.url, token_file=self._token_file)

    def _arguments(self, listen: str, token: str | None) -> tuple[str, tuple[str, ...]]:
        """Return the address to listen on, and the arguments of the runtime. Writes the token file."""
        if listen == "unix":
            listen = f"unix://{self._folder / 'codex.sock'}"
        elif listen == "ws":
            listen = "ws://127.0.0.1:0"
        if listen.startswith("ws://") and listen.endswith(":0"):
            address = parse_address(listen[:-1] + "1", "listen", InputError)
        else:
            address = parse_address(listen, "listen", InputError)
        if address.encrypted:
            raise InputError("listen", "the runtime does not use TLS; start a TLS proxy in front of ws://")
        if address.unix_path is not None:
            if os.name != "posix":
                raise InputError("listen", "unix sockets are not available on this system; use 'ws'")
            if token not in (None, "auto"):
                raise InputError("token", "has no effect on a unix socket, which only this user may open; remove it")
            return listen, ("--listen", f"unix://{address.unix_path}")
        if token is None:
            if not address.local:
                raise InputError("token", "a token is required, because other machines can reach this address")
            return listen, ("--listen", listen)
        self._token_file = self._folder / "token"
        self._token_file.touch(mode=0o600)
        self._token_file.write_text(secrets.token_urlsafe(32) if token == "auto" else token)
        return listen, ("--listen", listen, "--ws-auth", "capability-token", "--ws-token-file", str(self._token_file))

    def _check_started(self, transport: BaseTransport) -> bool:
        """Return whether the server accepts connections; set its address.

        Raises `RuntimeStartError` if its process has ended.
        """
        if self._output.reason is not None:
            reason = self._output.reason
            raise RuntimeStartError(
                f"{transport.name!r} ended before it listened on {self._address} ({reason.description})",
                exit_code=reason.exit_code,
                stderr=reason.stderr,
            )
        if self._address.startswith("unix:"):
            if not _accepts(parse_address(self._address).unix_path or ""):
                return False
            self._url = self._address
            return True
        for line in transport.stderr_lines():
            if found := _LISTENING.search(line):
                self._url = found.group(1)
                return True
        return False

    def _start_timeout_error(self, transport: BaseTransport) -> RuntimeStartError:
        return RuntimeStartError(
            f"{transport.name!r} does not listen on {self._address} after {self._timeout:g} s",
            stderr=transport.stderr_lines(),
        )

    def _remove_folder_with(self, transport: BaseTransport) -> None:
        """Remove the folder when the runtime has ended: its threads keep the transport, and may outlive this object."""
        self._cleanup.detach()
        self._cleanup = weakref.finalize(transport, _remove, self._folder)

    def _remove_folder(self) -> None:
        self._cleanup()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(url={self._url!r})"


class AppServer(_Server):
    """A local runtime that several clients share.

    The runtime listens on a unix socket or a websocket, and runs until `close`. It also ends with this process.

        with AppServer.start() as server:
            config = CodexConfig(url=server.url, token_file=server.token_file)

    Create it with `start`.
    """

    _transport: StdioTransport

    @classmethod
    def start(
        cls,
        config: CodexConfig | None = None,
        *,
        listen: Literal["unix", "ws"] | str = "unix",
        token: Literal["auto"] | str | None = "auto",
        timeout: float | None = None,
    ) -> Self:
        """Start a runtime that listens for clients.

        Args:
            config: Program, environment and settings of the runtime. None uses the defaults.
            listen: `"unix"` for a unix socket that only this user may open, `"ws"` for a websocket on a free port of
                the loopback interface, or an address: `unix:///PATH`, `ws://IP:PORT`.
            token: Token that clients of a websocket must send. `"auto"` creates a random one. It is stored in
                `token_file`, which only this user may read. None requires no token.
            timeout: Maximum time in seconds until the runtime listens. None uses `start_timeout` of `config`.

        Returns:
            The running server.

        Raises:
            RuntimeStartError: The runtime does not start.
            RuntimeNotFoundError: The program of the runtime does not exist.
            InputError: An argument is invalid.
            ConfigError: A field of `config` is invalid, or has no effect on a server.
        """
        server = cls(config, listen, token, timeout)
        server._run()
        return server

    @property
    def pid(self) -> int:
        """Process id of the runtime."""
        return self._transport.pid

    def close(self) -> None:
        """End the runtime and its descendants, and remove the socket and the token file.

        Idempotent.
        """
        self._transport.terminate()
        self._transport.close(CLOSE_TIMEOUT)
        self._remove_folder()

    def _run(self) -> None:
        from openai_codex._transports.stdio.threaded_process import StdioTransport

        self._transport = StdioTransport(self._launch)
        self._remove_folder_with(self._transport)
        try:
            self._transport.start(self._output)
        except BaseException:
            self._remove_folder()
            raise
        try:
            deadline = None if self._timeout is None else time.monotonic() + self._timeout
            while not self._check_started(self._transport):
                if deadline is not None and time.monotonic() > deadline:
                    raise self._start_timeout_error(self._transport)
                time.sleep(POLL_INTERVAL)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncAppServer(_Server):
    """A local runtime that several clients share, for asyncio.

        async with AsyncAppServer.start() as server:
            config = server.client_config()

    Create it with `start`.
    """

    _transport: AsyncStdioTransport
    _running = False

    @classmethod
    def start(
        cls,
        config: CodexConfig | None = None,
        *,
        listen: Literal["unix", "ws"] | str = "unix",
        token: Literal["auto"] | str | None = "auto",
        timeout: float | None = None,
    ) -> Self:
        """Return a server to use with `async with` or `await`, which start it.

        Args:
            config: Program, environment and settings of the runtime. None uses the defaults.
            listen: Address to listen on; see `AppServer.start`.
            token: Token that clients of a websocket must send; see `AppServer.start`.
            timeout: Maximum time in seconds until the runtime listens. None uses `start_timeout` of `config`.

        Returns:
            The server.

        Raises:
            RuntimeStartError: The runtime does not start (raised by `async with` and `await`).
            RuntimeNotFoundError: The program of the runtime does not exist.
            InputError: An argument is invalid.
            ConfigError: A field of `config` is invalid, or has no effect on a server.
        """
        return cls(config, listen, token, timeout)

    @property
    def pid(self) -> int:
        """Process id of the runtime."""
        return self._transport.pid

    async def close(self) -> None:
        """End the runtime and its descendants, and remove the socket and the token file.

        Idempotent.
        """
        try:
            if self._running:
                self._transport.terminate()
                await self._transport.close(CLOSE_TIMEOUT)
        finally:
            self._remove_folder()

    async def _run(self) -> Self:
        from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport

        if self._running:
            return self
        self._transport = AsyncStdioTransport(self._launch)
        self._remove_folder_with(self._transport)
        try:
            await self._transport.start(self._output)
            self._running = True
            deadline = None if self._timeout is None else time.monotonic() + self._timeout
            while not self._check_started(self._transport):
                if deadline is not None and time.monotonic() > deadline:
                    raise self._start_timeout_error(self._transport)
                await asyncio.sleep(POLL_INTERVAL)
        except BaseException:
            await self.close()
            raise
        return self

    def __await__(self) -> Generator[object, None, Self]:
        return self._run().__await__()

    async def __aenter__(self) -> Self:
        return await self._run()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _check_config(config: CodexConfig) -> None:
    check_url(config)
    if config.url is not None:
        raise ConfigError("url", "has no effect on a server that is started; remove it")
    if config.launch_args_override is not None:
        raise ConfigError("launch_args_override", "the server adds its own arguments; use codex_bin")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _accepts(path: str) -> bool:
    """Return whether a unix socket accepts connections."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as client:
        try:
            client.connect(path)
        except OSError:
            return False
    return True
