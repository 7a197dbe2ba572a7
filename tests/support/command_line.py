"""Run the command line in this process, in a pipe, and in a pseudo-terminal."""

from __future__ import annotations

import contextlib
import io
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from openai_codex.cli import main
from openai_codex.testing import ScriptedModel
from support.homes import warm_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pytest

TIMEOUT = 30.0
"""Maximum time of a command, in seconds."""

_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""Control sequences that rich and prompt_toolkit write: colors, styles, movements of the cursor."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str


class CommandLine:
    """The command line of a runtime that uses a scripted model.

    The working directory of the agent is `cwd`.
    """

    def __init__(self, model: ScriptedModel, env: Mapping[str, str], cwd: Path) -> None:
        self.model = model
        self.env = env
        self.cwd = cwd

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        """Run a command in this process, with pipes as standard streams."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with _streams(io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"), out, err):
            code = main(arguments)
        return Done(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))

    def in_terminal(self, *arguments: str) -> Done:
        """Run a command in this process, with a pseudo-terminal as standard streams.

        The command must not wait for input. `out` contains both outputs.
        """
        import pty

        controller, end = pty.openpty()
        output = bytearray()
        reader = threading.Thread(target=_read_all, args=(controller, output))
        reader.start()
        try:
            with contextlib.ExitStack() as stack:
                files = [stack.enter_context(open(os.dup(end), mode, encoding="utf-8")) for mode in ("r", "w", "w")]
                with _streams(*files):
                    code = main(arguments)
        finally:
            # The reader ends when no descriptor of the terminal is open.
            os.close(end)
            reader.join(TIMEOUT)
            os.close(controller)
        return Done(code, output.decode("utf-8", "replace"), "")

    def process(self, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start a command in a process of its own."""
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        env = {**os.environ, **self.env, **options.pop("env", {})}
        return subprocess.Popen([sys.executable, "-m", "openai_codex", *arguments], env=env, cwd=self.cwd, **options)

    @contextlib.contextmanager
    def terminal(self, *arguments: str, columns: int = 100, env: Mapping[str, str] | None = None) -> Iterator[Terminal]:
        """Start a command in a pseudo-terminal."""
        # Not at the top: Windows has no pseudo-terminals.
        import fcntl
        import pty
        import struct
        import termios

        controller, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        process = self.process(
            *arguments,
            stdin=end,
            stdout=end,
            stderr=end,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={"TERM": "xterm-256color", "COLUMNS": "", "NO_COLOR": "", "PROMPT_TOOLKIT_NO_CPR": "1", **(env or {})},
        )
        os.close(end)
        terminal = Terminal(process, controller)
        try:
            yield terminal
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()
            os.close(controller)


def without_sequences(text: str) -> str:
    """Return the output of a terminal without the control sequences of colors and cursor movements."""
    return _SEQUENCE.sub("", text).replace("\r", "")


CTRL_C, CTRL_D = "\x03", "\x04"

RETRY_AFTER = 1.0
"""Time without output after which Ctrl-D is typed again, in seconds."""


class Terminal:
    """A process in a pseudo-terminal."""

    def __init__(self, process: subprocess.Popen[bytes], controller: int) -> None:
        self._process = process
        self.pid = process.pid
        """Process id of the command."""
        self._controller = controller
        self.raw = ""
        """The output so far, with control sequences."""
        self._seen = 0

    @property
    def text(self) -> str:
        """The output so far, without the control sequences of colors and cursor movements."""
        return without_sequences(self.raw)

    def wait_for(self, text: str) -> None:
        """Read until the output contains a text after the one that was found before."""
        deadline = time.monotonic() + TIMEOUT
        while (found := self.text.find(text, self._seen)) < 0:
            assert self._read(deadline), f"{text!r} is missing in:\n{self.text}"
        self._seen = found + len(text)

    def send(self, text: str) -> None:
        """Type a text."""
        os.write(self._controller, text.encode())

    def answer(self, question: str, text: str) -> None:
        """Wait for a text, and type another one."""
        self.wait_for(question)
        self.send(text)

    def end(self) -> int:
        """Read the rest of the output, and return the exit code."""
        deadline = time.monotonic() + TIMEOUT
        while self._read(deadline):
            pass
        return self._process.wait(TIMEOUT)

    def leave(self) -> int:
        """Type Ctrl-D until the command ends, and return its exit code.

        The terminal drops a Ctrl-D that arrives while output is printed above the edited line.
        """
        deadline = time.monotonic() + TIMEOUT
        self.send(CTRL_D)
        while True:
            ready, _, _ = select.select([self._controller], [], [], RETRY_AFTER)
            if not ready:
                assert time.monotonic() < deadline, f"timeout; the output so far:\n{self.text}"
                self.send(CTRL_D)
            elif not self._read(deadline):
                return self._process.wait(TIMEOUT)

    def _read(self, deadline: float) -> bool:
        """Read some output; return False at the end."""
        ready, _, _ = select.select([self._controller], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"timeout; the output so far:\n{self.text}"
        try:
            data = os.read(self._controller, 65536)
        except OSError:
            # Linux reports the end like this.
            data = b""
        self.raw += data.decode("utf-8", "replace")
        return bool(data)


@contextlib.contextmanager
def command_line(
    monkeypatch: pytest.MonkeyPatch, script: Any, *, default: Any = None, settings: Mapping[str, object] | None = None
) -> Iterator[CommandLine]:
    """Start a scripted model, and let commands use it."""
    with warm_home() as home, ScriptedModel(script, default=default) as model:
        config = model.config(home=home, settings=settings)
        assert config.env is not None
        for name, value in config.env.items():
            monkeypatch.setenv(name, value)
        for name in ("NO_COLOR", "CODEX_LOG"):
            monkeypatch.delenv(name, raising=False)
        assert config.cwd is not None
        monkeypatch.chdir(config.cwd)
        yield CommandLine(model, config.env, Path(config.cwd))


def _read_all(controller: int, output: bytearray) -> None:
    """Read the output of a pseudo-terminal until its end."""
    # Linux reports the end as an error.
    with contextlib.suppress(OSError):
        while data := os.read(controller, 65536):
            output += data


@contextlib.contextmanager
def _streams(*streams: TextIO) -> Iterator[None]:
    names = ("stdin", "stdout", "stderr")
    previous = [getattr(sys, name) for name in names]
    for name, stream in zip(names, streams, strict=True):
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for name, stream in zip(names, previous, strict=True):
            setattr(sys, name, stream)
