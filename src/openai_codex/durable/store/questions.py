"""Questions of turns and workflows, which wait in the database for an answer."""

from __future__ import annotations

import hashlib
import json
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
    from openai_codex.durable.store.database import Database

MIN_POLL = 0.05
MAX_POLL = 1.0
"""Shortest and longest pause between two checks for an answer, in seconds."""


class Questions:
    """The questions in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        kind: str,
        text: str,
        details: JsonObject,
        *,
        id: str | None = None,
        timeout: float | None,
        interrupted: Callable[[], bool],
    ) -> str | None:
        """Ask a question and wait for its answer.

        A question of the same job with the same text that has not been used is asked once: the worker may have been
        restarted meanwhile.

        Args:
            job: Id of the job.
            kind: Kind of the question.
            text: The question.
            details: Further details.
            id: Id of the question, for a workflow that is run again; None for a new one.
            timeout: Time after which the question is declined, in seconds; None for never.
            interrupted: Returns whether to stop waiting.

        Returns:
            The answer as a JSON document; None if the caller was interrupted.
        """
        fingerprint = hashlib.sha256(json.dumps([job, kind, text]).encode()).hexdigest()
        row = self._open(job, kind, text, details, id, fingerprint, timeout)
        pause = MIN_POLL
        while True:
            if row.answer is None and row.deadline is not None and time.time() >= row.deadline:
                self._decline(row.id, kind)
                row = self._row(row.id)
            if row.answer is not None:
                return cast("str", row.answer)
            if interrupted():
                return None
            time.sleep(pause)
            pause = min(pause * 1.5, MAX_POLL)
            row = self._row(row.id)

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

    def used(self, job: str, kind: str, text: str) -> None:
        """Record that the runtime has received an answer, so that the next question of this kind is a new one."""
        fingerprint = hashlib.sha256(json.dumps([job, kind, text]).encode()).hexdigest()
        update = (
            sa.update(QUESTIONS)
            .where(QUESTIONS.c.job == job, QUESTIONS.c.fingerprint == fingerprint, QUESTIONS.c.answer.is_not(None))
            .values(closed=True)
        )
        self._database.run(lambda connection: connection.execute(update))

    def _open(
        self,
        job: str,
        kind: str,
        text: str,
        details: JsonObject,
        id: str | None,
        fingerprint: str,
        timeout: float | None,
    ) -> Any:
        if id is None:
            query = sa.select(QUESTIONS).where(
                QUESTIONS.c.job == job, QUESTIONS.c.fingerprint == fingerprint, QUESTIONS.c.closed.is_(sa.false())
            )
            for row in self._database.rows(query):
                return row
            id = uuid4().hex[:12]
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
            closed=False,
        )
        return self._row(id)

    def _decline(self, id: str, kind: str) -> None:
        update = (
            sa.update(QUESTIONS).where(QUESTIONS.c.id == id, QUESTIONS.c.answer.is_(None)).values(answer=declined(kind))
        )
        self._database.run(lambda connection: connection.execute(update))

    def _row(self, id: str) -> Any:
        [row] = self._database.rows(sa.select(QUESTIONS).where(QUESTIONS.c.id == id))
        return row


def _question(row: Any) -> Question:
    return Question(row.id, row.job, row.kind, row.text, json.loads(row.details), row.created, row.deadline)
