"""The end of the runtime or the client ends every wait, process and thread; sync and async."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, Codex, CodexError, TransportClosedError
from openai_codex.testing import Gate, ScriptedModel, shell_call
from support.processes import processes_of, still_running
from support.runtimes import offline
from support.sync_adapter import Background, methods

if TYPE_CHECKING:
    from collections.abc import Callable


FLAVOURS = pytest.mark.parametrize("flavour", ["sync", "async"])


def kill(client: Any) -> None:
    """Kill the runtime without a clean shutdown."""
    os.kill(client.diagnostics().pid, signal.SIGKILL)


def read_stream(turn: Any) -> tuple[list[str], CodexError | None]:
    """Read the stream of a turn to its end; return the methods, and the error of the stream."""
    seen: list[str] = []
    try:
        for event in turn.stream():
            seen.append(event.method)
    except CodexError as error:
        return seen, error
    return seen, None


@FLAVOURS
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_runtime_ends_every_wait(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Let me", gate]], default=None) as (_, client), Background(3) as background:
        thread = client.thread_start()
        turn = thread.turn("Go.")
        seen = background.start(read_stream, turn)
        result = background.start(turn.run)
        gate.wait_entered()
        kill(client)
        events, error = seen.result(20)
        assert events[0] == "turn/started"
        assert "turn/completed" not in events
        assert isinstance(error, TransportClosedError)
        assert error.exit_code == -signal.SIGKILL
        assert "SIGKILL" in str(error)
        with pytest.raises(TransportClosedError, match="SIGKILL"):
            result.result(20)
        # Late consumers and new calls fail as well.
        with pytest.raises(TransportClosedError, match="SIGKILL"):
            turn.run()
        for call in calls(client, thread, turn):
            with pytest.raises(TransportClosedError, match="SIGKILL"):
                call()


def calls(client: Any, thread: Any, turn: Any) -> list[Callable[[], object]]:
    """Return calls that need a runtime."""
    return [
        client.thread_start,
        lambda: client.rpc.model_list(),
        lambda: thread.turn("Go."),
        lambda: thread.run("Go."),
        lambda: turn.steer("Go."),
    ]


@FLAVOURS
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_completed_turn_is_kept_after_runtime_exit(flavour: str) -> None:
    with offline(flavour, ["Done."], default=None) as (_, client):
        turn = client.thread_start().turn("Go.")
        first = turn.run()
        kill(client)
        with pytest.raises(TransportClosedError):
            client.rpc.model_list()
        assert turn.run() == first
        assert methods(list(turn.stream()))[-1] == "turn/completed"


@FLAVOURS
def test_close_during_turn_ends_every_wait(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Let me", gate]], default=None) as (_, client), Background(2) as background:
        turn = client.thread_start().turn("Go.")
        seen = background.start(read_stream, turn)
        result = background.start(turn.run)
        gate.wait_entered()
        client.close()
        events, error = seen.result(20)
        assert "turn/completed" not in events
        assert isinstance(error, TransportClosedError)
        assert "client was closed" in str(error)
        with pytest.raises(TransportClosedError, match="client was closed"):
            result.result(20)


@FLAVOURS
def test_closed_client_calls_raise(flavour: str) -> None:
    with offline(flavour, ["Done."], default=None) as (_, client):
        thread = client.thread_start()
        turn = thread.turn("Go.")
        result = turn.run()
        client.close()
        client.close()
        for call in calls(client, thread, turn):
            with pytest.raises(TransportClosedError, match="client was closed"):
                call()
        # The completed result is still available.
        assert turn.run() == result


@FLAVOURS
def test_close_concurrently_is_safe(flavour: str) -> None:
    with offline(flavour, [], default=None) as (_, client), Background(8) as background:
        for closing in [background.start(client.close) for _ in range(8)]:
            closing.result(20)


@FLAVOURS
@pytest.mark.skipif(os.name != "posix", reason="commands of POSIX")
def test_close_ends_running_command(flavour: str) -> None:
    gate = Gate()
    # The command continues in the background during the next model request.
    with offline(flavour, [shell_call("sleep 1000", yield_time_ms=250), [gate]], default=None) as (_, client):
        client.thread_start(sandbox="full-access").turn("Go.")
        gate.wait_entered()
        family = processes_of(client.diagnostics().pid)
        assert any("sleep 1000" in " ".join(process.cmdline()) for process in family)
        client.close()
        assert still_running(family) == []


def test_dropped_client_ends_runtime() -> None:
    with ScriptedModel(["Done."]) as model:
        codex = Codex(model.config())
        family = processes_of(codex._sender.supervisor.current.pid)
        assert codex.thread_start().run("Go.").final_response == "Done."
        del codex
        gc.collect()
        assert still_running(family) == []


async def test_dropped_async_client_ends_runtime() -> None:
    async with ScriptedModel(["Done."]) as model:
        codex = AsyncCodex(model.config())
        thread = await codex.thread_start()
        family = processes_of(codex._sender.supervisor.current.pid)
        assert (await thread.run("Go.")).final_response == "Done."
        gone = weakref.ref(codex)
        # A thread handle keeps the supervisor alive.
        del codex
        gc.collect()
        assert gone() is None
        assert (await thread.read()).thread.id == thread.id
        del thread
        gc.collect()
        assert await asyncio.to_thread(still_running, family) == []


class OwnError(Exception):
    """An error of user code."""


def fail_inside(codex: Codex | AsyncCodex) -> None:
    raise OwnError


def test_client_closes_when_with_block_raises() -> None:
    with ScriptedModel([]) as model:
        codex = Codex(model.config())
        family = processes_of(codex._sender.supervisor.current.pid)
        with pytest.raises(OwnError), codex:
            fail_inside(codex)
        assert len(family) >= 1
        assert still_running(family, timeout=0) == []


async def test_async_client_closes_when_with_block_raises() -> None:
    async with ScriptedModel([]) as model:
        codex = AsyncCodex(model.config())
        await codex.rpc.model_list()
        family = processes_of(codex._sender.supervisor.current.pid)
        with pytest.raises(OwnError):
            async with codex:
                fail_inside(codex)
        assert len(family) >= 1
        assert still_running(family, timeout=0) == []
