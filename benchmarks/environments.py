"""Virtual environments of the benchmarks: one with this client, one with the official package."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
OFFICIAL_PACKAGE = "openai-codex==0.163.0"


def interpreters() -> dict[str, str]:
    """Return the interpreters `ours`, `official` and `dev` (this one, which has the dependencies of the generator).

    Missing environments are created under `.bench/`; this client is reinstalled each time. If BENCH_OURS_PYTHON or
    BENCH_OFFICIAL_PYTHON is set, that interpreter is used unchanged.
    """
    return {
        "ours": os.environ.get("BENCH_OURS_PYTHON") or _ours(),
        "official": os.environ.get("BENCH_OFFICIAL_PYTHON") or _official(),
        "dev": sys.executable,
    }


def _ours() -> str:
    python = _environment("ours")
    # Reinstall, because the version does not change with the code.
    _pip(python, f"{ROOT}[remote]", "orjson")
    _pip(python, "--force-reinstall", "--no-deps", str(ROOT))
    return python


def _official() -> str:
    python = _environment("official")
    _pip(python, OFFICIAL_PACKAGE)
    return python


def _environment(name: str) -> str:
    folder = FOLDER / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    return str(python)


def _pip(python: str, *arguments: str) -> None:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)
