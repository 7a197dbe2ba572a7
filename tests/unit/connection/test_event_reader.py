"""Readers of events that several tasks or threads share, and their end."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from openai_codex import CodexError
from openai_codex._connection.asyncio.event_reader import AsyncEventReader
from openai_codex._connection.sync.client_thread import ClientThread
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.notifications import Notification

TIMEOUT = 20.0


def publish(buffer: EventBuffer, *methods: str) -> None:
    for method in methods:
        buffer.put(Notification(method, {"turnId": "turn-1"}))
    for subscription in buffer.subscriptions:
        subscription.wake()


async def all_waiting(reader: AsyncEventReader, count: int) -> None:
    # A task needs one pass of the event loop to start waiting.
    await asyncio.sleep(0)
    assert len(reader._waiters) == count


async def test_async_reader_with_two_tasks_delivers_to_both() -> None:
    buffer = EventBuffer("turn-1")
    reader = AsyncEventReader(buffer.subscribe)
    tasks = [asyncio.create_task(reader.next()) for _ in range(2)]
    await all_waiting(reader, 2)
    publish(buffer, "x/one", "x/two")
    events = await asyncio.wait_for(asyncio.gather(*tasks), TIMEOUT)
    assert {event.method for event in events if event} == {"x/one", "x/two"}


async def test_async_reader_close_ends_all_waiting_tasks() -> None:
    buffer = EventBuffer("turn-1")
    reader = AsyncEventReader(buffer.subscribe)
    tasks = [asyncio.create_task(reader.next()) for _ in range(3)]
    await all_waiting(reader, 3)
    reader.close()
    assert await asyncio.wait_for(asyncio.gather(*tasks), TIMEOUT) == [None] * 3


async def test_async_reader_after_close_delivers_queued_events_and_ends() -> None:
    buffer = EventBuffer("turn-1")
    reader = AsyncEventReader(buffer.subscribe)
    publish(buffer, "x/one")
    reader.close()
    event = await reader.next()
    assert event is not None
    assert event.method == "x/one"
    assert await reader.next() is None


async def test_async_reader_cancelled_waits_leave_nothing() -> None:
    reader = AsyncEventReader(EventBuffer("turn-1").subscribe)
    for _ in range(3):
        task = asyncio.create_task(reader.next())
        await all_waiting(reader, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert reader._waiters == []


async def test_async_reader_in_another_event_loop_raises() -> None:
    reader = AsyncEventReader(EventBuffer("turn-1").subscribe)
    assert not await reader.wait(0)
    with pytest.raises(CodexError, match="another event loop"):
        await asyncio.to_thread(asyncio.run, reader.next())


async def test_async_reader_of_a_client_in_another_event_loop_raises() -> None:
    def check_loop() -> None:
        raise CodexError("another event loop")

    reader = AsyncEventReader(EventBuffer("turn-1").subscribe, check_loop)
    with pytest.raises(CodexError, match="another event loop"):
        await reader.next()


def test_reader_close_ends_all_waiting_threads() -> None:
    buffer = EventBuffer("turn-1")
    client_thread = ClientThread()
    reader = EventReader(client_thread, buffer.subscribe).open()
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(reader.next) for _ in range(3)]
        while len(reader._waiters) < 3:
            threading.Event().wait(0.001)
        reader.close()
        assert [future.result(TIMEOUT) for future in futures] == [None] * 3
    client_thread.stop(TIMEOUT)
