"""Operations of a database that is unreachable for a while."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from sqlalchemy.exc import OperationalError

from openai_codex.durable import DatabaseUnreachableError
from openai_codex.durable.store import database as module
from openai_codex.durable.store.database import Database, database_url
from openai_codex.errors import InputError

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


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A PostgreSQL database that no test connects to, and whose pauses take no time."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    opened = Database("postgresql://user:hunter2@db.example/jobs")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "problem",
    ['FATAL:  database "jobs" does not exist', 'FATAL:  role "user" does not exist', "failed to resolve host 'db'"],
)
def test_first_connection_that_is_refused_raises(server: Database, problem: str) -> None:
    with pytest.raises(DatabaseUnreachableError) as caught:
        server.retry(failing(1, problem + "\nat line 2"))
    expected = f"the database postgresql://db.example/jobs was not reached ({problem}); check the URL and the server"
    assert str(caught.value) == expected


@pytest.mark.parametrize("problem", ["Connection refused", "FATAL:  the database system is starting up"])
def test_first_connection_waits_for_the_server(server: Database, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert server.retry(failing(3, problem)) == "result"
    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.0)
    # It was reached before.
    assert server.retry(failing(3, problem)) == "result"
    other = Database(server.url)
    with pytest.raises(DatabaseUnreachableError, match="was not reached"):
        other.retry(failing(1, problem))
    other.close()


def test_later_refusal_is_waited_for(server: Database) -> None:
    server.retry(failing(0, ""))
    assert server.retry(failing(2, 'FATAL:  database "jobs" does not exist')) == "result"


def test_invalid_url_says_what_is_expected() -> None:
    with pytest.raises(InputError) as caught:
        database_url("mysql://db.example/jobs")
    assert str(caught.value) == "database_url: expected sqlite:///PATH or postgresql://HOST/NAME"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX files")
def test_sqlite_file_is_private(tmp_path: Path) -> None:
    opened = Database(database_url(f"sqlite:///{tmp_path}/folder/durable.sqlite"))
    opened.create_tables()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "folder").iterdir()}
    opened.close()
    assert modes
    assert set(modes.values()) == {0o600}
