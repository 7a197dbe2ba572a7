"""Records output of the real runtime as transcripts for the tests of the session.

Run `PYTHONPATH=tests python -m unit.protocol.record` to record all transcripts again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex import Codex, CodexConfig, Sandbox, TurnFailedError
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import Gate, HttpError, Match, Reasoning, ScriptedModel, Text, Usage, shell_call
from support.paths import TESTS
from support.recording import copying_command, read_until_message, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        read_until_message(streams[name])
    for name, stream in streams.items():
        gates[f"{name} 1"].open()
        read_until_message(stream)
    # The one that began last ends first.
    for name in ("dog", "cat"):
        gates[f"{name} 2"].open()
        for _ in streams[name]:
            pass


def record_transcript(
    name: str,
    script: Callable[[Mapping[str, Gate]], list[Reply | Match]],
    run: Callable[[Codex, Mapping[str, Gate]], None],
) -> None:
    """Record the output of the installed runtime during `run`."""
    gates = {f"{animal} {number}": Gate() for animal in ("cat", "dog") for number in (1, 2)}
    program = resolve_launch_spec(CodexConfig()).command
    with ScriptedModel(script(gates)) as model:
        record(
            FOLDER / f"{name}.jsonl",
            model,
            lambda copy: copying_command("output", copy, *program),
            lambda codex: run(codex, gates),
            env={"PYTHONPATH": str(TESTS)},
        )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    record_transcript("rich", lambda gates: RICH, rich)
    record_transcript("interleaved", interleaved_script, interleaved)
