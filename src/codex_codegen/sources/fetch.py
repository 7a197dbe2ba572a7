"""Obtain a schema from a published runtime, a program, a file or folder, or a URL."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArgumentError
from .program import dump_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from .dump import SchemaDump

__all__ = ["Source", "fetch", "parse_source"]


@dataclass(frozen=True)
class Source:
    """The source of a schema. Exactly one of `runtime`, `codex_bin`, `schema` and `url` is set."""

    runtime: str | None = None
    """The version of a published runtime."""
    codex_bin: str | None = None
    """The path of a program, or its name on PATH."""
    schema: Path | None = None
    """A bundle, a folder written by a runtime, or a schema folder of this project."""
    url: str | None = None
    """The https URL of a bundle."""
    sha256: str | None = None
    """The expected SHA-256 of the bundle at `url`, in hex."""
    stable: Path | None = None
    """The bundle printed without `--experimental`; only with `schema` and `url`."""
    version: str | None = None
    """The version of the runtime that printed `schema` or `url`; a bundle does not contain it."""

    def __post_init__(self) -> None:
        given = [name for name in ("runtime", "codex_bin", "schema", "url") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ArgumentError(
                f"expected one source of a schema, got {', '.join(given) or 'none'}",
                remedy="pass one of --runtime VERSION, --codex-bin PATH, --schema PATH, --url URL with --sha256",
            )
        if (self.url is None) != (self.sha256 is None):
            raise ArgumentError("--url and --sha256 require each other", remedy=_HASH_NEEDED)
        if (self.stable or self.version) and not (self.schema or self.url):
            raise ArgumentError(
                "--stable and --schema-version are not allowed with a runtime or a program", remedy=_ONLY_FILES
            )


_HASH_NEEDED = "pass the SHA-256 of the bundle in hex, as printed by `sha256sum`"
_ONLY_FILES = "pass them only with --schema or --url"


def fetch(source: Source, log: Callable[[str], None] = lambda _: None) -> SchemaDump:
    """Obtain the schema of a source.

    Args:
        source: The source.
        log: Called with progress messages.

    Raises:
        CodegenError: The source is unavailable or is not a schema.
    """
    if source.runtime is not None:
        from . import published

        if not published.is_cached(source.runtime):
            log(f"downloading runtime {source.runtime}")
        path = published.runtime(source.runtime)
        log(f"reading the schema of runtime {source.runtime}")
        return dump_schema(path)
    if source.codex_bin is not None:
        log(f"reading the schema of {source.codex_bin}")
        return dump_schema(_program(source.codex_bin))
    if source.schema is not None:
        from .files import from_path

        log(f"reading {source.schema}")
        return from_path(source.schema, source.stable, source.version)
    from .address import download
    from .files import from_bytes

    assert source.url is not None
    assert source.sha256 is not None
    log(f"downloading {source.url}")
    return from_bytes(download(source.url, source.sha256), source.url, source.stable, source.version)


def parse_source(text: str) -> Source:
    """Parse a command-line argument that names a source.

    Args:
        text: A version, a program, or the path of a bundle or a folder.

    Raises:
        CodegenError: The text is none of these.
    """
    path = Path(text)
    if path.is_dir() or path.suffix == ".json":
        return Source(schema=path)
    if path.is_file() or (not text[:1].isdigit() and _on_path(text)):
        return Source(codex_bin=text)
    if text[:1].isdigit():
        return Source(runtime=text)
    raise ArgumentError(
        f"unknown schema source: {text!r}",
        remedy="pass a version such as 0.149.0, or the path of a Codex program, a bundle or its folder",
    )


def _program(name: str) -> Path:
    """Return the path of a program. Raise `CodegenError` if a bare name is not on PATH."""
    if os.path.dirname(name):
        return Path(name)
    found = _on_path(name)
    if found is None:
        raise ArgumentError(f"program not found on PATH: {name!r}", remedy=f"pass its path, such as ./{name}")
    return found


def _on_path(name: str) -> Path | None:
    # Relative entries of PATH, and the search itself on Windows, would include the working folder.
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
    found = (shutil.which(os.path.join(folder, name)) for folder in folders)
    return next((Path(program) for program in found if program), None)
