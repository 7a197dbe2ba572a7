"""Record whole conversations with runtimes of several versions, as transcripts for the tests.

Run as a program, it records all of them anew: PYTHONPATH=tests python -m compat.record
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from codex_codegen.sources.published import runtime
from compat.versions import TESTED
from openai_codex import Codex, JsonRpcError, Sandbox, Thread, TurnFailedError
from openai_codex.testing import FunctionCall, Gate, HttpError, Match, Reasoning, ScriptedModel, Text, Usage, shell_call
from unit.protocol.record import neutral, until_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.testing import Reply

FOLDER = Path(__file__).parent / "transcripts"

PATCH = "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: {}\n+hello\n*** End Patch\nEOF\n"
LOOK = shell_call("echo 'Grüße from a command'; sleep 0.3; echo again; exit 3")
QUESTION = {
    "id": "colour",
    "header": "Colour",
    "question": "Which one?",
    "options": [{"label": "Red", "description": "As it was."}, {"label": "Blue", "description": "As the sea."}],
}
TOOL = {"type": "function", "name": "look_up", "description": "Look it up.", "inputSchema": {"type": "object"}}


def script(steered: Gate) -> list[Reply | Match]:
    """Return what the model says to each of the prompts below."""
    return [
        Match("Look around.", [Reasoning("I look.", "A look tells."), Text("Let me look.", phase="commentary"), LOOK]),
        Match("Look around.", [Text("All is well.", phase="final_answer"), Usage(1_200, 600, 40, 25)]),
        Match("Make a file.", shell_call(PATCH.format("made.txt"))),
        Match("Make a file.", "It is there."),
        Match("Ask me first.", shell_call("touch forbidden")),
        Match("Ask me first.", "Then not."),
        Match("Ask me to write.", shell_call(PATCH.format("another.txt"))),
        Match("Ask me to write.", "Then not that."),
        Match("Use my tool.", FunctionCall("look_up", {"word": "codex"})),
        Match("Use my tool.", "There is no such book."),
        Match("Ask me a question.", FunctionCall("request_user_input", {"questions": [QUESTION]})),
        Match("Ask me a question.", "Blue it is."),
        Match("Please fail.", HttpError(400, "the model is on strike")),
        Match("Stop.", [Text("I begin."), Gate()]),
        Match("Not there.", "Here, then."),
        Match("Go there.", [Text("I go."), steered]),
        Match("Reach it.", FunctionCall("update_goal", {"status": "complete"})),
        Match("Reach it.", "Reached."),
    ]


def converse(codex: Codex, steered: Gate) -> None:
    """Do a bit of everything that this client has."""
    thread = codex.thread_start(sandbox=Sandbox.full_access)
    thread.run("Look around.")
    thread.run("Make a file.")
    running = thread.turn("Stop.")
    # Not only on its way: what has come of the message by then has to be the same in each record.
    until_message(running.stream())
    running.interrupt()
    running.run()
    running = thread.turn("Go there.")
    until_message(running.stream())
    running.steer("Not there.")
    steered.open()
    running.run()
    refused(TurnFailedError, lambda: thread.run("Please fail."))
    thread.set_name("A look around")
    thread.read(include_turns=True)

    # The presets have none of these.
    asking = codex.rpc.thread_start(approval_policy="untrusted", sandbox="workspace-write")
    Thread(codex._sender, asking.thread.id).run("Ask me first.")
    asking = codex.rpc.thread_start(approval_policy="on-request", sandbox="read-only")
    Thread(codex._sender, asking.thread.id).run("Ask me to write.")
    codex.thread_start(dynamic_tools=[TOOL]).run("Use my tool.")
    plan: Any = {"mode": "plan", "settings": {"model": "mock-model"}}
    codex.thread_start().run("Ask me a question.", collaboration_mode=plan)
    codex.thread_start().run_goal("Reach it.")

    codex.thread_list(limit=2)
    codex.thread_fork(thread.id, include_turns=True)
    codex.thread_archive(thread.id)
    again = codex.thread_unarchive(thread.id)
    codex.thread_resume(again.id, include_turns=True)
    codex.rpc.model_list(limit=1)
    codex.account()
    refused(JsonRpcError, lambda: codex.thread_resume("00000000-0000-0000-0000-000000000000"))


def refused(kind: type[Exception], call: Callable[[], object]) -> None:
    """Call what has to fail."""
    try:
        call()
    except kind:
        return
    raise AssertionError(f"there was no {kind.__name__}")


def record(version: str) -> None:
    """Converse with a runtime, and write down what both sides said, without what tells of this machine.

    Each line is a JSON object with one key, which says who spoke: `client` or `runtime`.
    """
    program = runtime(version)
    steered = Gate()
    model = ScriptedModel(script(steered), default="ok")
    with tempfile.TemporaryDirectory() as folder, model:
        raw = Path(folder, "raw")
        command = (sys.executable, "-m", "compat.record", str(raw), str(program), "app-server")
        env = {"PYTHONPATH": str(Path(__file__).parents[1])}
        config = model.config(launch_args_override=command, env=env, request_timeout=30.0)
        with Codex(config) as codex:
            converse(codex, steered)
        text = neutral(raw.read_text(encoding="utf-8"), model, config)
        assert str(program) not in text
    (FOLDER / f"{version}.jsonl").write_text(text, encoding="utf-8")


def tee(copy: Path, command: list[str]) -> int:
    """Run a command in place of this process, and write down the lines that go in and out."""
    lock = threading.Lock()
    with (
        copy.open("wb", buffering=0) as file,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
    ):

        def pass_on(speaker: bytes, source: IO[bytes], target: IO[bytes]) -> None:
            for line in source:
                # Written down first: an answer must not stand before its question.
                with lock:
                    file.write(b'{"%s":%s}\n' % (speaker, line.strip()))
                target.write(line)
                target.flush()

        assert process.stdin is not None
        assert process.stdout is not None
        answers = threading.Thread(target=pass_on, args=(b"runtime", process.stdout, sys.stdout.buffer))
        answers.start()
        pass_on(b"client", sys.stdin.buffer, process.stdin)
        process.stdin.close()
        answers.join()
        return process.wait()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(tee(Path(sys.argv[1]), sys.argv[2:]))
    FOLDER.mkdir(exist_ok=True)
    for tested in TESTED:
        record(tested)
