"""Completion of keywords in interactive sessions, as IPython asks jedi for it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("jedi")

PROGRAM = """
import json, sys
import jedi

jedi.settings.cache_directory = sys.argv[1]
sys.ps1 = ">>> "
from openai_codex import {client} as Client
import openai_codex

client = object.__new__(Client)
thread = object.__new__(openai_codex.{thread})
names = {{"client": client, "thread": thread}}
found = {{}}
for call in sys.argv[2:]:
    script = jedi.Interpreter(call, [names])
    found[call] = sorted(each.name for each in script.complete() if each.name.endswith("="))
print(json.dumps(found))
"""

RUN = {"effort=", "model=", "output_type=", "retries=", "timeout=", "on_approval=", "approval_mode=", "sandbox="}
CALLS = {
    "thread.run('x', ": RUN | {"detach=", "output_schema=", "source="},
    "thread.turn('x', ": {"effort=", "on_approval=", "approval_mode="},
    "client.run('x', ": RUN | {"tools=", "mcp_servers=", "developer_instructions="},
    "client.thread_start(": {"model=", "tools=", "mcp_servers=", "on_approval=", "approval_mode=", "sandbox="},
    "client.thread_resume('x', ": {"include_turns=", "tools=", "on_approval="},
    "client.thread_list(": {"limit=", "cursor=", "archived="},
}


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_interactive_session_completes_all_keywords(prefix: str, tmp_path: Path) -> None:
    program = textwrap.dedent(PROGRAM).format(client=f"{prefix}Codex", thread=f"{prefix}Thread")
    completed = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), *CALLS], capture_output=True, text=True, timeout=100, check=True
    )
    for call, names in json.loads(completed.stdout).items():
        assert set(names) >= CALLS[call], call


def test_other_programs_do_not_load_the_keywords() -> None:
    program = "import sys; from openai_codex import Codex; print('openai_codex._requests.signatures' in sys.modules)"
    completed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert completed.stdout == "False\n"
