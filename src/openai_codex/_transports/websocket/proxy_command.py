"""`ProxyCommand`: a command whose stdin and stdout carry the bytes of a websocket."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING

from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_TIMEOUT = 1.0
"""Maximum time in seconds to wait for the end of a killed command."""

MAX_STDERR_BYTES = 8192
"""Number of bytes at the end of stderr that error messages contain."""

_live: set[ProxyCommand] = set()
"""Commands that were not closed. They are killed when the interpreter exits."""


class ProxyCommand:
    """A running command, which is connected by a pair of sockets. `close` and the end of the program kill it.

    Args:
        command: The program and its arguments.

    Raises:
        RuntimeStartError: The program does not start.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._name = command[0]
        # A file, because no thread has to read it.
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115
        self.socket, end = socket.socketpair()
        """The end of the client."""
        # A forked child must not kill the command of its parent.
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        # Before the program starts: the interpreter may exit in between.
        _live.add(self)
        try:
            # A session of its own, so that Ctrl-C in the terminal does not end the connection.
            self._process = subprocess.Popen(
                tuple(command), stdin=end.fileno(), stdout=end.fileno(), stderr=self._stderr, start_new_session=True
            )
        except OSError as error:
            _live.discard(self)
            self.socket.close()
            self._stderr.close()
            raise RuntimeStartError(
                f"proxy_command: {self._name!r} does not start: {error.strerror or error}"
            ) from None
        finally:
            end.close()

    def stderr_lines(self) -> tuple[str, ...]:
        """Return the last lines that the command wrote to stderr."""
        if self._stderr.closed:
            return ()
        size = os.fstat(self._stderr.fileno()).st_size
        # Not `seek`: the command shares the position of the file.
        data = os.pread(self._stderr.fileno(), MAX_STDERR_BYTES, max(0, size - MAX_STDERR_BYTES))
        return tuple(data.decode("utf-8", "replace").splitlines())

    def describe_exit(self) -> str:
        """Return the exit of the command as the end of a clause, or an empty string while it runs."""
        code = None if self._process is None else self._process.poll()
        return "" if code is None else f" (the command {self._name!r} exited with code {code})"

    def close(self) -> None:
        """Kill the command and the processes of its group. Idempotent."""
        self.socket.close()
        if self._stderr.closed:
            return
        self.kill()
        self._stderr.close()
        _live.discard(self)

    def kill(self) -> None:
        """Kill the processes, unless they belong to the parent of this process."""
        process = self._process
        if process is None or self._owner != os.getpid():
            return
        # The system does not reuse the id of a process or of its group until the process was waited for.
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(EXIT_TIMEOUT)

    @property
    def starting(self) -> bool:
        """Whether another thread starts the program at this moment."""
        return self._process is None and self in _live and self._owner == os.getpid()


@atexit.register
def _kill_at_exit() -> None:
    """Kill the commands of clients that were not closed."""
    deadline = time.monotonic() + EXIT_TIMEOUT
    for command in list(_live):
        while command.starting and time.monotonic() < deadline:
            time.sleep(0.01)
        command.kill()
