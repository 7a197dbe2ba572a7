"""Obtain the schema from a Codex program."""

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
    """Run a program to obtain its version and its schema.

    Args:
        codex_bin: The path of the program.

    Raises:
        CodegenError: The program is not a Codex runtime.
    """
    version = _version(codex_bin)
    with tempfile.TemporaryDirectory() as folder:
        bundle = _print_schema(codex_bin, Path(folder) / "experimental", "--experimental")
        stable = _print_schema(codex_bin, Path(folder) / "stable")
    return SchemaDump(version, bundle, stable_subset(parse_bundle(stable, str(codex_bin))), str(codex_bin))


def _version(codex_bin: Path) -> str:
    printed = _run([str(codex_bin), "--version"])
    match = re.search(r"\d+\.\d+\.\d+[0-9A-Za-z.+-]*", printed)
    if match is None:
        raise CodegenError(
            f"no version in the output of `--version`: {printed!r}", pointer=str(codex_bin), remedy=_NOT_CODEX
        )
    return match.group()


def _print_schema(codex_bin: Path, out: Path, *flags: str) -> bytes:
    _run([str(codex_bin), "app-server", "generate-json-schema", *flags, "--out", str(out)])
    path = out / PRINTED_FILE
    if not path.is_file():
        raise CodegenError(f"the program did not write {PRINTED_FILE}", pointer=str(codex_bin), remedy=_NOT_CODEX)
    return path.read_bytes()


_NOT_CODEX = "pass the path of a Codex runtime that supports `app-server generate-json-schema`"


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, timeout=TIMEOUT_SECONDS, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise CodegenError(f"cannot run the program: {error}", pointer=command[0], remedy=_NOT_CODEX) from error
    except subprocess.TimeoutExpired as error:
        raise CodegenError(f"timed out after {TIMEOUT_SECONDS} s", pointer=command[0], remedy=_NOT_CODEX) from error
    except subprocess.CalledProcessError as error:
        raise CodegenError(
            f"exited with code {error.returncode}: {error.stderr.strip()}", pointer=command[0], remedy=_NOT_CODEX
        ) from error
    return done.stdout
