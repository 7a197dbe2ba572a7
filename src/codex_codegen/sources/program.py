"""A Codex program, which prints the schema of itself."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from ..errors import CodegenError
from .dump import SchemaDump, parse_bundle, stable_subset

PRINTED_FILE = "codex_app_server_protocol.schemas.json"
TIMEOUT_SECONDS = 60


def dump_schema(codex_bin: Path) -> SchemaDump:
    """Ask a program for its version and its schema. Raises `CodegenError` if it is no Codex runtime."""
    version = _version(codex_bin)
    with tempfile.TemporaryDirectory() as folder:
        bundle = _print_schema(codex_bin, Path(folder) / "experimental", "--experimental")
        stable = _print_schema(codex_bin, Path(folder) / "stable")
    return SchemaDump(version, bundle, stable_subset(parse_bundle(stable, str(codex_bin))), str(codex_bin))


def _version(codex_bin: Path) -> str:
    printed = _run([str(codex_bin), "--version"])
    match = re.search(r"\d+\.\d+\.\d+[0-9A-Za-z.+-]*", printed)
    if match is None:
        raise CodegenError(f"`--version` printed {printed!r}", pointer=str(codex_bin), remedy=_NOT_CODEX)
    return match.group()


def _print_schema(codex_bin: Path, out: Path, *flags: str) -> bytes:
    _run([str(codex_bin), "app-server", "generate-json-schema", *flags, "--out", str(out)])
    path = out / PRINTED_FILE
    if not path.is_file():
        raise CodegenError(f"it wrote no {PRINTED_FILE}", pointer=str(codex_bin), remedy=_NOT_CODEX)
    return path.read_bytes()


_NOT_CODEX = "give the path of a Codex runtime that has `app-server generate-json-schema`"


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, timeout=TIMEOUT_SECONDS, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise CodegenError(f"cannot be run: {error}", pointer=command[0], remedy=_NOT_CODEX) from error
    except subprocess.TimeoutExpired as error:
        raise CodegenError(f"no end after {TIMEOUT_SECONDS} s", pointer=command[0], remedy=_NOT_CODEX) from error
    except subprocess.CalledProcessError as error:
        raise CodegenError(
            f"ended with {error.returncode}: {error.stderr.strip()}", pointer=command[0], remedy=_NOT_CODEX
        ) from error
    return done.stdout
