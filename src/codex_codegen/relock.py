"""Write the schema folder anew from what a Codex binary prints."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from .bundle import BUNDLE_FILE, STABLE_FILE, Schema, envelope_methods, read_json
from .errors import CodegenError
from .lock import LOCK_FILE, TOOLS, sha256, tool_version
from .origins import fields_by_origin

PRINTED_FILE = "codex_app_server_protocol.schemas.json"
TIMEOUT_SECONDS = 60


def relock(codex_bin: Path, schema_dir: Path) -> str:
    """Ask the binary for its schema, write bundle, stable marks and lock, and return the runtime's version."""
    version = _version(codex_bin)
    with tempfile.TemporaryDirectory() as folder:
        bundle = _print_schema(codex_bin, Path(folder) / "experimental", "--experimental")
        stable = _print_schema(codex_bin, Path(folder) / "stable")
        marks = stable_marks(read_json(stable))
        schema_dir.mkdir(parents=True, exist_ok=True)
        _replace(schema_dir / BUNDLE_FILE, bundle.read_bytes())
    _replace(schema_dir / STABLE_FILE, (json.dumps(marks, indent=1, ensure_ascii=True) + "\n").encode())
    _replace(schema_dir / LOCK_FILE, _lock_text(version, schema_dir).encode())
    return version


def stable_marks(schema: Schema) -> Schema:
    """Say what of the protocol is stable, given the bundle that is printed without `--experimental`."""
    return {
        "methods": sorted(envelope_methods(schema, "ClientRequest")),
        "notifications": sorted(envelope_methods(schema, "ServerNotification")),
        "serverRequests": sorted(envelope_methods(schema, "ServerRequest")),
        "definitions": fields_by_origin(schema),
    }


def _lock_text(version: str, schema_dir: Path) -> str:
    lines = [
        "# Written by `python -m codex_codegen lock --codex-bin PATH`. The generator checks all of it first.",
        "",
        "[runtime]",
        f'version = "{version}"',
        "",
        "[sha256]",
        *(f'"{name}" = "{sha256(schema_dir / name)}"' for name in (BUNDLE_FILE, STABLE_FILE)),
        "",
        "[tools]",
        *(f'{tool} = "{tool_version(tool)}"' for tool in TOOLS),
    ]
    return "\n".join(lines) + "\n"


def _version(codex_bin: Path) -> str:
    printed = _run([str(codex_bin), "--version"])
    match = re.search(r"\d+\.\d+\.\d+[0-9A-Za-z.+-]*", printed)
    if match is None:
        raise CodegenError(f"`--version` printed {printed!r}", pointer=str(codex_bin), remedy=_NOT_CODEX)
    return match.group()


def _print_schema(codex_bin: Path, out: Path, *flags: str) -> Path:
    _run([str(codex_bin), "app-server", "generate-json-schema", *flags, "--out", str(out)])
    path = out / PRINTED_FILE
    if not path.is_file():
        raise CodegenError(f"it wrote no {PRINTED_FILE}", pointer=str(codex_bin), remedy=_NOT_CODEX)
    return path


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


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    os.replace(fresh, path)
