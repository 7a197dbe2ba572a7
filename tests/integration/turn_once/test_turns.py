"""`run_turn_once` with the real runtime."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from pydantic import BaseModel

from openai_codex import InputError, InvalidRequestError
from openai_codex.testing import Gate, HttpError, ResponseFailed
from openai_codex.turn_once import FileJournal, TurnRequest
from support.homes import warm_home
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, Background, client
from support.turn_once import run_once

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


def prompts(model: Any) -> list[str | None]:
    """Return the prompts that the model has received."""
    return [request.user_text for request in model.requests]


def test_second_call_returns_stored_outcome(flavour: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    with offline(flavour, ["one"]) as (model, codex):
        handles: list[Any] = []
        request = TurnRequest(input="Go.", key="k")
        outcome = run_once(codex, request, journal=journal, on_turn=handles.append)
        assert run_once(codex, request, journal=journal, on_turn=handles.append) == outcome
        assert (outcome.status, outcome.final_response, outcome.turn_id) == ("completed", "one", handles[0].id)
        assert outcome.usage is not None
        assert outcome.usage["total_tokens"] == 15
        assert len(handles) == 1
        assert prompts(model) == ["Go."]
        with pytest.raises(InputError, match="expected a new key for another request, got 'k'"):
            run_once(codex, TurnRequest(input="Other.", key="k"), journal=journal)


def test_turn_continues_stored_thread(flavour: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    with offline(flavour, ["one", "two"]) as (model, codex):
        first = run_once(codex, TurnRequest(input="First."), journal=journal)
        second = run_once(codex, TurnRequest(input="Second.", thread_id=first.thread_id), journal=journal)
        assert (second.final_response, second.thread_id) == ("two", first.thread_id)
        assert "First." in model.requests[1].input_texts


def test_turn_waits_for_running_turn_of_its_thread(flavour: str, tmp_path: Path) -> None:
    journal, gate = FileJournal(tmp_path), Gate()
    with offline(flavour, ["begin", ["a", gate], "next"]) as (model, codex), Background() as background:
        thread_id = codex.run("Begin.").thread_id
        turn = codex.thread_resume(thread_id).turn("Long.")
        gate.wait_entered()
        waiting = background.start(run_once, codex, TurnRequest(input="Next.", thread_id=thread_id), journal=journal)
        gate.open()
        assert turn.run().status == "completed"
        assert waiting.result(30).final_response == "next"
        assert prompts(model) == ["Begin.", "Long.", "Next."]


def test_concurrent_calls_with_one_key_start_one_turn(flavour: str, tmp_path: Path) -> None:
    journal, gate = FileJournal(tmp_path), Gate()
    with offline(flavour, [["a", gate]], default=None) as (model, codex), Background() as background:
        request = TurnRequest(input="Go.", key="k")
        calls = [background.start(run_once, codex, request, journal=journal) for _ in range(4)]
        gate.wait_entered()
        gate.open()
        outcomes = [call.result(30) for call in calls]
        assert outcomes == [outcomes[0]] * 4
        assert prompts(model) == ["Go."]
        assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def test_running_turn_is_followed_by_a_second_client(flavour: str, tmp_path: Path) -> None:
    """The first caller of the runtime is interrupted, and the turn continues for the second one."""
    journal, gate = FileJournal(tmp_path), Gate()
    with offline(flavour, [["a", gate]]) as (model, codex), Background() as background:
        request = TurnRequest(input="Go.", key="k")
        started = threading.Event()

        def leave(handle: Any) -> None:
            started.set()
            raise Leave

        with pytest.raises(Leave):
            run_once(codex, request, journal=journal, on_turn=leave)
        assert started.is_set()
        gate.wait_entered()
        following = background.start(run_once, codex, request, journal=journal)
        gate.open()
        assert following.result(30).status == "completed"
        assert prompts(model) == ["Go."]


class Leave(Exception):
    """The caller has stopped waiting."""


def test_failed_turn_is_stored(flavour: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    with offline(flavour, [HttpError(400, "not today")], default=None) as (_, codex):
        request = TurnRequest(input="Go.")
        outcome = run_once(codex, request, journal=journal)
        assert (outcome.status, outcome.final) == ("failed", True)
        assert "not today" in (outcome.error or "")
        assert run_once(codex, request, journal=journal) == outcome


def test_overload_is_retried_by_a_later_call(flavour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex.turn_once.outcomes.FIRST_DELAY", 0.01)
    journal = FileJournal(tmp_path)
    overload = ResponseFailed("server_is_overloaded")
    with offline(flavour, [overload, overload, overload]) as (model, codex):
        request = TurnRequest(input="Go.", max_attempts=3)
        first, second, third, again = (wait_and_run(codex, request, journal) for _ in range(4))
        assert [outcome.error_code for outcome in (first, second, third)] == ["serverOverloaded"] * 3
        assert [outcome.final for outcome in (first, second, third)] == [False, False, True]
        assert again == third
        assert third.attempts == 3
        assert len(model.requests) == 3


def wait_and_run(codex: Any, request: TurnRequest, journal: FileJournal) -> Any:
    """Run a turn after the delay of its previous attempt."""
    threading.Event().wait(0.06)
    return run_once(codex, request, journal=journal)


def test_call_before_the_retry_time_sends_nothing(flavour: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    with offline(flavour, [ResponseFailed("server_is_overloaded")]) as (model, codex):
        request = TurnRequest(input="Go.")
        outcome = run_once(codex, request, journal=journal)
        assert outcome.retry_at is not None
        assert run_once(codex, request, journal=journal) == outcome
        assert len(model.requests) == 1


def test_timeout_interrupts_and_is_stored(flavour: str, tmp_path: Path) -> None:
    journal, gate = FileJournal(tmp_path), Gate()
    with offline(flavour, [["a", gate]]) as (_, codex):
        outcome = run_once(codex, TurnRequest(input="Go.", timeout=0.5), journal=journal)
        gate.open()
        assert outcome.status == "interrupted"
        assert "not completed within 0.5 s" in (outcome.error or "")


def test_output_is_parsed_by_schema(flavour: str, tmp_path: Path) -> None:
    class Answer(BaseModel):
        total: int

    journal = FileJournal(tmp_path)
    with offline(flavour, ['{"total": 3}', "no JSON"]) as (_, codex):
        request = TurnRequest(input="Count.", output_schema=Answer)
        assert run_once(codex, request, journal=journal).parse(Answer) == Answer(total=3)
        assert run_once(codex, TurnRequest(input="Count.", output_schema=Answer), journal=journal).output is None


def test_rejected_option_leaves_the_key_unused(flavour: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    with offline(flavour, []) as (model, codex):
        request = TurnRequest(input="Go.", key="k", options={"cwd": str(tmp_path / "missing")})
        for _ in range(2):
            with pytest.raises(InputError, match=r"cwd: the directory '.*missing' does not exist"):
                run_once(codex, request, journal=journal)
        entry = journal.load("k")
        assert entry is not None
        assert entry.state == "claimed"
        assert model.requests == []


def test_ephemeral_thread_is_rejected(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(ephemeral=True)
        thread.run("Hello.")
        with pytest.raises(InputError, match="expected a thread that is stored, got an ephemeral one"):
            run_once(codex, TurnRequest(input="Go.", thread_id=thread.id), journal=FileJournal(tmp_path))


def test_thread_without_a_turn_is_used(flavour: str, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        request = TurnRequest(input="Go.", thread_id=thread.id)
        outcome = run_once(codex, request, journal=journal)
        assert (outcome.status, outcome.thread_id) == ("completed", thread.id)
        with pytest.raises(InvalidRequestError, match="not loaded"):
            run_once(codex, TurnRequest(input="Go.", thread_id=str(uuid4())), journal=journal)


def test_invalid_arguments_are_rejected(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, []) as (_, codex):
        journal: Any = FileJournal(tmp_path)
        invalid: Any = "Go."
        with pytest.raises(InputError, match="request: expected a TurnRequest, got str"):
            run_once(codex, invalid, journal=journal)
        with pytest.raises(InputError, match="lookup_timeout: expected seconds"):
            run_once(codex, TurnRequest(input="Go."), journal=journal, lookup_timeout=-1)


def test_thread_in_another_home_is_uncertain(flavour: str, tmp_path: Path) -> None:
    journal, gate = FileJournal(tmp_path), Gate()
    request = TurnRequest(input="Go.", key="k")
    with offline(flavour, [["a", gate]], default=None) as (model, codex):
        with pytest.raises(Leave):
            run_once(codex, request, journal=journal, on_turn=leave_at_once)
        gate.wait_entered()
        with warm_home() as home, client(flavour, model.config(home=home)) as other:
            outcome = run_once(other, request, journal=journal)
        assert (outcome.status, outcome.final) == ("uncertain", False)
        assert "the thread is in CODEX_HOME" in (outcome.error or "")
        # The first home still knows the turn.
        gate.open()
        assert run_once(codex, request, journal=journal).status == "completed"


def leave_at_once(handle: Any) -> None:
    raise Leave


def test_turn_of_another_runtime_is_awaited_then_uncertain(flavour: str, tmp_path: Path) -> None:
    journal, gate = FileJournal(tmp_path), Gate()
    request = TurnRequest(input="Go.", key="k")
    with warm_home() as home, offline(flavour, [["a", gate]], default=None, home=home) as (model, codex):
        with pytest.raises(Leave):
            run_once(codex, request, journal=journal, on_turn=leave_at_once)
        gate.wait_entered()
        with client(flavour, model.config(home=home)) as other, Background() as background:
            outcome = run_once(other, request, journal=journal, lookup_timeout=0)
            assert outcome.status == "uncertain"
            assert "another runtime has loaded the thread" in (outcome.error or "")
            following = background.start(run_once, other, request, journal=journal)
            gate.open()
            assert following.result(30).status == "completed"
        assert prompts(model) == ["Go."]


def test_interrupted_turn_of_another_runtime_is_not_continued(flavour: str, tmp_path: Path) -> None:
    journal, gate = FileJournal(tmp_path), Gate()
    request = TurnRequest(input="Go.", key="k", max_continuations=1)
    handles: list[Any] = []

    def leave(handle: Any) -> None:
        handles.append(handle)
        raise Leave

    with warm_home() as home, offline(flavour, [["a", gate]], default=None, home=home) as (model, codex):
        with pytest.raises(Leave):
            run_once(codex, request, journal=journal, on_turn=leave)
        gate.wait_entered()
        codex.turn_handle(handles[0].thread_id, handles[0].id).interrupt()
        gate.open()
        # The first runtime keeps the thread loaded.
        with client(flavour, model.config(home=home)) as other:
            outcome = run_once(other, request, journal=journal)
        assert (outcome.status, outcome.attempts) == ("interrupted", 1)
        assert prompts(model) == ["Go."]
