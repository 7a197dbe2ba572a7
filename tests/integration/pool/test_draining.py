"""Pools of runtimes, one of which shuts down: it completes its turns, and rejects requests."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from openai_codex import CodexConfig, ServerDrainingError
from support.draining import LONG, Draining, draining
from support.pools import pool
from support.sync_adapter import FLAVOURS, Background
from support.waiting import wait_until

pytestmark = [
    pytest.mark.parametrize("flavour", FLAVOURS),
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGTERM"),
]


def start_long_turn(servers: Draining, target: Any) -> tuple[Any, Any, int]:
    """Start a turn that runs until `Draining.finish`. Return its thread, its handle, and the index of its runtime."""
    thread = target.thread_start()
    turn = thread.turn(LONG)
    [index] = [each.index for each in target.stats().runtimes if each.threads]
    return thread, turn, index


@pytest.mark.parametrize("reconnect_timeout", [0, 60])
def test_prompts_move_to_another_runtime_until_the_runtime_was_replaced(
    flavour: str, reconnect_timeout: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai_codex.pool.placement.RESTART_INTERVAL", 0.2)
    config = CodexConfig(reconnect_timeout=reconnect_timeout)
    with draining(2) as servers, pool(flavour, servers.urls, config=config) as target:
        _, turn, index = start_long_turn(servers, target)
        servers.terminate(index)
        results = list(target.map([f"prompt {n}" for n in range(12)], concurrency=4))
        assert {(result.ok, result.runtime) for result in results} == {(True, 1 - index)}
        started = [target.thread_start() for _ in range(3)]
        stats = target.stats()
        assert [each.state for each in stats.runtimes if each.index == index] == ["draining"]
        assert (stats.completed, stats.failed, stats.runtimes[1 - index].threads) == (12, 0, 15)
        assert started[0].run("Hello.").final_response == "ok"
        servers.finish()
        with servers.replaced(index):
            # A runtime that was not replaced in time is tried again when a prompt arrives.
            wait_until(lambda: target.run("Hello.") and target.stats().runtimes[index].state == "ready")
            results = list(target.map([f"prompt {n}" for n in range(6)], concurrency=4))
            assert {result.runtime for result in results} == {0, 1}
            assert all(result.ok for result in results)
            if reconnect_timeout:
                assert str(turn.run().status) in ("completed", "interrupted")
            target.close()


def test_thread_of_a_runtime_that_shuts_down_waits_for_its_replacement(flavour: str) -> None:
    with draining(2) as servers, pool(flavour, servers.urls) as target, Background() as background:
        thread, _, index = start_long_turn(servers, target)
        servers.terminate(index)
        resumed = background.start(target.thread_resume, thread.id)
        again = background.start(thread.run, "Again.")
        wait_until(lambda: target.run("Hello.") and target.stats().runtimes[index].state == "draining")
        assert not resumed.done()
        servers.finish()
        with servers.replaced(index):
            assert resumed.result().id == thread.id
            assert again.result().final_response == "ok"
            target.close()


def test_prompts_wait_while_all_runtimes_shut_down(flavour: str) -> None:
    with draining(1) as servers, pool(flavour, servers.urls) as target, Background() as background:
        start_long_turn(servers, target)
        servers.terminate()
        waiting = background.start(target.run, "Hello.")
        wait_until(lambda: target.stats().waiting == 1)
        assert [each.state for each in target.stats().runtimes] == ["draining"]
        servers.finish()
        with servers.replaced():
            assert waiting.result().final_response == "ok"
            target.close()


def test_pool_closes_while_a_runtime_shuts_down(flavour: str) -> None:
    with draining(1) as servers, pool(flavour, servers.urls) as target, Background() as background:
        thread, _, _ = start_long_turn(servers, target)
        servers.terminate()
        waiting = background.start(target.run, "Hello.")
        held = background.start(thread.run, "Again.")
        wait_until(lambda: target.stats().waiting == 1)
        target.close()
        for each in (waiting, held):
            error = each.exception()
            assert error is not None
            assert not isinstance(error, ServerDrainingError)
            assert "closed" in str(error)
