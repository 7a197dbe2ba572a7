"""Type checkers see what the client is: a user's program that makes every call, and mistakes that they must find."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import openai_codex

PROGRAM = Path(__file__).with_name("every_call.py")

MISTAKES = {
    "an option that there is not": "codex.thread_start(modle='x')",
    "an option of the wrong type": "codex.thread_start(model=5)",
    "a field by its wire name": "codex.thread_start(baseInstructions='x')",
    "input of the wrong type": "codex.thread_start().run(5)",
    "a preset of another kind": "codex.thread_start(sandbox=ApprovalMode.deny_all)",
    "a result that is not awaited": "codex.thread_start().run('x').final_response + 'y'",
    "a method that there is not": "codex.rpc.thread_stop(thread_id='x')",
    "a keyword of a method that is missing": "codex.rpc.thread_name_set(thread_id='x')",
    "a field of a result that there is not": "codex.models().modles",
    "a handler that there is not": "Codex(on_aproval=good)",
    "a handler that takes nothing": "Codex(on_approval=takes_nothing)",
    "a handler that takes too much": "codex.thread_start(on_approval=takes_two)",
    "a handler of other requests": "codex.thread_resume('x', on_approval=of_questions)",
    "a handler of some of the requests": "codex.thread_start().run('x', on_approval=of_commands)",
    "a handler that answers in a word": "codex.thread_start().turn('x', on_approval=returns_text)",
    "a handler that answers in a word, later": "Codex(on_approval=returns_text_later)",
    "a handler that need not decide": "Codex(on_approval=may_return_none)",
    "a handler that is no function": "Codex(on_approval=Approval.accept())",
    "a handler under another name": "Codex(on_user_input=good)",
    "a handler in another one's place, with asyncio": "AsyncCodex(on_elicitation=good)",
    "a method without a function": "Codex(on_request={'currentTime/read': 5})",
    "a rule in the place of a handler": "Codex(on_approval=allow_commands('ls'))",
    "a rule that is none": "Policy(of_questions)",
    "tools that are none": "codex.thread_start(tools=['look_up'])",
    "tools for a turn": "codex.thread_start().turn('x', tools=[good])",
    "an output of another type": "codex.thread_start().run('x', output_type=int).output + 'y'",
    "an output that was not asked for": "codex.thread_start().run('x').output + 'y'",
    "an instance for a type of payload": "codex.thread_start().turn('x').events('item/completed')",
}

PREAMBLE = """\
from openai_codex import (
    Approval, ApprovalMode, ApprovalRequest, AsyncCodex, Codex, CommandApprovalRequest, UserInputRequest
)
from openai_codex.policies import Policy, allow_commands

def good(request: ApprovalRequest) -> Approval: return Approval.decline()
def takes_nothing() -> Approval: return Approval.decline()
def takes_two(request: ApprovalRequest, other: int) -> Approval: return Approval.decline()
def of_questions(request: UserInputRequest) -> Approval: return Approval.decline()
def of_commands(request: CommandApprovalRequest) -> Approval: return Approval.decline()
def returns_text(request: ApprovalRequest) -> str: return "accept"
async def returns_text_later(request: ApprovalRequest) -> str: return "accept"
def may_return_none(request: ApprovalRequest) -> Approval | None: return None

def main(codex: Codex) -> None:
    codex.thread_start(on_approval=good)
"""

WITH_CALLS = ("Codex", "Thread", "Handle", "Stream", "Request", "Requested", "Approval", "Elicitation", "Permissions")
"""How the names of classes end whose methods and properties are all called."""


def check(tool: str, folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    if tool == "mypy":
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), str(file)]
    else:
        (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
        command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(folder), str(file)]
        command = [part for part in command if part not in ("-p", str(folder))]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=110, check=False)


@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_program_with_every_call_passes(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM.read_text(encoding="utf-8"), encoding="utf-8")
    done = check(tool, tmp_path, file)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_mistakes_are_reported(tool: str, tmp_path: Path) -> None:
    lines = PREAMBLE.splitlines() + [f"    {mistake}" for mistake in MISTAKES.values()] + ["    ApprovalMode.deny_all"]
    file = tmp_path / "program.py"
    file.write_text("\n".join(lines), encoding="utf-8")
    output = check(tool, tmp_path, file).stdout
    first = len(PREAMBLE.splitlines()) + 1
    found = {int(number) for number in re.findall(r"program\.py:(\d+):(?:\d+)?.*error", output)}
    assert {number for number in found if number < first} == set(), output
    for number, name in enumerate(MISTAKES, start=first):
        assert number in found, (name, output)


def test_program_contains_every_call() -> None:
    nodes = list(ast.walk(ast.parse(PROGRAM.read_text("utf-8"))))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {matched for node in nodes if isinstance(node, ast.MatchClass) for matched in node.kwd_attrs}
    for name in openai_codex.__all__:
        kind = getattr(openai_codex, name)
        if not inspect.isclass(kind) or not name.endswith(WITH_CALLS):
            continue
        methods = {found for found in dir(kind) if not found.startswith("_")}
        assert methods <= used, name
