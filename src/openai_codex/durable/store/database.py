"""The tables of durable turns, beside those of DBOS in the same database."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from openai_codex._connection.reconnect.jitter import jittered
from openai_codex._redaction import printable, redacted_text
from openai_codex.durable.records import DatabaseUnreachableError
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Unpack

logger = logging.getLogger("openai_codex")

T = TypeVar("T")

BUSY_TIMEOUT = 30_000
"""Maximum time to wait for another writer of an SQLite database, in milliseconds."""

CONNECT_TIMEOUT = 30.0
"""Maximum time until the first operation reaches the database, in seconds. Later operations wait without a limit."""

MAX_PAUSE = 2.0
"""Longest mean of the pauses between two attempts to reach the database, in seconds."""

_METADATA = sa.MetaData()

TURNS = sa.Table(
    "codex_turns",
    _METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("thread_id", sa.Text, index=True),
    sa.Column("worker", sa.Text),
    sa.Column("home", sa.Text),
    sa.Column("owner", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("updated", sa.Double, nullable=False),
    sa.Column("entry", sa.Text),
)
THREADS = sa.Table(
    "codex_threads",
    _METADATA,
    sa.Column("thread_id", sa.Text, primary_key=True),
    sa.Column("worker", sa.Text, nullable=False),
)
"""The workers of threads whose turns were deleted."""

WORKERS = sa.Table(
    "codex_workers",
    _METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("home", sa.Text),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("concurrency", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("seen", sa.Double, nullable=False),
)
TAKEOVERS = sa.Table(
    "codex_takeovers",
    _METADATA,
    sa.Column("lost", sa.Text, primary_key=True),
    sa.Column("worker", sa.Text, nullable=False),
    sa.Column("since", sa.Double, nullable=False),
)
QUEUES = sa.Table(
    "codex_queues",
    _METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("settings", sa.Text, nullable=False),
)
ADMISSIONS = sa.Table(
    "codex_admissions",
    _METADATA,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("queue", sa.Text, nullable=False, index=True),
    sa.Column("worker", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
)
"""Jobs that workers have taken: those that wait (`queued`), and those of queues with limits (`running`, `paused`)."""

STARTS = sa.Table(
    "codex_starts",
    _METADATA,
    sa.Column("queue", sa.Text, primary_key=True),
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("started", sa.Double, primary_key=True),
)
"""Starts of turns in queues with a rate."""

QUESTIONS = sa.Table(
    "codex_questions",
    _METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("job", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("details", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("created", sa.Double, nullable=False),
    sa.Column("deadline", sa.Double),
    sa.Column("answer", sa.Text),
    # The request that waits for the answer.
    sa.Column("asker", sa.Text),
    # Whether a request has received the answer, or the job has ended.
    sa.Column("closed", sa.Boolean, nullable=False),
)
EVENTS = sa.Table(
    "codex_events",
    _METADATA,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("event", sa.Text, nullable=False),
)
CANCELLATIONS = sa.Table(
    "codex_cancellations",
    _METADATA,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("since", sa.Double, nullable=False),
)
BUDGETS = sa.Table(
    "codex_budgets",
    _METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("tokens", sa.BigInteger),
    sa.Column("cost", sa.Text),
    sa.Column("prices", sa.Text),
)
USAGE = sa.Table(
    "codex_usage",
    _METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("budget", sa.Text, index=True),
    sa.Column("usage", sa.Text, nullable=False),
    sa.Column("tokens", sa.BigInteger, nullable=False),
    sa.Column("cost", sa.Text),
)
TOTALS = sa.Table(
    "codex_totals",
    _METADATA,
    sa.Column("budget", sa.Text, primary_key=True),
    sa.Column("usage", sa.Text, nullable=False),
    sa.Column("cost", sa.Text, nullable=False),
)
"""The sums of `codex_usage` by budget, because the check before a turn must not read all rows. "" for all turns."""


class Database:
    """The database of durable turns.

    Once the database was reached, operations wait while it is unreachable, because a worker must not lose the outcome
    of a turn.

    Args:
        url: SQLAlchemy URL of an SQLite file or a PostgreSQL database.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _create_engine(url, is_sqlite=self.is_sqlite)
        self._closed = False
        self._reachable = True
        self._was_reached = False

    def close(self) -> None:
        """Close all connections. Operations that wait raise their error."""
        self._closed = True
        self.engine.dispose()

    def run(self, operation: Callable[[sa.Connection], T]) -> T:
        """Run an operation in a transaction, and again while the database is unreachable.

        Args:
            operation: Takes the connection. It may run several times.

        Returns:
            The result of the operation.
        """

        def transaction() -> T:
            with self.engine.begin() as connection:
                return operation(connection)

        return self.retry(transaction)

    def retry(self, operation: Callable[[], T]) -> T:
        """Call a function, and again while the database is unreachable.

        Args:
            operation: Uses the database. It may be called several times.

        Returns:
            The result of the function.

        Raises:
            DatabaseUnreachableError: The PostgreSQL server was never reached, and refuses the connection or is not
                reached within 30 seconds.
        """
        pause = 0.05
        deadline = time.monotonic() + CONNECT_TIMEOUT
        while True:
            try:
                result = operation()
            except (OperationalError, InterfaceError, DBAPIError, PoolTimeoutError) as error:
                if self._closed or not _is_transient(error, is_sqlite=self.is_sqlite):
                    raise
                is_late = time.monotonic() >= deadline
                if not self.is_sqlite and not self._was_reached and (is_late or _is_refused(error)):
                    raise DatabaseUnreachableError(self._unreachable(error)) from None
                self._log_state(error)
            else:
                self._was_reached = True
                self._log_state(None)
                return result
            # The pauses of several workers differ, so that they do not reconnect at once.
            time.sleep(jittered(pause, 0.5))
            pause = min(pause * 2, MAX_PAUSE)

    def _log_state(self, error: Exception | None) -> None:
        """Log the beginning and the end of an outage, instead of each attempt."""
        if self._reachable is (error is None):
            return
        self._reachable = error is None
        if error is None:
            logger.warning("the database is reachable again")
        else:
            logger.warning("the database is unreachable (%s); operations wait for it", _reason(error))

    def _unreachable(self, error: Exception) -> str:
        url = sa.make_url(self.url)
        place = sa.URL.create("postgresql", host=url.host, port=url.port, database=url.database)
        return f"the database {place} was not reached ({_reason(error)}); check the URL and the server"

    def create_tables(self) -> None:
        """Create the tables that are missing."""

        def create(connection: sa.Connection) -> None:
            if not self.is_sqlite:
                # CREATE TABLE IF NOT EXISTS fails if two connections run it at the same time.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(724021)"))
            _METADATA.create_all(connection)

        if self.is_sqlite:
            with self.engine.connect() as connection:
                # Outside a transaction. The mode is stored in the file.
                raw: Any = connection.connection.dbapi_connection
                raw.execute("PRAGMA journal_mode=WAL")
        self.run(create)

    def insert_new(self, table: sa.Table, **values: object) -> bool:
        """Insert a row unless its primary key exists.

        Args:
            table: The table.
            **values: The columns.

        Returns:
            Whether the row was inserted.
        """
        return self.run(lambda connection: insert_new(connection, table, values, is_sqlite=self.is_sqlite))

    def put(self, table: sa.Table, **values: object) -> None:
        """Insert a row, or update the row with the same primary key.

        Args:
            table: The table.
            **values: The columns.
        """
        self.run(lambda connection: upsert(connection, table, values, is_sqlite=self.is_sqlite))

    def rows(self, query: sa.Select[Unpack[tuple[Any, ...]]]) -> list[Any]:
        """Return the rows of a query."""
        return self.run(lambda connection: list(connection.execute(query)))


def _reason(error: Exception) -> str:
    return printable(redacted_text(str(getattr(error, "orig", None) or error).strip().partition("\n")[0]))


def _is_refused(error: Exception) -> bool:
    """Return whether a server does not accept a connection with these settings, or the host has no address."""
    text = str(getattr(error, "orig", None) or error)
    # A server that starts, stops or has too many connections accepts later ones.
    temporary = ("starting up", "shutting down", "too many", "not yet accepting", "remaining connection slots")
    if "FATAL" in text:
        return not any(words in text for words in temporary)
    return "failed to resolve host" in text or "could not translate host name" in text


def upsert(connection: sa.Connection, table: sa.Table, values: dict[str, object], *, is_sqlite: bool) -> None:
    """Insert a row, or update the row with the same primary key, in a transaction.

    Args:
        connection: The connection.
        table: The table.
        values: The columns.
        is_sqlite: Whether the database is SQLite.
    """
    keys = [column.name for column in table.primary_key]
    statement = _insert(table, is_sqlite=is_sqlite).values(**values)
    changes = {name: value for name, value in values.items() if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))


def insert_new(connection: sa.Connection, table: sa.Table, values: dict[str, object], *, is_sqlite: bool) -> bool:
    """Insert a row unless its primary key exists, in a transaction, and return whether it was inserted.

    Args:
        connection: The connection.
        table: The table.
        values: The columns.
        is_sqlite: Whether the database is SQLite.
    """
    statement = _insert(table, is_sqlite=is_sqlite).values(**values).on_conflict_do_nothing()
    return bool(connection.execute(statement).rowcount)


def _insert(table: sa.Table, *, is_sqlite: bool) -> Any:
    if is_sqlite:
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def database_url(url: str | None) -> str:
    """Return the URL of a database.

    Args:
        url: The URL; None for an SQLite file in the data directory of the user.

    Raises:
        InputError: The URL is not one of SQLite or PostgreSQL.
    """
    if url is None:
        from platformdirs import user_data_path

        folder = user_data_path("openai-codex-client", appauthor=False, ensure_exists=True)
        return database_url(f"sqlite:///{folder / 'durable.sqlite'}")
    if not isinstance(url, str) or not url.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+")):
        # Without a user, because the redaction of messages would hide the example.
        raise InputError("database_url", "expected sqlite:///PATH or postgresql://HOST/NAME")
    if url.startswith("sqlite"):
        if url in ("sqlite:///", "sqlite:///:memory:"):
            raise InputError("database_url", "expected an SQLite file, got a database in memory")
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True)
        # Prompts and answers are private. SQLite gives its further files the same mode.
        file.touch(mode=0o600)
        return url
    return "postgresql://" + url.partition("://")[2]


def _create_engine(url: str, *, is_sqlite: bool) -> sa.Engine:
    if not is_sqlite:
        driver = sa.make_url(url).set(drivername="postgresql+psycopg")
        connect = {"connect_timeout": 10, "application_name": "openai-codex-client"}
        return sa.create_engine(driver, pool_pre_ping=True, pool_size=8, max_overflow=8, connect_args=connect)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT / 1000})

    @event.listens_for(engine, "connect")
    def set_immediate(connection: Any, record: object) -> None:
        # A transaction that begins with a read cannot become a write while another process writes.
        connection.isolation_level = "IMMEDIATE"

    return engine


def _is_transient(error: Exception, *, is_sqlite: bool) -> bool:
    if isinstance(error, PoolTimeoutError):
        return True
    if is_sqlite:
        return "locked" in str(error) or "busy" in str(error)
    if getattr(error, "connection_invalidated", False):
        return True
    state: str = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    # Connection failures, shutdowns of the server, serialization failures and deadlocks.
    return isinstance(error, (OperationalError, InterfaceError)) and (
        state == "" or state.startswith(("08", "57P", "40", "53"))
    )
