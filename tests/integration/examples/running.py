"""Run an example unchanged in a separate process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openai_codex.testing import ScriptedModel

FOLDER = ROOT / "examples"
KEY = "sk-of-the-example"


def run(
    example: str,
    model: ScriptedModel,
    *arguments: str,
    stdin: str = "",
    home: Path | None = None,
    settings: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run an example to completion with a model and a temporary CODEX_HOME, or the given one."""
    process = start(example, model, *arguments, home=home, settings=settings, env=env)
    with process:
        try:
            out, err = process.communicate(stdin, timeout=60)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def start(
    example: str,
    model: ScriptedModel,
    *arguments: str,
    home: Path | None = None,
    settings: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    """Start an example without waiting for it; see `run`."""
    config = model.config(home=home, settings=settings, env=env)
    # Do not pass API keys of the test machine to the examples.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "CODEX_"))}
    variables = {**inherited, **(config.env or {}), "PYTHONIOENCODING": "utf-8", "OPENAI_API_KEY": KEY}
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(FOLDER / f"{example}.py"), *arguments],
        env=variables,
        cwd=config.cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def assert_output(output: str, patterns: Sequence[str]) -> None:
    """Check that an output matches all patterns in order."""
    position = 0
    for pattern in patterns:
        found = re.compile(pattern, re.MULTILINE).search(output, position)
        assert found, f"{pattern!r} is not in what follows:\n{output[position:]}"
        position = found.end()
