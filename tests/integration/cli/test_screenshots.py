"""The screenshots of the documentation: real output, drawn by rich.

`UPDATE_DOCS=1 pytest tests/integration/cli/test_screenshots.py` writes them.
"""

from __future__ import annotations

import dataclasses
import html
import io
import os
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from openai_codex import ApprovalMode, Codex, Sandbox
from openai_codex.cli.commands.doctor import show_check
from openai_codex.cli.connection import Connection
from openai_codex.cli.doctor.environment import check_home, check_packages
from openai_codex.cli.doctor.runtime import check_runtime
from openai_codex.cli.turns.loop import TurnLoop
from openai_codex.cli.turns.progress import Progress
from openai_codex.cli.turns.questions import TerminalQuestions
from openai_codex.testing import Reasoning, ScriptedModel, shell_call
from support.homes import warm_home
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

THREAD = "01a21629-35d2-7731-aaf6-2ebb716d6df1"
PATCH = """apply_patch <<'EOF'
*** Begin Patch
*** Update File: convert.py
@@
-    return grams / 28
+    return grams / 28.35
*** End Patch
EOF"""
ANSWER = "An ounce has 28.35 grams. I have corrected the factor, and the tests pass."


def texts(svg: str) -> list[str]:
    """Return the texts of a screenshot."""
    found = [html.unescape(text).replace("\xa0", " ").strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    return [text for text in found if text]


class Screen(Console):
    """Records the output, and answers questions with `y`."""

    def __init__(self) -> None:
        super().__init__(
            file=io.StringIO(),
            record=True,
            width=88,
            force_terminal=True,
            color_system="truecolor",
            legacy_windows=False,
            highlight=False,
            _environ={},
        )

    def read_line(self) -> str:
        self.print("y")
        return "y"

    def command(self, text: str) -> None:
        """Show a command line of the user."""
        self.print(Text(f"$ {text}", style="bold"))

    def compare(self, name: str, replacements: Mapping[str, str]) -> None:
        """Compare the output with the committed screenshot."""
        svg = self.export_svg(title="codex-py", unique_id=name)
        # The fonts are on a server.
        svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
        for old, new in replacements.items():
            # Without the length of the text, which has changed.
            svg = re.sub(rf' textLength="[^"]*"([^<]*{re.escape(old)})', r"\1", svg).replace(old, new)
        svg += f"<!-- rich {version('rich')} -->\n"
        path = ROOT / "docs" / f"{name}.svg"
        if os.environ.get("UPDATE_DOCS"):
            path.write_text(svg, encoding="utf-8")
        recorded = path.read_text(encoding="utf-8")
        assert texts(recorded) == texts(svg)
        # Another version of rich may draw the same text differently.
        if recorded.splitlines()[-1] == svg.splitlines()[-1]:
            assert recorded == svg


def test_screenshot_of_run(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    screen.command('codex-py run --approval ask-always "Fix the failing test."')
    loop = TurnLoop()
    script: list[Any] = [
        [Reasoning("The conversion of ounces is wrong."), shell_call("cat convert.py")],
        shell_call(PATCH),
        shell_call("python3 -B -c 'from convert import *; print(round(ounces(567)))'"),
        ANSWER,
    ]
    with warm_home() as home, ScriptedModel(script) as model:
        config = model.config(home=home)
        assert config.cwd is not None
        (Path(config.cwd) / "convert.py").write_text("def ounces(grams):\n    return grams / 28\n")
        # Without a spinner, which shows a time.
        progress = Progress(screen, root=os.fspath(config.cwd))
        questions = TerminalQuestions(screen, loop, progress)
        with Codex(config, **questions.handlers()) as codex:
            thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
            monkeypatch.setattr(progress, "_start_status", lambda: None)
            monkeypatch.setattr(loop, "read_line", screen.read_line)
            result = loop.run(thread.turn("Fix the failing test."), progress.show)
        screen.print(ANSWER)
        progress.summary(dataclasses.replace(result, duration_ms=4200), f"codex-py run --resume {THREAD}")
        screen.compare("command-line-run", {os.fspath(config.cwd): "/home/ada/kitchen"})


def test_screenshot_of_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    screen.command("codex-py doctor")
    provider = {"scripted": {"requires_openai_auth": True}}
    with warm_home() as home, ScriptedModel([]) as model:
        config = model.config(home=home, settings={"model_providers": provider})
        for name, value in (config.env or {}).items():
            monkeypatch.setenv(name, value)
        for check in (check_packages(), check_home({"CODEX_HOME": home}), *check_runtime(Connection())):
            message = re.sub(r"\S*/bin/codex\b", "/home/ada/.venv/bin/codex", check.message)
            message = re.sub(r"\S+, [\d.]+ GiB free", "/home/ada/.codex, 71.2 GiB free", message)
            show_check(check._replace(message=message), screen)
    screen.compare("command-line-doctor", {})
