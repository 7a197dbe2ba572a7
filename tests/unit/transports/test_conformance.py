"""The interface of transports; the same tests for each transport, synchronous and asynchronous."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import CodexConfig, RuntimeStartError
from openai_codex._transports.base import KILLED_MESSAGE, AsyncTransport, CloseReason
from openai_codex._transports.resolve import resolve_transport
from unit.transports.peers import (
    CLOSE_TIMEOUT,
    CONFIGS,
    REMOTE,
    SECRET,
    TEST_TIMEOUT,
    Recorder,
    RunningAsync,
    RunningSync,
    running,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

both = pytest.mark.parametrize("flavour", ["sync", "async"])
LARGE = 32_000_000
"""A number of bytes that exceeds the buffers of the system."""

every_transport = pytest.mark.parametrize("kind", list(CONFIGS))


@both
@every_transport
def test_write_is_delivered_in_order(flavour: str, kind: str) -> None:
    with running(flavour, kind) as peer:
        lines = [b"line %d\n" % number for number in range(100)]
        for line in lines:
            peer.write(line)
        peer.receiver.wait_for_data(b"".join(lines))


@both
@every_transport
def test_write_larger_than_every_buffer_arrives_whole(flavour: str, kind: str) -> None:
    with running(flavour, kind) as peer:
        line = b"x" * 4_000_000 + b"\n"
        peer.write(line)
        peer.receiver.wait_for_data(line)


@every_transport
def test_write_of_many_threads_does_not_mix_messages(kind: str) -> None:
    with running("sync", kind) as peer, ThreadPoolExecutor(8) as pool:
        lines = [bytes([letter]) * 200_000 + b"\n" for letter in b"abcdefgh"]
        for future in [pool.submit(peer.write, line) for line in lines]:
            future.result(TEST_TIMEOUT)
        peer.receiver.wait_for(lambda: len(peer.receiver.data) >= sum(map(len, lines)))
        assert sorted(bytes(peer.receiver.data).splitlines(keepends=True)) == lines


@both
@every_transport
def test_exit_of_the_peer_is_reported_once(flavour: str, kind: str) -> None:
    with running(flavour, kind) as peer:
        assert peer.transport.exit_code() is None
        peer.write(b"stderr last words\nexit 3\n")
        reason = peer.receiver.wait_for_end()
        if kind in REMOTE:
            assert reason == CloseReason("the runtime closed the websocket with code 1000: exit 3")
        else:
            assert reason == CloseReason("the runtime exited with code 3", 3, ("last words",))
        assert peer.transport.exit_code() == reason.exit_code
        assert peer.transport.stderr_lines() == reason.stderr
        with pytest.raises(OSError, match=r"."):
            write_until_it_fails(peer.write)
        peer.close()
        assert peer.receiver.reasons == [reason]


def write_until_it_fails(write: Callable[[bytes], None]) -> None:
    """Write a few times: an operating system accepts bytes until it has seen the end of the reader."""
    for _ in range(200):
        write(b"late\n")
        time.sleep(0.01)


@both
@every_transport
def test_close_reports_the_end_once_and_leaves_nothing(flavour: str, kind: str) -> None:
    before = set(threading.enumerate())
    with running(flavour, kind) as peer:
        peer.write(b"hello\n")
        peer.receiver.wait_for_data(b"hello\n")
        peer.close()
        peer.close()
        assert len(peer.receiver.reasons) == 1
        with pytest.raises(OSError, match=r"."):
            peer.write(b"late\n")
        if peer.transport.pid is not None and os.name == "posix":
            with pytest.raises(ProcessLookupError):
                os.kill(peer.transport.pid, 0)
    assert set(threading.enumerate()) <= before


@both
@every_transport
def test_kill_drops_the_connection_and_is_idempotent(flavour: str, kind: str) -> None:
    with running(flavour, kind) as peer:
        peer.kill()
        peer.kill()
        with pytest.raises(OSError, match=r"."):
            peer.write(b"late\n")


@every_transport
def test_kill_before_the_start_makes_it_fail_and_leaves_nothing(kind: str) -> None:
    processes, threads = psutil.Process().children(), set(threading.enumerate())
    transport, receiver = resolve_transport(CONFIGS[kind]()), Recorder()
    transport.kill()
    with pytest.raises(RuntimeStartError, match=KILLED_MESSAGE):
        transport.start(receiver)
    assert not receiver.data
    assert set(threading.enumerate()) <= threads
    assert psutil.Process().children() == processes


@both
@every_transport
def test_data_is_received_in_one_thread(flavour: str, kind: str) -> None:
    before = set(threading.enumerate())
    with running(flavour, kind) as peer:
        peer.write(b"one\n")
        peer.receiver.wait_for_data(b"one\n")
        peer.write(b"two\n")
        peer.receiver.wait_for_data(b"one\ntwo\n")
        assert len(peer.receiver.threads) == 1
        added = {thread.name for thread in set(threading.enumerate()) - before}
        if flavour == "async":
            assert added == peer.receiver.threads == {"test-loop"}
        else:
            assert peer.receiver.threads <= added


@both
@every_transport
def test_name_contains_no_secret(flavour: str, kind: str) -> None:
    with running(flavour, kind) as peer:
        assert peer.transport.name
        assert SECRET not in peer.transport.name
        assert (peer.transport.pid is None) is (kind != "stdio")
        assert bool(peer.transport.start_hint) is (kind == "stdio")


@every_transport
def test_write_to_a_peer_that_stops_reading_does_not_block(kind: str) -> None:
    peer = RunningSync(CONFIGS[kind]())
    try:
        peer.write(b"stop\n")
        peer.receiver.wait_for_data(b"stopped\n")
        begun = time.monotonic()
        # Two writes: a websocket accepts the first one as a whole.
        for _ in range(2):
            peer.write_before(b"x" * LARGE + b"\n", time.monotonic() + 1.0)
        assert peer.write_before(b"y\n", time.monotonic() + 0.1) == 0
        assert 0.1 <= time.monotonic() - begun < TEST_TIMEOUT / 2
    finally:
        peer.close()


@every_transport
def test_close_ends_a_write_that_blocks(kind: str) -> None:
    peer = RunningSync(CONFIGS[kind]())
    peer.write(b"stop\n")
    peer.receiver.wait_for_data(b"stopped\n")
    with ThreadPoolExecutor(1) as pool:
        deadline = time.monotonic() + TEST_TIMEOUT
        blocked = pool.submit(lambda: [peer.write_before(b"x" * LARGE + b"\n", deadline) for _ in range(2)])
        time.sleep(0.05)
        assert not blocked.done()
        peer.close()
        with pytest.raises(OSError, match=r"."):
            blocked.result(TEST_TIMEOUT)


@every_transport
def test_async_write_to_a_peer_that_stops_reading_does_not_block(kind: str) -> None:
    with running("async", kind) as peer:
        peer.write(b"stop\n")
        peer.receiver.wait_for_data(b"stopped\n")
        begun = time.monotonic()
        assert isinstance(peer.transport, AsyncTransport)
        assert peer.transport.writable
        peer.write(b"x" * LARGE + b"\n")
        assert time.monotonic() - begun < TEST_TIMEOUT / 4
        assert not peer.transport.writable


@every_transport
def test_close_in_a_callback_does_not_wait_for_its_own_thread(kind: str) -> None:
    peer = RunningSync(CONFIGS[kind]())
    closed = threading.Event()

    def data_received(data: bytes) -> None:
        peer.transport.close(CLOSE_TIMEOUT)
        closed.set()

    peer.receiver.data_received = data_received  # type: ignore[method-assign]
    peer.write(b"hello\n")
    assert closed.wait(TEST_TIMEOUT)
    peer.receiver.wait_for_end()
    peer.close()


@pytest.mark.parametrize("kind", ["stdio", *REMOTE])
def test_detach_after_fork_ends_writes(kind: str) -> None:
    peer = RunningSync(CONFIGS[kind]())
    try:
        peer.transport.detach_after_fork()
        with pytest.raises(OSError, match=r"."):
            peer.transport.write(memoryview(b"late\n"))
    finally:
        peer.close()


@pytest.mark.parametrize("start", [RunningSync, RunningAsync], ids=["sync", "async"])
def test_start_of_an_invalid_program_raises_and_leaves_nothing(
    start: Callable[[CodexConfig], object], tmp_path: Path
) -> None:
    program = tmp_path / "codex"
    program.write_bytes(b"\x00\x01\x02")
    program.chmod(0o755)
    before = set(threading.enumerate())
    with pytest.raises(RuntimeStartError):
        start(CodexConfig(codex_bin=program))
    assert set(threading.enumerate()) <= before
