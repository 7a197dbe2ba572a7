"""The application: its commands, their help, what they import, and completion."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import __version__, cli
from openai_codex.cli import ExitCode, app, main
from support.paths import ROOT

if TYPE_CHECKING:
    import typer

LOADED = """
import json, sys
before = set(sys.modules)
from openai_codex.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted(set(sys.modules) - before)]), file=sys.stderr)
"""

CLIENT = ("codex_protocol", "openai_codex._sync", "openai_codex._async", "prompt_toolkit", "rich")
"""Packages that no help needs."""

LIBRARIES = ("asyncio", "pydantic", "socket", "ssl")
"""Packages that the list of commands does not need. typer loads pydantic to convert the options of a command."""


def run_in_process(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, timeout=60, env=env, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (["--help"], CLIENT + LIBRARIES),
        (["--version"], CLIENT + LIBRARIES),
        (["run", "--help"], CLIENT),
        (["threads", "list", "--help"], CLIENT),
        (["login", "-h"], CLIENT),
    ],
)
def test_help_imports_no_heavy_package(arguments: list[str], unused: tuple[str, ...]) -> None:
    done = run_in_process(*arguments)
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert done.stdout != ""
    assert [name for name in modules if name.startswith(unused)] == []


def test_help_imports_no_command() -> None:
    _, modules = json.loads(run_in_process("--help").stderr)
    assert [name for name in modules if name.startswith("openai_codex.cli.commands")] == []


@pytest.mark.parametrize("name", app.COMMANDS)
def test_command_is_described_by_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert app.COMMANDS[name].summary.rstrip(".") in shown
    assert f"codex-py {name}" in shown


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2]
    assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "] == list(
        app.COMMANDS
    )


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    table = page.partition("| Command | Purpose |")[2].partition("\n\n")[0]
    assert [name for name in app.COMMANDS if f"`{name}`" not in table] == []


def test_no_arguments_print_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert "Commands:" in captured.out + captured.err


def test_command_is_imported_on_use(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    calls: list[str] = []

    def register(application: typer.Typer) -> None:
        application.command("jobs")(lambda: calls.append("jobs"))

    module: Any = ModuleType("imported")
    module.register = register
    imported: list[str] = []

    def import_module(name: str) -> Any:
        imported.append(name)
        return module

    monkeypatch.setattr(app, "import_module", import_module)
    assert main(["--help"]) == 0
    assert "submit" in capsys.readouterr().out
    assert imported == []
    assert main(["jobs"]) == 0
    assert (imported, calls) == ([app.COMMANDS["jobs"].module], ["jobs"])


def test_durable_command_with_invalid_database_has_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("dbos", reason="needs the extra durable")
    monkeypatch.setenv("CODEX_DATABASE_URL", "mysql://nowhere")
    assert main(["jobs"]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("codex-py: ")


def test_missing_extra_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "PACKAGES", ("absent_package", "sys"))
    assert main(["--help"]) == ExitCode.FAILED
    assert capsys.readouterr().err == (
        "codex-py: missing package absent_package; install it with `pip install 'openai-codex-client[cli]'`\n"
    )


@pytest.mark.parametrize(
    ("shell", "variables"),
    [
        ("bash", {"COMP_WORDS": "codex-py thr", "COMP_CWORD": "1"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "codex-py thr"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "codex-py thr", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_completion_offers_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str, variables: dict[str, str]
) -> None:
    for name, value in {"_CODEX_PY_COMPLETE": f"complete_{shell}", **variables}.items():
        monkeypatch.setenv(name, value)
    main([])
    assert "threads" in capsys.readouterr().out


def test_completion_offers_options_of_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_CODEX_PY_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "codex-py run --sand")
    monkeypatch.setenv("COMP_CWORD", "2")
    main([])
    assert capsys.readouterr().out.split() == ["--sandbox"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_script_is_printed(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "_CODEX_PY_COMPLETE" in script
    assert "codex-py" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_completion_works_in_bash() -> None:
    program = Path(sysconfig.get_path("scripts")) / "codex-py"
    script = (
        f'PATH={str(program.parent)!r}:$PATH; eval "$(codex-py completion bash)"\n'
        'COMP_WORDS=(codex-py threads un); COMP_CWORD=2; _codex_py_completion codex-py; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("unarchive\n", "")


def test_entry_points_are_the_command_line() -> None:
    (script,) = entry_points(group="console_scripts", name="codex-py")
    assert script.load() is main
    done = subprocess.run(
        [sys.executable, "-m", "openai_codex", "--version"], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == f"codex-py {__version__}\n"


INTERRUPTED = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Finder())
from openai_codex.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single process")
@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("openai_codex.cli.app", ["run", "Go."]),
        ("openai_codex.cli.guard", ["run", "Go."]),
        # Imported by a callback of the parser, and by a command.
        ("openai_codex._version", ["--version"]),
        ("openai_codex.cli.commands.run", ["run", "Go."]),
    ],
)
def test_interrupt_during_an_import_has_no_traceback(module: str, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, "", "")


def test_unexpected_exception_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object) -> None:
        raise LookupError("no \x1b[31m such key")

    monkeypatch.setattr("openai_codex.cli.connection.Connection.open", fail)
    # `--debug` keeps the value. Otherwise, it would remain set for other tests.
    monkeypatch.setenv("CODEX_LOG", "")
    assert main(["models"]) == ExitCode.INTERNAL
    shown = capsys.readouterr().err
    assert shown.startswith(r"codex-py: unexpected LookupError: no \u001b[31m such key")
    assert "Traceback" not in shown
    assert main(["--debug", "models"]) == ExitCode.INTERNAL
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "\x1b" not in shown
