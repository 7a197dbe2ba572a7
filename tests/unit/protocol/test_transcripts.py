"""What the real runtime has once written, recorded by `record.py`, cut into pieces in every way."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from codex_protocol import AgentMessageThreadItem, CommandExecutionThreadItem, ReasoningThreadItem, TurnStatus, registry
from openai_codex import TransportClosedError, TurnFailedError, TurnResult
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.session import Session
from openai_codex._results.collector import TurnResultCollector

if TYPE_CHECKING:
    from openai_codex._protocol.actions import Actions

NAMES = ("rich", "interleaved")
REQUESTS = {
    "rich": ["initialize", "thread/start", "turn/start", "thread/name/set"],
    "interleaved": ["initialize", *["thread/start", "turn/start"] * 3],
}
"""What was asked, in order: the replies are told apart by their ids alone."""


@cache
def transcript(name: str) -> bytes:
    return (Path(__file__).parent / "transcripts" / f"{name}.jsonl").read_bytes()


@cache
def messages(name: str) -> list[Any]:
    """Return the messages of a transcript, decoded without any help of the client."""
    return [json.loads(line) for line in transcript(name).split(b"\n") if line]


def turns(name: str) -> list[str]:
    """Return the ids of the turns, in the order in which they started."""
    return [m["params"]["turn"]["id"] for m in messages(name) if m.get("method") == "turn/started"]


@dataclass
class Outcome:
    """All that a session made of a transcript."""

    replies: list[tuple[str, Any]] = field(default_factory=list)
    events: dict[str, list[Notification]] = field(default_factory=dict)
    others: list[tuple[str, Any]] = field(default_factory=list)

    def flat(self) -> Any:
        events = {key: [(e.method, e.params, e.emitted_at_ms) for e in found] for key, found in self.events.items()}
        return self.replies, events, self.others


def replay(name: str, chunks: list[bytes]) -> Outcome:
    """Feed a transcript to a session that has asked what was asked then."""
    session: Session[str] = Session(max_line_bytes=1 << 20)
    for method in REQUESTS[name]:
        session.create_request(method, None, method)
    outcome = Outcome()

    def take(actions: Actions[str]) -> None:
        assert actions.failed_requests == []
        assert actions.server_requests == []
        outcome.replies += [(pending.waiter, reply["result"]) for pending, reply in actions.responses]

    for chunk in chunks:
        take(session.receive_data(chunk))
    take(session.connection_lost(TransportClosedError("the end of the transcript")))
    assert not session.bad_frames
    assert session.pending_requests.methods() == []
    outcome.others = [(event.method, event.params) for event in session.notification_bus.backlog]
    for turn_id in turns(name):
        reader = session.events.event_buffer(turn_id).subscribe(lambda: None)
        outcome.events[turn_id] = []
        while (event := reader.pop()) is not None:
            outcome.events[turn_id].append(event)
        assert reader.exhausted()
    return outcome


@cache
def whole(name: str) -> Outcome:
    return replay(name, [transcript(name)])


@pytest.mark.parametrize("name", NAMES)
def test_everything_comes_out_and_in_the_right_place(name: str) -> None:
    replies, events, others = whole(name).flat()
    assert [method for method, _ in replies] == REQUESTS[name]
    assert [result for _, result in replies] == [m["result"] for m in messages(name) if "id" in m]
    expected: dict[str | None, list[Any]] = defaultdict(list)
    for message in messages(name):
        if "id" not in message:
            params = message["params"]
            turn_id = params.get("turnId") or params.get("turn", {}).get("id")
            expected[turn_id].append((message["method"], params, message["emittedAtMs"]))
    assert others == [(method, params) for method, params, _ in expected.pop(None)]
    assert events == expected
    assert all(found[-1][0] == "turn/completed" for found in events.values())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_same_however_it_is_cut(name: str, data: st.DataObject) -> None:
    text = transcript(name)
    places = st.integers(0, len(text))
    # Anywhere, and above all around the ends of lines and inside of characters of several bytes.
    ends = [index for index, byte in enumerate(text) if byte == 0x0A]
    inside = [index for index, byte in enumerate(text) if 0x80 <= byte < 0xC0]
    near = st.sampled_from(ends).flatmap(lambda end: st.integers(end - 1, end + 2).map(lambda n: min(n, len(text))))
    splits = st.one_of(places, near, st.sampled_from(inside)) if inside else st.one_of(places, near)
    cuts = sorted(data.draw(st.lists(splits, max_size=60)))
    chunks = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    assert b"".join(chunks) == text
    assert replay(name, chunks).flat() == whole(name).flat()


@pytest.mark.parametrize("size", [1, 2, 7, 64, 4_096])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_same_in_small_pieces(name: str, size: int) -> None:
    text = transcript(name)
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    assert replay(name, chunks).flat() == whole(name).flat()


def test_a_last_line_without_its_end_counts() -> None:
    assert replay("rich", [transcript("rich").removesuffix(b"\n")]).flat() == whole("rich").flat()


@pytest.mark.parametrize("name", NAMES)
def test_every_notification_has_a_typed_payload_that_says_the_same(name: str) -> None:
    notifications = [Notification(m["method"], m["params"]) for m in messages(name) if "method" in m]
    assert len(notifications) > 30
    for notification in notifications:
        payload = notification.payload
        assert isinstance(payload, BaseModel), payload
        assert type(payload) is registry.payload_type(notification.method)
        assert payload.model_dump(mode="json", by_alias=True, exclude_unset=True) == notification.params


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_has_the_type_of_its_method(name: str) -> None:
    for method, result in whole(name).replies:
        decoded = registry.adapter(registry.CLIENT_METHODS[method].response)(result)
        assert decoded.model_dump(mode="json", by_alias=True, exclude_unset=True) == result


def collected(name: str, turn_id: str) -> TurnResultCollector:
    collector = TurnResultCollector(turn_id)
    for event in whole(name).events[turn_id]:
        collector.add(event)
    return collector


def test_the_result_of_a_rich_turn() -> None:
    (turn_id,) = turns("rich")
    result = collected("rich", turn_id).result()
    assert result.id == turn_id
    assert result.status is TurnStatus.completed
    assert result.error is None
    assert result.final_response == "".join(f"piece {number}ü " for number in range(20))
    kinds = ["userMessage", "reasoning", "agentMessage", "commandExecution", "agentMessage"]
    assert [item.type for item in result.items] == kinds
    assert result.incomplete_items == []
    _, reasoning, commentary, command, _ = result.items
    assert isinstance(reasoning, ReasoningThreadItem)
    assert reasoning.summary == ["I should look at the folder."]
    assert isinstance(commentary, AgentMessageThreadItem)
    assert (commentary.phase, commentary.text) == ("commentary", "Let me look.")
    assert isinstance(command, CommandExecutionThreadItem)
    assert command.aggregated_output == "Grüße from a command\nagain\n"
    assert command.exit_code == 0
    assert result.usage is not None
    assert (result.usage.last.input_tokens, result.usage.last.cached_input_tokens) == (1_320, 1_200)
    assert (result.usage.total.input_tokens, result.usage.total.output_tokens) == (2_520, 70)
    assert result.started_at is not None
    assert result.completed_at is not None
    assert result.duration_ms is not None
    assert result.duration_ms >= 300


def test_the_result_of_a_failed_turn() -> None:
    failed, *_ = turns("interleaved")
    with pytest.raises(TurnFailedError, match="the model is on strike") as caught:
        collected("interleaved", failed).result()
    result = caught.value.result
    assert result.status is TurnStatus.failed
    assert result.error is not None
    assert result.error.codex_error_info == "other"
    assert [item.type for item in result.items] == ["userMessage"]
    assert result.final_response is None


def test_the_results_of_two_turns_that_took_turns() -> None:
    _, *both = turns("interleaved")
    completed = [m["params"]["item"] for m in messages("interleaved") if m.get("method") == "item/completed"]
    said = [item["text"] for item in completed if item["type"] == "agentMessage"]
    # They did take turns.
    assert said == ["cat one", "dog one", "cat two", "dog two"]
    for turn_id, animal in zip(both, ("cat", "dog"), strict=True):
        result = collected("interleaved", turn_id).result()
        texts = [item.text for item in result.items if isinstance(item, AgentMessageThreadItem)]
        assert texts == [f"{animal} one", f"{animal} two"]
        assert result.final_response == f"{animal} two"


def test_the_result_does_not_depend_on_deltas_or_on_events_of_others() -> None:
    first, *rest = turns("interleaved")
    every = [event for found in whole("interleaved").events.values() for event in found]
    for turn_id in rest:
        alone = collected("interleaved", turn_id).result()
        without = TurnResultCollector(turn_id)
        for event in every:
            if event.turn_id == turn_id and not event.method.endswith("/delta"):
                without.add(event)
        assert without.result() == alone
    ending = [event for event in every if event.turn_id != first and event.method == "turn/completed"]
    other = TurnResultCollector(first)
    for event in ending:
        other.add(event)
    assert other.partial_result().status is TurnStatus.in_progress


def test_a_result_before_the_end_tells_what_there_is_so_far() -> None:
    (turn_id,) = turns("rich")
    collector = TurnResultCollector(turn_id)
    seen: list[TurnResult] = []
    for event in whole("rich").events[turn_id]:
        collector.add(event)
        seen.append(collector.partial_result())
    assert [len(result.items) for result in seen] == sorted(len(result.items) for result in seen)
    assert {result.status for result in seen[:-1]} == {TurnStatus.in_progress}
    growing = [
        item.text for result in seen for item in result.incomplete_items if isinstance(item, AgentMessageThreadItem)
    ]
    assert "Let me " in growing
    assert "piece 0ü piece 1ü " in growing
    assert seen[-1] == collector.result()
