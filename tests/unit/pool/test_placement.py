"""`Placement`: the choice of a runtime, replacements, limits and spares."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from openai_codex.pool.placement import (
    KNOWN_THREADS,
    MAX_EARLY_LOSSES,
    RESTART_INTERVAL,
    Action,
    Grant,
    Observation,
    Placement,
    Reject,
    Start,
    State,
    Ticket,
)

LOST = RuntimeError("lost")
FAILED = RuntimeError("failed")


@dataclass
class Pool:
    """A placement whose clients and clock the test plays."""

    count: int
    size: int | None = None
    max_turns: int | None = None
    now: float = 1000.0
    open_turns: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, Exception] = field(default_factory=dict)
    draining: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        size = self.count if self.size is None else self.size
        self.placement = Placement(self.count, size, self.max_turns, self._observe, lambda: self.now)
        self.actions = self.placement.begin()

    def _observe(self, index: int) -> Observation:
        return Observation(self.reasons.get(index), self.open_turns.get(index, 0), index in self.draining)

    def start_all(self) -> None:
        for index in range(self.count):
            self.placement.started(index)

    def place(self, ticket: Ticket | None = None) -> int | None:
        ticket = ticket or turn()
        self.actions = self.placement.request(ticket)
        return ticket.index

    def lose(self, index: int) -> list[Action]:
        self.reasons[index] = LOST
        return self.placement.check()

    def restart(self, index: int) -> list[Action]:
        self.reasons.pop(index, None)
        return self.placement.started(index)


def turn(index: int | None = None) -> Ticket:
    return Ticket(turn=True, limited=True, index=index)


def test_begin_starts_all_runtimes() -> None:
    assert Pool(3).actions == [Start(0), Start(1), Start(2)]


def test_request_before_the_start_waits_for_the_first_runtime() -> None:
    pool, ticket = Pool(2), turn()
    assert pool.place(ticket) is None
    assert pool.placement.waiting == 1
    assert pool.placement.started(1) == [Grant(ticket)]
    assert (ticket.index, pool.placement.waiting) == (1, 0)


def test_requests_without_load_are_spread() -> None:
    pool = Pool(3)
    pool.start_all()
    assert [pool.place(Ticket(turn=False)) for _ in range(4)] == [0, 1, 2, 0]


def test_request_takes_the_runtime_with_the_fewest_turns() -> None:
    pool = Pool(3, open_turns={0: 2, 1: 1, 2: 3})
    pool.start_all()
    assert [pool.place() for _ in range(3)] == [1, 0, 1]


def test_turn_that_the_runtime_reports_is_counted_once() -> None:
    pool, first = Pool(2), turn()
    pool.start_all()
    assert pool.place(first) == 0
    pool.open_turns[0], first.observed = 1, True
    pool.open_turns[1] = 1
    assert pool.place() == 1
    # Two turns run on each now.
    assert pool.place() == 0


def test_turn_above_the_limit_waits_for_a_release() -> None:
    pool, first, third, fourth = Pool(2, max_turns=1), turn(), turn(), turn()
    pool.start_all()
    assert (pool.place(first), pool.place(), pool.place(third), pool.place(fourth)) == (0, 1, None, None)
    assert pool.placement.release(first) == [Grant(third)]
    assert (third.index, fourth.index) == (0, None)
    assert pool.placement.release(first) == []


@pytest.mark.parametrize("ticket", [Ticket(turn=False), Ticket(turn=True)], ids=["thread", "turn of a handler"])
def test_ticket_without_limit_does_not_wait(ticket: Ticket) -> None:
    pool = Pool(1, max_turns=1)
    pool.start_all()
    assert pool.place() == 0
    assert pool.place(ticket) == 0


def test_released_ticket_that_waits_is_never_granted() -> None:
    pool, first, second = Pool(1, max_turns=1), turn(), turn()
    pool.start_all()
    pool.place(first)
    pool.place(second)
    assert pool.placement.release(second) == []
    assert pool.placement.release(first) == []
    assert pool.placement.waiting == 0
    assert pool.placement.request(second) == []


def test_lost_runtime_is_started_again_and_gets_no_turn_meanwhile() -> None:
    pool = Pool(2)
    pool.start_all()
    pool.reasons[0] = LOST
    assert pool.place() == 1
    assert Start(0) in pool.actions
    assert pool.place() == 1
    assert Start(0) not in pool.actions
    pool.restart(0)
    assert pool.place() == 0


def test_runtime_that_shuts_down_gets_no_turn_until_it_was_replaced() -> None:
    pool = Pool(2)
    pool.start_all()
    pool.draining.add(0)
    assert [pool.place(), pool.place()] == [1, 1]
    assert pool.placement.slots[0].state is State.draining
    # The client waits for the next connection, once.
    assert Start(0) not in pool.actions
    pool.draining.clear()
    assert pool.place() == 1
    pool.placement.started(0)
    assert pool.place() == 0


def test_turn_waits_while_all_runtimes_shut_down() -> None:
    pool, ticket = Pool(2), turn()
    pool.start_all()
    pool.draining = {0, 1}
    assert pool.place(ticket) is None
    assert pool.actions == [Start(0), Start(1)]
    pool.draining = {0}
    assert pool.placement.started(1) == [Grant(ticket)]


def test_failed_runtime_is_started_again_at_once_while_the_others_shut_down() -> None:
    pool = Pool(2)
    pool.placement.started(0)
    pool.placement.failed(1, FAILED)
    pool.draining.add(0)
    pool.place()
    assert pool.actions == [Start(0), Start(1)]


def test_spare_replaces_a_runtime_that_shuts_down() -> None:
    pool = Pool(2, size=1)
    pool.start_all()
    assert pool.place() == 0
    pool.draining.add(0)
    assert pool.place() == 1


def test_ticket_for_a_runtime_that_shuts_down_is_granted() -> None:
    pool, ticket = Pool(2), turn(index=0)
    pool.start_all()
    pool.draining.add(0)
    assert pool.place(ticket) == 0


def test_loss_is_noticed_when_a_place_is_released() -> None:
    pool, ticket = Pool(2), turn()
    pool.start_all()
    assert pool.place(ticket) == 0
    pool.reasons[0] = LOST
    assert pool.placement.release(ticket) == [Start(0)]


def test_spare_gets_turns_after_a_loss_only() -> None:
    pool = Pool(3, size=2)
    pool.start_all()
    assert [pool.place() for _ in range(4)] == [0, 1, 0, 1]
    assert pool.lose(0) == [Start(0)]
    assert pool.place() == 2
    # The runtime that replaces the lost one is the spare now.
    pool.restart(0)
    assert {pool.place() for _ in range(6)} == {1, 2}


def test_first_runtimes_to_start_are_active() -> None:
    pool = Pool(3, size=1)
    pool.placement.started(2)
    assert pool.place() == 2
    pool.placement.started(0)
    assert pool.place() == 2


def test_failed_start_rejects_waiting_tickets_if_no_runtime_is_left() -> None:
    pool, ticket = Pool(2), turn()
    pool.place(ticket)
    assert pool.placement.failed(0, FAILED) == []
    assert pool.placement.failed(1, FAILED) == [Reject(ticket, FAILED)]
    assert pool.placement.waiting == 0


def test_ticket_for_the_start_waits_for_all_active_runtimes() -> None:
    pool, ticket = Pool(3, size=2), Ticket(turn=False, all_started=True)
    assert pool.place(ticket) is None
    assert pool.placement.started(2) == []
    # The third runtime becomes a spare.
    assert pool.placement.started(0) == [Grant(ticket)]


def test_ticket_for_the_start_does_not_wait_for_failed_runtimes() -> None:
    pool, ticket = Pool(2), Ticket(turn=False, all_started=True)
    pool.place(ticket)
    assert pool.placement.failed(0, FAILED) == []
    assert pool.placement.started(1) == [Grant(ticket)]


def test_request_without_runtime_starts_all_of_them_again() -> None:
    pool, ticket = Pool(2), turn()
    pool.placement.failed(0, FAILED)
    pool.placement.failed(1, FAILED)
    pool.place(ticket)
    assert pool.actions == [Start(0), Start(1)]
    assert pool.placement.started(1) == [Grant(ticket)]


def test_failed_runtime_is_started_again_after_an_interval() -> None:
    pool = Pool(2)
    pool.placement.started(0)
    pool.placement.failed(1, FAILED)
    pool.place()
    assert Start(1) not in pool.actions
    pool.now += RESTART_INTERVAL
    pool.place()
    assert Start(1) in pool.actions


def test_runtime_that_is_lost_early_again_and_again_has_failed() -> None:
    pool, ticket = Pool(1), turn()
    pool.start_all()
    for _ in range(MAX_EARLY_LOSSES - 1):
        assert pool.lose(0) == [Start(0)]
        pool.reasons.clear()
        pool.placement.started(0)
    assert pool.lose(0) == []
    assert (pool.placement.slots[0].state, pool.placement.slots[0].error) == (State.failed, LOST)
    # The next request tries again.
    pool.place(ticket)
    assert pool.actions == [Start(0)]


def test_runtime_that_is_lost_after_a_while_is_always_started_again() -> None:
    pool = Pool(1)
    pool.start_all()
    for _ in range(MAX_EARLY_LOSSES * 3):
        pool.now += RESTART_INTERVAL
        assert pool.lose(0) == [Start(0)]
        pool.restart(0)


def test_runtime_that_is_lost_while_tickets_wait_for_it_rejects_them_when_it_has_failed() -> None:
    pool, ticket = Pool(2), turn(index=0)
    pool.start_all()
    pool.lose(0)
    assert pool.place(ticket) is None
    assert pool.placement.failed(0, FAILED) == [Reject(ticket, FAILED)]


def test_ticket_for_one_runtime_gets_no_other() -> None:
    pool, ticket = Pool(2, open_turns={1: 5}), turn(index=1)
    pool.placement.started(0)
    assert pool.place(ticket) is None
    assert pool.placement.started(1) == [Grant(ticket)]
    assert ticket.index == 1


def test_ticket_for_a_failed_runtime_starts_it() -> None:
    pool = Pool(2)
    pool.placement.started(0)
    pool.placement.failed(1, FAILED)
    pool.place(turn(index=1))
    assert pool.actions == [Start(1)]


def test_close_rejects_waiting_and_later_tickets() -> None:
    pool, waiting, later = Pool(1), turn(), turn()
    pool.place(waiting)
    error = RuntimeError("closed")
    assert pool.placement.close(error) == [Reject(waiting, error)]
    pool.place(later)
    assert pool.actions == [Reject(later, error)]
    assert pool.placement.release(waiting) == []
    assert pool.placement.started(0) == []


def test_threads_are_remembered_up_to_a_limit() -> None:
    pool = Pool(2)
    for number in range(KNOWN_THREADS):
        pool.placement.remember(str(number), number % 2)
    assert (pool.placement.runtime_of("0"), pool.placement.runtime_of("1")) == (0, 1)
    pool.placement.remember("0", 0)
    pool.placement.remember("another", 1)
    assert (pool.placement.runtime_of("1"), pool.placement.runtime_of("0")) == (None, 0)
    assert sum(slot.threads for slot in pool.placement.slots) == KNOWN_THREADS + 1
