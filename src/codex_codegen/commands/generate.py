"""Generate from any source: into a checkout, with all that says which runtime it is of, or into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import CodegenError
from ..pipeline import render_bundle
from ..render import write as emit
from ..schema.bundle import BUNDLE_FILE
from ..schema.history import HISTORY_FILE, read_history
from ..schema.lockfile import LOCK_FILE, check_tools, read_lock
from ..schema.overrides import OVERRIDES_FILE, read_overrides
from ..schema.resources import history_file, overrides_file
from ..sources.dump import parse_dump
from ..sources.fetch import Source, fetch
from .changelog import with_runtime
from .lock import schema_folder_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION_FILE = "_version.py"


@dataclass(frozen=True)
class Checkout:
    """A working copy of this project."""

    root: Path

    @property
    def schema(self) -> Path:
        """The schema folder."""
        return self.root / "schema"

    @property
    def package(self) -> Path:
        """The folder of the generated package."""
        return self.root / "generated" / "codex_protocol"

    @property
    def changelog(self) -> Path:
        """The change log."""
        return self.root / "CHANGELOG.md"

    def check(self) -> None:
        """Raise `CodegenError` unless the folder is a checkout."""
        for path in (self.schema / OVERRIDES_FILE, self.schema / LOCK_FILE, self.changelog):
            if not path.is_file():
                raise CodegenError(
                    "this is no checkout of the project: the file is missing",
                    pointer=str(path),
                    remedy="say with --out DIR where the package goes, or run this at the root of a checkout",
                )


def generate_checkout(source: Source, checkout: Checkout, log: Callable[[str], None]) -> str:
    """Bring a checkout to the schema of a source, and return the runtime's version.

    Writes the schema folder's bundle, marks and lock, the package, and a line of the change log where the version
    changes. All of it, or, if anything goes wrong, nothing.
    """
    checkout.check()
    lock = read_lock(checkout.schema)
    check_tools(lock, checkout.schema)
    dump = fetch(source, log)
    log(f"generating the protocol of runtime {dump.version}")
    sources = render_bundle(
        parse_dump(dump),
        read_overrides(checkout.schema / OVERRIDES_FILE),
        read_history(checkout.schema / HISTORY_FILE),
        log,
    )
    changes = with_runtime(checkout.changelog.read_text(encoding="utf-8"), lock.runtime_version, dump.version)
    files = {checkout.schema / name: content for name, content in schema_folder_files(dump).items()}
    files[checkout.changelog] = changes.encode()
    count = emit.write(sources, checkout.package, files)
    log(f"wrote {count} files to {checkout.package}, and {BUNDLE_FILE} and its lock to {checkout.schema}")
    return dump.version


def generate_folder(source: Source, out: Path, overrides: Path | None, log: Callable[[str], None]) -> str:
    """Write the package for a source to the folder `out`, in place of an older one, and return the runtime's version.

    `overrides` is a file to use instead of the one that comes with the generator. Raises `CodegenError` if `out` holds
    anything but a generated package.
    """
    _check_replaceable(out)
    dump = fetch(source, log)
    log(f"generating the protocol of runtime {dump.version}")
    if overrides is not None and not overrides.is_file():
        raise CodegenError("the file is missing", pointer=str(overrides))
    sources = render_bundle(
        parse_dump(dump), read_overrides(overrides or overrides_file()), read_history(history_file()), log
    )
    count = emit.write(sources, out)
    log(f"wrote {count} files to {out}")
    return dump.version


def _check_replaceable(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not _is_generated(out / VERSION_FILE)):
        raise CodegenError(
            "something is there that this command did not write",
            pointer=str(out),
            remedy="give a folder that does not exist yet, such as ./codex_protocol",
        )


def _is_generated(version_file: Path) -> bool:
    return version_file.is_file() and "SCHEMA_SHA256" in version_file.read_text(encoding="utf-8", errors="replace")
