"""Which request receives the answer to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from openai_codex import Approval
from openai_codex.durable.requests import Asked
from openai_codex.durable.store.database import Database
from openai_codex.durable.store.questions import Questions
from support.sync_adapter import Background
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

MAKE = Asked("approval", "make", {"cwd": "/a"}, {"command": "make"})


class Asker:
    """Requests of one process."""

    def __init__(self, database: Database, background: Background) -> None:
        self.questions = Questions(database)
        self._background = background
        self.ended: set[str] = set()
        self.stopped = False

    def ask(self, name: str = "request", asked: Asked = MAKE) -> Future[str | None]:
        """Ask a question in the background."""
        return self._background.start(
            self.questions.ask,
            "job",
            asked,
            timeout=None,
            interrupted=lambda: self.stopped,
            ended=lambda: name in self.ended,
        )

    def wait_pending(self, count: int) -> list[str]:
        """Wait until a number of questions is open, and return their ids."""
        wait_until(lambda: len(self.questions.pending()) == count)
        return [question.id for question in self.questions.pending()]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path}/questions.sqlite")
    found.create_tables()
    yield found
    found.close()


@pytest.fixture
def background() -> Iterator[Background]:
    with Background() as started:
        yield started


def test_equal_requests_need_an_answer_each(database: Database, background: Background) -> None:
    process = Asker(database, background)
    waiting = [process.ask(), process.ask()]
    first, second = process.wait_pending(2)
    process.questions.answer(first, Approval.accept())
    wait_until(lambda: any(each.done() for each in waiting))
    assert process.wait_pending(1) == [second]
    process.questions.answer(second, Approval.decline())
    answers = [str(each.result(30)) for each in waiting]
    assert sorted("accept" in answer for answer in answers) == [False, True]


def test_answer_is_used_once(database: Database, background: Background) -> None:
    process = Asker(database, background)
    first = process.ask()
    process.questions.answer(process.wait_pending(1)[0], Approval.accept())
    assert "accept" in str(first.result(30))
    process.ask()
    [again] = process.wait_pending(1)
    process.questions.answer(again, Approval.decline())


def test_request_after_a_restart_takes_the_question_of_the_earlier_process(
    database: Database, background: Background
) -> None:
    killed, process = Asker(database, background), Asker(database, background)
    lost = killed.ask()
    [id] = killed.wait_pending(1)
    repeated = process.ask()
    # The earlier process does not receive the answer, also if it still runs.
    assert lost.result(30) is None
    assert process.wait_pending(1) == [id]
    process.questions.answer(id, Approval.accept())
    assert "accept" in str(repeated.result(30))


def test_requests_after_a_restart_take_the_questions_in_their_order(database: Database, background: Background) -> None:
    killed, process = Asker(database, background), Asker(database, background)
    killed.stopped = True
    remove = MAKE._replace(subject={"command": "rm"})
    assert killed.ask().result(30) is None
    assert killed.ask("other", remove).result(30) is None
    first, other = killed.wait_pending(2)
    process.questions.answer(first, Approval.accept())
    process.questions.answer(other, Approval.decline())
    assert "decline" in str(process.ask("other", remove).result(30))
    assert "accept" in str(process.ask().result(30))
    process.ask()
    assert process.wait_pending(1) not in ([first], [other])
    process.questions.close("job")


def test_request_takes_the_question_of_one_that_has_ended(database: Database, background: Background) -> None:
    process = Asker(database, background)
    lost = process.ask("lost")
    [id] = process.wait_pending(1)
    # The runtime has exited, and the model repeats the request in the next turn.
    process.ended.add("lost")
    repeated = process.ask("repeated")
    assert lost.result(30) is None
    assert process.wait_pending(1) == [id]
    process.questions.answer(id, Approval.accept())
    assert "accept" in str(repeated.result(30))


def test_end_of_the_job_ends_the_wait(database: Database, background: Background) -> None:
    process = Asker(database, background)
    waiting = process.ask()
    process.wait_pending(1)
    process.questions.close("job")
    assert waiting.result(30) is None
    assert process.questions.pending() == []
