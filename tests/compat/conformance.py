"""Checks of single capabilities of a runtime.

Each function takes the program of a runtime and raises if the runtime does not have the capability.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from codex_protocol import (
    AgentMessageDeltaNotification,
    CommandExecutionThreadItem,
    DynamicToolCallThreadItem,
    FileChangeThreadItem,
    TurnStatus,
)
from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    AsyncCodex,
    Codex,
    CommandApprovalRequest,
    ExternalMessage,
    ImageInput,
    InvalidRequestError,
    Sandbox,
    TextInput,
    Thread,
    TurnFailedError,
    UnknownNotification,
    UnsupportedByRuntimeError,
)
from openai_codex.testing import FunctionCall, Gate, HttpError, Reasoning, Reply, ScriptedModel, Text, shell_call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import CodexConfig, InputItem, TurnResult

ErrorT = TypeVar("ErrorT", bound=Exception)

REQUEST_SECONDS = 20.0
"""Timeout of a single request, in seconds."""

NUMBERS = " ".join(str(number) for number in range(100))
IMAGE = "data:image/png;base64,"
PIXEL = f"{IMAGE}iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PATCH = "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: made.txt\n+hello\n*** End Patch\nEOF\n"


@dataclass(frozen=True)
class Client:
    """A client of the tested runtime, its model, and the working directory of the runtime."""

    codex: Codex
    model: ScriptedModel
    folder: Path


@contextlib.contextmanager
def client(program: Path, *script: Reply) -> Iterator[Client]:
    """Start a runtime whose model replies with a script, and then with "ok"."""
    with scripted(program, *script) as (model, config, folder), Codex(config) as codex:
        yield Client(codex, model, folder)


@contextlib.contextmanager
def scripted(program: Path, *script: Reply) -> Iterator[tuple[ScriptedModel, CodexConfig, Path]]:
    """Start a model; yield it, a configuration of a client, and the working directory of the runtime."""
    with ScriptedModel(list(script), default="ok") as model:
        config = model.config(codex_bin=program, request_timeout=REQUEST_SECONDS)
        yield model, config, Path(str(config.cwd))


def initialize(program: Path) -> None:
    """The runtime starts and reports its version and platform."""
    with client(program) as it:
        assert it.codex.metadata.server_info.version, f"no version in {it.codex.metadata.user_agent!r}"
        assert it.codex.metadata.platform_os, "it does not say on which system it runs"


def turn(program: Path) -> None:
    """A turn returns a response, a status and the token usage."""
    with client(program, "Hello") as it:
        result = it.codex.thread_start().run("Hi")
        assert result.status is TurnStatus.completed, f"the turn is {result.status}"
        assert result.final_response == "Hello", f"the final response is {result.final_response!r}"
        assert result.usage is not None, "nothing is said of the tokens"
        assert it.model.requests[0].user_text == "Hi", "the model got another prompt"


def async_turn(program: Path) -> None:
    """A turn runs with `AsyncCodex`."""

    async def run(config: CodexConfig) -> TurnResult:
        async with AsyncCodex(config) as codex:
            thread = await codex.thread_start()
            return await thread.run("Hi")

    with scripted(program, "Hello") as (_, config, _):
        assert asyncio.run(run(config)).final_response == "Hello", "the turn has another response"


def stream(program: Path) -> None:
    """Text arrives in deltas, and the types of all events are known to the client."""
    with client(program, [Reasoning("Let me count."), NUMBERS]) as it:
        payloads = [event.payload for event in it.codex.thread_start().turn("Count").stream()]
        unknown = [payload for payload in payloads if isinstance(payload, UnknownNotification)]
        assert not unknown, f"{unknown[0].method} is not understood: {unknown[0].error}"
        deltas = [payload.delta for payload in payloads if isinstance(payload, AgentMessageDeltaNotification)]
        assert len(deltas) > 10, f"the text came in {len(deltas)} pieces"
        assert "".join(deltas) == NUMBERS, "the pieces do not make up the text"


def structured_output(program: Path) -> None:
    """The response follows a JSON schema (`output_schema`)."""
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer"}},
        "required": ["n"],
        "additionalProperties": False,
    }
    with client(program, '{"n": 4}') as it:
        result = it.codex.thread_start().run("Answer", output_schema=schema)
        assert json.loads(result.final_response or "") == {"n": 4}, f"the final response is {result.final_response!r}"
        sent = (it.model.requests[0].text_format or {}).get("schema")
        assert sent == schema, f"the model got the schema {sent!r}"


def image(program: Path) -> None:
    """The model receives an image."""
    with client(program) as it:
        given: list[InputItem] = [TextInput("What is this?"), ImageInput(PIXEL)]
        it.codex.thread_start().run(given)
        parts = [part for item in it.model.requests[0].body["input"] for part in item.get("content", [])]
        urls = [part["image_url"] for part in parts if part["type"] == "input_image"]
        assert len(urls) == 1, f"the model got {len(urls)} images"
        assert urls[0].startswith(IMAGE), f"the model got {urls[0][:40]!r}"


def external_message(program: Path) -> None:
    """The model receives an `ExternalMessage` as the output of a tool."""
    with client(program) as it:
        thread = it.codex.thread_start()
        try:
            thread.run(ExternalMessage("mail", "You have post."))
        except UnsupportedByRuntimeError as error:
            reason = f"{error.field} of {error.method} requires runtime {error.required_version}"
            raise AssertionError(f"{reason}; the client raises UnsupportedByRuntimeError") from error
        outputs = list(it.model.requests[0].function_outputs.values())
        assert outputs == ["You have post."], f"the model got {outputs}"


def command(program: Path) -> None:
    """A command runs, and its exit code and output are reported."""
    with client(program, shell_call("echo from the command"), "Done") as it:
        result = it.codex.thread_start(sandbox=Sandbox.full_access).run("Go")
        found = _the_command(result)
        assert found.exit_code == 0, f"the command ended with {found.exit_code}"
        output = found.aggregated_output or ""
        assert output.strip() == "from the command", f"the output is {output!r}"


def file_change(program: Path) -> None:
    """A patch is applied and reported as a file change."""
    with client(program, shell_call(PATCH), "Done") as it:
        result = it.codex.thread_start(sandbox=Sandbox.full_access).run("Go")
        changes = [item for item in result.items if isinstance(item, FileChangeThreadItem)]
        assert len(changes) == 1, f"there are {len(changes)} fileChange items"
        assert (it.folder / "made.txt").read_text() == "hello\n", "the file holds something else"


def approval(program: Path) -> None:
    """Commands are sent for approval: an accepted one runs, a declined one does not."""

    def decide(request: ApprovalRequest) -> Approval:
        assert isinstance(request, CommandApprovalRequest)
        return Approval.accept() if "allowed" in request.command else Approval.decline()

    with client(program, shell_call("touch allowed"), shell_call("touch forbidden"), "Done") as it:
        thread = it.codex.thread_start(
            approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write, on_approval=decide
        )
        result = thread.run("Go")
        assert result.handler_errors == [], f"the handler failed: {result.handler_errors}"
        commands = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
        # In any order: the runtime may report the next item before the end of the first.
        states = {"allowed" in item.command: str(item.status) for item in commands}
        assert states == {True: "completed", False: "declined"}, f"the commands are {commands}"
        assert (it.folder / "allowed").exists(), "the command was not run with approval"
        assert not (it.folder / "forbidden").exists(), "the command was run without approval"
        assert result.final_response == "Done", "the turn did not go on after that"


def question(program: Path) -> None:
    """A question of the model is answered in plan mode."""
    options = [{"label": "Red", "description": "warm"}, {"label": "Blue", "description": "cool"}]
    asked = {"id": "color", "header": "Color", "question": "Which color?", "options": options}
    plan = {"mode": "plan", "settings": {"model": "mock-model"}}
    with client(program, FunctionCall("request_user_input", {"questions": [asked]}), "Done") as it:
        thread = it.codex.thread_start(on_user_input=lambda request: {request.questions[0].id: "Blue"})
        result = thread.run("Ask", collaboration_mode=plan)
        assert result.handler_errors == [], f"the handler failed: {result.handler_errors}"
        answers = list(it.model.requests[-1].function_outputs.values())
        assert ["Blue" in answer for answer in answers] == [True], f"the model got {answers}"


def interrupt(program: Path) -> None:
    """A running turn is interrupted, and the thread runs another one."""
    gate = Gate()
    with client(program, [Text("Begin"), gate], "And on") as it:
        thread = it.codex.thread_start()
        running = thread.turn("Go")
        gate.wait_entered()
        running.interrupt()
        result = running.run()
        assert result.status is TurnStatus.interrupted, f"the turn is {result.status}"
        assert thread.run("Again").final_response == "And on", "the next turn does not work"


def steer(program: Path) -> None:
    """A running turn receives additional input."""
    gate = Gate()
    with client(program, [Text("Begin"), gate], "Steered") as it:
        running = it.codex.thread_start().turn("Go")
        gate.wait_entered()
        assert running.steer("Elsewhere").turn_id == running.id, "another turn was steered"
        # Newer runtimes discard the current reply; older ones complete it first.
        gate.open()
        result = running.run()
        assert result.final_response == "Steered", f"the final response is {result.final_response!r}"
        assert it.model.requests[-1].user_text == "Elsewhere", "the model was not told"


def list_threads(program: Path) -> None:
    """Stored threads are listed."""
    with client(program) as it:
        thread = _used_thread(it)
        found = [listed.id for listed in it.codex.thread_list(limit=5).data]
        assert found == [thread.id], f"{len(found)} threads are listed, not the one"


def read(program: Path) -> None:
    """A thread is named, and read with its turns and items."""
    with client(program) as it:
        thread = _used_thread(it)
        thread.set_name("A name")
        found = thread.read(include_turns=True).thread
        assert found.name == "A name", f"the name is {found.name!r}"
        assert len(found.turns) == 1, f"there are {len(found.turns)} turns, not one"
        kinds = [item.type for item in found.turns[0].items]
        assert kinds == ["userMessage", "agentMessage"], f"its items are {kinds}"


def resume(program: Path) -> None:
    """A thread is resumed in another runtime process."""
    with scripted(program) as (model, config, _):
        with Codex(config) as codex:
            thread = codex.thread_start()
            thread.run("First")
        with Codex(config) as codex:
            codex.thread_resume(thread.id).run("Again")
        texts = model.requests[-1].input_texts
        assert texts[-2:] == ["First", "Again"], f"the model was told {texts[-2:]}"


def fork(program: Path) -> None:
    """A thread is forked, and the fork runs a turn."""
    with client(program) as it:
        thread = _used_thread(it)
        copy = it.codex.thread_fork(thread.id)
        assert copy.id != thread.id, "the copy has the id of the original"
        copy.run("Aside")
        texts = it.model.requests[-1].input_texts
        assert texts[-2:] == ["First", "Aside"], f"the model was told {texts[-2:]}"


def archive(program: Path) -> None:
    """A thread is archived and unarchived."""
    with client(program) as it:
        thread = _used_thread(it)
        it.codex.thread_archive(thread.id)
        assert it.codex.thread_list().data == [], "it is listed still"
        assert [listed.id for listed in it.codex.thread_list(archived=True).data] == [thread.id], "it is gone"
        assert it.codex.thread_unarchive(thread.id).id == thread.id, "another one came back"


def compact(program: Path) -> None:
    """The history of a thread is compacted."""
    with client(program, "Answer", "A summary") as it:
        thread = _used_thread(it)
        thread.compact()
        asked = it.model.wait_for_requests(2)[1]
        assert "First" in asked.input_texts, "the model was not told what to sum up"


def dynamic_tool(program: Path) -> None:
    """The model calls a Python function as a tool and receives its result."""

    def look_up(city: str) -> str:
        """Look up."""
        return f"It is sunny in {city}."

    with client(program, FunctionCall("look_up", {"city": "Bern"}), "Done") as it:
        result = it.codex.thread_start(tools=[look_up]).run("Go")
        assert "look_up" in it.model.requests[0].tools, "the model is not offered the tool"
        calls = [item for item in result.items if isinstance(item, DynamicToolCallThreadItem)]
        assert [call.success for call in calls] == [True], f"the calls are {calls}"
        outputs = list(it.model.requests[-1].function_outputs.values())
        assert outputs == ["It is sunny in Bern."], f"the model got {outputs}"


def goal(program: Path) -> None:
    """A goal runs until it is complete."""
    with client(program, FunctionCall("update_goal", {"status": "complete"}), "Reached") as it:
        result = it.codex.thread_start().run_goal("Reach it")
        assert result.goal is not None, "nothing is said of the goal"
        assert result.goal.status == "complete", f"the goal is {result.goal.status}"


def models(program: Path) -> None:
    """Available models are listed."""
    with client(program) as it:
        assert it.codex.models().data, "no model is listed"


def login(program: Path) -> None:
    """An API key is stored, and removed on logout."""
    with client(program) as it:
        it.codex.login_api_key("sk-of-nobody")
        stored = Path(str(it.codex.metadata.codex_home), "auth.json")
        assert "sk-of-nobody" in stored.read_text(), "the key is not stored"
        it.codex.logout()
        assert not stored.exists(), "the key is stored still"


def errors(program: Path) -> None:
    """A rejected request and a failed turn raise the documented exceptions."""
    with client(program, HttpError(400, "the model is on strike"), "Fine again") as it:
        refused = _raised(InvalidRequestError, lambda: it.codex.thread_resume("00000000-0000-0000-0000-000000000000"))
        assert refused.method == "thread/resume", f"the error names {refused.method}"
        thread = it.codex.thread_start()
        failed = _raised(TurnFailedError, lambda: thread.run("Please fail"))
        assert "the model is on strike" in str(failed), f"it says {str(failed)!r} instead of what the model said"
        assert thread.run("Again").final_response == "Fine again", "the next turn does not work"


CAPABILITIES: dict[str, Callable[[Path], None]] = {
    "initialize": initialize,
    "turn": turn,
    "async": async_turn,
    "stream": stream,
    "structured output": structured_output,
    "image": image,
    "external message": external_message,
    "command": command,
    "file change": file_change,
    "approval": approval,
    "question": question,
    "interrupt": interrupt,
    "steer": steer,
    "list": list_threads,
    "read": read,
    "resume": resume,
    "fork": fork,
    "archive": archive,
    "compact": compact,
    "dynamic tool": dynamic_tool,
    "goal": goal,
    "models": models,
    "login": login,
    "errors": errors,
}
"""Name of a capability -> its check."""


def _used_thread(it: Client) -> Thread:
    thread = it.codex.thread_start()
    thread.run("First")
    return thread


def _the_command(result: TurnResult) -> CommandExecutionThreadItem:
    found = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
    assert len(found) == 1, f"there are {len(found)} commandExecution items"
    return found[0]


def _raised(kind: type[ErrorT], call: Callable[[], object]) -> ErrorT:
    """Return the error that a call raises."""
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"there is no {kind.__name__}")
