"""The cost of an event: counts of calls, wake-ups, reads, writes and copied bytes.

Each figure is an upper limit. Lower the limit when the cost decreases.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, Codex, CodexConfig
from openai_codex._connection.asyncio import connection as async_connection
from openai_codex._connection.outbox import Outbox
from openai_codex._connection.sync.client_thread import ClientThread
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.writer import Writer
from openai_codex._protocol.framing import LineDecoder
from openai_codex._protocol.session import Session
from openai_codex._transports.memory.transports import MemoryTransport
from openai_codex._transports.stdio import sigpipe, threaded_process
from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport
from openai_codex.testing import ScriptedModel
from openai_codex.types import AgentMessageDeltaNotification
from support import fake_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openai_codex._transports.base import CloseReason
    from openai_codex.transports import MemoryPeer

TURN = "turn-1"
DELTA = (
    b'{"method":"item/agentMessage/delta","params":{"threadId":"thread-1","turnId":"turn-1","itemId":"item-1",'
    b'"delta":"a piece"},"emittedAtMs":1763935000123}\n'
)
COMPLETED = (
    b'{"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"turn-1","items":[],'
    b'"status":"completed"}},"emittedAtMs":1763935000123}\n'
)
EVENTS = 1_000


def calls_for_each(work: Callable[[], object], items: int) -> float:
    """Return the number of Python function calls per item."""
    count = 0

    def watch(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    # The garbage collector calls functions of other packages.
    gc.disable()
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return count / items


def test_delta_without_consumer_call_count() -> None:
    session: Session[str] = Session(max_line_bytes=1 << 20)
    session.events.event_buffer(TURN).subscribe(lambda: None, retained_only=True)
    assert calls_for_each(lambda: session.receive_data(DELTA * EVENTS), EVENTS) <= 3.1


def test_delta_with_consumer_call_count() -> None:
    session: Session[str] = Session(max_line_bytes=1 << 20)
    reader = session.events.event_buffer(TURN).subscribe(lambda: None)
    assert calls_for_each(lambda: session.receive_data(DELTA * EVENTS), EVENTS) <= 6.1

    def read() -> None:
        while (event := reader.pop()) is not None:
            assert isinstance(event.payload, AgentMessageDeltaNotification)

    first = reader.pop()
    # Payload decoders are created on first use.
    assert first is not None
    assert isinstance(first.payload, AgentMessageDeltaNotification)
    assert calls_for_each(read, EVENTS) <= 3.1


def test_received_data_is_split_without_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = 0
    whole = LineDecoder._complete_line

    def take(self: LineDecoder) -> Any:
        nonlocal copied
        line = whole(self)
        # Only the first line of a chunk is joined with the rest of the previous chunk.
        copied += len(line) if isinstance(line, bytes) else 0
        return line

    monkeypatch.setattr(LineDecoder, "_complete_line", take)
    splitter = LineDecoder(1 << 20)
    lines = splitter.feed(DELTA * EVENTS + DELTA[:50]) + splitter.feed(DELTA[50:])
    assert len(lines) == EVENTS + 1
    assert copied == 2 * (len(DELTA) - 1)


def test_batch_wakes_consumer_once() -> None:
    woken: list[str] = []
    session: Session[str] = Session(max_line_bytes=1 << 20)
    buffer = session.events.event_buffer(TURN)
    buffer.subscribe(lambda: woken.append("reader"))
    actions = session.receive_data(DELTA * EVENTS)
    for touched in actions.updated:
        for subscription in touched.subscriptions:
            subscription.wake()
    assert woken == ["reader"]
    # A consumer that waits for the result only is not woken by events.
    quiet = session.events.event_buffer("turn-2")
    quiet.subscribe(lambda: None, retained_only=True)
    assert session.receive_data(DELTA.replace(b"turn-1", b"turn-2") * EVENTS).updated == set()


def test_single_event_call_count() -> None:
    """Events arrive one at a time, as from the real runtime, and each wakes the consumer."""
    session: Session[str] = Session(max_line_bytes=1 << 20)
    client_thread = ClientThread()
    events = EventReader(client_thread, session.events.event_buffer(TURN).subscribe).open()

    def come() -> None:
        for _ in range(EVENTS):
            for buffer in session.receive_data(DELTA).updated:
                for subscription in buffer.subscriptions:
                    subscription.wake()
            assert events.wait(None)
            assert events.subscription.pop() is not None

    assert calls_for_each(come, EVENTS) <= 16.1
    client_thread.stop(20)


@pytest.fixture
def config(tmp_path: Path) -> CodexConfig:
    """A fake runtime that sends all events of a turn in one write."""
    play = tmp_path / "play"
    play.write_bytes(DELTA * 50 * EVENTS + COMPLETED)
    return CodexConfig(launch_args_override=fake_server.command(f"play={play}"), check_login=False)


@pytest.mark.skipif(sys.platform != "linux", reason="a pipe holds another amount there")
def test_sync_turn_system_call_count(config: CodexConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    writes: list[int] = []

    class Counting:
        """The module os with a counter."""

        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

        def read(self, fd: int, size: int) -> bytes:
            data = os.read(fd, size)
            reads.append(len(data))
            return data

        def write(self, fd: int, data: bytes) -> int:
            writes.append(len(data))
            return os.write(fd, data)

    with Codex(config) as codex:
        thread = codex.thread_start()
        monkeypatch.setattr(threaded_process, "os", Counting())
        monkeypatch.setattr(sigpipe, "os", Counting())
        assert thread.run("Go.").status == "completed"
        monkeypatch.undo()
    # One read for the response. The system decides how the 7 MB of events are split, but not into single lines.
    assert len(writes) == 1
    assert sum(reads) > 50 * EVENTS * 100
    assert len(reads) <= 50 * EVENTS / 100


async def test_async_turn_uses_no_thread_and_few_callbacks(
    config: CodexConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = 0
    data_received = async_connection.AsyncConnection.data_received

    def counted(self: async_connection.AsyncConnection, data: bytes) -> None:
        nonlocal batches
        batches += 1
        data_received(self, data)

    monkeypatch.setattr(async_connection.AsyncConnection, "data_received", counted)
    before = threading.active_count()
    async with AsyncCodex(config) as codex:
        thread = await codex.thread_start()
        batches = 0
        tasks = len(asyncio.all_tasks())
        assert (await thread.run("Go.")).status == "completed"
        assert threading.active_count() == before
        assert len(asyncio.all_tasks()) == tasks
    assert 0 < batches <= 50 * EVENTS / 100


@pytest.mark.runtime
async def test_async_concurrent_requests_are_written_together(monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[int] = []
    write = AsyncStdioTransport.write

    def counted(self: AsyncStdioTransport, data: bytes) -> None:
        writes.append(data.count(b"\n"))
        write(self, data)

    with ScriptedModel([]) as model:
        async with AsyncCodex(model.config(max_in_flight=50)) as codex:
            monkeypatch.setattr(AsyncStdioTransport, "write", counted)
            await asyncio.gather(*(codex.account() for _ in range(50)))
    # The first request is written alone, because the others are not created yet.
    assert writes == [1, 49]


def test_concurrent_thread_messages_are_written_together() -> None:
    written: list[bytes] = []
    peers: list[MemoryPeer] = []
    transport = MemoryTransport(peers.append)
    client_thread, outbox = ClientThread(), Outbox()
    blocked = threading.Event()
    writer = Writer(transport, outbox, client_thread, lambda requests, error: None)

    class Quiet:
        def data_received(self, data: bytes) -> None: ...

        def connection_lost(self, reason: CloseReason) -> None: ...

    transport.start(Quiet())
    peers[0].on_data = written.append

    def send(number: int) -> None:
        with client_thread.lock:
            outbox.add_message(b"%d\n" % number)
        writer.flush()

    # The first operation blocks until all others are posted.
    client_thread.post(partial(blocked.wait, 20))
    for number in range(8):
        client_thread.post(partial(send, number))
    blocked.set()
    client_thread.stop(20)
    transport.close(20)
    assert b"".join(written) == b"".join(b"%d\n" % number for number in range(8))
    assert len(written) == 1
