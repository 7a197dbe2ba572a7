"""The runtime's process for asyncio: pipes that call back as bytes come, without threads."""

from __future__ import annotations

import asyncio
import contextlib
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._transports.stdio.process import POSIX, STDIN_CLOSE_TIMEOUT, TERMINATE_TIMEOUT, RuntimeProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._transports.stdio.launch import LaunchSpec


class _Pipe(asyncio.Protocol):
    """Hands on what is read from a pipe, and that it ended."""

    def __init__(self, on_data: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self._on_data = on_data
        self._on_end = on_end

    def data_received(self, data: bytes) -> None:
        self._on_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_end()


def _protocol_factory(protocol: _Pipe) -> _Pipe:
    return protocol


class AsyncRuntimeProcess:
    """A started runtime whose output arrives by `on_data`, and its end by `on_end`, in the event loop.

    asyncio's own subprocesses start a thread to wait for the child on Python before 3.12, and cap what a line may hold;
    so on POSIX the process is a plain one, and only its pipes are the loop's.
    """

    def __init__(self, process: RuntimeProcess) -> None:
        self._process = process
        self._transports: list[asyncio.BaseTransport] = []
        self._stdin: asyncio.WriteTransport | None = None
        self._stderr_ended = asyncio.Event()
        # An event loop that is closed lets go of all that was in it, and nobody else ends the runtime then.
        weakref.finalize(self, process.kill).atexit = False

    @classmethod
    async def start(
        cls, launch: LaunchSpec, on_data: Callable[[bytes], None], on_end: Callable[[], None]
    ) -> AsyncRuntimeProcess:
        """Start a runtime. Raises `RuntimeStartError` if the system cannot start the program."""
        self = cls(RuntimeProcess(launch, overlapped=not POSIX))
        try:
            await self._connect(on_data, on_end)
        except BaseException:
            self.kill()
            self._process.close_pipes()
            raise
        return self

    async def _connect(self, on_data: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        process = self._process
        self._stdin, _ = await loop.connect_write_pipe(asyncio.Protocol, process.stdin)
        self._transports.append(self._stdin)
        out = _Pipe(on_data, on_end)
        err = _Pipe(process.stderr.feed, self._stderr_ended.set)
        # One after the other: whoever gives the start up in between has to find what there is to close.
        for pipe, protocol in ((process.stdout, out), (process.stderr_pipe, err)):
            transport, _ = await loop.connect_read_pipe(partial(_protocol_factory, protocol), pipe)
            self._transports.append(transport)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def command(self) -> tuple[str, ...]:
        """The command line that was started."""
        return self._process.command

    @property
    def stderr_lines(self) -> tuple[str, ...]:
        """The last lines that the runtime wrote to stderr."""
        return self._process.stderr.lines()

    def exit_code(self) -> int | None:
        """Return the exit code of the process if it has ended, else None."""
        return self._process.exit_code()

    def write(self, data: bytes) -> None:
        """Send bytes, whole and in order; they wait in memory while the pipe is full.

        Raises OSError if the other end is closed, and in a forked child, whose parent talks to the runtime.
        """
        if self._stdin is None or self._stdin.is_closing() or self._process.inherited:
            raise BrokenPipeError("the pipe is closed")
        self._stdin.write(data)

    async def wait(self, timeout: float) -> int | None:
        """Wait until the process has ended, at most `timeout` seconds; return its exit code or None."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        delay = 0.001
        # There is nothing portable to wait on without a thread. This is only asked for when the end is near.
        while (code := self._process.exit_code()) is None and loop.time() < deadline:
            await asyncio.sleep(delay)
            delay = min(delay * 2, 0.05)
        return code

    async def wait_exit_and_stderr(self, timeout: float) -> int | None:
        """Wait until the process has ended and its stderr is read to the end, at most `timeout` seconds for each.

        Return the exit code, or None if it has not ended.
        """
        code = await self.wait(timeout)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stderr_ended.wait(), timeout)
        return code

    async def shutdown(self) -> None:
        """Close stdin, wait, ask, wait, kill: takes less than 3 s at worst. If cancelled, kills at once."""
        if self._process.inherited:
            return
        try:
            self._process.snapshot_descendants()
            if self._stdin is not None and not self._stdin.is_closing():
                # What the runtime has not read by now it will not need.
                self._stdin.abort()
            if await self.wait(STDIN_CLOSE_TIMEOUT) is None:
                self._process.terminate()
                await self.wait(TERMINATE_TIMEOUT)
        finally:
            self.kill()

    def kill_process(self) -> None:
        """End the runtime and its children now; the pipes are left to an event loop that is gone already."""
        self._process.kill()

    def kill(self) -> None:
        """End the runtime and its children now, and let go of the pipes."""
        if self._process.inherited:
            # What the loop watches with is shared with the parent: to take a pipe out would take it from the parent.
            return
        self.kill_process()
        for transport in self._transports:
            transport.close()
