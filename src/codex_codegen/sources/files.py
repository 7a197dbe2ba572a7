"""Read schemas from files: a bundle, a folder written by a runtime, or a schema folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openai_codex._versions import UNVERSIONED

from ..errors import ArgumentError
from ..schema.bundle import BUNDLE_FILE, STABLE_FILE, read_json
from ..schema.lockfile import LOCK_FILE, read_lock
from .dump import SchemaDump, parse_bundle, stable_subset
from .program import PRINTED_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from ..schema.bundle import Schema


def from_path(path: Path, stable: Path | None = None, version: str | None = None) -> SchemaDump:
    """Read a bundle, or a folder with a bundle.

    In a schema folder, `lock.toml` contains the version, and `stable.json` the stable subset.

    Args:
        path: The bundle or folder.
        stable: A bundle or folder printed without `--experimental`; None uses `stable.json` or marks all stable.
        version: The version of the runtime; None uses `lock.toml`, or 0.0.0.

    Raises:
        CodegenError: A file is missing or invalid.
    """
    file = _bundle_file(path)
    folder = file.parent
    if version is None and file.name == BUNDLE_FILE and (folder / LOCK_FILE).is_file():
        version = read_lock(folder).runtime_version
    subset: Schema | None = None
    if stable is None and file.name == BUNDLE_FILE and (folder / STABLE_FILE).is_file():
        subset = read_json(folder / STABLE_FILE)
    return _dump(_read(file), str(file), stable, version, subset)


def from_bytes(content: bytes, origin: str, stable: Path | None = None, version: str | None = None) -> SchemaDump:
    """Use a downloaded bundle.

    Args:
        content: The bundle.
        origin: The name of the source in error messages.
        stable: A bundle or folder printed without `--experimental`; None marks everything stable.
        version: The version of the runtime; None stands for 0.0.0.

    Raises:
        CodegenError: The bundle is invalid.
    """
    return _dump(content, origin, stable, version, None)


def _dump(content: bytes, origin: str, stable: Path | None, version: str | None, subset: Schema | None) -> SchemaDump:
    if version is not None and not re.fullmatch(r"[0-9A-Za-z.+-]+", version):
        raise ArgumentError(f"invalid version: {version!r}", remedy="pass a version such as 0.149.0")
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
    raise ArgumentError(
        f"the folder contains neither {BUNDLE_FILE} nor {PRINTED_FILE}",
        pointer=str(path),
        remedy="pass the output folder of `codex app-server generate-json-schema --experimental --out DIR`",
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArgumentError(
            f"cannot read the file: {error}", pointer=str(path), remedy="pass the path of a bundle or of its folder"
        ) from error
