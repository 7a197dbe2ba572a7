"""Records what a runtime writes, without anything that identifies the machine.

The recorders in `unit/protocol/record.py` and `compat/record.py` start a runtime through a program that copies its
messages to a file (`copy_output`, `copy_messages`), run a conversation, and store the file as a transcript.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from openai_codex import Codex
from openai_codex._redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from openai_codex import CodexConfig, Notification
    from openai_codex.testing import ScriptedModel


def record(
    target: Path,
    model: ScriptedModel,
    command: Callable[[str], Sequence[str]],
    converse: Callable[[Codex], None],
    **fields: object,
) -> None:
    """Run a conversation with a runtime and write its transcript.

    Args:
        target: file to write.
        model: the scripted model of the runtime, already started.
        command: returns the command line that starts the runtime and copies its messages to the given file.
        converse: the conversation.
        **fields: further fields of the config.
    """
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        config = model.config(launch_args_override=tuple(command(str(raw))), **fields)  # type: ignore[arg-type]
        with Codex(config) as codex:
            converse(codex)
        text = anonymize(raw.read_text(encoding="utf-8"), model, config)
        assert folder not in text
    target.write_text(text, encoding="utf-8")


def anonymize(text: str, model: ScriptedModel, config: CodexConfig) -> str:
    """Replace paths, ports, host names, ids and secrets in recorded messages."""
    assert config.env is not None
    for private, replacement in (
        (config.env["CODEX_HOME"], "/home/user/.codex"),
        (str(config.cwd), "/home/user/project"),
        (model.url, "http://127.0.0.1:8080/v1"),
    ):
        text = text.replace(private, replacement)
    text = re.sub(r'"serverName":"[^"]*"', '"serverName":"machine"', text)
    text = re.sub(r'"installationId":"[^"]*"', '"installationId":"00000000-0000-4000-8000-000000000000"', text)
    assert tempfile.gettempdir() + "/" not in text
    return "".join(map(_redact_line, text.splitlines(keepends=True)))


def _redact_line(line: str) -> str:
    """Return a message unchanged, or encoded again if it contains a secret."""
    message = json.loads(line)
    shown = redacted(message)
    return line if shown == message else json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_until_message(stream: Iterator[Notification]) -> None:
    """Read events up to the next completed message of the agent."""
    for event in stream:
        if event.method == "item/completed" and event.params["item"]["type"] == "agentMessage":
            return


def copy_output(copy: Path, command: list[str]) -> int:
    """Run a command instead of this process, and copy its stdout to a file."""
    with copy.open("wb", buffering=0) as file, subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None
        while data := process.stdout.read(65_536):
            file.write(data)
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return process.wait()


def copy_messages(copy: Path, command: list[str]) -> int:
    """Run a command instead of this process, and copy the lines of stdin and stdout to a file.

    Each line of the file is a JSON object whose only key is the sender: `client` or `runtime`.
    """
    lock = threading.Lock()
    with (
        copy.open("wb", buffering=0) as file,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
    ):

        def forward(sender: bytes, source: IO[bytes], target: IO[bytes]) -> None:
            for line in source:
                # Written before it is forwarded, so that a response never precedes its request.
                with lock:
                    file.write(b'{"%s":%s}\n' % (sender, line.strip()))
                target.write(line)
                target.flush()

        assert process.stdin is not None
        assert process.stdout is not None
        output = threading.Thread(target=forward, args=(b"runtime", process.stdout, sys.stdout.buffer))
        output.start()
        forward(b"client", sys.stdin.buffer, process.stdin)
        process.stdin.close()
        output.join()
        return process.wait()


COPIES = {"output": copy_output, "messages": copy_messages}


def copying_command(kind: str, copy: str, *command: str) -> list[str]:
    """Return the command line that runs `command` and copies its `output` or `messages` to a file."""
    return [sys.executable, "-m", "support.recording", kind, copy, *command]


if __name__ == "__main__":
    sys.exit(COPIES[sys.argv[1]](Path(sys.argv[2]), sys.argv[3:]))
