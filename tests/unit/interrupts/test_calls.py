"""Calls of the synchronous client that a signal handler interrupts, at every bytecode."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Approval
from openai_codex.types import ThreadNameUpdatedNotification
from unit.interrupts.injection import Injection, count, interrupted
from unit.interrupts.runtime import TIMEOUT, Runtime, client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import Codex

LATE = 0.45
"""Time after which a turn counts as running until it is completed, in seconds: less than `SIGNAL_CHECK_INTERVAL`."""

OTHERS = 2
"""Number of other threads that use the client meanwhile."""


@contextlib.contextmanager
def other_threads(codex: Codex) -> Iterator[list[int]]:
    """Use the client in other threads. Afterwards check that each of their calls has succeeded."""
    done, counts = threading.Event(), [0] * OTHERS

    def work(number: int) -> None:
        while not done.is_set():
            codex.with_options(timeout=TIMEOUT).rpc.thread_name_set(thread_id="other", name=str(number))
            counts[number] += 1
            done.wait(0.002)

    with ThreadPoolExecutor(OTHERS) as pool:
        futures = [pool.submit(work, number) for number in range(OTHERS)]
        try:
            yield counts
        finally:
            done.set()
        for future in futures:
            future.result(TIMEOUT)


def check_usable(codex: Codex) -> None:
    """Check that calls still succeed, and that no lock is held."""
    codex.with_options(timeout=TIMEOUT).rpc.thread_name_set(thread_id="usable", name="x")
    thread: Any = codex._sender.supervisor.current._thread
    assert thread.call(lambda: thread.lock.acquire(timeout=TIMEOUT) and thread.lock.release() is None)


def test_request_interrupted_at_any_bytecode_is_sent_at_most_once() -> None:
    with client() as (runtime, codex), other_threads(codex) as counts:
        sender = codex._sender
        names = iter(range(100_000))

        def call() -> None:
            sender.call("thread/name/set", {"threadId": "main", "name": f"name-{next(names)}"})

        call()
        position = 1
        while interrupted(call, position):
            check_usable(codex)
            position += 1
        sent = [params["name"] for params in runtime.received("thread/name/set") if params["threadId"] == "main"]
        assert len(sent) == len(set(sent)) <= position + 1
        assert position > 100
        assert all(counts)
        assert codex.diagnostics().pending == ()


def test_signal_handler_that_uses_the_client_at_any_bytecode_does_not_block() -> None:
    with client() as (runtime, codex):
        limited = codex.with_options(timeout=TIMEOUT)

        def call() -> None:
            limited.rpc.thread_name_set(thread_id="main", name="main")

        def handler() -> None:
            limited.rpc.thread_name_set(thread_id="handler", name="handler")

        call()
        positions = count(call)
        for position in range(1, positions + 1):
            Injection(position, handler).run(call)
        assert len(runtime.received("thread/name/set")) >= 2 * positions


def run(codex: Codex, thread: Any) -> None:
    thread.run("Go.")


def run_stream(codex: Codex, thread: Any) -> None:
    with thread.stream("Go.") as stream:
        for _ in stream:
            pass


def read_stream(codex: Codex, thread: Any) -> None:
    with thread.stream("Go.") as stream:
        stream.result()


def collect(codex: Codex, thread: Any) -> None:
    for _ in thread.turn("Go.").stream():
        pass


@pytest.mark.parametrize("work", [run, collect, run_stream, read_stream])
def test_turn_interrupted_at_any_bytecode_ends(work: Callable[[Codex, Any], None]) -> None:
    """The turn does not end by itself: each `turn/start` must be followed by its `turn/interrupt`."""
    with client() as (runtime, codex), other_threads(codex):
        thread = codex.thread_start()
        runtime.completes = True
        work(codex, thread)
        runtime.completes = False
        waited = threading.Event()

        def complete() -> None:
            waited.set()
            for turn_id in list(runtime.open):
                runtime.complete(turn_id)

        position = 0
        while True:
            position += 1
            # Ends the turn if the position is after the wait for its end.
            timer = threading.Timer(LATE, complete)
            timer.start()
            fired = interrupted(partial(work, codex, thread), position)
            timer.cancel()
            timer.join(TIMEOUT)
            if waited.is_set():
                break
            assert fired
            check_usable(codex)
            if work is collect and runtime.open and len(runtime.received("turn/interrupt")) < position:
                # The caller of `turn` has received the handle, and was interrupted before it used it.
                complete()
                waited.clear()
            assert runtime.wait_for(lambda: not runtime.open), f"the turn still runs: position {position}"
        assert position > 500


def test_turn_interrupted_after_its_end_leaves_the_client_usable() -> None:
    with client() as (runtime, codex), other_threads(codex):
        thread = codex.thread_start()
        runtime.completes = True
        thread.run("Go.")
        position = 1
        while interrupted(lambda: thread.run("Go."), position):
            check_usable(codex)
            position += 1
        assert position > 300
        assert len(runtime.received("turn/start")) <= position + 1


def notifications(runtime: Runtime, codex: Codex) -> None:
    with codex.notifications(ThreadNameUpdatedNotification) as stream:
        runtime.send({"method": "thread/name/updated", "params": {"threadId": "thread-1", "threadName": "new"}})
        next(stream)


def listener(runtime: Runtime, codex: Codex) -> None:
    codex.on(ThreadNameUpdatedNotification, lambda event: None).remove()


def diagnostics(runtime: Runtime, codex: Codex) -> None:
    codex.diagnostics()


def login(runtime: Runtime, codex: Codex) -> None:
    connection = codex._sender.supervisor.current
    connection.wait_until(connection.event_buffer("login-1"), lambda: True, TIMEOUT)


@pytest.mark.parametrize("work", [notifications, listener, diagnostics, login])
def test_subscription_interrupted_at_any_bytecode_leaves_the_client_usable(
    work: Callable[[Runtime, Codex], None],
) -> None:
    with client() as (runtime, codex), other_threads(codex):
        work(runtime, codex)
        position = 1
        while interrupted(lambda: work(runtime, codex), position):
            check_usable(codex)
            position += 1
        assert position > 20


def test_deferred_approval_interrupted_at_any_bytecode_is_answered() -> None:
    """A request that is claimed must get its response, also if the caller of `accept` is interrupted."""
    received: SimpleQueue[Any] = SimpleQueue()

    def answers() -> int:
        return len([message for message in runtime.messages if "method" not in message])

    with client(on_approval=lambda request: Approval.defer()) as (runtime, codex):
        dispatcher = codex._sender.supervisor.current.dispatcher
        dispatcher._emit = lambda event: received.put(event.payload)
        position, fired = 0, True
        while fired:
            position += 1
            params = {"threadId": "t", "turnId": "u", "itemId": "i", "startedAtMs": 1, "command": "true"}
            request = {"id": f"request-{position}", "method": "item/commandExecution/requestApproval", "params": params}
            runtime.send(request)
            approval = received.get(timeout=TIMEOUT)
            fired = interrupted(approval.accept, position)
            check_usable(codex)
            if answers() < position:
                # The interrupt preceded the claim, so that the request is still open.
                assert approval.accept()
                check_usable(codex)
            # The answer is written, because `check_usable` has sent a request after it.
            assert answers() == position
        assert position > 20
