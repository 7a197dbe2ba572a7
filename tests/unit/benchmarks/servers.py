"""Direct access to the fake runtimes of the benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Any

from support.paths import ROOT

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

BENCHMARKS = ROOT / "benchmarks"
RECORDED = BENCHMARKS / "recorded.tsv"


def recorded() -> dict[str, str]:
    """Return the recorded messages by name, without the pieces of text."""
    lines = RECORDED.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines if not line.startswith("piece\t"))


class FakeServer:
    """A fake runtime with pipes for its messages."""

    def __init__(self, command: list[str], **options: int) -> None:
        words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
        self._process = subprocess.Popen(
            [*command, str(RECORDED), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin: IO[bytes] = self._process.stdin
        self._stdout: IO[bytes] = self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stdin.close()
        self._stdout.close()
        self._process.wait()

    def send(self, *messages: dict[str, Any]) -> None:
        """Send messages in one write."""
        self._stdin.write(b"".join(json.dumps(message).encode() + b"\n" for message in messages))
        self._stdin.flush()

    def read(self) -> str:
        """Return the next line."""
        return self._stdout.readline().decode().rstrip("\n")

    def ask(self, method: str, params: dict[str, Any], request_id: int | str = 1) -> dict[str, Any]:
        """Send a request; return the next message."""
        self.send({"id": request_id, "method": method, "params": params})
        message: dict[str, Any] = json.loads(self.read())
        return message

    def read_until(self, method: str) -> list[str]:
        """Return the lines up to and including the first with this method."""
        lines = [self.read()]
        while json.loads(lines[-1]).get("method") != method:
            lines.append(self.read())
        return lines


def python_server() -> list[str]:
    """Return the command of the fake runtime in Python."""
    return [sys.executable, str(BENCHMARKS / "fake_server.py")]
