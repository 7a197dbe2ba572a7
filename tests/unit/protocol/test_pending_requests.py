"""Tests of the requests that are in flight, queued or abandoned."""

from __future__ import annotations

import pytest

from openai_codex._protocol import pending_requests
from openai_codex._protocol.pending_requests import (
    BUFFER_METHODS,
    MAX_ABANDONED,
    UNTHROTTLED_METHODS,
    PendingRequest,
    PendingRequests,
)

Requests = PendingRequests[str]


def add(requests: Requests, method: str = "m", count: int = 1) -> list[PendingRequest[str]]:
    return [requests.add(method, b"data", f"w{number}") for number in range(count)]


def test_methods_that_bypass_the_queue() -> None:
    assert {
        "account/login/cancel",
        "command/exec/resize",
        "command/exec/terminate",
        "command/exec/write",
        "process/kill",
        "process/resizePty",
        "process/writeStdin",
        "thread/backgroundTerminals/terminate",
        "turn/interrupt",
        "turn/steer",
    } == UNTHROTTLED_METHODS


def test_methods_whose_response_names_an_event_buffer() -> None:
    assert {"account/login/start", "review/start", "turn/start"} == BUFFER_METHODS


def test_ids_count_from_one() -> None:
    requests = Requests(2)
    assert requests.next_id == 1
    assert [pending.id for pending in add(requests, count=3)] == [1, 2, 3]
    assert requests.next_id == 4
    assert [requests.was_issued(number) for number in (0, 1, 3, 4, -1)] == [False, True, True, False, False]
    assert not requests.was_issued(True)
    assert not requests.was_issued("1")


def test_requests_over_the_limit_are_queued_in_order() -> None:
    requests = Requests(2)
    pending = add(requests, count=5)
    assert [item.sent for item in pending] == [True, True, False, False, False]
    assert (requests.sent, requests.waiting) == (2, 3)
    assert requests.release() == []
    assert requests.complete(1) is pending[0]
    assert (requests.sent, requests.waiting) == (1, 3)
    assert requests.release() == [pending[2]]
    assert pending[2].sent
    requests.complete(2)
    requests.complete(3)
    assert requests.release() == [pending[3], pending[4]]
    assert (requests.sent, requests.waiting) == (2, 0)


def test_request_behind_a_queue_is_queued_although_a_slot_is_free() -> None:
    requests = Requests(1)
    first, second = add(requests, count=2)
    requests.complete(first.id)
    (third,) = add(requests)
    assert not third.sent
    assert requests.release() == [second]


@pytest.mark.parametrize("method", sorted(UNTHROTTLED_METHODS))
def test_unthrottled_request_is_sent_although_all_slots_are_used(method: str) -> None:
    requests = Requests(1)
    add(requests, count=2)
    (urgent,) = add(requests, method)
    assert urgent.sent
    assert requests.release() == []
    assert requests.complete(urgent.id) is urgent


@pytest.mark.parametrize("response_id", [0, 3, -1, True, 1.0, "1", None])
def test_response_with_another_id_completes_no_request(response_id: object) -> None:
    requests = Requests(1)
    add(requests, count=2)
    assert requests.complete(response_id) is None
    assert requests.complete_abandoned(response_id) is None
    assert (requests.sent, requests.waiting) == (1, 1)


def test_response_to_a_queued_request_is_rejected() -> None:
    requests = Requests(1)
    _, queued = add(requests, count=2)
    assert requests.complete(queued.id) is None
    assert requests.waiting == 1


def test_second_response_completes_no_request() -> None:
    requests = Requests(1)
    add(requests)
    assert requests.complete(1)
    assert requests.complete(1) is None


def test_abandoned_requests_use_slots_until_their_responses_arrive() -> None:
    requests = Requests(4)
    first, second, *_ = add(requests, count=4)
    requests.abandon(first, written=True)
    (queued,) = add(requests)
    assert not queued.sent
    assert requests.complete(first.id) is None
    assert requests.complete_abandoned(first.id) is first
    assert requests.complete_abandoned(first.id) is None
    assert requests.release() == [queued]
    assert requests.complete_abandoned(second.id) is None


@pytest.mark.parametrize(("limit", "occupied"), [(4, 2), (5, 2), (6, 3)])
def test_abandoned_requests_use_at_most_half_of_the_slots(limit: int, occupied: int) -> None:
    requests = Requests(limit)
    for pending in add(requests, count=limit):
        requests.abandon(pending, written=True)
    assert [pending.sent for pending in add(requests, count=limit)].count(True) == limit - occupied


def test_abandoned_request_that_was_never_written_frees_its_slot() -> None:
    requests = Requests(1)
    (pending,) = add(requests)
    requests.abandon(pending, written=False)
    assert requests.sent == 0
    assert add(requests)[0].sent
    assert requests.complete_abandoned(pending.id) is None


def test_abandoned_queued_request_leaves_the_queue() -> None:
    requests = Requests(1)
    first, second, third = add(requests, count=3)
    requests.abandon(second, written=False)
    assert requests.waiting == 1
    requests.complete(first.id)
    assert requests.release() == [third]


def test_abandon_after_the_response_has_no_effect() -> None:
    requests = Requests(2)
    (pending, _) = add(requests, "turn/start", count=2)
    requests.complete(pending.id)
    requests.abandon(pending, written=True)
    assert requests.complete_abandoned(pending.id) is None
    assert requests.claiming == 1


def test_claiming_counts_unanswered_requests_for_buffers() -> None:
    requests = Requests(2)
    starts = [add(requests, method)[0] for method in sorted(BUFFER_METHODS)]
    add(requests, "thread/start")
    assert requests.claiming == 3
    requests.complete(starts[0].id)
    assert requests.claiming == 2
    requests.abandon(starts[1], written=True)
    requests.abandon(starts[2], written=False)
    assert requests.claiming == 0


def test_oldest_abandoned_requests_are_forgotten_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_ABANDONED == 10_000
    monkeypatch.setattr(pending_requests, "MAX_ABANDONED", 3)
    requests = Requests(10)
    for pending in add(requests, count=4):
        requests.abandon(pending, written=True)
    assert [bool(requests.complete_abandoned(number)) for number in (1, 2, 3, 4)] == [False, True, True, True]


def test_methods_lists_all_unanswered_requests_oldest_first() -> None:
    requests = Requests(1)
    for method in ("a", "b", "c"):
        add(requests, method)
    requests.complete(1)
    assert requests.methods() == ["b", "c"]


def test_drain_removes_all_requests() -> None:
    requests = Requests(2)
    abandoned, *rest = add(requests, "turn/start", count=4)
    requests.abandon(abandoned, written=True)
    assert requests.drain() == rest
    assert (requests.sent, requests.waiting, requests.claiming) == (0, 0, 0)
    assert requests.methods() == []
    assert requests.drain() == []
    assert requests.complete_abandoned(abandoned.id) is None
    assert requests.complete(rest[0].id) is None


def test_request_keeps_its_data_and_the_thread_of_its_turn() -> None:
    requests = Requests(1)
    pending = requests.add("turn/start", b"{}\n", "waiter", orphan_thread_id="T")
    assert (pending.method, pending.data, pending.waiter) == ("turn/start", b"{}\n", "waiter")
    assert pending.orphan_thread_id == "T"
    assert pending.response is None
    assert add(requests)[0].orphan_thread_id is None
