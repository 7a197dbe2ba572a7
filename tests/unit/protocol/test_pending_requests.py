"""`PendingRequests`: ids, the limit of requests in flight, the queue, and abandoned requests."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._protocol import pending_requests as module
from openai_codex._protocol.pending_requests import (
    BUFFER_METHODS,
    MAX_ABANDONED,
    UNTHROTTLED_METHODS,
    PendingRequest,
    PendingRequests,
)


def add(requests: PendingRequests[str], method: str = "model/list", count: int = 1) -> list[PendingRequest[str]]:
    return [requests.add(method, b"data", "waiter") for _ in range(count)]


def test_tables_of_methods() -> None:
    assert sorted(UNTHROTTLED_METHODS) == [
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
    ]
    assert sorted(BUFFER_METHODS) == ["account/login/start", "review/start", "turn/start"]
    assert MAX_ABANDONED == 10_000


def test_add_assigns_ids_from_one() -> None:
    requests: PendingRequests[str] = PendingRequests(2)
    assert requests.next_id == 1
    first, second = add(requests, count=2)
    assert (first.id, second.id, requests.next_id) == (1, 2, 3)
    assert (first.method, first.data, first.waiter) == ("model/list", b"data", "waiter")
    assert (first.thread_id, first.orphan_thread_id, first.response, first.write_error) == (None, None, None, None)
    assert (first.sent, first.written, first.timed_out, first.restores) == (True, False, False, False)


@pytest.mark.parametrize(("count", "sent", "waiting"), [(2, 2, 0), (3, 3, 0), (4, 3, 1), (6, 3, 3)])
def test_add_beyond_the_limit_queues(count: int, sent: int, waiting: int) -> None:
    requests: PendingRequests[str] = PendingRequests(3)
    added = add(requests, count=count)
    assert [request.sent for request in added] == [True] * sent + [False] * waiting
    assert (requests.sent, requests.waiting) == (sent, waiting)


def test_release_returns_the_queued_requests_in_order() -> None:
    requests: PendingRequests[str] = PendingRequests(2)
    added = add(requests, count=5)
    assert requests.release() == []
    assert requests.complete(1) is added[0]
    assert requests.release() == [added[2]]
    assert (requests.complete(2), requests.complete(3)) == (added[1], added[2])
    assert requests.release() == [added[3], added[4]]
    assert all(request.sent for request in added)
    assert (requests.sent, requests.waiting) == (2, 0)


def test_add_while_others_wait_is_queued_behind_them() -> None:
    requests: PendingRequests[str] = PendingRequests(1)
    first, second = add(requests, count=2)
    requests.complete(first.id)
    # There is room, but the second request was there before.
    (third,) = add(requests)
    assert not third.sent
    assert requests.release() == [second]


@pytest.mark.parametrize("method", sorted(UNTHROTTLED_METHODS))
def test_add_of_an_unthrottled_method_bypasses_the_queue(method: str) -> None:
    requests: PendingRequests[str] = PendingRequests(1)
    add(requests, count=2)
    assert [request.sent for request in add(requests, method, 2)] == [True, True]
    assert (requests.sent, requests.waiting) == (3, 1)


@pytest.mark.parametrize("response_id", ["1", 1.0, True, None, 0, -1, 3, [1]])
def test_complete_with_another_id_is_none(response_id: Any) -> None:
    requests: PendingRequests[str] = PendingRequests(1)
    add(requests, count=2)
    assert requests.complete(response_id) is None
    assert requests.complete_abandoned(response_id) is None
    assert (requests.sent, requests.waiting) == (1, 1)


def test_complete_of_a_queued_or_completed_request_is_none() -> None:
    requests: PendingRequests[str] = PendingRequests(1)
    first, second = add(requests, count=2)
    assert requests.complete(second.id) is None
    assert requests.complete(first.id) is first
    assert requests.complete(first.id) is None


@pytest.mark.parametrize(
    ("response_id", "issued"), [(0, False), (1, True), (2, True), (3, False), (True, False), ("1", False), (-1, False)]
)
def test_was_issued(response_id: Any, issued: bool) -> None:
    requests: PendingRequests[str] = PendingRequests(5)
    add(requests, count=2)
    requests.complete(1)
    assert requests.was_issued(response_id) == issued


def test_abandon_two_requests_remembers_each() -> None:
    requests: PendingRequests[str] = PendingRequests(10)
    first, second, third = add(requests, count=3)
    for request in (first, second, first):
        requests.abandon(request, written=True)
    assert requests.methods() == ["model/list"]
    assert requests.complete(first.id) is None
    assert requests.complete_abandoned(second.id) is second
    assert requests.complete_abandoned(second.id) is None
    assert requests.complete_abandoned(first.id) is first
    assert requests.complete(third.id) is third


def test_abandon_of_an_unwritten_or_queued_request_is_forgotten() -> None:
    requests: PendingRequests[str] = PendingRequests(1)
    first, second, third = add(requests, count=3)
    requests.abandon(second, written=False)
    requests.abandon(first, written=False)
    assert requests.complete_abandoned(first.id) is None
    assert requests.complete_abandoned(second.id) is None
    assert requests.release() == [third]


@pytest.mark.parametrize(("count", "remembered"), [(1, 1), (2, 2), (3, 2), (4, 2)])
def test_abandoned_requests_are_bounded(monkeypatch: pytest.MonkeyPatch, count: int, remembered: int) -> None:
    monkeypatch.setattr(module, "MAX_ABANDONED", 2)
    requests: PendingRequests[str] = PendingRequests(10)
    for request in add(requests, count=count):
        requests.abandon(request, written=True)
    found = [requests.complete_abandoned(number) is not None for number in range(1, count + 1)]
    # The oldest ones are forgotten.
    assert found == [False] * (count - remembered) + [True] * remembered


@pytest.mark.parametrize(
    ("limit", "abandoned", "capacity"), [(1, 1, 1), (1, 5, 1), (2, 1, 1), (4, 1, 3), (4, 2, 2), (4, 3, 2), (5, 9, 3)]
)
def test_abandoned_requests_occupy_at_most_half_of_the_slots(limit: int, abandoned: int, capacity: int) -> None:
    requests: PendingRequests[str] = PendingRequests(limit)
    for _ in range(abandoned):
        (request,) = add(requests)
        requests.abandon(request, written=True)
    assert sum(request.sent for request in add(requests, count=limit + 1)) == capacity


@pytest.mark.parametrize(("method", "claims"), [("turn/start", 1), ("account/login/start", 1), ("model/list", 0)])
def test_claiming_counts_requests_whose_caller_asks_for_a_buffer(method: str, claims: int) -> None:
    requests: PendingRequests[str] = PendingRequests(2)
    first, second, third, fourth = add(requests, method, 4)
    assert requests.claiming == 4 * claims
    requests.complete(first.id)
    requests.abandon(second, written=True)
    requests.abandon(second, written=True)
    requests.abandon(third, written=False)
    assert requests.claiming == claims
    assert requests.drain() == [fourth]
    assert requests.claiming == 0


def test_drain_returns_sent_and_queued_requests() -> None:
    requests: PendingRequests[str] = PendingRequests(2)
    first, second, third = add(requests, count=3)
    requests.abandon(first, written=True)
    assert requests.drain() == [second, third]
    assert (requests.sent, requests.waiting, requests.methods()) == (0, 0, [])
    assert requests.complete_abandoned(first.id) is None
    assert requests.release() == []


def test_methods_are_the_oldest_first() -> None:
    requests: PendingRequests[str] = PendingRequests(1)
    for method in ("b", "a", "c"):
        add(requests, method)
    assert requests.methods() == ["b", "a", "c"]


# Lost connections


def test_pause_ends_written_requests_and_queues_the_others() -> None:
    requests: PendingRequests[str] = PendingRequests(4)
    written, unwritten, abandoned, forgotten = add(requests, "turn/start", 4)
    queued = add(requests, "review/start")[0]
    restoring = requests.add("thread/resume", b"data", "waiter", restores=True)
    assert (restoring.sent, queued.sent) == (True, False)
    written.written = True
    requests.abandon(abandoned, written=True)
    requests.abandon(forgotten, written=False)
    assert requests.pause() == ([written, restoring], [abandoned])
    assert requests.paused
    assert (requests.sent, requests.waiting, requests.claiming, requests.opening) == (0, 2, 2, 1)
    assert not unwritten.sent
    assert [requests.complete(each.id) for each in (written, restoring, unwritten)] == [None] * 3
    assert requests.complete_abandoned(abandoned.id) is None


def test_requests_are_queued_during_pause_unless_they_restore_the_connection() -> None:
    requests: PendingRequests[str] = PendingRequests(4)
    assert requests.pause() == ([], [])
    queued = [*add(requests), *add(requests, "turn/interrupt")]
    restoring = requests.add("thread/resume", b"data", "waiter", restores=True)
    assert [each.sent for each in (*queued, restoring)] == [False, False, True]
    assert requests.release() == []
    assert (requests.sent, requests.waiting) == (1, 2)
    assert requests.complete(restoring.id) is restoring


def test_resume_sends_unthrottled_requests_first_and_others_within_the_limit() -> None:
    requests: PendingRequests[str] = PendingRequests(2)
    requests.pause()
    first = add(requests, count=1)
    interrupt = add(requests, "turn/interrupt")
    others = add(requests, count=2)
    assert requests.resume() == [*interrupt, *first]
    assert not requests.paused
    assert [each.sent for each in (*first, *interrupt, *others)] == [True, True, False, False]
    assert (requests.sent, requests.waiting) == (2, 2)
    assert requests.complete(interrupt[0].id) is interrupt[0]
    assert requests.release() == others[:1]
    assert [each.sent for each in add(requests, "turn/steer")] == [True]
