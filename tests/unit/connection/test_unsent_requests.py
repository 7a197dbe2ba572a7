"""Requests that time out or are cancelled while the runtime does not read."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from openai_codex import AsyncCodex, RequestTimeoutError
from openai_codex._transports.memory.connection import CAPACITY
from unit.connection.peers import FLAVOURS, TEST_TIMEOUT, Peer, connected

both = pytest.mark.parametrize("flavour", FLAVOURS)

FILLS = "x" * (CAPACITY + 1)
"""Params of the last request that a peer which does not read accepts."""


def time_out_only(connection: object, method: str) -> None:
    # The result of a future would keep the error, and its frames the params.
    time_out(connection, method, "x" * 1_000_000)


def time_out(connection: object, method: str, params: object) -> RequestTimeoutError:
    with pytest.raises(RequestTimeoutError) as caught:
        connection.request(method, params, timeout=0.05)  # type: ignore[attr-defined]
    return caught.value


@both
def test_request_that_times_out_before_its_write_is_not_sent(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        peer.end.pause_reading()
        accepted = time_out(connection, "accepted", FILLS)
        assert accepted.sent
        assert str(accepted).startswith("accepted: no response within 0.05 s")
        for _ in range(3):
            dropped = time_out(connection, "dropped", "x")
            assert not dropped.sent
            assert str(dropped).startswith("dropped: the request was not sent within 0.05 s")
        later = connection.start("request", "later", None, timeout=TEST_TIMEOUT)
        peer.end.resume_reading()
        assert peer.next()["method"] == "accepted"
        message = peer.next()
        assert message["method"] == "later"
        peer.respond(message, "answer")
        assert later.result(TEST_TIMEOUT) == "answer"
        # A request that was not sent occupies no slot.
        assert connection.call("diagnostics", 0).pending == ()


@both
def test_requests_that_time_out_while_the_peer_does_not_read_use_no_memory(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        peer.end.pause_reading()
        time_out(connection, "accepted", FILLS)
        tracemalloc.start()
        try:
            with ThreadPoolExecutor(8) as pool:
                for number in range(100):
                    pool.submit(time_out_only, connection, f"dropped {number}")
            # The errors and the frames that raised them refer to each other.
            gc.collect()
            used, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert used < 5_000_000
        peer.end.resume_reading()
        assert peer.next()["method"] == "accepted"
        pending = connection.start("request", "later", None, timeout=TEST_TIMEOUT)
        message = peer.next()
        assert message["method"] == "later"
        peer.respond(message, None)
        pending.result(TEST_TIMEOUT)


@both
def test_queued_request_is_sent_after_those_that_were_dropped(flavour: str) -> None:
    """Dropped requests release their slots of `max_in_flight`."""
    peer = Peer()
    with connected(flavour, peer.config(max_in_flight=2)) as connection:
        peer.end.pause_reading()
        time_out(connection, "accepted", FILLS)
        for _ in range(4):
            assert not time_out(connection, "dropped", None).sent
        pending = connection.start("request", "later", None, timeout=TEST_TIMEOUT)
        peer.end.resume_reading()
        assert peer.next()["method"] == "accepted"
        message = peer.next()
        peer.respond(message, "answer")
        assert pending.result(TEST_TIMEOUT) == "answer"


async def test_cancelled_request_is_not_sent() -> None:
    peer = Peer()
    async with AsyncCodex(peer.config()) as codex:
        peer.end.pause_reading()
        tasks = [asyncio.create_task(codex.rpc.thread_name_set(thread_id="t", name=FILLS + str(n))) for n in range(3)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        assert codex.diagnostics().pending == ()
        peer.end.resume_reading()
        later = asyncio.create_task(codex.rpc.thread_name_set(thread_id="t", name="later"))
        # The first one may have been written before the cancellation.
        names = [(await asyncio.to_thread(peer.next))["params"]["name"]]
        if names != ["later"]:
            names.append((await asyncio.to_thread(peer.next))["params"]["name"])
        assert names[-1] == "later"
        assert FILLS + "1" not in names
        later.cancel()
        await asyncio.wait([later])
