"""The wheel, installed where nothing of this checkout can be seen."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

USER_FILE = """
import asyncio

from codex_protocol import AgentMessageThreadItem, ThreadItem, TurnStatus
from openai_codex import ApprovalMode, AsyncCodex, Codex, CodexConfig, Sandbox, TextInput, TurnFailedError, TurnResult
from openai_codex.testing import ScriptedModel


def texts(items: list[ThreadItem]) -> list[str]:
    return [item.text for item in items if isinstance(item, AgentMessageThreadItem)]


def in_sync(config: CodexConfig) -> TurnResult:
    with Codex(config) as codex:
        thread = codex.thread_start(approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only, model="mock-model")
        try:
            result = thread.run([TextInput("hello")], effort="low")
        except TurnFailedError as error:
            return error.result
        models = codex.rpc.model_list(limit=1)
        print(len(models.data), texts(result.items))
        return result


async def in_async(config: CodexConfig) -> str | None:
    async with AsyncCodex(config) as codex:
        thread = await codex.thread_start()
        turn = await thread.turn("hello")
        async for event in turn.stream():
            print(event.method)
        result: TurnResult = await turn.run()
        return result.final_response


with ScriptedModel(["one", "two"]) as model:
    done = in_sync(model.config())
    assert done.status is TurnStatus.completed
    assert done.final_response == "one"
    assert asyncio.run(in_async(model.config())) == "two"
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
    """An environment with the wheel and its dependencies, and nothing else; return its interpreter."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name == "posix")
    scheme = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    site = Path(scheme["purelib"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # The dependencies are those of this environment, so that the test needs no network.
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


def test_wheel_contains_packages_and_templates(wheel: Path) -> None:
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


def test_wheel_program_runs(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(USER_FILE, encoding="utf-8")
    done = subprocess.run(
        [str(environment), "-I", "-W", "error", str(tmp_path / "program.py")],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "installed and working"


def test_wheel_demo_runs(environment: Path, tmp_path: Path) -> None:
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


def test_wheel_user_file_passes_mypy_strict(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(USER_FILE, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(environment), "program.py"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_wheel_mypy_reports_wrong_keyword_and_name(environment: Path, tmp_path: Path) -> None:
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


def test_wheel_generates_package_of_runtime(environment: Path, tmp_path: Path) -> None:
    runtime = pytest.importorskip("codex_cli_bin").bundled_codex_path()
    (site,) = environment.parents[1].glob("**/codex_codegen")
    # The tools come from this environment, the generator from the wheel, and nothing from the checkout.
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
    # The same runtime, overrides and history give the same package.
    if (generated / "_version.py").read_bytes() == (here / "_version.py").read_bytes():
        for path in generated.rglob("*.py"):
            assert path.read_bytes() == (here / path.relative_to(generated)).read_bytes(), path.name


def test_wheel_generator_without_tools_says_what_to_install(environment: Path, tmp_path: Path) -> None:
    command = [str(environment), "-I", "-m", "codex_codegen", "generate", "--codex-bin", "codex", "--out", "mine"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 2
    assert "is not installed" in done.stderr
    assert "pip install 'openai-codex-client[codegen]'" in done.stderr
