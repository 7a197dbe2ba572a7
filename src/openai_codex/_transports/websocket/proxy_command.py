"""`ProxyCommand`: a command whose stdin and stdout carry the bytes of a websocket."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import tempfile
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
        try:
            # A session of its own, so that Ctrl-C in the terminal does not end the connection.
            self._process = subprocess.Popen(
                tuple(command), stdin=end.fileno(), stdout=end.fileno(), stderr=self._stderr, start_new_session=True
            )
        except OSError as error:
            self.socket.close()
            self._stderr.close()
            raise RuntimeStartError(
                f"proxy_command: {self._name!r} does not start: {error.strerror or error}"
            ) from None
        finally:
            end.close()
        # A forked child must not kill the command of its parent.
        self._owner = os.getpid()
        _live.add(self)

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
        code = self._process.poll()
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
        if self._owner != os.getpid():
            return
        # The system does not reuse the id of a process or of its group until the process was waited for.
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(EXIT_TIMEOUT)


@atexit.register
def _kill_at_exit() -> None:
    """Kill the commands of clients that were not closed."""
    for command in list(_live):
        command.kill()
