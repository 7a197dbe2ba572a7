"""Type checkers see what the client is: a user's program that makes every call, and mistakes that they must find."""

from __future__ import annotations

import ast
import inspect
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
}


def check(tool: str, folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    if tool == "mypy":
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), str(file)]
    else:
        (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
        command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(folder), str(file)]
        command = [part for part in command if part not in ("-p", str(folder))]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=110, check=False)


@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_a_program_that_makes_every_call(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM.read_text(encoding="utf-8"), encoding="utf-8")
    done = check(tool, tmp_path, file)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_mistakes_are_found(tool: str, tmp_path: Path) -> None:
    lines = ["from openai_codex import ApprovalMode, Codex", "def main(codex: Codex) -> None:"]
    lines += [f"    {mistake}" for mistake in MISTAKES.values()] + ["    ApprovalMode.deny_all"]
    file = tmp_path / "program.py"
    file.write_text("\n".join(lines))
    output = check(tool, tmp_path, file).stdout
    for number, name in enumerate(MISTAKES, start=3):
        assert f"program.py:{number}:" in output, (name, output)


def test_no_call_was_left_out() -> None:
    used = {node.attr for node in ast.walk(ast.parse(PROGRAM.read_text())) if isinstance(node, ast.Attribute)}
    for name in openai_codex.__all__:
        kind = getattr(openai_codex, name)
        if not inspect.isclass(kind) or not name.endswith(("Codex", "Thread", "Handle")):
            continue
        methods = {found for found in dir(kind) if not found.startswith("_")}
        assert methods <= used, name
