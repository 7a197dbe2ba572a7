"""Tests of the wheel, installed in an environment that does not see the checkout."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from openai_codex.testing import ScriptedModel

ROOT = Path(__file__).parents[2]

# Not imported by name: the folder has the name of a library.
STEPS: list[Any] = runpy.run_path(str(Path(__file__).with_name("first_hour.py")))["STEPS"]

USER_PROGRAM = """
import asyncio

from codex_protocol import AgentMessageThreadItem, ThreadItem, TurnStatus
from openai_codex import ApprovalMode, AsyncCodex, Codex, CodexConfig, Sandbox, TextInput, TurnFailedError, TurnResult
from openai_codex.testing import ScriptedModel


def texts(items: list[ThreadItem]) -> list[str]:
    return [item.text for item in items if isinstance(item, AgentMessageThreadItem)]


def run_sync(config: CodexConfig) -> TurnResult:
    with Codex(config) as codex:
        thread = codex.thread_start(approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only, model="mock-model")
        try:
            result = thread.run([TextInput("hello")], effort="low")
        except TurnFailedError as error:
            return error.result
        models = codex.rpc.model_list(limit=1)
        print(len(models.data), texts(result.items))
        return result


async def run_async(config: CodexConfig) -> str | None:
    async with AsyncCodex(config) as codex:
        thread = await codex.thread_start()
        turn = await thread.turn("hello")
        async for event in turn.stream():
            print(event.method)
        result: TurnResult = await turn.run()
        return result.final_response


with ScriptedModel(["one", "two"]) as model:
    done = run_sync(model.config())
    assert done.status is TurnStatus.completed
    assert done.final_response == "one"
    assert asyncio.run(run_async(model.config())) == "two"
    print("installed and working")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create an environment with only the wheel and its dependencies; return its interpreter."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name == "posix")
    scheme = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    site = Path(scheme["purelib"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # Linked from this environment, so that the test needs no network access.
    here = Path(sysconfig.get_paths()["purelib"])
    for name in (
        "annotated_types",
        "codex_cli_bin",
        "pydantic",
        "pydantic_core",
        "typing_extensions.py",
        "typing_inspection",
    ):
        (site / name).symlink_to(here / name)
    return Path(scheme["scripts"]) / ("python.exe" if os.name == "nt" else "python")


def test_wheel_contains_the_packages_data_and_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "codex_codegen",
        "codex_protocol",
        "openai_codex",
    }
    for package in ("codex_codegen", "codex_protocol", "openai_codex"):
        assert f"{package}/py.typed" in names
    templates = [
        path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*.*") if path.suffix != ".pyc"
    ]
    assert "templates/support/_wire.py" in templates
    assert {f"codex_codegen/{path}" for path in templates} <= names
    assert {"codex_codegen/data/overrides.toml", "codex_codegen/data/history.json"} <= names
    assert not [name for name in names if "tests" in name or "__pycache__" in name]
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_installed_wheel_runs_a_program(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(USER_PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [str(environment), "-I", "-W", "error", str(tmp_path / "program.py")],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "installed and working"


def test_installed_wheel_without_the_extra_names_it(environment: Path, tmp_path: Path) -> None:
    command = [str(environment), "-I", "-W", "error", "-m", "openai_codex", "run", "Hello"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "codex-py: missing package typer, rich, prompt_toolkit; install it with "
        "`pip install 'openai-codex-client[cli]'`\n"
    )


def test_installed_wheel_runs_the_demo(environment: Path, tmp_path: Path) -> None:
    demo = ROOT / "examples" / "demo.py"
    done = subprocess.run(
        [str(environment), "-I", "-W", "error", str(demo), "Say hello."],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "Final response" in done.stdout


def test_installed_wheel_with_correct_program_passes_mypy_strict(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(USER_PROGRAM, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(environment), "program.py"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_installed_wheel_with_wrong_names_fails_mypy(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "from openai_codex import Codex, Kodex\n"
        "from codex_protocol import ThreadItems\n"
        "Codex().thread_start(approvalPolicy='never')\n"
        "Codex().rpc.thread_name_set(thread_id='x', nmae='y')\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(environment), "program.py"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, cwd=tmp_path)
    assert done.returncode == 1
    for wrong in ("Kodex", "ThreadItems", "approvalPolicy", "nmae"):
        assert wrong in done.stdout


def test_installed_generator_with_a_runtime_generates_the_package(environment: Path, tmp_path: Path) -> None:
    runtime = pytest.importorskip("codex_cli_bin").bundled_codex_path()
    (site,) = environment.parents[1].glob("**/codex_codegen")
    # The tools are those of this environment, the generator that of the wheel; the checkout is not on the path.
    code = (
        f"import sys\nsys.path.insert(0, {str(site.parent)!r})\n"
        "import codex_codegen\nfrom codex_codegen.cli import main\nprint(codex_codegen.__file__)\n"
        f"sys.exit(main(['generate', '--codex-bin', {str(runtime)!r}, '--out', 'mine/codex_protocol']))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(site / "__init__.py")
    assert "reading the schema of" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    generated, here = tmp_path / "mine" / "codex_protocol", ROOT / "generated" / "codex_protocol"
    # The same runtime, overrides and history result in the same package.
    if (generated / "_version.py").read_bytes() == (here / "_version.py").read_bytes():
        for path in generated.rglob("*.py"):
            assert path.read_bytes() == (here / path.relative_to(generated)).read_bytes(), path.name


def test_installed_generator_without_its_tools_names_the_extra(environment: Path, tmp_path: Path) -> None:
    command = [str(environment), "-I", "-m", "codex_codegen", "generate", "--codex-bin", "codex", "--out", "mine"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 2
    assert "is not installed" in done.stderr
    assert "pip install 'openai-codex-client[codegen]'" in done.stderr


@pytest.mark.timeout(60)
def test_first_hour_of_a_new_user(environment: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    work = tmp_path / "work"
    work.mkdir()
    replies = [reply for step in STEPS for reply in step.replies]
    # The provider needs a login, like the one of the default configuration, but its server is the scripted model.
    provider = {"requires_openai_auth": True, "stream_max_retries": 1}
    with ScriptedModel(replies) as model:
        model.config(home=home / ".codex", settings={"model_providers": {"scripted": provider}})
        inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        env = {**inherited, "HOME": str(home), "USERPROFILE": str(home), "NO_PROXY": "127.0.0.1"}
        for step in STEPS:
            done = subprocess.run(
                [str(environment), "-I", "-W", "error", "-c", step.source],
                capture_output=True,
                text=True,
                env={**env, "CODEX_LOG": "info"} if step.log else env,
                cwd=work,
            )
            assert step.problem(done.returncode, done.stdout, done.stderr) is None, step.name
        assert len(model.requests) == len(replies)
