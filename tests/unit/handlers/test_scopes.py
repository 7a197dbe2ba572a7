"""The lifetime of the handlers and contexts of turns and threads, without a connection."""

from __future__ import annotations

import contextvars
import gc
import threading
import weakref
from typing import Any

import pytest

from openai_codex._connection.thread_registry import ThreadRegistry, ThreadState
from openai_codex._handlers.options import handlers_from
from openai_codex._handlers.scopes import HandlerScopes, TurnScope
from openai_codex._protocol.goal_events import GoalEventBuffer
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.subagents.nodes import Ancestor
from support.timeouts import TEST_TIMEOUT
from unit.handlers.dispatching import COMMAND, OF_TURN, PARAMS, THREAD, TURN, Dispatching

tag: contextvars.ContextVar[str] = contextvars.ContextVar("tag", default="none")


def handler(request: object) -> Any:
    """Handle requests."""


def scope_of(name: str, thread: ThreadState | None = None, **options: Any) -> TurnScope:
    """Return the scope of a call in a context of its own."""

    def call() -> TurnScope:
        tag.set(name)
        return TurnScope(handlers_from(options), thread)

    return contextvars.copy_context().run(call)


def opened(threads: ThreadRegistry, **options: Any) -> ThreadState:
    return threads.register(THREAD, {}, handlers_from({"on_approval": handler, **options}))


def context_of(scopes: HandlerScopes) -> str | None:
    context = scopes.context(THREAD, TURN)
    return None if context is None else context.get(tag)


@pytest.fixture
def threads() -> ThreadRegistry:
    return ThreadRegistry()


@pytest.fixture
def scopes(threads: ThreadRegistry) -> HandlerScopes:
    return HandlerScopes(None, threads)


@pytest.fixture(autouse=True)
def _without_garbage_collection() -> Any:
    """References are counted: nothing waits for the garbage collector."""
    gc.disable()
    yield
    gc.enable()


def test_thread_without_handle_is_released(threads: ThreadRegistry, scopes: HandlerScopes) -> None:
    state = opened(threads)
    assert scopes.of_thread(THREAD) is state.handlers
    del state
    assert scopes.of_thread(THREAD) is None
    assert len(threads._threads) == 0


@pytest.mark.parametrize("start", ["bound", "started by the runtime"])
@pytest.mark.parametrize("end", ["turn_ended", "thread_closed", "connection_lost"])
def test_running_turn_keeps_thread(threads: ThreadRegistry, scopes: HandlerScopes, start: str, end: str) -> None:
    state = opened(threads)
    if start == "bound":
        scopes.bind(THREAD, TURN, scope_of("first", state))
    else:
        scopes.turn_started(THREAD, TURN)
    del state
    assert scopes.of_thread(THREAD) is not None
    {
        "turn_ended": lambda: scopes.turn_ended(TURN),
        "thread_closed": lambda: scopes.thread_closed(THREAD),
        "connection_lost": scopes.connection_lost,
    }[end]()
    assert scopes.of_thread(THREAD) is None
    assert len(threads._threads) == 0


def test_start_of_turn_keeps_scope_of_call(threads: ThreadRegistry, scopes: HandlerScopes) -> None:
    """The notification may arrive before or after the response to `turn/start`."""
    state = opened(threads)
    scopes.turn_started(THREAD, TURN)
    scopes.bind(THREAD, TURN, scope_of("first", state))
    scopes.turn_started(THREAD, TURN)
    assert context_of(scopes) == "first"
    scopes.turn_ended(TURN)
    assert context_of(scopes) is None


def test_end_of_other_turn_keeps_scope(scopes: HandlerScopes) -> None:
    scopes.bind(THREAD, TURN, scope_of("first"))
    scopes.bind("thread-2", "turn-2", scope_of("other"))
    scopes.turn_ended("turn-2")
    scopes.thread_closed("thread-2")
    assert context_of(scopes) == "first"


def test_closed_thread_keeps_no_handlers_and_is_not_resumed(threads: ThreadRegistry, scopes: HandlerScopes) -> None:
    state = opened(threads)
    scopes.thread_closed(THREAD)
    assert (state.handlers, state.closed, threads.open()) == (None, True, [])
    again = opened(threads, on_user_input=handler)
    assert again is state
    assert threads.open() == [state]
    assert scopes.of_thread(THREAD) is state.handlers is not None


def test_context_of_turn_is_that_of_its_first_call(scopes: HandlerScopes) -> None:
    assert context_of(scopes) is None
    with scopes.starting(THREAD, scope_of("first")):
        assert context_of(scopes) == "first"
        with scopes.starting(THREAD, scope_of("second")):
            assert context_of(scopes) == "first"
    assert context_of(scopes) is None
    scopes.bind(THREAD, TURN, scope_of("first"))
    scopes.bind(THREAD, TURN, scope_of("second"))
    with scopes.starting(THREAD, scope_of("third")):
        assert context_of(scopes) == "first"
        assert [scope.context.get(tag) for scope in scopes.of_turn(THREAD, TURN)] == ["second", "first", "third"]


def test_handlers_run_in_context_of_their_level(threads: ThreadRegistry) -> None:
    def register(name: str) -> Any:
        tag.set(name)
        return handlers_from({"on_approval": handler})

    client = contextvars.copy_context().run(register, "client")
    scopes = HandlerScopes(client, threads)
    state = threads.register(THREAD, {}, contextvars.copy_context().run(register, "thread"))

    def levels() -> list[str | None]:
        return [context.get(tag) for _, context in scopes.levels([Ancestor(THREAD, TURN, 1)], True)]

    assert levels() == ["thread", "client"]
    scopes.bind(THREAD, TURN, scope_of("first", state, on_approval=handler))
    scopes.bind(THREAD, TURN, scope_of("second", state, on_user_input=handler))
    assert levels() == ["second", "first", "first", "first"]


def test_context_of_failed_start_is_released(scopes: HandlerScopes) -> None:
    scope = scope_of("first")
    reference = weakref.ref(scope)
    with pytest.raises(ValueError, match="rejected"), scopes.starting(THREAD, scope):
        raise ValueError("rejected")
    del scope
    gc.collect()
    assert reference() is None
    assert scopes._starting == {}


@pytest.mark.parametrize("end", ["goal", "connection"])
def test_goal_keeps_scope_until_its_end(scopes: HandlerScopes, end: str) -> None:
    buffer = GoalEventBuffer(THREAD)
    scope = scope_of("goal")
    scopes.goal_started(THREAD, scope)
    buffer.owned = scope
    del scope
    assert context_of(scopes) == "goal"
    with scopes.starting(THREAD, scope_of("turn")):
        assert context_of(scopes) == "turn"
    if end == "goal":
        buffer.response_received(None)
        buffer.put(Notification("thread/goal/cleared", {"threadId": THREAD}))
    else:
        buffer.connection_lost(ValueError())
    assert context_of(scopes) is None


def test_activity_of_ended_turn_is_not_recorded(scopes: HandlerScopes) -> None:
    scopes.request_resolved(TURN, 1.0)
    assert scopes.last_resolved(TURN) is None
    scopes.turn_started(THREAD, TURN)
    scopes.request_resolved(TURN, 2.0)
    assert scopes.last_resolved(TURN) == 2.0
    scopes.turn_ended(TURN)
    scopes.request_resolved(TURN, 3.0)
    assert scopes.last_resolved(TURN) is None
    assert scopes._turns == {}


def test_resolved_request_releases_handler_and_context() -> None:
    found = Dispatching(on_approval=handler)
    pending = found.resolve(COMMAND)
    assert pending.handler is handler
    assert pending.context is not None
    found.dispatcher.cancel("q")
    assert [vars(pending)[name] for name in ("handler", "context")] == [None, None]


def test_requests_after_their_turn_leave_nothing() -> None:
    found = Dispatching()
    for number in range(100):
        params = {**PARAMS[COMMAND], **OF_TURN, "turnId": f"turn-{number}"}
        found.dispatcher.resolve_handler(found.register(COMMAND, id=str(number), **params))
    assert found.dispatcher._open == {}
    assert found.scopes._turns == {}


def test_concurrent_registrations_share_one_state(threads: ThreadRegistry) -> None:
    states: list[ThreadState] = []
    barrier = threading.Barrier(8)

    def resume() -> None:
        barrier.wait(TEST_TIMEOUT)
        states.append(opened(threads))

    workers = [threading.Thread(target=resume) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(TEST_TIMEOUT)
    assert len(states) == 8
    assert len(set(map(id, states))) == 1
