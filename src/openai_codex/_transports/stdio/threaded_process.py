"""The stdio transport for threads: one thread reads stdout, and one reads stderr."""

from __future__ import annotations

import contextlib
import os
import threading
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._transports.base import KILLED_MESSAGE, CloseReason, Transport
from openai_codex._transports.stdio.launch import START_HINT, redacted_name
from openai_codex._transports.stdio.pipe_writer import PipeWriter
from openai_codex._transports.stdio.process import EXIT_REPORT_TIMEOUT, RuntimeProcess
from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._transports.base import Receiver
    from openai_codex._transports.stdio.launch import LaunchSpec

READ_SIZE = 256 * 1024
"""Maximum number of bytes of one read."""


class StdioTransport(Transport):
    """Starts a runtime, and exchanges bytes with it over its stdin and stdout."""

    def __init__(self, launch: LaunchSpec) -> None:
        self._launch = launch
        self._process: RuntimeProcess
        self._writer: PipeWriter
        self._reader: threading.Thread
        self._stderr_reader: threading.Thread
        self._killed = False

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

    def exit_code(self) -> int | None:
        """Return the exit code (negative for a signal), or None while the process runs."""
        return self._process.exit_code()

    def stderr_lines(self) -> tuple[str, ...]:
        """Return the last lines of stderr."""
        return self._process.stderr.lines()

    def start(self, receiver: Receiver) -> None:
        """Start the process and the threads that read. Raises `RuntimeStartError`."""
        self._process = RuntimeProcess(self._launch)
        try:
            # After the assignment: `kill` sets the flag first, and then kills this process.
            if self._killed:
                raise RuntimeStartError(KILLED_MESSAGE)
            self._writer = PipeWriter(self._process.stdin)
            self._stderr_reader = self._start_thread("stderr", self._read_stderr)
            self._reader = self._start_thread("reader", partial(self._read, receiver))
        except BaseException:
            self._process.kill()
            self._process.close_pipes()
            raise

    def write(self, data: memoryview) -> int:
        """Write to stdin; see `Transport.write`. On Windows, this waits until the runtime reads."""
        return self._writer.write(data)

    def wait_writable(self, timeout: float) -> None:
        """Wait until stdin accepts bytes; see `Transport.wait_writable`."""
        self._writer.wait_writable(timeout)

    def close(self, timeout: float) -> None:
        """Close stdin, wait until the runtime exits, terminate it, kill it.

        Blocks for less than 3 s, and `timeout` for the writer and for each thread.
        """
        # The parents of processes are known only as long as the runtime runs, and it may exit once stdin is closed.
        self._process.snapshot_descendants()
        stdin_closed = self._writer.close(timeout)
        self._process.shutdown(stdin_closed)
        for thread in (self._reader, self._stderr_reader):
            # A callback of the receiver may close the transport.
            if thread is not threading.current_thread():
                thread.join(timeout)

    def terminate(self) -> None:
        """Send SIGTERM to the runtime, for one that does not exit when its stdin is closed. `close` follows."""
        self._process.snapshot_descendants()
        self._process.terminate()

    def kill(self) -> None:
        """Kill the runtime and its descendants.

        The reader thread then reports the end of the connection.
        """
        self._killed = True
        # Absent while the process is being started.
        process: RuntimeProcess | None = getattr(self, "_process", None)
        if process is not None:
            process.kill()

    def detach_after_fork(self) -> None:
        """Release stdin in a forked child. The process itself is registered with `fork_safety`."""
        self._writer.detach_after_fork()

    def _start_thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=f"codex-{name}-{self._process.pid}", daemon=True)
        thread.start()
        return thread

    def _read(self, receiver: Receiver) -> None:
        fd = self._process.stdout.fileno()
        # If the process is killed, a read from its pipe may raise instead of returning the end of the stream.
        with self._process.stdout, contextlib.suppress(OSError):
            while data := os.read(fd, READ_SIZE):
                receiver.data_received(data)
        self._process.wait(EXIT_REPORT_TIMEOUT)
        if self._process.exiting:
            # The interpreter exits. A thread that is woken now could only print an error.
            return
        self._stderr_reader.join(EXIT_REPORT_TIMEOUT)
        code = self._process.exit_code()
        receiver.connection_lost(CloseReason(self._process.describe_exit(), code, self.stderr_lines()))

    def _read_stderr(self) -> None:
        with self._process.stderr_pipe as pipe, contextlib.suppress(OSError):
            while data := os.read(pipe.fileno(), READ_SIZE):
                self._process.stderr.feed(data)
