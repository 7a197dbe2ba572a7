"""Update the history from the published runtimes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..schema.history import History, history_text, read_history
from ..sources import published
from ..sources.dump import parse_dump
from ..sources.fetch import Source, fetch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def update_history(path: Path, log: Callable[[str], None]) -> History:
    """Add the published runtimes that are missing from a history file.

    The file is written after each runtime, so an interrupted run can be resumed. Runtimes that were not cached before
    are removed from the cache again.

    Args:
        path: The history file; a missing file is created.
        log: Called with progress messages.

    Returns:
        The updated history.

    Raises:
        CodegenError: The package index is unavailable, or a runtime does not work.
    """
    history = read_history(path)
    known = set(history.versions)
    missing = [version for version in published.published_versions() if version not in known]
    for index, version in enumerate(missing, 1):
        log(f"[{index}/{len(missing)}] runtime {version}")
        had = published.is_cached(version)
        try:
            history.add(version, parse_dump(fetch(Source(runtime=version), log)).schema)
        finally:
            if not had:
                published.forget(version)
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text(history_text(history), encoding="utf-8", newline="\n")
        os.replace(fresh, path)
    log(f"{path}: {len(history.versions)} runtimes, {history.versions[0]} to {history.versions[-1]}")
    return history
