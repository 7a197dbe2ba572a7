"""Schemas in files: a bundle, a folder that a runtime printed, or a schema folder of this project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openai_codex._versions import UNVERSIONED

from ..errors import CodegenError
from ..schema.bundle import BUNDLE_FILE, STABLE_FILE, read_json
from ..schema.lockfile import LOCK_FILE, read_lock
from .dump import SchemaDump, parse_bundle, stable_subset
from .program import PRINTED_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from ..schema.bundle import Schema


def from_path(path: Path, stable: Path | None = None, version: str | None = None) -> SchemaDump:
    """Read a bundle or a folder that holds one.

    What lies beside it says what a bundle does not: `stable.json` what is stable, and `lock.toml` the version. `stable`
    is a bundle, or folder, that the runtime printed without `--experimental`, and `version` its version; without any
    of these all is taken for stable, and the version for 0.0.0.
    """
    file = _bundle_file(path)
    beside = file.parent
    if version is None and file.name == BUNDLE_FILE and (beside / LOCK_FILE).is_file():
        version = read_lock(beside).runtime_version
    subset: Schema | None = None
    if stable is None and file.name == BUNDLE_FILE and (beside / STABLE_FILE).is_file():
        subset = read_json(beside / STABLE_FILE)
    return _dump(_read(file), str(file), stable, version, subset)


def from_bytes(content: bytes, origin: str, stable: Path | None = None, version: str | None = None) -> SchemaDump:
    """Take a bundle that was downloaded; see `from_path`."""
    return _dump(content, origin, stable, version, None)


def _dump(content: bytes, origin: str, stable: Path | None, version: str | None, subset: Schema | None) -> SchemaDump:
    if version is not None and not re.fullmatch(r"[0-9A-Za-z.+-]+", version):
        raise CodegenError(f"{version!r} is no version", remedy="give one such as 0.149.0")
    schema = parse_bundle(content, origin)
    if subset is None:
        if stable is not None:
            file = _bundle_file(stable)
            schema = parse_bundle(_read(file), str(file))
        subset = stable_subset(schema)
    return SchemaDump(version or UNVERSIONED, content, subset, origin)


def _bundle_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in (BUNDLE_FILE, PRINTED_FILE):
        if (path / name).is_file():
            return path / name
    raise CodegenError(
        f"the folder holds neither {BUNDLE_FILE} nor {PRINTED_FILE}",
        pointer=str(path),
        remedy="give what `app-server generate-json-schema --experimental --out DIR` wrote",
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CodegenError(
            f"cannot be read: {error}", pointer=str(path), remedy="give the path of a bundle, or of its folder"
        ) from error
