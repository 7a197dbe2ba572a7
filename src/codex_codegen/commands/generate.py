"""Generate the package from any source, into a checkout or a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ArgumentError
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
        """The changelog."""
        return self.root / "CHANGELOG.md"

    def check(self) -> None:
        """Raise `CodegenError` if the folder is not a checkout."""
        for path in (self.schema / OVERRIDES_FILE, self.schema / LOCK_FILE, self.changelog):
            if not path.is_file():
                raise ArgumentError(
                    "not a checkout of the project: the file is missing",
                    pointer=str(path),
                    remedy="pass --out DIR, or run the command at the root of a checkout",
                )


def generate_checkout(source: Source, checkout: Checkout, log: Callable[[str], None]) -> str:
    """Update a checkout to the schema of a source.

    This writes the bundle, `stable.json` and the lock of the schema folder, the package, and a changelog entry if the
    version changes. If any step fails, nothing is changed.

    Args:
        source: The source of the schema.
        checkout: The checkout to update.
        log: Called with progress messages.

    Returns:
        The version of the runtime.

    Raises:
        CodegenError: The folder is not a checkout, or the schema is unavailable or not supported.
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
    """Write the package for a source to a folder.

    A package that was generated there before is replaced.

    Args:
        source: The source of the schema.
        out: The folder of the package.
        overrides: An overrides file; None uses the overrides shipped with the generator.
        log: Called with progress messages.

    Returns:
        The version of the runtime.

    Raises:
        CodegenError: `out` contains files other than a generated package, or the schema is unavailable or unsupported.
    """
    _check_replaceable(out)
    dump = fetch(source, log)
    log(f"generating the protocol of runtime {dump.version}")
    if overrides is not None and not overrides.is_file():
        raise ArgumentError("the file is missing", pointer=str(overrides))
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
        raise ArgumentError(
            "exists, and is not a generated package",
            pointer=str(out),
            remedy="pass a folder that does not exist, such as ./codex_protocol",
        )


def _is_generated(version_file: Path) -> bool:
    return version_file.is_file() and "SCHEMA_SHA256" in version_file.read_text(encoding="utf-8", errors="replace")
