"""Record what the real runtime writes, as transcripts for the tests of the session.

Run as a program, it records all of them anew: python tests/unit/protocol/record.py
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex import Codex, CodexConfig, Sandbox, TurnFailedError
from openai_codex._redaction import redacted
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import Gate, HttpError, Match, Reasoning, ScriptedModel, Text, Usage, shell_call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from openai_codex import Notification
    from openai_codex.testing import Reply

FOLDER = Path(__file__).parent / "transcripts"

RICH: list[Reply | Match] = [
    [
        Reasoning("I should look at the folder.", "A look at the folder tells what is there."),
        Text("Let me look.", phase="commentary"),
        shell_call("echo 'Grüße from a command'; sleep 0.3; echo again"),
        Usage(input_tokens=1_200, output_tokens=40, reasoning_output_tokens=25),
    ],
    [
        Text(deltas=[f"piece {number}ü " for number in range(20)], phase="final_answer"),
        Usage(input_tokens=1_320, cached_input_tokens=1_200, output_tokens=30),
    ],
]


def rich(codex: Codex, gates: Mapping[str, Gate]) -> None:
    """Run a turn with a bit of everything."""
    thread = codex.thread_start(sandbox=Sandbox.full_access)
    thread.run("Look around.")
    codex.rpc.thread_name_set(thread_id=thread.id, name="A look around")


def interleaved_script(gates: Mapping[str, Gate]) -> list[Reply | Match]:
    """Return replies that stop between their messages, so that the messages of two turns take turns."""
    return [
        Match("fail", HttpError(400, "the model is on strike")),
        *(
            Match(name, [f"{name} one", gates[f"{name} 1"], f"{name} two", gates[f"{name} 2"]])
            for name in ("cat", "dog")
        ),
    ]


def interleaved(codex: Codex, gates: Mapping[str, Gate]) -> None:
    """Run a turn that fails, and then two that get on by turns."""
    try:
        codex.thread_start().run("Please fail.")
    except TurnFailedError:
        pass
    else:
        raise AssertionError("the turn did not fail")
    streams = {}
    for name in ("cat", "dog"):
        streams[name] = codex.thread_start().turn(f"A {name}.").stream()
        until_message(streams[name])
    for name, stream in streams.items():
        gates[f"{name} 1"].open()
        until_message(stream)
    # The one that began last ends first.
    for name in ("dog", "cat"):
        gates[f"{name} 2"].open()
        for _ in streams[name]:
            pass


def until_message(stream: Iterator[Notification]) -> None:
    """Read up to the end of the next message of the agent."""
    for event in stream:
        if event.method == "item/completed" and event.params["item"]["type"] == "agentMessage":
            return


def record(
    name: str,
    script: Callable[[Mapping[str, Gate]], list[Reply | Match]],
    run: Callable[[Codex, Mapping[str, Gate]], None],
) -> None:
    """Let a runtime do something; write down what it wrote, without what tells of this machine."""
    gates = {f"{animal} {number}": Gate() for animal in ("cat", "dog") for number in (1, 2)}
    with tempfile.TemporaryDirectory() as folder, ScriptedModel(script(gates)) as model:
        raw = Path(folder, "raw")
        command = (sys.executable, __file__, str(raw), *resolve_launch_spec(CodexConfig()).command)
        config = model.config(launch_args_override=command)
        with Codex(config) as codex:
            run(codex, gates)
        text = neutral(raw.read_text(encoding="utf-8"), model, config)
        assert folder not in text
    (FOLDER / f"{name}.jsonl").write_text(text, encoding="utf-8")


def neutral(text: str, model: ScriptedModel, config: CodexConfig) -> str:
    """Return what a runtime wrote without what tells of this machine: paths, ports, names and ids."""
    assert config.env is not None
    for private, stand_in in (
        (config.env["CODEX_HOME"], "/home/user/.codex"),
        (str(config.cwd), "/home/user/project"),
        (model.url, "http://127.0.0.1:8080/v1"),
    ):
        text = text.replace(private, stand_in)
    text = re.sub(r'"serverName":"[^"]*"', '"serverName":"machine"', text)
    text = re.sub(r'"installationId":"[^"]*"', '"installationId":"00000000-0000-4000-8000-000000000000"', text)
    assert tempfile.gettempdir() + "/" not in text
    return "".join(map(_without_secrets, text.splitlines(keepends=True)))


def _without_secrets(line: str) -> str:
    """Return a message as it came, or anew if there is something to hide in it."""
    message = json.loads(line)
    shown = redacted(message)
    return line if shown == message else json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"


def tee(copy: Path, command: list[str]) -> int:
    """Run a command in place of this process, and write down what it writes to stdout."""
    with copy.open("wb", buffering=0) as file, subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None
        while data := process.stdout.read(65_536):
            file.write(data)
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return process.wait()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(tee(Path(sys.argv[1]), sys.argv[2:]))
    FOLDER.mkdir(exist_ok=True)
    record("rich", lambda gates: RICH, rich)
    record("interleaved", interleaved_script, interleaved)
