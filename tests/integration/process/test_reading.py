"""Late, repeated and concurrent consumers of a turn; sync and async."""

from __future__ import annotations

import pytest

from openai_codex.testing import Gate, Text
from support.runtimes import offline
from support.sync_adapter import Background, deltas, methods

pytestmark = pytest.mark.parametrize("flavour", ["sync", "async"])


def test_run_after_stream_starts_no_second_turn(flavour: str) -> None:
    with offline(flavour, ["The only answer."], default=None) as (model, client):
        turn = client.thread_start().turn("Ask.")
        assert "".join(deltas(list(turn.stream()))) == "The only answer."
        first = turn.run()
        second = turn.run()
        assert first.final_response == "The only answer."
        assert first == second
        assert len(model.requests) == 1


def test_run_returns_same_result_with_and_without_consumer(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["One. ", gate, "Two."]], default=None) as (_, client), Background(1) as background:
        turn = client.thread_start().turn("Ask.")
        before = background.start(turn.run)
        gate.wait_entered()
        gate.open()
        watched = list(turn.stream())
        assert methods(watched)[-1] == "turn/completed"
        assert before.result(20) == turn.run()


def test_stream_late_consumer_receives_retained_events(flavour: str) -> None:
    pieces = [f"{number}." for number in range(50)]
    with offline(flavour, [Text(deltas=pieces), "Later."], default=None) as (model, client):
        thread = client.thread_start()
        turn = thread.turn("Ask.")
        # The next turn completes before the first is read.
        turn.run()
        unread = thread.turn("Ask again.")
        other = client.thread_start()
        model.wait_for_requests(2)
        with pytest.raises(Exception, match="exhausted"):
            other.run("One call too many.")
        assert "".join(deltas(list(unread.stream()))) == "Later."


def test_stream_concurrent_consumers_receive_all_events(flavour: str) -> None:
    gate = Gate()
    with (
        offline(flavour, [["One. ", gate, Text(deltas=["Two", "."])]], default=None) as (_, client),
        Background(4) as background,
    ):
        turn = client.thread_start().turn("Ask.")
        gate.wait_entered()
        readers = [background.start(lambda: list(turn.stream())) for _ in range(4)]
        results = [background.start(turn.run)]
        gate.open()
        for reader in readers:
            events = methods(reader.result(20))
            assert events[0] == "turn/started"
            assert events[-1] == "turn/completed"
            assert events.count("item/completed") == 3
        assert results[0].result(20).final_response == "Two."


@pytest.mark.parametrize("detach", [False, True])
def test_stream_left_early_interrupts_turn_unless_detached(flavour: str, detach: bool) -> None:
    gate = Gate()
    with offline(flavour, [["One. ", gate, "Two."]], default=None) as (_, client):
        turn = client.thread_start().turn("Ask.")
        for event in turn.stream(detach=detach):
            if event.method == "turn/started":
                break
        gate.open()
        assert turn.run().final_response == ("Two." if detach else None)


def test_stream_left_early_with_another_consumer_continues(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["One. ", gate, "Two."]], default=None) as (_, client):
        turn = client.thread_start().turn("Ask.")
        other = turn.stream()
        next(other)
        for _ in turn.stream():
            break
        gate.open()
        assert methods(list(other))[-1] == "turn/completed"
        assert turn.run().final_response == "Two."


def test_events_contain_time_and_turn_id(flavour: str) -> None:
    with offline(flavour, ["Hello."], default=None) as (_, client):
        turn = client.thread_start().turn("Ask.")
        events = list(turn.stream())
    stamps = [event.emitted_at_ms for event in events]
    assert all(isinstance(stamp, int) for stamp in stamps)
    assert {event.turn_id for event in events} == {turn.id}
