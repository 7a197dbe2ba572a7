"""Where a schema comes from: a published runtime, a program, a file or folder, or an https address.

Each source gives a `SchemaDump`: the bundle as the runtime printed it, and what of it is stable.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CodegenError
from .dump import SchemaDump, parse_dump

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SchemaDump", "Source", "fetch", "parse_dump", "parse_source"]


@dataclass(frozen=True)
class Source:
    """Which schema is meant; exactly one of `runtime`, `codex_bin`, `schema` and `url` is given."""

    runtime: str | None = None
    """The version of a published runtime."""
    codex_bin: str | None = None
    """The path of a program, or the name of one on PATH."""
    schema: Path | None = None
    """A bundle, a folder that a runtime printed, or a schema folder of this project."""
    url: str | None = None
    """The https address of a bundle."""
    sha256: str | None = None
    """What the bundle at `url` has to hash to, in hex."""
    stable: Path | None = None
    """The bundle that the same runtime prints without `--experimental`; goes with `schema` and `url`."""
    version: str | None = None
    """The version of the runtime that printed `schema` or `url`, which a bundle does not say."""

    def __post_init__(self) -> None:
        given = [name for name in ("runtime", "codex_bin", "schema", "url") if getattr(self, name) is not None]
        if len(given) != 1:
            raise CodegenError(
                f"a schema has one source; given: {', '.join(given) or 'none'}",
                remedy="give one of --runtime VERSION, --codex-bin PATH, --schema PATH, --url URL with --sha256",
            )
        if (self.url is None) != (self.sha256 is None):
            raise CodegenError("--url and --sha256 go together", remedy=_HASH_NEEDED)
        if (self.stable or self.version) and not (self.schema or self.url):
            raise CodegenError("a program says its version, and what is stable, itself", remedy=_ONLY_FILES)


_HASH_NEEDED = "give the sha256 of the bundle, in hex, as `sha256sum` prints it"
_ONLY_FILES = "give --stable and --schema-version with --schema or --url only"


def fetch(source: Source, log: Callable[[str], None] = lambda _: None) -> SchemaDump:
    """Get the schema of a source; `note` is told what takes time.

    Raises `CodegenError` when the source cannot be reached, or holds no schema.
    """
    if source.runtime is not None:
        from . import published

        if not published.is_cached(source.runtime):
            log(f"downloading runtime {source.runtime}")
        path = published.runtime(source.runtime)
        log(f"asking runtime {source.runtime} for its schema")
        return _ask(path)
    if source.codex_bin is not None:
        log(f"asking {source.codex_bin} for its schema")
        return _ask(_program(source.codex_bin))
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
    """Make a source of one word: a version, a program, or the path of a bundle or a folder.

    Raises `CodegenError` for what is none of them.
    """
    path = Path(text)
    if path.is_dir() or path.suffix == ".json":
        return Source(schema=path)
    if path.is_file() or (not text[:1].isdigit() and _on_path(text)):
        return Source(codex_bin=text)
    if text[:1].isdigit():
        return Source(runtime=text)
    raise CodegenError(
        f"{text!r} is no source of a schema",
        remedy="give a version such as 0.149.0, the path of a Codex program, or that of a bundle or its folder",
    )


def _ask(path: Path) -> SchemaDump:
    from .program import dump_schema

    return dump_schema(path)


def _program(name: str) -> Path:
    """Find a program, by its path or by its name on PATH. Raises `CodegenError` for a name that is not there."""
    if os.path.dirname(name):
        return Path(name)
    found = _on_path(name)
    if found is None:
        raise CodegenError(f"there is no program {name!r} on PATH", remedy=f"give its path, such as ./{name}")
    return found


def _on_path(name: str) -> Path | None:
    # What is not absolute in PATH, and on Windows the search itself, would mean the working folder.
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
    found = (shutil.which(os.path.join(folder, name)) for folder in folders)
    return next((Path(program) for program in found if program), None)
