"""The stdio transport for asyncio: the event loop reads and writes the pipes, without threads."""

from __future__ import annotations

import asyncio
import contextlib
import os
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._transports.base import AsyncTransport, CloseReason
from openai_codex._transports.stdio import sigpipe
from openai_codex._transports.stdio.launch import START_HINT, redacted_name
from openai_codex._transports.stdio.process import (
    EXIT_REPORT_TIMEOUT,
    POSIX,
    STDIN_CLOSE_TIMEOUT,
    TERMINATE_TIMEOUT,
    RuntimeProcess,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._transports.base import AsyncReceiver
    from openai_codex._transports.stdio.launch import LaunchSpec


class _Pipe(asyncio.Protocol):
    """Calls a function for each chunk that is read from a pipe, and another one at its end."""

    def __init__(self, on_data: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self._on_data = on_data
        self._on_end = on_end

    def data_received(self, data: bytes) -> None:
        self._on_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_end()


def _protocol_factory(protocol: _Pipe) -> _Pipe:
    return protocol


class _FlowControl(asyncio.Protocol):
    """Tracks whether a pipe accepts bytes, and calls a function when it does so again."""

    def __init__(self, on_resume: Callable[[], None]) -> None:
        self._on_resume = on_resume
        self.paused = False

    def pause_writing(self) -> None:
        self.paused = True

    def resume_writing(self) -> None:
        self.paused = False
        self._on_resume()


class AsyncStdioTransport(AsyncTransport):
    """Starts a runtime, and exchanges bytes with it over its stdin and stdout.

    This class does not use the subprocesses of asyncio: before Python 3.12, they start a thread that waits for the
    child. On POSIX, the process is an ordinary one, and only its pipes belong to the event loop.
    """

    def __init__(self, launch: LaunchSpec) -> None:
        self._launch = launch
        self._process: RuntimeProcess
        self._receiver: AsyncReceiver
        self._flow_control: _FlowControl
        self._loop: asyncio.AbstractEventLoop
        self._pipes: list[asyncio.BaseTransport] = []
        self._stdin: asyncio.WriteTransport | None = None
        self._stdin_reader: int | None = None
        self._without_sigpipe = False
        self._stderr_ended: asyncio.Event
        self._at_eof = False
        self._closing = False
        self._reported = False
        self._report_task: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The command line, without secrets."""
        return redacted_name(self._launch)

    @property
    def start_hint(self) -> str:
        """Advice for the error message if the program does not complete the handshake."""
        return START_HINT

    @property
    def pid(self) -> int:
        """Process id of the runtime."""
        return self._process.pid

    @property
    def at_eof(self) -> bool:
        """Whether the runtime has closed its stdout."""
        return self._at_eof

    def exit_code(self) -> int | None:
        """Return the exit code (negative for a signal), or None while the process runs."""
        return self._process.exit_code()

    def stderr_lines(self) -> tuple[str, ...]:
        """Return the last lines of stderr."""
        return self._process.stderr.lines()

    async def start(self, receiver: AsyncReceiver) -> None:
        """Start the process, and connect its pipes to the event loop. Raises `RuntimeStartError`."""
        self._receiver = receiver
        self._loop = asyncio.get_running_loop()
        self._stderr_ended = asyncio.Event()
        self._process = RuntimeProcess(self._launch, overlapped=not POSIX)
        # A closed event loop drops its callbacks without running them. The runtime then ends with this object.
        weakref.finalize(self, self._process.kill).atexit = False
        try:
            await self._connect()
        except BaseException:
            self.kill()
            self._process.close_pipes()
            raise

    async def _connect(self) -> None:
        process = self._process
        self._flow_control = _FlowControl(self._receiver.writable)
        self._stdin, _ = await self._loop.connect_write_pipe(lambda: self._flow_control, process.stdin)
        self._pipes.append(self._stdin)
        stdout = _Pipe(self._receiver.data_received, self._stdout_lost)
        stderr = _Pipe(process.stderr.feed, self._stderr_ended.set)
        # One after the other, and each is recorded: if the start is cancelled, `kill` closes the pipes that exist.
        for pipe, protocol in ((process.stdout, stdout), (process.stderr_pipe, stderr)):
            transport, _ = await self._loop.connect_read_pipe(partial(_protocol_factory, protocol), pipe)
            self._pipes.append(transport)

    @property
    def writable(self) -> bool:
        """Whether stdin accepts bytes, or is closed, so that `write` raises."""
        return not self._flow_control.paused or self._stdin is None or self._stdin.is_closing()

    def write(self, data: bytes) -> None:
        """Write to stdin; see `AsyncTransport.write`. In a forked child, stdin is closed."""
        if self._stdin is None or self._stdin.is_closing() or self._process.inherited:
            raise BrokenPipeError("the pipe is closed")
        if not self._without_sigpipe and sigpipe.ends_program():
            self._without_sigpipe = True
            self._stdin_reader = sigpipe.keep_open(self._process.stdin.fileno())
        self._stdin.write(data)

    async def close(self, timeout: float) -> None:
        """Close stdin, wait until the runtime exits, terminate it, kill it; takes less than 3 s."""
        if self._process.inherited:
            return
        self._closing = True
        try:
            self._process.snapshot_descendants()
            if self._stdin is not None and not self._stdin.is_closing():
                # The runtime exits, so unsent bytes are of no use to it.
                self._stdin.abort()
            self._close_stdin_reader()
            if not await self._wait_exit(STDIN_CLOSE_TIMEOUT):
                self._process.terminate()
                await self._wait_exit(TERMINATE_TIMEOUT)
        finally:
            self.kill()
        if self._report_task is not None:
            self._report_task.cancel()
        self._report()

    def terminate(self) -> None:
        """Send SIGTERM to the runtime, for one that does not exit when its stdin is closed. `close` follows."""
        self._process.snapshot_descendants()
        self._process.terminate()

    def kill(self) -> None:
        """Kill the runtime and its descendants, and close the pipes if the event loop is open."""
        if self._process.inherited:
            # The selector of the loop is shared with the parent: to remove a pipe here removes it in the parent too.
            return
        self._closing = True
        self._close_stdin_reader()
        self._process.kill()
        if not self._loop.is_closed():
            for pipe in self._pipes:
                pipe.close()

    def detach_after_fork(self) -> None:
        """Release the second reader of stdin. The process itself is registered with `fork_safety`."""
        self._close_stdin_reader()

    def _close_stdin_reader(self) -> None:
        reader, self._stdin_reader = self._stdin_reader, None
        if reader is not None:
            os.close(reader)

    def _stdout_lost(self) -> None:
        self._at_eof = True
        if not self._closing:
            self._report_task = self._loop.create_task(self._report_exit())

    async def _report_exit(self) -> None:
        """Report the end of the connection with the exit code and the rest of stderr."""
        await self._wait_exit(EXIT_REPORT_TIMEOUT)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stderr_ended.wait(), EXIT_REPORT_TIMEOUT)
        self._report()

    def _report(self) -> None:
        if not self._reported:
            self._reported = True
            code = self._process.exit_code()
            self._receiver.connection_lost(CloseReason(self._process.describe_exit(), code, self.stderr_lines()))

    async def _wait_exit(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds; return whether the process has exited."""
        deadline = self._loop.time() + timeout
        delay = 0.001
        # Polling, because no portable call waits for a process without a thread. It starts when the end is near.
        while not (exited := self._process.has_exited()) and self._loop.time() < deadline:
            await asyncio.sleep(delay)
            delay = min(delay * 2, 0.05)
        return exited
