"""Prepared homes of the runtime. Setting up a new home takes half of the start time of the runtime."""

from __future__ import annotations

import contextlib
import functools
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex import Codex
from openai_codex.testing import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Iterator


@functools.cache
def _template() -> tempfile.TemporaryDirectory[str]:
    """Let the runtime set up a home, once per test process. The home is removed at exit."""
    folder = tempfile.TemporaryDirectory(prefix="codex-home-", ignore_cleanup_errors=True)
    with ScriptedModel([]) as model, Codex(model.config(home=folder.name)):
        pass
    for database in Path(folder.name).glob("*.sqlite"):
        with contextlib.closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@contextlib.contextmanager
def warm_home() -> Iterator[str]:
    """Yield an unused home that the bundled runtime has set up."""
    with tempfile.TemporaryDirectory(prefix="codex-home-", ignore_cleanup_errors=True) as folder:
        shutil.copytree(_template().name, folder, dirs_exist_ok=True)
        yield folder
