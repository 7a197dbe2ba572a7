"""Format sources and write them atomically, or compare them with existing files."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CodegenError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

# An explicit style, independent of any configuration in the surrounding folders.
_STYLE = ("--isolated", "--line-length=120", "--target-version=py310", "--no-cache")
# Sort imports and `__all__`.
_SORTED = ("--select=I,RUF022", "--fix", "--config=lint.isort.known-first-party=['codex_protocol']")

_SKIPPED = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache"})

_DIFF_LINES = 40


def write(sources: Mapping[str, str], out: Path, files: Mapping[Path, bytes] | None = None) -> int:
    """Write the package, and replace the content of `out`.

    All files are written and formatted in a staging folder first. If a step fails, nothing is changed. Other files of
    the package are removed.

    Args:
        sources: The sources by path within the package.
        out: The folder of the package.
        files: Other files to replace in the same step; None means no files.

    Returns:
        The number of files of the package.

    Raises:
        CodegenError: ruff rejects a source.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with _staging_dir(out.parent) as folder:
        fresh = folder / "fresh"
        _write_formatted(sources, fresh)
        moves = [(fresh, out)]
        for index, (target, content) in enumerate((files or {}).items()):
            file = folder / f"file-{index}"
            file.write_bytes(content)
            moves.append((file, target))
        _replace_atomically(moves, folder)
    return len(sources)


def _replace_atomically(moves: list[tuple[Path, Path]], folder: Path) -> None:
    """Move each first path to the second, and old content into `folder`. Undo all moves if one fails."""
    done: list[tuple[Path, Path]] = []
    try:
        for index, (fresh, target) in enumerate(moves):
            old = folder / f"old-{index}"
            if target.exists():
                os.replace(target, old)
            done.append((old, target))
            os.replace(fresh, target)
    except BaseException:
        for old, target in reversed(done):
            if target.is_dir() and old.exists():
                shutil.rmtree(target)
            if old.exists():
                os.replace(old, target)
            elif target.is_dir():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
        raise


def differences(sources: Mapping[str, str], out: Path) -> list[str]:
    """Compare the sources with the files in `out`.

    Args:
        sources: The sources by path within the package.
        out: The folder of the package.

    Returns:
        A line for each difference, followed by the start of a diff.
    """
    return list(_differences(formatted(sources), _contents(out), out))


def formatted(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files as `write` would write them."""
    with tempfile.TemporaryDirectory() as folder:
        _write_formatted(sources, Path(folder) / "fresh")
        return _contents(Path(folder) / "fresh")


def _differences(wanted: dict[str, bytes], found: dict[str, bytes], out: Path) -> Iterator[str]:
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield f"missing: {out / name}"
        elif name not in wanted:
            yield f"stale: {out / name}"
        elif wanted[name] != found[name]:
            yield f"differs: {out / name}"
            diff = difflib.unified_diff(
                found[name].decode("utf-8", "replace").splitlines(),
                wanted[name].decode("utf-8", "replace").splitlines(),
                f"{name} (in place)",
                f"{name} (generated)",
                lineterm="",
            )
            lines = list(diff)
            yield from (f"    {line}" for line in lines[:_DIFF_LINES])
            if len(lines) > _DIFF_LINES:
                yield f"    ... {len(lines) - _DIFF_LINES} more lines"


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not _SKIPPED & set(path.relative_to(folder).parts)
    }


def _write_formatted(sources: Mapping[str, str], folder: Path) -> None:
    for name, text in sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    _ruff("check", *_SORTED, folder=folder)
    _ruff("format", folder=folder)


def _ruff(*arguments: str, folder: Path) -> None:
    command = [sys.executable, "-m", "ruff", arguments[0], "--quiet", *_STYLE, *arguments[1:], "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode != 0:
        raise CodegenError(
            f"ruff {arguments[0]} rejects the generated code:\n{done.stdout}{done.stderr}".rstrip(),
            remedy="fix the templates, which generated invalid Python",
        )


@contextmanager
def _staging_dir(parent: Path) -> Generator[Path, None, None]:
    """Create a folder on the same file system as its targets, so that moves are atomic."""
    folder = Path(tempfile.mkdtemp(prefix=".codegen-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
