"""Operations of a database that is unreachable for a while."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from sqlalchemy.exc import OperationalError

from openai_codex.durable.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An SQLite database whose pauses take no time."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    opened = Database(f"sqlite:///{tmp_path}/durable.sqlite")
    yield opened
    opened.close()


def failing(times: int, message: str) -> Callable[[], str]:
    """Return an operation that fails some times before it succeeds."""
    left = times

    def operation() -> str:
        nonlocal left
        if left:
            left -= 1
            raise OperationalError("SELECT 1", {}, sqlite3.OperationalError(message))
        return "result"

    return operation


def test_outage_is_logged_once(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    assert database.retry(failing(3, "database is locked\nat line 2")) == "result"
    assert database.retry(failing(0, "")) == "result"
    assert caplog.messages == [
        "the database is unreachable (database is locked); operations wait for it",
        "the database is reachable again",
    ]
    caplog.clear()
    assert database.retry(failing(1, "database is locked")) == "result"
    assert len(caplog.messages) == 2


def test_other_errors_are_raised(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        database.retry(failing(1, "no such table: missing"))
    assert caplog.messages == []


def test_closed_database_raises_the_error(database: Database) -> None:
    database.close()
    with pytest.raises(OperationalError, match="locked"):
        database.retry(failing(1, "database is locked"))
