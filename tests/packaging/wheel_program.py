"""Check an installed wheel: import its modules, look up its public names, run one turn of each kind, sync and async.

    python -I -W error -X dev wheel_program.py [--no-turns] PACKAGE...

The program needs the wheel and its dependencies only. It imports all modules of the packages, which have to be
installed in the environment of the interpreter. The runtimes that it starts use a scripted model.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import pkgutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import Approval, ApprovalRequest, TurnResult
    from openai_codex.testing import Gate, Reply

NAMES = Path(__file__).with_name("public_names.txt")


NEEDS_EXTRA = {
    "openai_codex._transports.websocket.": "websockets",
    "openai_codex.cli.": "typer",
    "openai_codex.durable.": "dbos",
    "openai_codex.integrations.otel.": "opentelemetry",
}
"""Prefixes of modules that need an extra, and the package that they import."""


def import_modules(packages: list[str]) -> int:
    """Import every module of the packages whose extra is installed; return how many there are."""
    missing = tuple(prefix for prefix, needed in NEEDS_EXTRA.items() if importlib.util.find_spec(needed) is None)
    count = 0
    for package in packages:
        origin = Path(str(importlib.import_module(package).__file__)).resolve()
        if Path(sys.prefix).resolve() not in origin.parents:
            sys.exit(f"{package} is not installed in {sys.prefix}: imported from {origin}")
        for name in [package, *_submodules(package)]:
            if name.startswith(missing):
                continue
            importlib.import_module(name)
            count += 1
    return count


def _submodules(package: str) -> Iterator[str]:
    def fail(name: str) -> None:
        raise ImportError(f"{name}: cannot import the package") from sys.exc_info()[1]

    path = importlib.import_module(package).__path__
    for found in pkgutil.walk_packages(path, f"{package}.", onerror=fail):
        # To import a `__main__` runs the program.
        if not found.name.endswith(".__main__"):
            yield found.name


def missing_names(recorded: str) -> list[str]:
    """Return the recorded public names that cannot be imported, neither as recorded nor after a recorded rename."""
    names = [line.split(" -> ") for line in recorded.splitlines() if line and not line.startswith("#")]
    return [alternatives[0] for alternatives in names if not any(map(_is_importable, alternatives))]


def _is_importable(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError:
        return False


def lookup(word: str) -> str:
    """Look up a word."""
    return f"{word} is in the dictionary."


def command(text: str) -> Any:
    """Return the model's call of the tool that runs a command."""
    from openai_codex.testing import FunctionCall

    return FunctionCall("exec_command", {"cmd": text})


def scripts(gate: Gate) -> dict[str, list[Reply]]:
    """Return the model's replies for each kind of turn."""
    from openai_codex.testing import FunctionCall

    return {
        "text": ["one"],
        "accepted command": [command("echo hello > accepted.txt"), "two"],
        "declined command": [command("echo hello > declined.txt"), "three"],
        "tool": [FunctionCall("lookup", {"word": "heron"}), "four"],
        "structured output": ['{"value": [1, 2, 3]}'],
        "stream": ["six"],
        "interrupt": [["seven", gate, "eight"]],
    }


def check_result(kind: str, result: TurnResult[Any], folder: Path) -> None:
    """Raise AssertionError unless a turn of a kind had the expected effects."""
    from openai_codex.types import TurnStatus

    status, response = TurnStatus.completed, {"text": "one", "tool": "four", "stream": "six"}.get(kind)
    if kind == "accepted command":
        response = "two"
        assert (folder / "accepted.txt").exists(), "the accepted command did not run"
    elif kind == "declined command":
        response = "three"
        assert not (folder / "declined.txt").exists(), "the declined command ran"
    elif kind == "structured output":
        response = result.final_response
        assert result.output == [1, 2, 3], f"expected output [1, 2, 3], got {result.output!r}"
    elif kind == "interrupt":
        status, response = TurnStatus.interrupted, result.final_response
    assert result.status is status, f"expected status {status!r}, got {result.status!r}"
    assert result.final_response == response, f"expected {response!r}, got {result.final_response!r}"


def decide(request: ApprovalRequest) -> Approval:
    """Accept commands that write to accepted.txt, and decline all others."""
    from openai_codex import Approval, CommandApprovalRequest

    wanted = isinstance(request, CommandApprovalRequest) and "accepted.txt" in (request.command or "")
    return Approval.accept() if wanted else Approval.decline()


def sync_turn(kind: str, script: list[Reply], gate: Gate, folder: Path) -> None:
    """Run one turn of a kind with `Codex`."""
    from openai_codex import ApprovalMode, Codex, Sandbox
    from openai_codex.testing import ScriptedModel

    with ScriptedModel(script) as model, Codex(model.config(cwd=folder), on_approval=decide) as codex:
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.full_access, tools=[lookup])
        if kind == "structured output":
            result: Any = thread.run("Go.", output_type=list[int])
        elif kind == "stream":
            turn = thread.turn("Go.")
            assert [event.method for event in turn.stream()][-1] == "turn/completed"
            result = turn.run()
        elif kind == "interrupt":
            turn = thread.turn("Go.")
            gate.wait_entered()
            turn.interrupt()
            result = turn.run()
        else:
            result = thread.run("Go.")
        if kind == "tool":
            outputs = [output for request in model.requests for output in request.function_outputs.values()]
            assert outputs == ["heron is in the dictionary."], outputs
    check_result(kind, result, folder)


async def async_turn(kind: str, script: list[Reply], gate: Gate, folder: Path) -> None:
    """Run one turn of a kind with `AsyncCodex`."""
    from openai_codex import ApprovalMode, AsyncCodex, Sandbox
    from openai_codex.testing import ScriptedModel

    with ScriptedModel(script) as model:
        async with AsyncCodex(model.config(cwd=folder), on_approval=decide) as codex:
            thread = await codex.thread_start(
                approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.full_access, tools=[lookup]
            )
            if kind == "structured output":
                result: Any = await thread.run("Go.", output_type=list[int])
            elif kind == "stream":
                turn = await thread.turn("Go.")
                assert [event.method async for event in turn.stream()][-1] == "turn/completed"
                result = await turn.run()
            elif kind == "interrupt":
                turn = await thread.turn("Go.")
                await asyncio.to_thread(gate.wait_entered)
                await turn.interrupt()
                result = await turn.run()
            else:
                result = await thread.run("Go.")
        if kind == "tool":
            outputs = [output for request in model.requests for output in request.function_outputs.values()]
            assert outputs == ["heron is in the dictionary."], outputs
    check_result(kind, result, folder)


def run_turns() -> int:
    """Run one turn of each kind with each client; return how many there were."""
    from openai_codex.testing import Gate

    def run_async(kind: str, script: list[Reply], gate: Gate, folder: Path) -> None:
        asyncio.run(async_turn(kind, script, gate, folder))

    flavours: dict[str, Callable[[str, list[Reply], Gate, Path], None]] = {"sync": sync_turn, "async": run_async}
    count = 0
    for flavour, run in flavours.items():
        for kind in scripts(Gate()):
            gate = Gate()
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                try:
                    run(kind, scripts(gate)[kind], gate, Path(folder))
                except Exception as error:
                    raise RuntimeError(f"{flavour} turn failed: {kind}") from error
            count += 1
    return count


def main(arguments: list[str]) -> None:
    """Run the checks; print one line for each."""
    packages = [argument for argument in arguments if argument != "--no-turns"]
    print(f"{import_modules(packages)} modules imported")
    missing = missing_names(NAMES.read_text(encoding="utf-8"))
    if missing:
        sys.exit(f"missing public names: {', '.join(missing)}")
    print("no public name missing")
    if "--no-turns" not in arguments:
        print(f"{run_turns()} turns run")


if __name__ == "__main__":
    main(sys.argv[1:])
