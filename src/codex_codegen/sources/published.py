"""Published runtimes: download the Python package that contains the program into a cache."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from openai_codex._versions import version_key

from ..errors import ArgumentError, CodegenError
from .cache import cache_folder, locked

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

PACKAGE = "openai-codex-cli-bin"
_MODULE = "codex_cli_bin"
_PROGRAM = PurePosixPath(_MODULE, "bin", "codex.exe" if os.name == "nt" else "codex")

_INDEX_SECONDS, _DOWNLOAD_SECONDS = 120, 900
_VERSION = re.compile(r"\d+(\.\d+)+[0-9A-Za-z.+-]*")


def published_versions() -> list[str]:
    """Return the versions that the package index offers for this machine, oldest first.

    Raises:
        CodegenError: pip fails, or the package index has no version.
    """
    printed = _pip(["index", "versions", PACKAGE], _INDEX_SECONDS)
    found = re.search(r"^Available versions: (.*)$", printed, re.MULTILINE)
    if found is None:
        raise CodegenError(f"the package index has no version of {PACKAGE}", remedy=_ASK_INDEX)
    return sorted((version.strip() for version in found[1].split(",")), key=version_key)


def runtime(version: str) -> Path:
    """Return the program of a published runtime, and download it unless it is cached.

    Concurrent calls for the same version, from any thread or process, download it once.

    Raises:
        CodegenError: The version is invalid or unknown, or the package does not contain the program.
    """
    folder = _folder(version)
    with locked(version):
        if not is_cached(version):
            _download(version, folder)
    return folder / _PROGRAM


def is_cached(version: str) -> bool:
    """Return whether `runtime` needs no download."""
    return (_folder(version) / _PROGRAM).is_file()


def forget(version: str) -> None:
    """Remove a runtime from the cache if it is cached."""
    folder = _folder(version)
    with locked(version), _scratch_folder() as scratch:
        _move_away(folder, scratch)


def _folder(version: str) -> Path:
    # The version becomes part of a path and of a command line.
    if not _VERSION.fullmatch(version):
        raise ArgumentError(f"invalid version: {version!r}", remedy="pass a version such as 0.149.0")
    return cache_folder() / version


def _download(version: str, folder: Path) -> None:
    """Install a runtime into its folder, completely or not at all."""
    with _scratch_folder() as scratch:
        fresh = scratch / version
        # pip verifies the download against the hash in the package index.
        options = ["--no-deps", "--only-binary=:all:", "--no-compile", "--no-user", "--target", str(fresh)]
        _pip(["install", *options, f"{PACKAGE}=={version}"], _DOWNLOAD_SECONDS)
        program = fresh / _PROGRAM
        if not program.is_file():
            raise CodegenError(f"{PACKAGE} {version} does not contain {_PROGRAM}", remedy=_NEW_PACKAGING)
        # Some of the published wheels carry no permissions.
        for name in ("bin", "codex-path", "codex-resources"):
            for path in (fresh / _MODULE / name).rglob("*"):
                if path.is_file():
                    path.chmod(0o755)
        _move_away(folder, scratch)
        os.replace(fresh, folder)


def _move_away(folder: Path, scratch: Path) -> None:
    """Move a folder to where it is deleted. Deleting it in place could leave a part that looks complete."""
    with contextlib.suppress(FileNotFoundError):
        os.replace(folder, scratch / "removed")


@contextlib.contextmanager
def _scratch_folder() -> Generator[Path, None, None]:
    """Create a temporary folder on the file system of the cache, so that folders can be renamed into it."""
    with tempfile.TemporaryDirectory(prefix=".runtime-", dir=cache_folder(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


_ASK_INDEX = f"check the output of `python -m pip index versions {PACKAGE}`"
_NEW_PACKAGING = "the layout of the package has changed; pass the program with --codex-bin"


def _pip(arguments: Sequence[str], timeout: float) -> str:
    """Run pip, which uses the user's index, proxy and certificates, and verifies hashes."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, timeout=timeout, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired as error:
        raise CodegenError(f"pip {arguments[0]} took longer than {timeout:g} s", remedy=_ASK_INDEX) from error
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if line.startswith("ERROR") or "No module named" in line]
        text = said[-1] if said else error.stderr.strip()[-500:]
        raise CodegenError(f"pip {arguments[0]} failed: {text}", remedy=_ASK_INDEX) from error
    return done.stdout
