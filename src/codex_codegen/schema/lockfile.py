"""The lock of the schema folder: the runtime version, file hashes and tool versions."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import CodegenError
from .bundle import BUNDLE_FILE, STABLE_FILE, Bundle, is_schema, read_json, read_stable
from .toml import read_toml
from .validate import validate_schema

if TYPE_CHECKING:
    from pathlib import Path

LOCK_FILE = "lock.toml"

# A different version of these tools may generate different bytes from the same schema.
TOOLS = ("datamodel-code-generator", "jinja2", "ruff")

_UPDATE_LOCK = "update the lock with `python -m codex_codegen lock --codex-bin PATH`"


@dataclass(frozen=True)
class Lock:
    """The content of `lock.toml`."""

    runtime_version: str
    files: dict[str, str]
    """File name in the schema folder -> SHA-256 of its bytes, in hex."""
    tools: dict[str, str]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex.

    Raises:
        CodegenError: The file is missing.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise CodegenError("missing file", pointer=str(path), remedy=_UPDATE_LOCK) from None


def read_lock(schema_dir: Path) -> Lock:
    """Read `lock.toml`.

    Args:
        schema_dir: The schema folder.

    Raises:
        CodegenError: The file is missing or invalid.
    """
    path = schema_dir / LOCK_FILE
    try:
        raw = read_toml(path)
        version = str(raw["runtime"]["version"])
        if not re.fullmatch(r"[0-9A-Za-z.+-]+", version):
            raise CodegenError(f"invalid version: {version!r}", pointer=str(path), remedy=_UPDATE_LOCK)
        return Lock(
            runtime_version=version,
            files={str(name): str(digest) for name, digest in raw["sha256"].items()},
            tools={str(name): str(version) for name, version in raw["tools"].items()},
        )
    except FileNotFoundError:
        raise CodegenError("missing file", pointer=str(path), remedy=_UPDATE_LOCK) from None
    except KeyError as error:
        raise CodegenError(f"missing {error}", pointer=str(path), remedy=_UPDATE_LOCK) from error
    except (TypeError, AttributeError) as error:
        raise CodegenError(f"invalid content: {error}", pointer=str(path), remedy=_UPDATE_LOCK) from error


def verify(schema_dir: Path) -> Lock:
    """Verify the files of a schema folder and the installed tools against its lock.

    Args:
        schema_dir: The schema folder.

    Returns:
        The lock.

    Raises:
        CodegenError: A file or tool differs from the lock.
    """
    lock = read_lock(schema_dir)
    for name in (BUNDLE_FILE, STABLE_FILE):
        wanted, found = lock.files.get(name), sha256(schema_dir / name)
        if wanted != found:
            raise CodegenError(
                f"SHA-256 mismatch: {LOCK_FILE} has {wanted}, the file {found}",
                pointer=str(schema_dir / name),
                remedy=f"restore the file from version control; to accept the new content, {_UPDATE_LOCK}",
            )
    check_tools(lock, schema_dir)
    return lock


def check_tools(lock: Lock, schema_dir: Path) -> None:
    """Check that the installed tools have the versions of the lock.

    Args:
        lock: The lock.
        schema_dir: The schema folder, for error messages.

    Raises:
        CodegenError: A tool is missing or has another version.
    """
    for tool in TOOLS:
        wanted, installed = lock.tools.get(tool), tool_version(tool)
        if wanted != installed:
            raise CodegenError(
                f"{tool}: expected version {wanted}, got {installed}",
                pointer=str(schema_dir / LOCK_FILE),
                remedy=f"pip install '{tool}=={wanted}'" if wanted else _UPDATE_LOCK,
            )


def tool_version(tool: str) -> str:
    """Return the installed version of a tool.

    Raises:
        CodegenError: The tool is not installed.
    """
    try:
        return importlib.metadata.version(tool)
    except importlib.metadata.PackageNotFoundError:
        raise CodegenError(f"{tool} is not installed", remedy="pip install 'openai-codex-client[codegen]'") from None


def load(schema_dir: Path) -> Bundle:
    """Verify a schema folder and load its bundle.

    Raises:
        CodegenError: A file or tool differs from the lock, or the bundle is invalid.
    """
    lock = verify(schema_dir)
    path = schema_dir / BUNDLE_FILE
    schema = read_json(path)
    if not is_schema(schema) or not is_schema(schema.get("definitions")):
        raise CodegenError("missing definitions", pointer=str(path), remedy=_UPDATE_LOCK)
    validate_schema(schema, str(path))
    return Bundle(
        runtime_version=lock.runtime_version,
        sha256=lock.files[BUNDLE_FILE],
        schema=schema,
        stable=read_stable(schema_dir / STABLE_FILE),
    )
