"""No code runs through a shell or eval, and written files are private to their owner."""

from __future__ import annotations

import ast
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.render import write as emit
from codex_codegen.sources.cache import locked
from codex_codegen.sources.fetch import Source, fetch, parse_source
from openai_codex.policies import Policy, audit_log
from openai_codex.testing import ScriptedModel
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = sorted(path for root in ("src", "generated") for path in (ROOT / root).rglob("*.py"))

FORBIDDEN = frozenset(
    {
        *("eval", "exec", "compile", "execfile", "__import__"),
        *("os.system", "os.popen", "os.startfile", "subprocess.getoutput", "subprocess.getstatusoutput"),
        *("asyncio.create_subprocess_shell", "create_subprocess_shell", "subprocess_shell", "commands.getoutput"),
        *("pickle.load", "pickle.loads", "marshal.load", "marshal.loads", "shelve.open", "yaml.load"),
        *("tempfile.mktemp", "os.tempnam"),
    }
)
ALLOWED = {
    # String annotations of tool functions, as `typing.get_type_hints` evaluates them. They are code of the user; no
    # text of the model or the runtime gets there.
    ("src/openai_codex/tools/parameters.py", "eval"),
    # The name of the shell whose completion script is printed.
    ("src/openai_codex/cli/commands/completion.py", "shell="),
}


def calls(source: str) -> Iterator[str]:
    """Yield the forbidden calls of a source: the dotted name, or "shell=" for a call with a shell."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        # Compare dotted names: `re.compile` is allowed.
        name = ast.unparse(node.func)
        if name in FORBIDDEN or name.endswith(".subprocess_shell"):
            yield name
        for keyword in node.keywords:
            if keyword.arg == "shell" and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value):
                yield "shell="


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("eval('1')", ["eval"]),
        ("import os\nos.system('ls')", ["os.system"]),
        ("subprocess.run('ls', shell=True)", ["shell="]),
        ("subprocess.run('ls', shell=flag)", ["shell="]),
        ("loop.subprocess_shell(p, 'ls')", ["loop.subprocess_shell"]),
        ("subprocess.run(['ls'], shell=False)\nre.compile('x')\ndata.eval()", []),
    ],
)
def test_forbidden_calls_are_found(source: str, found: list[str]) -> None:
    assert list(calls(source)) == found


def test_sources_contain_no_forbidden_calls() -> None:
    assert len(SOURCES) > 100
    found = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in SOURCES
        for name in calls(path.read_text(encoding="utf-8"))
    }
    assert found == ALLOWED


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Set the umask to 0, so that the mode of new files is the mode that the code requests."""
    if os.name != "posix":
        pytest.skip("requires POSIX permissions")
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: str | os.PathLike[str]) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.mark.usefixtures("open_umask")
def test_scripted_model_files_are_private(tmp_path: Path) -> None:
    with ScriptedModel([]) as model:
        for config in (model.config(), model.config(home=tmp_path / "home")):
            assert config.env is not None
            home = Path(config.env["CODEX_HOME"])
            assert mode(home) == 0o700
            assert mode(home / "config.toml") == 0o600
            assert mode(str(config.cwd)) == 0o700


@pytest.mark.usefixtures("open_umask")
def test_runtime_cache_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEX_RUNTIME_CACHE", str(tmp_path / "cache"))
    with locked("0.1.0"):
        assert mode(tmp_path / "cache") == 0o700
        assert mode(tmp_path / "cache" / "0.1.0.lock") == 0o600


@pytest.mark.usefixtures("open_umask")
def test_generator_staging_folder_is_private(tmp_path: Path) -> None:
    with emit._staging_dir(tmp_path) as folder:
        assert mode(folder) == 0o700


@pytest.mark.usefixtures("open_umask")
def test_audit_log_is_private(tmp_path: Path) -> None:
    audit_log(tmp_path / "audit.jsonl", Policy(), actor="test")
    assert mode(tmp_path / "audit.jsonl") == 0o600


def test_generator_ignores_programs_in_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "codex-x"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/was-run'\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for path in ("", os.pathsep, ".", f"..{os.sep}{tmp_path.name}"):
        monkeypatch.setenv("PATH", path)
        for source in (parse_source("codex-x"), Source(codex_bin="codex-x")):
            with pytest.raises(CodegenError, match="program not found on PATH: 'codex-x'"):
                fetch(source)
    assert not (tmp_path / "was-run").exists()
