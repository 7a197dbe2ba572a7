"""The in-memory transport, with a peer that the test controls."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from openai_codex import CodexConfig
from openai_codex._transports.base import CloseReason
from openai_codex._transports.memory import CAPACITY, MemoryPeer, MemoryTransport, MemoryTransportFactory
from openai_codex._transports.resolve import resolve_transport
from unit.transports.peers import Recorder


def connected() -> tuple[MemoryTransport, MemoryPeer, Recorder]:
    peers: list[MemoryPeer] = []
    transport, receiver = MemoryTransport(peers.append), Recorder()
    transport.start(receiver)
    [peer] = peers
    return transport, peer, receiver


def test_send_delivers_chunks_that_end_anywhere() -> None:
    transport, peer, receiver = connected()
    for chunk in (b'{"i', b'd":1}\n{"id', b'":2}\n'):
        peer.send(chunk)
    receiver.wait_for_data(b'{"id":1}\n{"id":2}\n')
    transport.close(1)
    peer.send(b"late\n")
    assert receiver.data == b'{"id":1}\n{"id":2}\n'


def test_writes_are_recorded() -> None:
    transport, peer, _ = connected()
    transport.write(memoryview(b"one\n"))
    transport.write(memoryview(b"two\nthree\n"))
    assert peer.writes == [b"one\n", b"two\nthree\n"]
    assert peer.received == b"one\ntwo\nthree\n"
    transport.close(1)


def test_resume_reading_delivers_the_writes_of_the_meantime() -> None:
    transport, peer, _ = connected()
    peer.pause_reading()
    assert transport.write(memoryview(b"x" * CAPACITY)) == CAPACITY
    assert transport.write(memoryview(b"y\n")) == 2
    assert transport.write(memoryview(b"z\n")) == 0
    transport.wait_writable(0.0)
    assert peer.writes == []
    peer.resume_reading()
    transport.wait_writable(20.0)
    assert transport.write(memoryview(b"z\n")) == 2
    assert peer.writes == [b"x" * CAPACITY, b"y\n", b"z\n"]
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
    assert "transport=<class 'openai_codex._transports.memory.MemoryTransportFactory'>" in repr(config)
