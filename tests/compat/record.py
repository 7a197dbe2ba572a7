"""Records conversations with runtimes of several versions as transcripts for the tests.

Run `PYTHONPATH=tests python -m compat.record` to record all transcripts again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from codex_codegen.sources.published import runtime
from compat.versions import TESTED
from openai_codex import Codex, JsonRpcError, Sandbox, Thread, TurnFailedError
from openai_codex.testing import FunctionCall, Gate, HttpError, Match, Reasoning, ScriptedModel, Text, Usage, shell_call
from support.paths import TESTS
from support.recording import copying_command, read_until_message, record

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
    """Return the model replies to the prompts below."""
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
    """Use every feature of the client once."""
    thread = codex.thread_start(sandbox=Sandbox.full_access)
    thread.run("Look around.")
    thread.run("Make a file.")
    running = thread.turn("Stop.")
    # Wait for the complete message, so that every recording contains the same text.
    read_until_message(running.stream(detach=True))
    running.interrupt()
    running.run()
    running = thread.turn("Go there.")
    read_until_message(running.stream(detach=True))
    running.steer("Not there.")
    steered.open()
    running.run()
    expect_error(TurnFailedError, lambda: thread.run("Please fail."))
    thread.set_name("A look around")
    thread.read(include_turns=True)

    # No preset has these policies.
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
    expect_error(JsonRpcError, lambda: codex.thread_resume("00000000-0000-0000-0000-000000000000"))


def expect_error(kind: type[Exception], call: Callable[[], object]) -> None:
    """Call a function that must raise an exception of this class."""
    try:
        call()
    except kind:
        return
    raise AssertionError(f"expected {kind.__name__}")


def record_version(version: str) -> None:
    """Record the messages of client and runtime during `converse`."""
    program = str(runtime(version))
    steered = Gate()
    target = FOLDER / f"{version}.jsonl"
    with ScriptedModel(script(steered), default="ok") as model:
        record(
            target,
            model,
            lambda copy: copying_command("messages", copy, program, "app-server"),
            lambda codex: converse(codex, steered),
            env={"PYTHONPATH": str(TESTS)},
            request_timeout=30.0,
        )
    assert program not in target.read_text(encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for tested in TESTED:
        record_version(tested)
