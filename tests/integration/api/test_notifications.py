"""Listeners, notification streams and diagnostics."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import (
    AgentMessageDeltaNotification,
    SkillsChangedNotification,
    ThreadNameUpdatedNotification,
    ThreadStartedNotification,
    TurnCompletedNotification,
)
from openai_codex import AsyncCodex, Codex, HandlerFailed, InputError, TransportClosedError
from openai_codex._protocol.notification_bus import MAX_UNREAD_BYTES, MAX_UNREAD_NOTIFICATIONS
from openai_codex.testing import ScriptedModel
from support.fake_runtime import THREAD, TURN, FakeRuntime
from support.processes import processes_of, still_running
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, Background

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

both = pytest.mark.parametrize("flavour", FLAVOURS)
NO_MODELS: dict[str, Any] = {"data": []}
SOON = 20.0


def following(events: Any) -> Any:
    """Return the next notification of a stream, sync or async, or None after the last."""
    try:
        return events.__next__() if hasattr(type(events), "__next__") else events.__anext__()
    except (StopIteration, StopAsyncIteration):
        return None


def rest(events: Any) -> Iterator[Any]:
    while (event := following(events)) is not None:
        yield event


def rename(runtime: FakeRuntime, name: str) -> None:
    runtime.notify("thread/name/updated", threadId=THREAD, threadName=name)


class RecordingListener:
    """A listener that records its payloads."""

    def __init__(self) -> None:
        self.payloads: list[Any] = []
        self._arrived = threading.Condition()

    def __call__(self, payload: Any) -> None:
        with self._arrived:
            self.payloads.append(payload)
            self._arrived.notify_all()

    def wait_for(self, count: int) -> list[Any]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.payloads) >= count, SOON), self.payloads
            return list(self.payloads)


@both
def test_listener_receives_notifications(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        started, renamed, deltas, ended = (
            RecordingListener(),
            RecordingListener(),
            RecordingListener(),
            RecordingListener(),
        )
        codex.on(ThreadStartedNotification, started)
        codex.on(ThreadNameUpdatedNotification, renamed)
        codex.on(AgentMessageDeltaNotification, deltas)
        codex.on(TurnCompletedNotification, ended)
        everything, of_turns = codex.notifications(), codex.notifications(TurnCompletedNotification)
        thread = codex.thread_start()
        result = thread.run("Hello.")
        thread.set_name("A name")
        assert [payload.thread.id for payload in started.wait_for(1)] == [thread.id]
        assert [payload.thread_name for payload in renamed.wait_for(1)] == ["A name"]
        assert "".join(payload.delta for payload in deltas.wait_for(1)) == "ok"
        assert [payload.turn.id for payload in ended.wait_for(1)] == [result.id]
        # A stream with classes includes notifications of turns; a stream without classes does not.
        assert following(of_turns).turn_id == result.id
        methods = [following(everything).method]
        while methods[-1] != "thread/name/updated":
            methods.append(following(everything).method)
        assert "thread/started" in methods
        assert not {"turn/completed", "item/agentMessage/delta"} & set(methods)
        codex.close()
        assert list(rest(of_turns)) == []
        assert not {event.method for event in rest(everything)} & {"turn/completed"}


@both
def test_listeners_receive_notifications_in_order(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        several = [RecordingListener() for _ in range(20)]
        for heard in several:
            codex.on(ThreadNameUpdatedNotification, heard)
        stream = codex.notifications(ThreadNameUpdatedNotification, SkillsChangedNotification)
        for number in range(500):
            rename(runtime, str(number))
        runtime.notify("skills/changed")
        expected = [str(number) for number in range(500)]
        for heard in several:
            assert [payload.thread_name for payload in heard.wait_for(500)] == expected
        assert [following(stream).payload.thread_name for _ in range(500)] == expected
        assert isinstance(following(stream).payload, SkillsChangedNotification)


@both
def test_listener_exception_is_logged_and_others_continue(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        before, after = RecordingListener(), RecordingListener()

        def fail(payload: Any) -> None:
            raise ValueError(payload.thread_name)

        for listener in (before, fail, after):
            codex.on(ThreadNameUpdatedNotification, listener)
        for number in range(3):
            rename(runtime, f"number {number}")
        assert len(before.wait_for(3)) == len(after.wait_for(3)) == 3
        errors = [record for record in caplog.records if record.exc_info and isinstance(record.exc_info[1], ValueError)]
        assert [str(record.exc_info[1]) for record in errors if record.exc_info] == [f"number {n}" for n in range(3)]


@both
def test_listener_removes_itself(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        kept, once = RecordingListener(), RecordingListener()

        def hear(payload: Any) -> None:
            listener.remove()
            listener.remove()
            once(payload)

        listener = codex.on(ThreadNameUpdatedNotification, hear)
        codex.on(ThreadNameUpdatedNotification, kept)
        for number in range(5):
            rename(runtime, str(number))
        assert len(kept.wait_for(5)) == 5
        assert [payload.thread_name for payload in once.payloads] == ["0"]


def test_listener_calls_client_without_deadlock() -> None:
    with fake_runtime("sync", {"model/list": NO_MODELS}) as (runtime, codex):
        found = RecordingListener()
        codex.on(ThreadNameUpdatedNotification, lambda payload: found((payload.thread_name, codex.models().data)))
        rename(runtime, "one")
        assert found.wait_for(1) == [("one", [])]


async def test_listener_coroutine_function_is_awaited() -> None:
    with FakeRuntime(**{"model/list": NO_MODELS}) as runtime:
        async with AsyncCodex(runtime.config()) as codex:
            found: asyncio.Queue[Any] = asyncio.Queue()

            async def hear(payload: ThreadNameUpdatedNotification) -> None:
                await found.put((payload.thread_name, (await codex.models()).data))
                raise ValueError("logged")

            await codex.models()
            codex.on(ThreadNameUpdatedNotification, hear)
            for name in ("one", "two"):
                rename(runtime, name)
                assert await asyncio.wait_for(found.get(), SOON) == (name, [])


@both
def test_listener_invalid_arguments_raise(flavour: str) -> None:
    def generate(payload: object) -> Any:
        yield payload

    async def generate_async(payload: object) -> Any:
        yield payload

    with fake_runtime(flavour) as (_, codex):
        for kind in (str, Codex, "thread/started", None):
            with pytest.raises(InputError, match=r"^kind: expected the class of a notification's payload"):
                codex.on(kind, print)
            with pytest.raises(InputError, match=r"^kind: "):
                codex.notifications(kind)
        with pytest.raises(InputError, match=r"^function: expected a function of one payload, got None"):
            codex.on(HandlerFailed, None)
        for function, kind in ((generate, "a generator"), (generate_async, "an async generator")):
            with pytest.raises(InputError, match=rf"^function: expected .* its result, got {kind} function; replace"):
                codex.on(HandlerFailed, function)


@both
def test_notifications_end_on_close_and_fail_on_runtime_exit(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex), Background() as background:
        stream = codex.notifications()
        rename(runtime, "one")
        assert following(stream).method == "thread/name/updated"
        waiting = background.start(following, stream)
        codex.close()
        assert waiting.result() is None
        assert following(stream) is None
    with fake_runtime(flavour) as (runtime, codex), Background() as background:
        stream = codex.notifications()
        waiting = background.start(following, stream)
        runtime.exit_process()
        calls: list[Callable[[], object]] = [
            waiting.result,
            lambda: following(stream),
            lambda: following(codex.notifications()),
        ]
        for call in calls:
            with pytest.raises(TransportClosedError):
                call()


def test_notifications_shared_by_threads_all_end() -> None:
    with FakeRuntime(**{"model/list": {"data": []}}) as runtime, Background(3) as background:
        with Codex(runtime.config()) as codex:
            stream = codex.notifications(ThreadNameUpdatedNotification)
            inner = stream._events
            readers = [background.start(lambda: [event.params["threadName"] for event in stream]) for _ in range(3)]
            while len(inner._waiters) < 3:
                time.sleep(0)
            for number in range(300):
                rename(runtime, str(number))
            # All notifications have arrived, and are read before the end of the stream.
            codex.models()
        names = [name for reader in readers for name in reader.result()]
        assert sorted(names, key=int) == [str(number) for number in range(300)]


@both
def test_notifications_closed_stream_is_unsubscribed(flavour: str) -> None:
    with fake_runtime(flavour, {"model/list": NO_MODELS}) as (runtime, codex):
        first, second = codex.notifications(), codex.notifications()
        first.close()
        first.close()
        rename(runtime, "one")
        assert following(second).payload.thread_name == "one"
        second.close()
        rename(runtime, "two")
        codex.models()
        assert codex.diagnostics().unread_notifications == 1
        assert following(codex.notifications()).payload.thread_name == "two"


@both
def test_notifications_unread_buffer_keeps_latest(flavour: str) -> None:
    with fake_runtime(flavour, {"model/list": NO_MODELS}) as (runtime, codex):
        for number in range(MAX_UNREAD_NOTIFICATIONS + 100):
            rename(runtime, str(number))
        codex.models()
        stands = codex.diagnostics()
        assert (stands.unread_notifications, stands.dropped_notifications) == (MAX_UNREAD_NOTIFICATIONS, 100)
        stream = codex.notifications()
        assert codex.diagnostics().unread_notifications == 0
        names = [following(stream).payload.thread_name for _ in range(MAX_UNREAD_NOTIFICATIONS)]
        assert names == [str(number) for number in range(100, MAX_UNREAD_NOTIFICATIONS + 100)]
        assert stream.dropped == 0


@both
def test_notifications_unread_buffer_is_bounded_in_bytes(flavour: str) -> None:
    with fake_runtime(flavour, {"model/list": NO_MODELS}) as (runtime, codex):
        for _ in range(10):
            rename(runtime, "x" * (MAX_UNREAD_BYTES // 8))
        codex.models()
        stands = codex.diagnostics()
        assert (stands.unread_notifications, stands.dropped_notifications) == (7, 3)


def test_blocking_listener_does_not_delay_turns() -> None:
    go_on = threading.Event()
    with offline("sync", []) as (_, codex):
        heard = RecordingListener()

        def block(payload: Any) -> None:
            heard(payload)
            go_on.wait(SOON)

        codex.on(ThreadStartedNotification, block)
        thread = codex.thread_start()
        heard.wait_for(1)
        assert thread.run("Hello.").final_response == "ok"
        assert codex.thread_start().run("Hello.").final_response == "ok"
        assert len(heard.payloads) == 1
        go_on.set()
        assert len(heard.wait_for(2)) == 2


def test_lagging_listener_is_told_dropped_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex._protocol.subscription.MAX_LAG_EVENTS", 10)
    go_on = threading.Event()
    with fake_runtime("sync", {"model/list": NO_MODELS}) as (runtime, codex):
        heard = RecordingListener()

        def block(payload: Any) -> None:
            heard(payload)
            go_on.wait(SOON)

        listener = codex.on(ThreadNameUpdatedNotification, block)
        stream = codex.notifications(ThreadNameUpdatedNotification)
        rename(runtime, "first")
        heard.wait_for(1)
        for number in range(15):
            rename(runtime, str(number))
        codex.models()
        assert (listener.dropped, stream.dropped) == (5, 6)
        go_on.set()
        assert len(heard.wait_for(11)) == 11


def test_dropped_client_with_listeners_is_collected() -> None:
    with ScriptedModel([]) as model:
        codex = Codex(model.config())
        family = processes_of(codex.diagnostics().pid)
        gone = weakref.ref(codex)
        listener = codex.on(ThreadStartedNotification, print)
        del codex
        gc.collect()
        assert gone() is None
        assert still_running(family) == []
        listener.remove()


# Diagnostics


@both
def test_diagnostics_reports_every_field(flavour: str) -> None:
    with fake_runtime(flavour, max_in_flight=1) as (runtime, codex), Background() as background:
        stands = codex.diagnostics()
        assert stands.pid is None
        assert (stands.exit_code, stands.restarts, stands.open_turns, stands.stderr) == (None, 0, 0, ())
        assert (stands.in_flight, stands.waiting, stands.pending, dict(stands.bad_frames)) == (0, 0, (), {})
        first = background.start(codex.models)
        request = runtime.next("model/list")
        second = background.start(codex.thread_list)
        while codex.diagnostics().waiting == 0:
            threading.Event().wait(0.01)
        stands = codex.diagnostics()
        assert (stands.in_flight, stands.waiting, stands.pending) == (1, 1, ("model/list", "thread/list"))
        runtime.start_turn(TURN, text="Begin")
        runtime.start_turn("turn-2")
        runtime.send({"id": 4711, "result": {}})
        runtime.send({"neither": "this nor that"})
        rename(runtime, "one")
        request.respond(NO_MODELS)
        first.result()
        runtime.next("thread/list").respond(NO_MODELS)
        second.result()
        stands = codex.diagnostics()
        assert (stands.open_turns, stands.unread_notifications, stands.dropped_events) == (2, 1, 0)
        assert dict(stands.bad_frames) == {"reply to no request": 1, "no message": 1}


@both
def test_diagnostics_counts_dropped_events_of_completed_turn(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex._protocol.event_buffer.MAX_UNREAD_EVENTS", 10)
    with fake_runtime(flavour, {"model/list": NO_MODELS}) as (runtime, codex):
        runtime.start_turn(text="Begin")
        for _ in range(20):
            runtime.notify("item/agentMessage/delta", threadId=THREAD, turnId=TURN, itemId="item-1", delta="x")
        runtime.complete_turn()
        codex.models()
        stands = codex.diagnostics()
        assert (stands.dropped_events, stands.open_turns) == (13, 0)


@both
def test_diagnostics_after_close_is_available(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        assert processes_of(codex.diagnostics().pid)
        codex.close()
        stands = codex.diagnostics()
        assert stands.exit_code is not None
        assert stands.pending == ()
