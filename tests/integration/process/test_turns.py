"""Turns on the real runtime: events, their order, and results; sync and async."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from codex_protocol import AgentMessageThreadItem, CommandExecutionThreadItem, TurnStatus
from openai_codex.testing import Gate, Match, Reasoning, Text, Usage, shell_call
from support.runtimes import offline
from support.sync_adapter import Background, deltas, methods

pytestmark = pytest.mark.parametrize("flavour", ["sync", "async"])


def test_run_returns_result(flavour: str) -> None:
    started = time.time()
    with offline(flavour, ["Hello from the model."], default=None) as (model, client):
        result = client.thread_start().run("Say hello.")
        assert model.exhausted == 0
        (request,) = model.requests
    assert request.user_text == "Say hello."
    assert request.model == "mock-model"
    assert result.status is TurnStatus.completed
    assert result.error is None
    assert result.final_response == "Hello from the model."
    assert [item.type for item in result.items] == ["userMessage", "agentMessage"]
    assert result.incomplete_items == []
    assert result.started_at is not None
    assert result.completed_at is not None
    assert started - 2 <= result.started_at <= result.completed_at <= time.time() + 2
    assert result.duration_ms is not None
    assert 0 <= result.duration_ms < 60_000


def test_stream_yields_all_deltas_in_order(flavour: str) -> None:
    pieces = [f"<{number}é>" for number in range(200)]
    with offline(flavour, [Text(deltas=pieces)], default=None) as (_, client):
        turn = client.thread_start().turn("Talk.")
        events = list(turn.stream())
    assert deltas(events) == pieces
    (message,) = [e.params["item"] for e in events if e.method == "item/completed" and "phase" in e.params["item"]]
    assert message["text"] == "".join(pieces)
    assert {event.turn_id for event in events} == {turn.id}
    assert methods(events)[-1] == "turn/completed"


def test_concurrent_turns_receive_their_own_events(flavour: str) -> None:
    first, second = Gate(), Gate()
    script = [
        Match("apples", ["apples: ", first, Text("one."), Text(deltas=["red ", "ones"])]),
        Match("pears", ["pears: ", second, Text("two."), Text(deltas=["green ", "ones"])]),
    ]
    with offline(flavour, script, default=None) as (_, client):
        a = client.thread_start().turn("apples?")
        b = client.thread_start().turn("pears?")
        first.wait_entered()
        second.wait_entered()
        # The turn that started last continues first.
        second.open()
        events_of_b = list(b.stream())
        first.open()
        events_of_a = list(a.stream())
    assert "".join(deltas(events_of_a)) == "apples: one.red ones"
    assert "".join(deltas(events_of_b)) == "pears: two.green ones"
    for turn, events in ((a, events_of_a), (b, events_of_b)):
        assert {event.turn_id for event in events} == {turn.id}
        assert {event.params["threadId"] for event in events} == {turn.thread_id}
        assert methods(events)[0] == "turn/started"
        assert methods(events).count("turn/completed") == 1


def test_many_concurrent_turns_return_their_results(flavour: str) -> None:
    several = 8
    gates = [Gate() for _ in range(several)]
    script = [Match(f"question-{n}.", [Text(f"answer-{n}, "), gates[n], Text(f"end-{n}")]) for n in range(several)]
    with offline(flavour, script, default=None) as (_, client), Background(several) as background:

        def ask(number: int) -> Any:
            return client.thread_start().run(f"question-{number}.")

        results = [background.start(ask, number) for number in range(several)]
        # All turns are running now.
        for gate in gates:
            gate.wait_entered(30)
        assert not any(result.done() for result in results)
        for gate in reversed(gates):
            gate.open()
        texts = [
            [item.text for item in result.result(60).items if isinstance(item, AgentMessageThreadItem)]
            for result in results
        ]
    assert texts == [[f"answer-{n}, ", f"end-{n}"] for n in range(several)]


def test_command_output_is_in_result(flavour: str) -> None:
    command = "echo one; echo two >&2; exit 3"
    with offline(flavour, [shell_call(command), "Done."], default=None) as (model, client):
        turn = client.thread_start(sandbox="full-access").turn("Run it.")
        events = list(turn.stream())
        result = turn.run()
        (output,) = model.requests[1].function_outputs.values()
    (item,) = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
    assert command in item.command
    assert item.exit_code == 3
    assert item.status == "failed"
    assert item.aggregated_output is not None
    assert set(item.aggregated_output.split()) == {"one", "two"}
    assert "one" in output
    assert result.final_response == "Done."
    command_events = [
        e.method for e in events if item.id in (e.params.get("itemId"), e.params.get("item", {}).get("id"))
    ]
    assert command_events[0] == "item/started"
    assert command_events[-1] == "item/completed"


def test_output_schema_applies_to_one_turn(flavour: str) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "people": {"type": "integer"}},
        "required": ["city", "people"],
        "additionalProperties": False,
    }
    answer = {"city": "Köln", "people": 1_087_000}
    with offline(flavour, [json.dumps(answer), "free text"], default=None) as (model, client):
        thread = client.thread_start()
        result = thread.run("Which city?", output_schema=schema)
        assert result.final_response is not None
        assert json.loads(result.final_response) == answer
        # The schema applies to one turn only.
        assert thread.run("And now?").final_response == "free text"
        asked, afterwards = model.requests
    assert asked.text_format is not None
    assert asked.text_format["type"] == "json_schema"
    assert asked.text_format["schema"] == schema
    assert afterwards.text_format is None


def test_events_before_turn_start_response_are_kept(flavour: str) -> None:
    with offline(flavour, lambda request: f"re: {request.user_text}", default=None) as (_, client):
        thread = client.thread_start()
        for number in range(25):
            turn = thread.turn(f"number {number}")
            events = list(turn.stream())
            assert methods(events)[0] == "turn/started"
            assert methods(events)[-1] == "turn/completed"
            assert "".join(deltas(events)) == f"re: number {number}"


def test_usage_is_reported_per_turn_and_in_total(flavour: str) -> None:
    first = Usage(input_tokens=100, cached_input_tokens=40, output_tokens=30, reasoning_output_tokens=20)
    second = Usage(input_tokens=1_000, cached_input_tokens=400, output_tokens=3, reasoning_output_tokens=2)
    with offline(flavour, [["One.", first], ["Two.", second]], default=None) as (_, client):
        thread = client.thread_start()
        one = thread.run("1").usage
        two = thread.run("2").usage
    assert one is not None
    assert two is not None
    counts = ("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_output_tokens", "total_tokens")
    assert [getattr(one.last, name) for name in counts] == [100, 40, 30, 20, 130]
    assert [getattr(two.last, name) for name in counts] == [1_000, 400, 3, 2, 1_003]
    assert [getattr(two.total, name) for name in counts] == [1_100, 440, 33, 22, 1_133]


@pytest.mark.parametrize(
    ("messages", "final"),
    [
        ([Text("the answer", phase="final_answer"), Text("a remark")], "the answer"),
        ([Text("first", phase="final_answer"), Text("last", phase="final_answer")], "last"),
        ([Text("first"), Text("last")], "last"),
        ([Text("the answer"), Text("just saying", phase="commentary")], "the answer"),
        ([Text("just saying", phase="commentary")], None),
        ([Reasoning("nothing to say")], None),
    ],
    ids=["final answer", "last final answer", "no phase", "no phase, then commentary", "commentary", "no message"],
)
def test_final_response_is_selected_by_phase(flavour: str, messages: list[Any], final: str | None) -> None:
    with offline(flavour, [messages], default="another call") as (_, client):
        result = client.thread_start().run("Well?")
    assert result.status is TurnStatus.completed
    assert result.final_response == final
