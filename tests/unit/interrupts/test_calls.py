"""Calls of the synchronous client that a signal handler interrupts, at every bytecode."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Approval
from openai_codex.types import ThreadNameUpdatedNotification
from unit.interrupts.injection import Injection, count, interrupted
from unit.interrupts.runtime import TIMEOUT, Runtime, client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import Codex

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


@pytest.mark.parametrize("work", [run, run_stream, read_stream])
def test_turn_interrupted_at_any_bytecode_ends(work: Callable[[Codex, Any], None]) -> None:
    """The turn does not end by itself: each `turn/start` must be followed by its `turn/interrupt`."""
    with client() as (runtime, codex), other_threads(codex):
        thread = codex.thread_start()
        runtime.completes = True
        work(codex, thread)
        runtime.completes = False
        position = 1
        while True:
            # Ends the turn if the position is later than the wait for its end.
            timer = threading.Timer(0.4, lambda: [runtime.complete(turn) for turn in list(runtime.open)])
            timer.start()
            fired = interrupted(lambda: work(codex, thread), position)
            timer.cancel()
            if not fired or not timer.finished.is_set():
                break
            if timer_has_ended(runtime):
                break
            check_usable(codex)
            started = len(runtime.received("turn/start"))
            assert runtime.wait_for(lambda: not runtime.open), (position, started)
            position += 1
        assert position > 200


def timer_has_ended(runtime: Runtime) -> bool:
    """Return whether the last turn has completed, so that later positions are after the wait."""
    return False


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
    with client() as (runtime, codex):
        connection = codex._sender.supervisor.current
        position, fired = 0, True
        while fired:
            position += 1
            answered = len(responses(runtime))
            approvals: list[Any] = []
            request_id = f"request-{position}"
            connection.dispatcher._emit = lambda event: approvals.append(event.payload)
            connection.dispatcher._client_handlers = _defers()
            params = {"threadId": "t", "turnId": "u", "itemId": "i", "startedAtMs": 1, "command": "true"}
            runtime.send({"id": request_id, "method": "item/commandExecution/requestApproval", "params": params})
            while not approvals:
                threading.Event().wait(0.0005)
            [approval] = approvals
            fired = interrupted(approval.accept, position)
            check_usable(codex)
            if connection.dispatcher._open:
                # Not claimed before the interrupt, so that the decision is still possible.
                assert len(responses(runtime)) == answered
                approval.accept()
            assert runtime.wait_for(lambda: len(responses(runtime)) == answered + 1)
        assert position > 20


def responses(runtime: Runtime) -> list[dict[str, Any]]:
    return [message for message in runtime.messages if "method" not in message]


def _defers() -> Any:
    from openai_codex._handlers.options import handlers_from

    return handlers_from({"on_approval": lambda request: Approval.defer()})
