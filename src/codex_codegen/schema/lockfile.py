"""The lock: which runtime the schema is of, its hash, and which tools turn it into Python."""

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

# Another version of one of these can give other bytes from the same schema.
TOOLS = ("datamodel-code-generator", "jinja2", "ruff")

_RELOCK = "write the lock anew with `python -m codex_codegen lock --codex-bin PATH`"


@dataclass(frozen=True)
class Lock:
    """What `lock.toml` holds."""

    runtime_version: str
    files: dict[str, str]
    """File name in the schema folder -> sha256 of its bytes, in hex."""
    tools: dict[str, str]


def sha256(path: Path) -> str:
    """Hash a file of the schema folder."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise CodegenError("the file is missing", pointer=str(path), remedy=_RELOCK) from None


def read_lock(schema_dir: Path) -> Lock:
    """Read `lock.toml`."""
    path = schema_dir / LOCK_FILE
    try:
        raw = read_toml(path)
        version = str(raw["runtime"]["version"])
        if not re.fullmatch(r"[0-9A-Za-z.+-]+", version):
            raise CodegenError(f"{version!r} is no version", pointer=str(path), remedy=_RELOCK)
        return Lock(
            runtime_version=version,
            files={str(name): str(digest) for name, digest in raw["sha256"].items()},
            tools={str(name): str(version) for name, version in raw["tools"].items()},
        )
    except FileNotFoundError:
        raise CodegenError("the file is missing", pointer=str(path), remedy=_RELOCK) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise CodegenError(f"the file lacks {error}", pointer=str(path), remedy=_RELOCK) from error


def verify(schema_dir: Path) -> Lock:
    """Read the lock and raise unless the schema's files and the installed tools are those that it names."""
    lock = read_lock(schema_dir)
    for name in (BUNDLE_FILE, STABLE_FILE):
        wanted, found = lock.files.get(name), sha256(schema_dir / name)
        if wanted != found:
            raise CodegenError(
                f"the file is not the locked one: its sha256 is {found}, {LOCK_FILE} has {wanted}",
                pointer=str(schema_dir / name),
                remedy=f"restore the file from version control; if the new content is wanted, {_RELOCK}",
            )
    check_tools(lock, schema_dir)
    return lock


def check_tools(lock: Lock, schema_dir: Path) -> None:
    """Raise unless the installed tools are those that the lock names: others may write other bytes."""
    for tool in TOOLS:
        wanted, installed = lock.tools.get(tool), tool_version(tool)
        if wanted != installed:
            raise CodegenError(
                f"{tool} {installed} is installed, the lock has {wanted}",
                pointer=str(schema_dir / LOCK_FILE),
                remedy=f"pip install '{tool}=={wanted}'" if wanted else _RELOCK,
            )


def tool_version(tool: str) -> str:
    """Give the installed version of one of the generator's tools."""
    try:
        return importlib.metadata.version(tool)
    except importlib.metadata.PackageNotFoundError:
        raise CodegenError(f"{tool} is not installed", remedy="pip install 'openai-codex-client[codegen]'") from None


def load(schema_dir: Path) -> Bundle:
    """Verify the lock, then load the bundle with its stable marks."""
    lock = verify(schema_dir)
    path = schema_dir / BUNDLE_FILE
    schema = read_json(path)
    if not is_schema(schema) or not is_schema(schema.get("definitions")):
        raise CodegenError("the file holds no definitions", pointer=str(path), remedy=_RELOCK)
    validate_schema(schema, str(path))
    return Bundle(
        runtime_version=lock.runtime_version,
        sha256=lock.files[BUNDLE_FILE],
        schema=schema,
        stable=read_stable(schema_dir / STABLE_FILE),
    )
