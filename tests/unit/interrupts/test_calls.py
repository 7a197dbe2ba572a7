"""Calls of the synchronous client that a signal handler interrupts, at every bytecode."""

from __future__ import annotations

import contextlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Approval
from openai_codex.types import ThreadNameUpdatedNotification
from unit.interrupts.injection import Injection, Sweep, count, interrupted
from unit.interrupts.runtime import TIMEOUT, GoalRuntime, Runtime, client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import Codex

LATE = 0.45
"""Time after which a turn counts as running until it is completed, in seconds: less than `SIGNAL_CHECK_INTERVAL`."""

LATE_ATTEMPTS = 3
"""Number of times that a call must take longer than `LATE` until it counts as waiting, because the machine may be busy.
"""

TRACED_CALLS = 4 if sys.version_info >= (3, 13) else 1
"""Number of calls until the interpreter traces all bytecodes."""

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


def check_scopes(codex: Codex) -> None:
    """Check that no turn keeps its handlers, once all turns have ended."""
    connection = codex._sender.supervisor.current
    scopes = connection.dispatcher.scopes
    # In the client thread, after the operations that the interrupted calls have posted.
    assert connection._thread.call(lambda: (list(scopes._starting), list(scopes._turns))) == ([], [])


def test_request_interrupted_at_any_bytecode_is_sent_at_most_once() -> None:
    with client() as (runtime, codex):
        sender = codex._sender
        names = iter(range(100_000))

        def call() -> None:
            sender.call("thread/name/set", {"threadId": "main", "name": f"name-{next(names)}"})

        with other_threads(codex) as counts:
            call()
            sweep = Sweep()
            for position in sweep:
                # Python 3.13 does not trace all bytecodes of the first calls.
                if not any(interrupted(call, position) for _ in range(TRACED_CALLS)):
                    sweep.end_pass()
                check_usable(codex)
        sent = [params["name"] for params in runtime.received("thread/name/set") if params["threadId"] == "main"]
        assert len(sent) == len(set(sent)) <= next(names)
        assert sweep.longest > 100
        assert all(counts)
        # The other threads have ended, and the response to the last request of this one follows all earlier ones.
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


def interrupted_before_wait(call: Callable[[], None], position: int, complete: Callable[[], None]) -> bool:
    """Interrupt a call that waits, and return whether the position precedes the wait, which `complete` ends."""
    for _ in range(LATE_ATTEMPTS):
        waited = threading.Event()

        def complete_late(waited: threading.Event = waited) -> None:
            waited.set()
            complete()

        timer = threading.Timer(LATE, complete_late)
        timer.start()
        fired = interrupted(call, position)
        timer.cancel()
        timer.join(TIMEOUT)
        if not waited.is_set():
            assert fired
            return True
    return False


@pytest.mark.parametrize("work", [run, collect, run_stream, read_stream])
def test_turn_interrupted_at_any_bytecode_ends(work: Callable[[Codex, Any], None]) -> None:
    """The turn does not end by itself: each `turn/start` must be followed by its `turn/interrupt`."""
    with client() as (runtime, codex), other_threads(codex):
        thread = codex.thread_start()
        runtime.completes = True
        work(codex, thread)
        runtime.completes = False

        def complete() -> None:
            for turn_id in list(runtime.open):
                runtime.complete(turn_id)

        sweep, interrupts = Sweep(), 0
        for position in sweep:
            if not interrupted_before_wait(partial(work, codex, thread), position, complete):
                sweep.end_pass()
            check_usable(codex)
            sent = len(runtime.received("turn/interrupt"))
            if work is collect and runtime.open and sent == interrupts:
                # The caller of `turn` has received the handle, and was interrupted before it used it.
                complete()
            interrupts = sent
            assert runtime.wait_for(lambda: not runtime.open), f"the turn still runs: position {position}"
        assert sweep.longest > 500
        check_scopes(codex)


def test_goal_interrupted_at_any_bytecode_is_paused() -> None:
    runtime = GoalRuntime()
    with client(runtime) as (_, codex), other_threads(codex):
        thread = codex.thread_start()

        def run_goal() -> None:
            thread.run_goal("Reach it.")

        def complete() -> None:
            runtime.set_goal(thread.id, "complete")

        def is_paused() -> bool:
            sent = [params["status"] for params in runtime.received("thread/goal/set")[before:]]
            return sent[-1:] in ([], ["paused"])

        interrupted_before_wait(run_goal, 0, complete)
        sweep = Sweep()
        for position in sweep:
            before = len(runtime.received("thread/goal/set"))
            if not interrupted_before_wait(run_goal, position, complete):
                sweep.end_pass()
                continue
            check_usable(codex)
            assert runtime.wait_for(is_paused), f"the goal still runs: position {position}"
        assert sweep.longest > 500
        connection = codex._sender.supervisor.current
        assert connection._thread.call(lambda: dict(connection.session.events.goal_buffers)) == {}


def test_turn_interrupted_after_its_end_leaves_the_client_usable() -> None:
    with client() as (runtime, codex), other_threads(codex):
        thread = codex.thread_start()
        runtime.completes = True
        thread.run("Go.")
        sweep = Sweep()
        for position in sweep:
            if not interrupted(lambda: thread.run("Go."), position):
                sweep.end_pass()
            check_usable(codex)
        assert sweep.longest > 300
        check_scopes(codex)


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


def shared_call(runtime: Runtime, codex: Codex) -> None:
    supervisor = codex._sender.supervisor
    assert supervisor.login_call.run(supervisor.current, "account/read", lambda: "result", TIMEOUT) == "result"
    assert supervisor.current._thread.call(lambda: set(supervisor.login_call._waiting)) == set()


@pytest.mark.parametrize("work", [notifications, listener, diagnostics, login, shared_call])
def test_subscription_interrupted_at_any_bytecode_leaves_the_client_usable(
    work: Callable[[Runtime, Codex], None],
) -> None:
    with client() as (runtime, codex), other_threads(codex):
        work(runtime, codex)
        sweep = Sweep()
        for position in sweep:
            if not interrupted(lambda: work(runtime, codex), position):
                sweep.end_pass()
            check_usable(codex)
        assert sweep.longest > 20


def test_deferred_approval_interrupted_at_any_bytecode_is_answered() -> None:
    """A request that is claimed must get its response, also if the caller of `accept` is interrupted."""
    received: SimpleQueue[Any] = SimpleQueue()

    def answers() -> int:
        return len([message for message in runtime.messages if "method" not in message])

    with client(on_approval=lambda request: Approval.defer()) as (runtime, codex):
        dispatcher = codex._sender.supervisor.current.dispatcher
        dispatcher._emit = lambda event: received.put(event.payload)
        thread, sweep = codex.thread_start(), Sweep()
        for sent, position in enumerate(sweep, 1):
            params = {"threadId": thread.id, "turnId": "u", "itemId": "i", "startedAtMs": 1, "command": "true"}
            request = {"id": f"request-{sent}", "method": "item/commandExecution/requestApproval", "params": params}
            runtime.send(request)
            approval = received.get(timeout=TIMEOUT)
            if not interrupted(approval.accept, position):
                sweep.end_pass()
            check_usable(codex)
            if answers() < sent:
                # The interrupt preceded the claim, so that the request is still open.
                assert approval.accept()
                check_usable(codex)
            # The answer is written, because `check_usable` has sent a request after it.
            assert answers() == sent
        assert sweep.longest > 20
