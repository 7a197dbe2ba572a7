"""Tests of the type hints: mypy and pyright accept a program with every public call, and report misuse."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, RootModel

import openai_codex

PROGRAM = Path(__file__).with_name("every_call.py")

MISUSES = {
    "unknown option": "codex.thread_start(modle='x')",
    "option of the wrong type": "codex.thread_start(model=5)",
    "wire name of an option": "codex.thread_start(baseInstructions='x')",
    "input of the wrong type": "codex.thread_start().run(5)",
    "preset of another type": "codex.thread_start(sandbox=ApprovalMode.deny_all)",
    "text response used without a check for None": "codex.thread_start().run('x').final_response + 'y'",
    "unknown method": "codex.rpc.thread_stop(thread_id='x')",
    "missing keyword of a method": "codex.rpc.thread_name_set(thread_id='x')",
    "unknown field of a result": "codex.models().modles",
    "unknown handler keyword": "Codex(on_aproval=good)",
    "handler without a parameter": "Codex(on_approval=takes_nothing)",
    "handler with two parameters": "codex.thread_start(on_approval=takes_two)",
    "handler of another request type": "codex.thread_resume('x', on_approval=handle_user_input)",
    "handler of a narrower request type": "codex.thread_start().run('x', on_approval=handle_command)",
    "handler that returns text": "codex.thread_start().turn('x', on_approval=returns_text)",
    "coroutine handler that returns text": "Codex(on_approval=returns_text_later)",
    "handler that may return None": "Codex(on_approval=may_return_none)",
    "handler that is not a function": "Codex(on_approval=Approval.accept())",
    "handler under another keyword": "Codex(on_user_input=good)",
    "async client: handler under another keyword": "AsyncCodex(on_elicitation=good)",
    "raw handler that is not a function": "Codex(on_request={'currentTime/read': 5})",
    "raw handler of another method": "Codex(on_request={'currentTime/read': takes_command})",
    "raw handler with the response of another method": "Codex(on_request={'currentTime/read': returns_text})",
    "rule instead of a handler": "Codex(on_approval=allow_commands('ls'))",
    "invalid rule": "Policy(handle_user_input)",
    "tool name instead of a function": "codex.thread_start(tools=['look_up'])",
    "tools of a turn": "codex.thread_start().turn('x', tools=[good])",
    "output of another type": "codex.thread_start().run('x', output_type=int).output + 'y'",
    "output without an output type": "codex.thread_start().run('x').output + 'y'",
    "method name instead of a payload type": "codex.thread_start().turn('x').events('item/completed')",
}

PREAMBLE = """\
from openai_codex import (
    Approval, ApprovalMode, ApprovalRequest, AsyncCodex, Codex, CommandApprovalRequest, UserInputRequest
)
from openai_codex.policies import Policy, allow_commands
from openai_codex.types import CommandExecutionRequestApprovalParams

def good(request: ApprovalRequest) -> Approval: return Approval.decline()
def takes_nothing() -> Approval: return Approval.decline()
def takes_two(request: ApprovalRequest, other: int) -> Approval: return Approval.decline()
def handle_user_input(request: UserInputRequest) -> Approval: return Approval.decline()
def handle_command(request: CommandApprovalRequest) -> Approval: return Approval.decline()
def returns_text(request: ApprovalRequest) -> str: return "accept"
def takes_command(params: CommandExecutionRequestApprovalParams) -> dict[str, str]: return {}
async def returns_text_later(request: ApprovalRequest) -> str: return "accept"
def may_return_none(request: ApprovalRequest) -> Approval | None: return None

def main(codex: Codex) -> None:
    codex.thread_start(on_approval=good)
"""

WITH_CALLS = ("Codex", "Thread", "Handle", "Stream", "Request", "Requested", "Approval", "Elicitation", "Permissions")
"""Suffixes of the names of classes whose methods and properties are all called."""


def run_type_checker(tool: str, folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    if tool == "mypy":
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), str(file)]
    else:
        (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
        command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(folder), str(file)]
        command = [part for part in command if part not in ("-p", str(folder))]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=110, check=False)


@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_type_checker_with_every_call_reports_no_error(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM.read_text(encoding="utf-8"), encoding="utf-8")
    done = run_type_checker(tool, tmp_path, file)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_knows_the_names_of_an_import_of_everything(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text("from openai_codex import *\ncodex: Codex\nerror: type[CodexError]\nreveal_type(policies)\n")
    done = run_type_checker("mypy", tmp_path, file)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_type_checker_with_misuse_reports_each_one(tool: str, tmp_path: Path) -> None:
    lines = PREAMBLE.splitlines() + [f"    {misuse}" for misuse in MISUSES.values()] + ["    ApprovalMode.deny_all"]
    file = tmp_path / "program.py"
    file.write_text("\n".join(lines), encoding="utf-8")
    output = run_type_checker(tool, tmp_path, file).stdout
    first = len(PREAMBLE.splitlines()) + 1
    found = {int(number) for number in re.findall(r"program\.py:(\d+):(?:\d+)?.*error", output)}
    assert {number for number in found if number < first} == set(), output
    for number, name in enumerate(MISUSES, start=first):
        assert number in found, (name, output)


def test_program_with_every_call_uses_all_public_methods() -> None:
    nodes = list(ast.walk(ast.parse(PROGRAM.read_text("utf-8"))))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {matched for node in nodes if isinstance(node, ast.MatchClass) for matched in node.kwd_attrs}
    for name in vars(openai_codex)["__all__"]:
        kind = getattr(openai_codex, name)
        if not inspect.isclass(kind) or not name.endswith(WITH_CALLS):
            continue
        inherited = {*dir(RootModel), "root"} if issubclass(kind, BaseModel) else set()
        methods = {found for found in dir(kind) if not found.startswith("_")} - inherited
        assert methods <= used, name
