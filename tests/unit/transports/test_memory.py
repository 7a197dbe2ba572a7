"""The in-memory transport, with a peer that the test controls."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from typing import Any

import pytest

from openai_codex import CodexConfig
from openai_codex._transports.base import CloseReason
from openai_codex._transports.memory.connection import CAPACITY
from openai_codex._transports.memory.transports import MemoryTransport
from openai_codex._transports.resolve import resolve_transport
from openai_codex.errors import InputError, TransportClosedError
from openai_codex.transports import MemoryPeer, MemoryTransportFactory
from support.sync_adapter import FLAVOURS, client
from unit.transports.peers import Recorder


def connected() -> tuple[MemoryTransport, MemoryPeer, Recorder]:
    peers: list[MemoryPeer] = []
    transport, receiver = MemoryTransport(peers.append), Recorder()
    transport.start(receiver)
    [peer] = peers
    return transport, peer, receiver


def recorded(peer: MemoryPeer) -> list[bytes]:
    """Return a list that receives the writes of the client."""
    writes: list[bytes] = []
    peer.on_data = writes.append
    return writes


def test_send_delivers_chunks_that_end_anywhere() -> None:
    transport, peer, receiver = connected()
    for chunk in (b'{"i', b'd":1}\n{"id', b'":2}\n'):
        peer.send(chunk)
    receiver.wait_for_data(b'{"id":1}\n{"id":2}\n')
    transport.close(1)
    peer.send(b"late\n")
    assert receiver.data == b'{"id":1}\n{"id":2}\n'


def test_on_data_receives_each_write_and_on_message_each_message() -> None:
    transport, peer, _ = connected()
    writes, messages = recorded(peer), list[Any]()
    peer.on_message = messages.append
    # The last write ends within a line.
    for data in (b'{"id":1}\n', b'{"id":2}\n{"id":3}\n', b'{"id"'):
        transport.write(memoryview(data))
    assert writes == [b'{"id":1}\n', b'{"id":2}\n{"id":3}\n', b'{"id"']
    assert messages == [{"id": 1}, {"id": 2}, {"id": 3}]
    transport.write(memoryview(b":4}\n"))
    assert messages[3:] == [{"id": 4}]
    transport.close(1)


def test_send_message_sends_a_line_and_rejects_other_values() -> None:
    transport, peer, receiver = connected()
    peer.send_message({"id": 1, "result": {"text": "\u00e4\n"}})
    receiver.wait_for_data(b'{"id": 1, "result": {"text": "\\u00e4\\n"}}\n')
    with pytest.raises(InputError, match=r"message: expected a JSON object: Object of type set"):
        peer.send_message({"id": {1}})
    with pytest.raises(InputError, match=r"data: expected bytes, got str; send_message takes a dictionary"):
        peer.send("text\n")  # type: ignore[arg-type]
    transport.close(1)


@pytest.mark.parametrize("name", ["on_data", "on_message"])
def test_failed_callback_ends_the_connection(name: str, caplog: pytest.LogCaptureFixture) -> None:
    transport, peer, receiver = connected()

    def fail(value: object) -> None:
        raise KeyError("missing")

    setattr(peer, name, fail)
    transport.write(memoryview(b'{"id":1}\n{"id":2}\n'))
    problem = f"the callback {name} of the in-memory runtime raised KeyError: 'missing'"
    assert receiver.wait_for_end() == CloseReason(problem)
    assert f"the callback {name} of an in-memory runtime failed" in caplog.text
    transport.close(1)


def test_coroutine_function_as_a_callback_is_an_error(caplog: pytest.LogCaptureFixture) -> None:
    async def wait(value: object) -> None: ...

    transport, peer, receiver = connected()
    peer.on_message = wait
    transport.write(memoryview(b"{}\n"))
    assert "on_message: expected a function, got a coroutine function" in receiver.wait_for_end().description
    transport.close(1)
    with pytest.raises(InputError, match=r"accept: expected a function, got a coroutine function"):
        MemoryTransportFactory(wait).create().start(Recorder())
    with pytest.raises(InputError, match=r"accept: expected a function, got 5 \(int\)"):
        MemoryTransportFactory(5)  # type: ignore[arg-type]


def test_resume_reading_delivers_the_writes_of_the_meantime() -> None:
    transport, peer, _ = connected()
    writes = recorded(peer)
    peer.pause_reading()
    assert transport.write(memoryview(b"x" * CAPACITY)) == CAPACITY
    assert transport.write(memoryview(b"y\n")) == 2
    assert transport.write(memoryview(b"z\n")) == 0
    transport.wait_writable(0.0)
    assert writes == []
    peer.resume_reading()
    transport.wait_writable(20.0)
    assert transport.write(memoryview(b"z\n")) == 2
    assert writes == [b"x" * CAPACITY, b"y\n", b"z\n"]
    transport.close(1)


def test_close_input_fails_writes_but_data_still_arrives() -> None:
    transport, peer, receiver = connected()
    peer.close_input()
    with pytest.raises(BrokenPipeError):
        transport.write(memoryview(b"late\n"))
    peer.send(b"still here\n")
    receiver.wait_for_data(b"still here\n")
    transport.close(1)


def test_exit_without_a_code_is_the_end_of_the_output() -> None:
    transport, peer, receiver = connected()
    closes: list[bool] = []
    peer.on_close = lambda: closes.append(True)
    peer.exit()
    peer.exit(5)
    assert receiver.wait_for_end() == CloseReason("the runtime closed its output")
    transport.close(1)
    assert closes == [True]


async def test_peer_may_outlive_the_event_loop() -> None:
    peers: list[MemoryPeer] = []
    transport = MemoryTransportFactory(peers.append).create_async()

    async def start() -> None:
        await transport.start(Recorder())

    await asyncio.to_thread(asyncio.run, start())
    [peer] = peers
    peer.send(b"late\n")
    peer.exit(0)
    assert transport.at_eof


def test_config_contains_a_factory() -> None:
    factory = MemoryTransportFactory(lambda peer: None)
    config = dataclasses.replace(CodexConfig(transport=factory), request_timeout=5.0)
    assert config.request_timeout == 5.0
    assert isinstance(resolve_transport(config), MemoryTransport)
    assert "MemoryTransportFactory'>" in repr(config)


def play(peer: MemoryPeer) -> None:
    """Answer the handshake and `model/list`."""
    results: dict[str, Any] = {
        "initialize": {"userAgent": "played/0.163.0 (test)"},
        "model/list": {"data": [], "nextCursor": None},
    }

    def answer(message: dict[str, Any]) -> None:
        if message["method"] in results:
            peer.send_message({"id": message["id"], "result": results[message["method"]]})
        elif "id" in message:
            peer.exit(3)

    peer.on_message = answer


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_clients_use_a_runtime_that_the_test_plays(flavour: str) -> None:
    config = CodexConfig(transport=MemoryTransportFactory(play))
    with client(flavour, config) as codex:
        assert codex.models().data == []
        with pytest.raises(TransportClosedError, match=r"the runtime exited with code 3"):
            codex.account()


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_exception_of_the_accepting_function_is_raised_by_the_start(flavour: str) -> None:
    def refuse(peer: MemoryPeer) -> None:
        raise LookupError("refused")

    with (
        pytest.raises(LookupError, match=r"refused"),
        client(flavour, CodexConfig(transport=MemoryTransportFactory(refuse))) as codex,
    ):
        codex.models()
    assert not [thread for thread in threading.enumerate() if thread.name == "codex-reader-memory"]
