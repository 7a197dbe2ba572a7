"""Abandoned iterators and clients that the garbage collector finalizes at the worst time, in the worst thread."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Codex
from openai_codex.types import WarningNotification
from unit.interrupts.runtime import TIMEOUT, Runtime, client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def turn_stream(codex: Codex, thread: Any) -> Any:
    return started(thread.turn("Go.").stream())


def scoped_stream(codex: Codex, thread: Any) -> Any:
    scope = thread.stream("Go.")
    scope.__enter__()
    return scope


def scoped_iteration(codex: Codex, thread: Any) -> Any:
    scope = thread.stream("Go.")
    return started(iter(scope.__enter__()), scope)


def goal_stream(codex: Codex, thread: Any) -> Any:
    return started(thread.start_goal("Reach it.").stream())


def notifications(codex: Codex, thread: Any) -> Any:
    def consume() -> Iterator[Any]:
        with codex.notifications() as stream:
            yield stream

    return started(consume())


def event_reader(codex: Codex, thread: Any) -> Any:
    connection = codex._sender.supervisor.current

    def consume() -> Iterator[Any]:
        with connection.subscribe(connection.event_buffer("login-1")) as events:
            yield events

    return started(consume())


def listener(codex: Codex, thread: Any) -> Any:
    return codex.on(WarningNotification, lambda event: None)


def started(generator: Any, *others: Any) -> Any:
    next(generator)
    return (generator, *others)


KINDS = [turn_stream, scoped_stream, scoped_iteration, goal_stream, notifications, event_reader, listener]


class Cycle:
    """Garbage that only the garbage collector frees, with a reference to the tested object."""

    def __init__(self, content: Any) -> None:
        self.content = content
        self.itself = self


def in_thread(function: Callable[[], None]) -> bool:
    """Run a function in another thread; return whether it has ended."""
    thread = threading.Thread(target=function, daemon=True)
    thread.start()
    thread.join(TIMEOUT / 4)
    return not thread.is_alive()


class GoalRuntime(Runtime):
    """Reports the goal as running, and its pause."""

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("method") == "thread/goal/set":
            params = message["params"]
            self.send({"id": message["id"], "result": {"goal": {}}})
            goal = {"status": params["status"]}
            self.send({"method": "thread/goal/updated", "params": {"threadId": params["threadId"], "goal": goal}})
        else:
            super()._answer(message)


@pytest.mark.parametrize("kind", KINDS)
def test_collection_while_the_lock_is_held_does_not_block(kind: Callable[[Codex, Any], Any]) -> None:
    """The collector runs in the thread that holds the lock: the reader, or any other thread of the client."""
    with client(runtime=GoalRuntime()) as (runtime, codex):
        thread = codex.thread_start()
        garbage = Cycle(kind(codex, thread))
        client_thread: Any = codex._sender.supervisor.current._thread
        lock = client_thread.lock

        def collect() -> None:
            with lock:
                gc.collect()

        gc.disable()
        try:
            del garbage
            assert in_thread(collect), "the finalizer waits for the lock"
        finally:
            gc.enable()
        # The work of the finalizers is done afterwards.
        codex.models()
        assert runtime.wait_for(lambda: not runtime.open)


@pytest.mark.parametrize("kind", KINDS)
def test_collection_in_the_consuming_thread_while_it_holds_the_lock_does_not_block(
    kind: Callable[[Codex, Any], Any],
) -> None:
    with client(runtime=GoalRuntime()) as (runtime, codex):
        client_thread: Any = codex._sender.supervisor.current._thread

        def consume_and_collect() -> None:
            garbage = Cycle(kind(codex, codex.thread_start()))
            with client_thread.lock:
                del garbage
                gc.collect()

        assert in_thread(consume_and_collect), "the finalizer waits for the lock"
        assert runtime.wait_for(lambda: not runtime.open)


def test_collection_in_a_client_thread_of_an_object_that_closes_the_client_does_not_block() -> None:
    """Finalizers of the application run in the threads of the client as well."""

    class Owner:
        def __init__(self, codex: Codex) -> None:
            self.codex = codex
            self.itself = self

        def __del__(self) -> None:
            self.codex.close()

    with client() as (runtime, codex):
        connection = codex._sender.supervisor.current

        def collect() -> None:
            Owner(codex)
            gc.collect()

        connection._thread.post(collect)
        assert runtime.wait_for(lambda: True)
        assert in_thread(codex.close)
        assert connection.close_reason is not None


def test_dropped_client_takes_no_lock() -> None:
    runtime = Runtime()
    codex = Codex(runtime.config())
    client_thread: Any = codex._sender.supervisor.current._thread
    lock = client_thread.lock
    del client_thread
    garbage = Cycle(codex)

    def collect() -> None:
        with lock:
            gc.collect()

    del codex, garbage
    assert in_thread(collect)
    while not runtime.peer.closed:
        threading.Event().wait(0.001)
