"""Published runtimes, each downloaded once into a cache of this user."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex import CodexConfig
from openai_codex.runtime import launch

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "openai-codex-cli-bin"

_PROGRAM = Path("codex_cli_bin", "bin", "codex.exe" if os.name == "nt" else "codex")
_DONE = "unpacked"
"""A file of this name says that a runtime's folder is whole."""

_INDEX_SECONDS, _DOWNLOAD_SECONDS = 120, 900


def cache_folder() -> Path:
    """Return where runtimes are kept; the environment variable CODEX_RUNTIME_CACHE names another place."""
    named = os.environ.get("CODEX_RUNTIME_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "openai-codex-client" / "runtimes"


def published_versions() -> list[str]:
    """Return the versions that the package index offers for this machine, the oldest first."""
    printed = _pip("index", "versions", PACKAGE, timeout=_INDEX_SECONDS)
    found = re.search(r"^Available versions: (.*)$", printed, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"the package index names no version of {PACKAGE}: {printed}")
    return [version.strip() for version in found[1].split(",")][::-1]


def runtime(version: str) -> Path:
    """Return the program of a published runtime: the installed one, the cached one, or else download it.

    Processes that ask for the same version at the same time download it once.
    """
    with contextlib.suppress(metadata.PackageNotFoundError):
        if metadata.version(PACKAGE) == version:
            return Path(launch(CodexConfig()).command[0])
    folder = cache_folder() / version
    with _locked(folder.with_name(f"{version}.lock")):
        if not is_cached(version):
            _download(version, folder)
    return folder / _PROGRAM


def is_cached(version: str) -> bool:
    """Return whether a runtime is in the cache."""
    return (cache_folder() / version / _DONE).is_file()


def forget(version: str) -> None:
    """Remove a runtime from the cache, if it is there."""
    folder = cache_folder() / version
    with _locked(folder.with_name(f"{version}.lock")):
        shutil.rmtree(folder, ignore_errors=True)


def _download(version: str, folder: Path) -> None:
    """Put a runtime in its folder, whole or not at all."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "fresh"
        # No pip cache: it would keep a second copy of more than a hundred megabytes.
        _pip(
            *("install", "--no-deps", "--no-compile", "--no-cache-dir", "--only-binary=:all:", "--target", str(fresh)),
            f"{PACKAGE}=={version}",
            timeout=_DOWNLOAD_SECONDS,
        )
        (fresh / _DONE).touch()
        fresh.replace(folder)


def _pip(*arguments: str, timeout: float) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout)
    if done.returncode != 0:
        raise RuntimeError(
            f"pip {arguments[0]} of {PACKAGE} failed; without an index, give a folder that holds the runtimes in "
            f"CODEX_RUNTIME_CACHE, or leave these tests out with --ignore tests/compat: {done.stderr.strip()[-500:]}"
        )
    return done.stdout


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other processes out, so that tests that run in parallel download once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:
                # Gives up after ten seconds of its own accord, which a download takes longer than.
                with contextlib.suppress(OSError):
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
