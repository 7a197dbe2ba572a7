"""`Journal`: where the client records a turn before it starts it."""

from __future__ import annotations

from typing import Literal, Protocol

from pydantic import BaseModel

from openai_codex.errors import CodexError
from openai_codex.turn_once.models import TurnOutcome  # noqa: TC001  # pydantic evaluates the annotations


class JournalConflictError(CodexError, RuntimeError):
    """Another process has taken over the turn.

    The client stops before it sends anything.

    Attributes:
        key: Key of the turn.
    """

    def __init__(self, key: str) -> None:
        super().__init__(f"turn {key!r}: another process has taken over the turn; read its outcome from the journal")
        self.key = key


class JournalEntry(BaseModel):
    """Record of one turn."""

    key: str
    """Key of the request."""

    fingerprint: str
    """`TurnRequest.fingerprint` of the request."""

    state: Literal["claimed", "starting", "finished"] = "claimed"
    """`claimed`: no turn was sent. `starting`: the turn may have been sent. `finished`: `outcome` is final."""

    thread_id: str | None = None
    """Id of the thread; None until it is known."""

    home: str | None = None
    """Identity of the CODEX_HOME that contains the thread; None until it is known."""

    attempt: int = 1
    """Number of the turn, from 1. Each has its own `clientUserMessageId`."""

    continuations: int = 0
    """Number of turns that continue an interrupted one."""

    retry_at: float = 0
    """Time before which the turn is not started, in seconds since 1970."""

    outcome: TurnOutcome | None = None
    """The outcome; None until the turn has ended."""

    @property
    def message_id(self) -> str:
        """The `clientUserMessageId` of the turn, by which the client finds it in the thread."""
        return f"{self.key}#{self.attempt}"


class JournalLock(Protocol):
    """A lock of a journal."""

    def release(self) -> None:
        """Release the lock.

        Idempotent.
        """


class Journal(Protocol):
    """Stores the records of turns.

    `FileJournal` and `SQLiteJournal` implement it. The methods are called from any thread. A record must be durable
    when `save` returns.
    """

    def try_lock(self, name: str) -> JournalLock | None:
        """Lock a turn or a thread.

        Return the lock, or None if another caller holds it.

        The lock of a process that has ended is free. If another process can take a lock while its holder still runs,
        `save` must raise `JournalConflictError` in the former holder.
        """
        ...

    def load(self, key: str) -> JournalEntry | None:
        """Return the record of a turn.

        None if it is missing.
        """
        ...

    def save(self, entry: JournalEntry) -> None:
        """Store the record of a turn, and replace the previous one.

        If another process has locked the turn since, raise `JournalConflictError`.
        """
        ...
