"""Items, reviews, compaction and running turns of a thread, and handles on turns of any thread."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from codex_protocol import (
    ContextCompactionThreadItem,
    CustomReviewTarget,
    ExitedReviewModeThreadItem,
    ThreadCompactStartResponse,
    ThreadItem,
    TurnStatus,
)
from openai_codex import (
    InputError,
    InvalidRequestError,
    OutputValidationError,
    RequestTimeoutError,
    TurnFailedError,
    TurnTimeoutError,
    UnexpectedKeywordError,
)
from openai_codex._async import thread_operations as async_operations
from openai_codex._protocol.recovery import stored_turns
from openai_codex._sync import thread_operations as sync_operations
from openai_codex.testing import Gate, HttpError, shell_call
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, client, unwrap

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


class Finding(BaseModel):
    title: str


def kinds(items: Any) -> list[str]:
    return [item.type for item in items]


# Items


def test_items_are_those_of_all_turns(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_operations, sync_operations):
        monkeypatch.setattr(module, "PAGE_SIZE", 2)
    with offline(flavour, [shell_call("echo hi"), "One.", "Two."]) as (_, codex):
        thread = codex.thread_start()
        first, second = thread.run("First"), thread.run("Second")
        items: list[ThreadItem] = list(thread.items())
        assert items == [*first.items, *second.items]
        assert list(thread.items(turn_id=second.id)) == second.items


def test_items_of_thread_without_turn_are_empty(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        assert list(codex.thread_start().items()) == []


def test_items_of_ephemeral_thread_are_rejected(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(ephemeral=True)
        thread.run("One")
        with pytest.raises(InvalidRequestError, match="ephemeral"):
            list(thread.items())


def test_search_returns_occurrences(flavour: str) -> None:
    with offline(flavour, ["No.", "The Needle."]) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        turn = thread.run("Second")
        [found] = list(thread.search("needle"))
        assert found.turn_id == turn.id
        assert found.item_id == turn.items[-1].id


# Running turns


def test_active_turn_is_the_running_one(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, ["One.", [gate, "Two."]]) as (_, codex):
        thread = codex.thread_start()
        assert thread.active_turn() is None
        thread.run("First")
        assert thread.active_turn() is None
        turn = thread.turn("Second")
        assert thread.active_turn().id == turn.id
        gate.wait_entered()
        active = thread.active_turn()
        assert active.id == turn.id
        gate.open()
        assert active.run().final_response == "Two."
        assert thread.active_turn() is None


def test_active_turn_of_ephemeral_thread(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One."]]) as (_, codex):
        thread = codex.thread_start(ephemeral=True)
        assert thread.active_turn() is None
        turn = thread.turn("First")
        gate.wait_entered()
        assert thread.active_turn().id == turn.id
        gate.open()
        turn.run()
        assert thread.active_turn() is None


def test_active_turn_of_unknown_thread_is_rejected(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("One")
        thread.delete()
        with pytest.raises(InvalidRequestError):
            thread.active_turn()


def test_turn_handle_of_running_turn_receives_its_events(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One."]]) as (_, codex):
        thread = codex.thread_start()
        turn = thread.turn("First")
        gate.wait_entered()
        handle = codex.turn_handle(thread.id, turn.id)
        gate.open()
        result = handle.run()
        assert (result.id, result.final_response, result.thread_id) == (turn.id, "One.", thread.id)
        assert codex.turn_handle(thread.id, turn.id).run() == result


def test_turn_handle_of_stored_turn_has_its_items(
    flavour: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # The first turn is in the second page.
    monkeypatch.setattr(stored_turns, "PAGE_SIZE", 1)
    with offline(flavour, ["One.", HttpError(400)]) as (_, codex):
        thread = codex.thread_start()
        first = thread.run("First")
        with pytest.raises(TurnFailedError) as failure:
            thread.run("Second")
        codex.close()
        with client(flavour, unwrap(codex)._sender.supervisor.config) as other:
            handle = other.turn_handle(thread.id, first.id)
            result = handle.run()
            assert (result.status, result.items, result.final_response) == ("completed", first.items, "One.")
            assert [event.method for event in handle.stream()][-1] == "turn/completed"
            with pytest.raises(TurnFailedError):
                other.turn_handle(thread.id, failure.value.result.id).run()
            assert "deprecationNotice" not in caplog.text
            # The runtime reports tokens of the last turn when it resumes the thread.
            other.thread_resume(thread.id)
            assert other.turn_handle(thread.id, first.id).run(timeout=30).final_response == "One."


def test_turn_handle_of_unknown_turn_is_rejected(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        with pytest.raises(InputError, match=f"turn_id: expected the id of a turn of thread {thread.id}, got 'x'"):
            codex.turn_handle(thread.id, "x")


# Compaction


def test_compact_returns_handle_that_waits(flavour: str) -> None:
    with offline(flavour, ["One.", "Summary.", "Two."]) as (model, codex):
        thread = codex.thread_start()
        thread.run("First")
        compaction = thread.compact()
        assert isinstance(unwrap(compaction), ThreadCompactStartResponse)
        assert unwrap(compaction).model_dump() == {}
        result = compaction.run()
        assert compaction.id == result.id
        assert result.status == TurnStatus.completed
        assert any(isinstance(item, ContextCompactionThreadItem) for item in result.items)
        assert [event.method for event in compaction.stream()][-1] == "turn/completed"
        thread.run("Second")
        assert any("Summary." in text for text in model.requests[-1].input_texts)


def test_failed_compaction_raises(flavour: str) -> None:
    with offline(flavour, ["One.", HttpError(400)]) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        with pytest.raises(TurnFailedError):
            thread.compact().run()


def test_compaction_that_exceeds_timeout_is_interrupted(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, ["One.", [gate, "Summary."], "Two."]) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        with pytest.raises(TurnTimeoutError) as expired:
            thread.compact().run(timeout=1.0)
        gate.open()
        assert expired.value.result.id
        assert thread.run("Second").final_response == "Two."


def test_compact_of_running_turn_interrupts_it(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, ["One.", [gate, "Two."], "Summary."]) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        turn = thread.turn("Second")
        gate.wait_entered()
        compaction = thread.compact()
        result = compaction.run()
        gate.open()
        assert result.id != turn.id
        assert turn.run().status == TurnStatus.interrupted


def test_rejected_compaction_raises(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("One")
        thread.delete()
        with pytest.raises(InvalidRequestError):
            thread.compact()


# Reviews


def test_review_returns_its_text(flavour: str) -> None:
    with offline(flavour, [], default="Looks fine.") as (model, codex):
        thread = codex.thread_start()
        result = thread.review("Check the names.")
        assert result.final_response == "Looks fine."
        assert result.thread_id == thread.id
        assert any(isinstance(item, ExitedReviewModeThreadItem) for item in result.items)
        assert "Check the names." in model.requests[0].input_texts
        assert codex.diagnostics().open_turns == 0


@pytest.mark.parametrize(
    "target",
    [
        None,
        {"type": "commit", "sha": "1234567"},
        CustomReviewTarget(type="custom", instructions="Check it."),
    ],
)
def test_review_accepts_targets(flavour: str, target: Any) -> None:
    with offline(flavour, [], default="Fine.") as (_, codex):
        assert codex.thread_start().review(target).final_response == "Fine."


def test_review_of_unreadable_target_fails(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        # The runtime sends an error, and no completion of the turn.
        with pytest.raises(TurnFailedError, match="is not a git repository"):
            thread.review({"type": "baseBranch", "branch": "main"}, timeout=30)
        assert codex.diagnostics().open_turns == 0
        assert thread.active_turn() is None


@pytest.mark.parametrize("target", ["", "  ", 5, ["main"]])
def test_review_invalid_target_is_rejected(flavour: str, target: Any) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        thread = codex.thread_start()
        with pytest.raises(InputError, match="target: expected "):
            thread.review(target)
        assert "review/start" not in [method for method, _ in runtime.requests]


def test_review_with_output_type_asks_for_object(flavour: str) -> None:
    script = ["Bug found.", "no json", '{"title": "Bug"}']
    with offline(flavour, script) as (model, codex):
        result = codex.thread_start().review("Check it.", output_type=Finding, retries=1)
        assert result.final_response == "Bug found."
        assert result.output == Finding(title="Bug")
        assert len(model.requests) == 3


def test_review_with_output_type_invalid_answer_raises(flavour: str) -> None:
    with offline(flavour, ["Bug found.", "no json"]) as (_, codex), pytest.raises(OutputValidationError):
        codex.thread_start().review("Check it.", output_type=Finding)


def test_review_is_interrupted_after_timeout(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "Fine."], "Two."]) as (_, codex):
        thread = codex.thread_start()
        with pytest.raises(TurnTimeoutError):
            thread.review("Check it.", timeout=1.5)
        gate.open()
        assert thread.active_turn() is None
        assert thread.run("Next").final_response == "Two."


def test_start_review_returns_handle_that_interrupts(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "Fine."]]) as (_, codex):
        thread = codex.thread_start()
        handle = thread.start_review("Check it.")
        gate.wait_entered()
        assert thread.active_turn().id == handle.id
        handle.interrupt()
        gate.open()
        assert handle.run().status == TurnStatus.interrupted


# One turn in a new thread


def test_run_starts_thread_and_runs_turn(flavour: str) -> None:
    with offline(flavour, ["One.", "Two."]) as (model, codex):
        result = codex.run("First", developer_instructions="Be short.", effort="low")
        assert result.final_response == "One."
        assert "Be short." in str(model.requests[0].body)
        assert model.requests[0].body["reasoning"]["effort"] == "low"
        assert codex.thread_resume(result.thread_id).run("Second").final_response == "Two."


def test_run_validates_output(flavour: str) -> None:
    with offline(flavour, ["no json", '{"title": "Bug"}']) as (_, codex):
        assert codex.run("First", output_type=Finding, retries=1).output == Finding(title="Bug")


def test_run_passes_handlers_and_tools(flavour: str) -> None:
    from openai_codex.testing import FunctionCall

    calls: list[str] = []

    def add(a: int, b: int) -> int:
        """Add two numbers."""
        calls.append(f"{a}+{b}")
        return a + b

    with offline(flavour, [FunctionCall("add", {"a": 1, "b": 2}), "Three."]) as (_, codex):
        assert codex.run("Add", tools=[add]).final_response == "Three."
        assert calls == ["1+2"]


def test_run_exceeding_timeout_raises(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One."]]) as (_, codex):
        with pytest.raises((TurnTimeoutError, RequestTimeoutError)):
            codex.run("First", timeout=1.5)
        gate.open()


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({"input": 5}, InputError),
        ({"input": "Hi", "retries": 1}, InputError),
        ({"input": "Hi", "timeout": -1}, InputError),
        ({"input": "Hi", "efort": "low"}, UnexpectedKeywordError),
        ({"input": "Hi", "on_approval": 5}, InputError),
    ],
)
def test_run_invalid_arguments_start_no_thread(flavour: str, keywords: Any, error: type[Exception]) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        with pytest.raises(error):
            codex.run(**keywords)
        assert "thread/start" not in [method for method, _ in runtime.requests]
