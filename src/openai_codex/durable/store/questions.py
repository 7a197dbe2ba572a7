"""Questions of turns and workflows, which wait in the database for an answer."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import sqlalchemy as sa

from openai_codex.durable.answers import declined, encode_answer
from openai_codex.durable.records import Question
from openai_codex.durable.store.database import QUESTIONS
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._json_types import JsonObject
    from openai_codex.durable.requests import Asked
    from openai_codex.durable.store.database import Database

MIN_POLL = 0.05
MAX_POLL = 1.0
"""Shortest and longest pause between two checks for an answer, in seconds."""


class Questions:
    """The questions in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mutex = threading.Lock()
        self._waiting: dict[str, Callable[[], bool]] = {}
        """The questions for which a request of this process waits, each with a function: whether the request ended."""

    def pending(self) -> list[Question]:
        """Return the questions that wait for an answer, the oldest first."""
        now = time.time()
        query = (
            sa.select(QUESTIONS)
            .where(QUESTIONS.c.answer.is_(None), QUESTIONS.c.closed.is_(sa.false()))
            .where(sa.or_(QUESTIONS.c.deadline.is_(None), QUESTIONS.c.deadline > now))
            .order_by(QUESTIONS.c.created)
        )
        return [_question(row) for row in self._database.rows(query)]

    def answer(self, id: str, answer: object) -> None:
        """Store an answer.

        Args:
            id: Id of the question.
            answer: The answer.

        Raises:
            InputError: The question is unknown or closed, or the answer is invalid.
        """
        rows = self._database.rows(sa.select(QUESTIONS).where(QUESTIONS.c.id == id))
        if not rows:
            raise InputError("id", f"unknown question {id!r}")
        text = encode_answer(_question(rows[0]), answer)
        update = (
            sa.update(QUESTIONS)
            .where(QUESTIONS.c.id == id, QUESTIONS.c.answer.is_(None), QUESTIONS.c.closed.is_(sa.false()))
            .where(sa.or_(QUESTIONS.c.deadline.is_(None), QUESTIONS.c.deadline > time.time()))
            .values(answer=text)
        )
        if not self._database.run(lambda connection: connection.execute(update).rowcount):
            raise InputError("id", f"question {id!r} is already answered, or its deadline has passed")

    def ask(
        self,
        job: str,
        asked: Asked,
        *,
        timeout: float | None,
        interrupted: Callable[[], bool],
        ended: Callable[[], bool],
    ) -> str | None:
        """Ask the question of a request, and wait for its answer.

        After a restart, the request takes the oldest question with the same subject for which no request waits. Each
        answer is returned once.

        Args:
            job: Id of the job.
            asked: The question.
            timeout: Time after which the question is declined, in seconds; None for never.
            interrupted: Returns whether to stop waiting.
            ended: Returns whether the request has ended, so that a later one may take the question.

        Returns:
            The answer as a JSON document; None if the caller was interrupted, or another request took the question.
        """
        asker = uuid4().hex
        subject = json.dumps([job, asked.kind, asked.subject], sort_keys=True)
        fingerprint = hashlib.sha256(subject.encode()).hexdigest()
        with self._mutex:
            # One after the other, so that two requests do not take the same question.
            id = self._take(job, fingerprint, asker)
            if id is None:
                id = uuid4().hex[:12]
                self._insert(id, job, asked.kind, asked.text, asked.details, timeout, fingerprint, asker)
            self._waiting[id] = ended
        try:
            row = self._wait(id, asked.kind, lambda row: row.closed or row.asker != asker or interrupted() or ended())
            return cast("str", row.answer) if row is not None and self._receive(id, asker) else None
        finally:
            with self._mutex:
                if self._waiting.get(id) is ended:
                    del self._waiting[id]

    def ask_once(
        self,
        id: str,
        job: str,
        text: str,
        details: JsonObject,
        *,
        timeout: float | None,
        interrupted: Callable[[], bool],
    ) -> str | None:
        """Ask a question of a workflow, and wait for its answer.

        If the workflow runs again, the same answer is returned again.

        Args:
            id: Id of the question.
            job: Id of the workflow.
            text: The question.
            details: Further details.
            timeout: Time after which the question is declined, in seconds; None for never.
            interrupted: Returns whether to stop waiting.

        Returns:
            The answer as a JSON document; None if the caller was interrupted.
        """
        self._insert(id, job, "workflow", text, details, timeout, id, None)
        row = self._wait(id, "workflow", lambda row: row.answer is None and interrupted())
        return None if row is None else cast("str", row.answer)

    def close(self, job: str) -> None:
        """Close the open questions of a job that has ended."""
        open_questions = sa.select(QUESTIONS.c.id).where(QUESTIONS.c.job == job, QUESTIONS.c.closed.is_(sa.false()))
        if not self._database.rows(open_questions):
            # Most jobs have no questions. An update would take the write lock of an SQLite database.
            return
        update = (
            sa.update(QUESTIONS).where(QUESTIONS.c.job == job, QUESTIONS.c.closed.is_(sa.false())).values(closed=True)
        )
        self._database.run(lambda connection: connection.execute(update))

    def _take(self, job: str, fingerprint: str, asker: str) -> str | None:
        """Take the oldest open question with a fingerprint for which no request of this process waits."""
        waiting = [id for id, ended in self._waiting.items() if not ended()]
        query = (
            sa.select(QUESTIONS.c.id, QUESTIONS.c.asker)
            .where(QUESTIONS.c.job == job, QUESTIONS.c.fingerprint == fingerprint)
            .where(QUESTIONS.c.closed.is_(sa.false()), QUESTIONS.c.id.not_in(waiting))
            .order_by(QUESTIONS.c.created)
        )
        for row in self._database.rows(query):
            # A process that was replaced may still run. It does not receive the answer any more.
            if self._update_open(row.id, row.asker, {"asker": asker}):
                return str(row.id)
        return None

    def _receive(self, id: str, asker: str) -> bool:
        """Close a question that was answered; return False if another request took it."""
        return self._update_open(id, asker, {"closed": True})

    def _update_open(self, id: str, asker: str, values: dict[str, object]) -> bool:
        update = (
            sa.update(QUESTIONS)
            .where(QUESTIONS.c.id == id, QUESTIONS.c.asker == asker, QUESTIONS.c.closed.is_(sa.false()))
            .values(**values)
        )
        return bool(self._database.run(lambda connection: connection.execute(update).rowcount))

    def _insert(
        self,
        id: str,
        job: str,
        kind: str,
        text: str,
        details: JsonObject,
        timeout: float | None,
        fingerprint: str,
        asker: str | None,
    ) -> None:
        now = time.time()
        self._database.insert_new(
            QUESTIONS,
            id=id,
            job=job,
            kind=kind,
            text=text,
            details=json.dumps(details),
            fingerprint=fingerprint,
            created=now,
            deadline=None if timeout is None else now + timeout,
            asker=asker,
            closed=False,
        )

    def _wait(self, id: str, kind: str, stop: Callable[[Any], bool]) -> Any:
        """Wait for an answer, and return the row; None if `stop` returns true, or the job was deleted."""
        pause = MIN_POLL
        while True:
            row = self._row(id)
            if row is None or stop(row):
                return None
            if row.answer is None and row.deadline is not None and time.time() >= row.deadline:
                self._decline(id, kind)
                continue
            if row.answer is not None:
                return row
            time.sleep(pause)
            pause = min(pause * 1.5, MAX_POLL)

    def _decline(self, id: str, kind: str) -> None:
        update = (
            sa.update(QUESTIONS).where(QUESTIONS.c.id == id, QUESTIONS.c.answer.is_(None)).values(answer=declined(kind))
        )
        self._database.run(lambda connection: connection.execute(update))

    def _row(self, id: str) -> Any:
        rows = self._database.rows(sa.select(QUESTIONS).where(QUESTIONS.c.id == id))
        return rows[0] if rows else None


def _question(row: Any) -> Question:
    return Question(row.id, row.job, row.kind, row.text, json.loads(row.details), row.created, row.deadline)
