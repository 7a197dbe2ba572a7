"""Test one wheel on every supported Python of this machine.

For each Python 3.10 to 3.14 found with pyenv, uv or on PATH: install the wheel (not editable) in an environment that
has its dependencies only, import every module, look up every public name, run one turn of each kind and the demo; then
install the wheel with the test tools in a second environment and run the unit tests. All of this runs with warnings as
errors and in development mode (`-W error -X dev`).

The environments stay in build/pythons, so that the next run installs only the wheel.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "build" / "pythons"
PROGRAM = ROOT / "tests" / "packaging" / "wheel_program.py"
DEMO = ROOT / "examples" / "demo.py"

SUPPORTED = [(3, minor) for minor in range(10, 15)]
PACKAGES = ("codex_codegen", "codex_protocol", "openai_codex")
EXTRAS = ("cli", "codegen", "notebook", "otel", "remote")
TEST_TOOLS = (
    "hypothesis",
    "mcp",
    "opentelemetry-sdk",
    "opentelemetry-semantic-conventions",
    "psutil",
    "pytest",
    "pytest-asyncio",
    "pytest-timeout",
    "pytest-xdist",
)
"""The requirements of the extra `dev` that the unit tests need; the others check the source code."""

STRICT = ("-W", "error", "-X", "dev")
UNIT_TESTS = ("-m", "not extended", "tests/unit")
"""Arguments of pytest that select the tests."""

FEWER_INTERRUPTS = {"INTERRUPT_STRIDE": "47", "INTERRUPT_COUNT": "60", "INTERRUPT_SECONDS": "1"}
"""Settings of tests/unit/interrupts: `make test` tests more positions with one Python."""

STEP_TIMEOUT = 900.0
"""Seconds that one step may take: an installation, the unit tests of one Python."""

DESCRIBE = """
import ensurepip, json, platform, sys, venv
print(json.dumps([sys.executable, list(sys.version_info[:3]), platform.python_implementation(), sys.prefix ==
sys.base_prefix]))
"""


class StepError(Exception):
    """A step failed; the message has the name of the step and the end of its output."""


@dataclass(frozen=True)
class Python:
    """An interpreter."""

    path: str
    version: tuple[int, int, int]

    def __str__(self) -> str:
        return ".".join(map(str, self.version))


def candidates() -> Iterator[str]:
    """Yield the paths of programs that may be a Python: of pyenv, of uv and on PATH."""
    suffix = "python.exe" if os.name == "nt" else "bin/python"
    for command in (["pyenv", "root"], ["uv", "python", "dir"]):
        root = output_of(command)
        if root:
            folder = Path(root, "versions") if command[0] == "pyenv" else Path(root)
            yield from map(str, sorted(folder.glob(f"*/{suffix}")))
    for name in [f"python{major}.{minor}" for major, minor in SUPPORTED] + ["python3", "python"]:
        for directory in os.get_exec_path():
            found = shutil.which(name, path=directory)
            if found:
                yield found
    if os.name == "nt":
        # Lines such as " -V:3.12 *        C:\Python312\python.exe".
        for line in output_of(["py", "--list-paths"]).splitlines():
            yield line.split(maxsplit=1)[-1].removeprefix("*").strip()
    yield getattr(sys, "_base_executable", sys.executable)


def output_of(command: list[str]) -> str:
    """Return the stripped output of a command, empty if the command is missing or fails."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def find_pythons() -> list[Python]:
    """Return one Python per supported version, the latest patch release of each."""
    found: dict[tuple[int, int], Python] = {}
    for path in dict.fromkeys(candidates()):
        description = output_of([path, "-I", "-c", DESCRIBE])
        if not description:
            continue
        executable, numbers, implementation, is_base = json.loads(description)
        version = (numbers[0], numbers[1], numbers[2])
        if implementation != "CPython" or version[:2] not in SUPPORTED or not is_base:
            continue
        best = found.get(version[:2])
        if best is None or version > best.version:
            found[version[:2]] = Python(executable, version)
    return [found[version] for version in sorted(found)]


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout, and check what it contains."""
    run("build", [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)])
    (wheel,) = folder.glob("*.whl")
    missing = missing_files(wheel)
    if missing:
        raise StepError(f"build: missing in the wheel: {', '.join(missing)}")
    return wheel


def missing_files(wheel: Path) -> list[str]:
    """Return the files that the wheel should contain and does not."""
    expected = {f"{package}/{name}" for package in PACKAGES for name in ("__init__.py", "py.typed")}
    expected |= {"codex_codegen/data/overrides.toml", "codex_codegen/data/history.json"}
    folder = next(path for path in (ROOT / "templates", ROOT / "src" / "codex_codegen" / "templates") if path.is_dir())
    templates = [path for path in folder.rglob("*") if path.suffix in (".jinja", ".py")]
    if not templates:
        raise StepError(f"build: {folder.relative_to(ROOT)} has no templates")
    expected |= {f"codex_codegen/templates/{path.relative_to(folder).as_posix()}" for path in templates}
    with zipfile.ZipFile(wheel) as archive:
        return sorted(expected - set(archive.namelist()))


def requirements(wheel: Path) -> list[str]:
    """Return the `Requires-Dist` entries of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = archive.read(name).decode()
    return re.findall(r"^Requires-Dist: (.+)$", metadata, re.MULTILINE)


def pinned_tools(required: Sequence[str]) -> list[str]:
    """Return the requirements of the test tools, with the versions of the extra `dev`."""
    found = {re.split(r"[^\w.-]", line)[0]: line.split(";")[0].strip() for line in required if "'dev'" in line}
    return [found[name] for name in TEST_TOOLS]


def environment(python: Python, kind: str, wheel: Path, extras: str = "", tools: Sequence[str] = ()) -> str:
    """Return the interpreter of an environment with the wheel, its dependencies and tools.

    The environment of an earlier run is used again if all requirements are the same; the wheel is installed each time.
    """
    key = hashlib.sha256(json.dumps([python.path, str(python), requirements(wheel), extras, *tools]).encode())
    folder = CACHE / f"{python}-{kind}-{key.hexdigest()[:12]}"
    interpreter = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    complete = folder / ".complete"
    pip = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not complete.exists():
        for outdated in CACHE.glob(f"{python}-{kind}-*"):
            shutil.rmtree(outdated)
        run("environment", [python.path, "-m", "venv", "--clear", str(folder)])
        run("installation", [*pip, f"{wheel}{extras}", *tools])
        complete.touch()
    else:
        run("installation", [*pip, "--no-deps", "--force-reinstall", str(wheel)])
    return interpreter


def run(step: str, command: Sequence[str], cwd: Path = ROOT) -> str:
    """Run a step; return its standard output. Raise `StepError` if it fails or exceeds `STEP_TIMEOUT`."""
    dropped = ("PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS", "PYTHONDEVMODE", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    env = {**FEWER_INTERRUPTS, **{name: value for name, value in os.environ.items() if name not in dropped}}
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=STEP_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise StepError(f"{step}: not finished after {STEP_TIMEOUT:g} s") from None
    if done.returncode != 0:
        lines = done.stdout.splitlines()[-40:] + done.stderr.splitlines()[-20:]
        raise StepError("\n".join([f"{step}: exit code {done.returncode}", *(f"    {line}" for line in lines)]))
    return done.stdout


def run_unit_tests(python: str, cache: Path) -> str:
    """Run the unit tests; return the line with their counts. Tests that fail run once more, like in `.ci/run`."""
    pytest = [python, *STRICT, "-m", "pytest", "-q", "-p", "no:xdist", "-o", f"cache_dir={cache}", *UNIT_TESTS]
    try:
        output = run("unit tests", pytest)
    except StepError as error:
        print(f"repeated after {error}", flush=True)
        output = run("repeated unit tests", [*pytest, "--last-failed", "--last-failed-no-failures", "none"])
    return output.splitlines()[-1].strip("= ")


def check_python(python: Python, wheel: Path) -> str:
    """Run all steps with one Python; return a summary."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        empty = Path(name)
        bare = environment(python, "wheel", wheel)
        program = [bare, "-I", *STRICT, str(PROGRAM)]
        results = run("modules, names and turns", [*program, "openai_codex", "codex_protocol"], empty).splitlines()
        demo = run("demo", [bare, "-I", *STRICT, str(DEMO), "Say hello."], empty)
        if "Final response" not in demo:
            raise StepError(f"demo: no final response in its output\n{demo}")
        tested = environment(python, "tests", wheel, f"[{','.join(EXTRAS)}]", pinned_tools(requirements(wheel)))
        results += run("modules", [tested, "-I", *STRICT, str(PROGRAM), "--no-turns", *PACKAGES], empty).splitlines()
        passed = run_unit_tests(tested, empty / "cache")
    return f"{results[2]}, demo ok, unit tests: {re.sub(r' in .*', '', passed)} ({time.monotonic() - started:.0f} s)"


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("versions", nargs="*", metavar="VERSION", help="such as 3.12; all that are found by default")
    parser.add_argument("--jobs", type=int, default=2, help="Pythons tested at the same time (default: 2)")
    options = parser.parse_args()
    pythons = find_pythons()
    if options.versions:
        missing = set(options.versions) - {f"{python.version[0]}.{python.version[1]}" for python in pythons}
        if missing:
            print(f"Python {', '.join(sorted(missing))} not found with pyenv, uv or on PATH")
            return 1
        pythons = [python for python in pythons if str(python).rpartition(".")[0] in options.versions]
    if not pythons:
        print("no Python 3.10 to 3.14 found with pyenv, uv or on PATH")
        return 1
    print(f"testing the wheel on Python {', '.join(map(str, pythons))}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(max(1, options.jobs)) as pool:
        try:
            wheel = build_wheel(Path(name))
        except StepError as error:
            print(f"FAILED  {error}")
            return 1
        futures = {pool.submit(check_python, python, wheel): python for python in pythons}
        for future in as_completed(futures):
            try:
                line = f"ok      Python {futures[future]}: {future.result()}"
            except StepError as error:
                failed += 1
                line = f"FAILED  Python {futures[future]}: {error}"
            print(line, flush=True)
    print(f"{len(pythons) - failed} of {len(pythons)} Pythons passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
