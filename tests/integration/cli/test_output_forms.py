"""Every command in a pseudo-terminal, in a pipe and with NO_COLOR.

The commands run in this process and use one runtime, which listens.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from codegen.tiny import tiny_schema, write_schema
from openai_codex.cli import ExitCode, app
from support.command_line import CommandLine, command_line, without_sequences
from support.remote import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openai_codex.testing import RecordedRequest
    from support.command_line import Done

pytest.importorskip("websockets", reason="needs the extra remote")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

COLOR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])[0-9;]*m")
FORMS = ("terminal", "pipe", "NO_COLOR")

FINDING = {
    "title": "The index is out of range.",
    "body": "Use `<`.",
    "priority": "P1",
    "path": "a.py",
    "start_line": 3,
    "end_line": None,
    "confidence": 0.9,
}


@dataclass(frozen=True)
class Case:
    """A command line and its result, which is the same in each form."""

    arguments: str
    """The arguments. `THREAD`, `NEW`, `ARCHIVED`, `JOB` and `SCHEMA` stand for ids and a file."""

    contents: tuple[str, ...] = ()
    """Texts that the output contains."""

    code: ExitCode = ExitCode.OK

    colored: bool = False
    """Whether the command uses colors in a terminal."""


CASES = [
    Case("--help", ("Commands:", "threads")),
    Case("--version", ("codex-py",)),
    Case("run Go.", ("Herons live here.", "tokens", "Continue with: codex-py run --resume"), colored=True),
    Case("run --json Go.", ('"type":"thread.started"', '"type":"command.completed"')),
    Case("run --model", ("requires an argument",), ExitCode.USAGE),
    Case("review Check", ("P1", "The index is out of range.", "a.py:3", "Use `<`."), colored=True),
    Case("review -f text Check", ("Herons live here.",), colored=True),
    Case("review -f json -q Check", ('"priority": "P1"',)),
    Case("review -q -f sarif --fail-on P1 Check", ('"ruleId": "P1"',), ExitCode.FOUND),
    Case("threads list", ("THREAD", "Name a bird.")),
    Case("threads list --json", ('"id":"THREAD"',)),
    Case("threads search Herons", ("THREAD", "live here.")),
    Case("threads search Ostriches"),
    Case("threads show THREAD", ("THREAD", "> Name a bird.", "Herons live here.")),
    Case("threads fork THREAD"),
    Case("threads archive NEW"),
    Case("threads unarchive ARCHIVED"),
    Case("threads delete --yes NEW"),
    Case("login --status", ("not logged in", "needs no login")),
    Case("login --status --json", ('"account":null',)),
    Case("login --api-key --status", ("pass only one of",), ExitCode.USAGE),
    Case("logout"),
    Case("usage", ("authentication required", "codex-py login"), ExitCode.LOGIN),
    Case("models", ("gpt-", "default", "low, medium")),
    Case("models --json", ('"isDefault":true',)),
    Case("mcp", ("absent-server",)),
    Case("doctor", ("runtime: ", "sandbox: ", "config: "), colored=True),
    Case("doctor --json", ('"check":"sandbox"',)),
    Case("generate", ("pass one of --runtime",), ExitCode.USAGE),
    Case("diff SCHEMA SCHEMA", ("0 breaking",)),
    Case("submit Later. --delay 3600"),
    Case("worker --import absent_workflows", ("--import absent_workflows: No module named",), ExitCode.USAGE),
    Case("jobs", ("JOB", "delayed")),
    Case("jobs --json", ('"id":"JOB"',)),
    Case("result JOB --timeout 0.01", ("not ended within 0.01 s",), ExitCode.TIMEOUT),
    Case("cancel JOB"),
    Case("approve"),
    Case("approve absent", ("unknown question 'absent'",), ExitCode.USAGE),
    Case("prune --days 1", ("0",)),
    Case("completion bash", ("_CODEX_PY_COMPLETE",)),
]


@dataclass(frozen=True)
class Setting:
    """A runtime that listens, and its stored thread."""

    codex: CommandLine
    url: str
    thread: str
    schema: Path

    def run(self, form: str, *arguments: str) -> Done:
        """Run a command in a form."""
        options = ("--url", self.url) if not arguments[0].startswith("-") else ()
        run = self.codex if form == "pipe" else self.codex.in_terminal
        return run(*options, *arguments)

    def new_thread(self) -> str:
        done = self.run("pipe", "run", "--json", "Another.")
        return str(json.loads(done.out.splitlines()[0])["thread_id"])


def reply(request: RecordedRequest) -> str:
    """Answer with findings if the request has a schema."""
    structured = "format" in (request.body.get("text") or {})
    return json.dumps({"summary": "One finding.", "findings": [FINDING]}) if structured else "Herons live here."


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    folder = tmp_path_factory.mktemp("output-forms")
    with contextlib.ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        codex = stack.enter_context(command_line(monkeypatch, []))
        settings = {"mcp_servers": {"absent-server": {"command": "no-such-program"}}}
        running = stack.enter_context(server(reply, fields={"settings": settings}, listen="unix"))
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.setenv("CODEX_DATABASE_URL", f"sqlite:///{folder}/jobs.sqlite")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", "120")
        done = codex("--url", running.url, "run", "--json", "Name a bird.")
        thread = json.loads(done.out.splitlines()[0])["thread_id"]
        schema = write_schema(folder / "schema.json", tiny_schema())
        yield Setting(codex, running.url, thread, schema)


def cases() -> Iterator[object]:
    """Yield the cases in each form. Those without colors and tables are in the extended run, except one form."""
    for case in CASES:
        for form in FORMS:
            by_default = case.colored or form == "pipe" or case.arguments in ("threads list", "jobs", "models")
            marks = () if by_default else pytest.mark.extended
            yield pytest.param(case, form, marks=marks, id=f"{case.arguments}-{form}")


@pytest.mark.parametrize(("case", "form"), list(cases()))
def test_output_of_a_command(setting: Setting, monkeypatch: pytest.MonkeyPatch, case: Case, form: str) -> None:
    if form == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    values = {"THREAD": setting.thread, "SCHEMA": str(setting.schema)}
    words = f"{case.arguments} {' '.join(case.contents)}"
    if "NEW" in words:
        values["NEW"] = setting.new_thread()
    if "ARCHIVED" in words:
        values["ARCHIVED"] = setting.new_thread()
        assert setting.run("pipe", "threads", "archive", values["ARCHIVED"]).code == ExitCode.OK
    if "JOB" in words:
        values["JOB"] = setting.run("pipe", "submit", "Later.", "--delay", "3600").out.strip()
    done = setting.run(form, *(values.get(word, word) for word in case.arguments.split()))
    raw = done.out + done.err
    text = " ".join(without_sequences(raw).split())
    assert done.code == case.code, text
    for content in case.contents:
        for placeholder, value in values.items():
            content = content.replace(placeholder, value)
        assert content in text
    assert "Traceback" not in text
    if form == "pipe":
        assert "\x1b" not in raw
    else:
        assert bool(COLOR.search(raw)) == (case.colored and form == "terminal")


def test_every_command_has_a_case() -> None:
    tested = {case.arguments.split()[0] for case in CASES}
    # test_chat.py has the tests of the chat.
    assert set(app.COMMANDS) - tested == {"chat"}


@pytest.mark.extended
@pytest.mark.parametrize("variable", [{}, {"NO_COLOR": "1"}], ids=["color", "NO_COLOR"])
def test_chat_uses_colors_without_no_color_only(setting: Setting, variable: dict[str, str]) -> None:
    options = ("--url", setting.url, "chat", "--no-history")
    with setting.codex.terminal(*options, env={"CODEX_LOG": "", **variable}) as terminal:
        terminal.wait_for("Type a message")
        terminal.send("Name a bird.\r")
        terminal.wait_for("Herons live here.")
        terminal.wait_for("tokens (")
        assert terminal.leave() == ExitCode.OK
    assert bool(COLOR.search(terminal.raw)) == (not variable)


@pytest.mark.extended
def test_worker_ends_after_an_interrupt_in_a_terminal(setting: Setting) -> None:
    with setting.codex.terminal("worker", "--name", "in-terminal") as terminal:
        terminal.wait_for("worker in-terminal is running")
        terminal.send("\x03")
        assert terminal.end() == ExitCode.OK
    assert COLOR.search(terminal.raw) is None
    assert "Traceback" not in terminal.text
