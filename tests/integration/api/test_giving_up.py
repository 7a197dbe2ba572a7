"""Abandoned turns and goals are interrupted or paused, unless they are detached."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import AgentMessageDeltaNotification, TurnCompletedNotification, TurnStatus
from openai_codex import AsyncCodex, RequestTimeoutError
from openai_codex.testing import Gate, Match, ScriptedModel
from support.fake_runtime import TURN, FakeRuntime
from support.paths import TESTS
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, Background

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from openai_codex import AsyncThread, AsyncTurnHandle

both = pytest.mark.parametrize("flavour", FLAVOURS)
since_311 = pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio has it since Python 3.11")


class ConsumerError(Exception):
    """An error of the consumer."""


# Tasks


async def cancelled(call: Awaitable[Any], gate: Gate) -> None:
    task = asyncio.ensure_future(call)
    await asyncio.to_thread(gate.wait_entered)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def waited_for(call: Awaitable[Any], gate: Gate) -> None:
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(call, 1.0)


async def timed(call: Awaitable[Any], gate: Gate) -> None:
    with pytest.raises(asyncio.TimeoutError):
        async with asyncio.timeout(1.0):  # type: ignore[attr-defined,unused-ignore]
            await call


async def in_a_group(call: Awaitable[Any], gate: Gate) -> None:
    async def fail() -> None:
        await asyncio.to_thread(gate.wait_entered)
        raise ConsumerError

    async def wait() -> None:
        await call

    failed: list[type[Exception]] = []
    try:
        async with asyncio.TaskGroup() as group:  # type: ignore[attr-defined,unused-ignore]
            group.create_task(wait())
            group.create_task(fail())
    except Exception as error:
        failed = [type(one) for one in getattr(error, "exceptions", ())]
    assert failed == [ConsumerError]


@pytest.mark.parametrize(
    "give_up",
    [cancelled, waited_for, pytest.param(timed, marks=since_311), pytest.param(in_a_group, marks=since_311)],
)
async def test_cancelled_task_interrupts_turn(give_up: Callable[[Any, Gate], Awaitable[None]]) -> None:
    gate = Gate()
    async with ScriptedModel([["Begin", gate], "Here."]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        await give_up(thread.run("Go."), gate)
        turns = (await thread.read(include_turns=True)).thread.turns
        assert [turn.status for turn in turns] == [TurnStatus.interrupted]
        assert (await thread.run("Again.")).final_response == "Here."


async def whole(handle: AsyncTurnHandle) -> Any:
    return await handle.run()


async def text_delta(handle: AsyncTurnHandle) -> str:
    return "".join([piece async for piece in handle.text()])


async def test_cancelled_consumer_of_any_kind_interrupts_turn() -> None:
    gates = [Gate() for _ in range(3)]
    async with ScriptedModel([["Begin", gate] for gate in gates]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        for number, gate in enumerate(gates):
            handle = await thread.turn("Go.")
            await cancelled([whole, text_delta, collect][number](handle), gate)
        turns = (await thread.read(include_turns=True)).thread.turns
        assert [turn.status for turn in turns] == [TurnStatus.interrupted] * 3


async def collect(handle: AsyncTurnHandle) -> list[Any]:
    return [event async for event in handle.events(AgentMessageDeltaNotification)]


async def test_cancelled_task_detached_turn_continues() -> None:
    gate = Gate()
    async with ScriptedModel([["Begin", gate]]) as model, AsyncCodex(model.config()) as codex:
        handle = await (await codex.thread_start()).turn("Go.")
        await cancelled(handle.run(detach=True), gate)
        gate.open()
        assert (await handle.run()).final_response == "Begin"


# Streams left early


def leave_stream(handle: Any, **options: Any) -> None:
    for _ in handle.stream(**options):
        break


def leave_text(handle: Any, **options: Any) -> None:
    for piece in handle.text(**options):
        assert piece == "Begin"
        break


def leave_events(handle: Any, **options: Any) -> None:
    for payload in handle.events(AgentMessageDeltaNotification, **options):
        assert payload.delta == "Begin"
        break


def fail_in_stream(handle: Any, **options: Any) -> None:
    with contextlib.closing(handle.stream(**options)) as events, contextlib.suppress(ConsumerError):
        for _ in events:
            raise ConsumerError


LEAVES = [leave_stream, leave_text, leave_events, fail_in_stream]


@both
def test_stream_left_early_interrupts_turn(flavour: str) -> None:
    # A consumer that leaves immediately may be faster than the model request.
    script = [Match("Again.", "Here."), *(["Begin", Gate()] for _ in LEAVES)]
    with offline(flavour, script) as (_, codex):
        thread = codex.thread_start()
        for leave in LEAVES:
            leave(thread.turn("Go."))
        turns = thread.read(include_turns=True).thread.turns
        assert [turn.status for turn in turns] == [TurnStatus.interrupted] * len(LEAVES)
        assert thread.run("Again.").final_response == "Here."


@both
def test_stream_left_early_detached_turn_continues(flavour: str) -> None:
    gates = [Gate() for _ in LEAVES]
    with offline(flavour, [["Begin", gate] for gate in gates]) as (_, codex):
        thread = codex.thread_start()
        for leave, gate in zip(LEAVES, gates, strict=True):
            handle = thread.turn("Go.")
            leave(handle, detach=True)
            gate.open()
            assert handle.run().final_response == "Begin"


@both
def test_stream_left_early_with_another_consumer_continues(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate]]) as (_, codex), Background() as background:
        handle = codex.thread_start().turn("Go.")
        methods: list[str] = []

        def read() -> None:
            methods.extend(event.method for event in handle.stream())

        reader = background.start(read)
        gate.wait_entered()
        leave_stream(handle)
        gate.open()
        reader.result()
        assert methods[-1] == "turn/completed"
        assert handle.run().status == TurnStatus.completed


async def first_of(generator: AsyncGenerator[Any, None], how: str) -> None:
    await anext(generator)
    if how == "aclose":
        await generator.aclose()


@pytest.mark.parametrize("how", ["aclose", "drop"])
@pytest.mark.parametrize("kind", ["stream", "text", "events"])
async def test_abandoned_async_generator_interrupts_turn(kind: str, how: str) -> None:
    async with ScriptedModel([["Begin", Gate()]]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        ended = asyncio.Event()
        codex.on(TurnCompletedNotification, lambda _: ended.set())
        handle = await thread.turn("Go.")
        values = [AgentMessageDeltaNotification] if kind == "events" else []
        await first_of(getattr(handle, kind)(*values), how)
        # The event loop closes a dropped generator in a separate task.
        await asyncio.wait_for(ended.wait(), 20)
        assert (await handle.run()).status == TurnStatus.interrupted


# Ctrl-C

CTRL_C = """
import sys, threading
from openai_codex import Codex
from openai_codex.testing import Gate, ScriptedModel
gate = Gate()
with ScriptedModel([["Begin", gate], "Here."]) as model, Codex(model.config()) as codex:
    thread = codex.thread_start()
    def announce():
        gate.wait_entered()
        print("running", flush=True)
    threading.Thread(target=announce).start()
    try:
        if sys.argv[1] == "run":
            thread.run("Go.")
        else:
            for event in thread.turn("Go.").stream():
                pass
    except KeyboardInterrupt:
        pass
    [turn] = thread.read(include_turns=True).thread.turns
    print(turn.status.value, thread.run("Again.").final_response, flush=True)
"""

CTRL_C_AT_THE_START = """
import threading
from openai_codex import Codex
from support.fake_runtime import FakeRuntime, TURN
with FakeRuntime() as runtime, Codex(runtime.config()) as codex:
    thread = codex.thread_start()
    found = []
    def announce():
        found.append(runtime.next("turn/start"))
        print("running", flush=True)
    threading.Thread(target=announce).start()
    try:
        thread.run("Go.")
    except KeyboardInterrupt:
        found[0].respond({"turn": {"id": TURN}})
        runtime.start_turn()
        request = runtime.next("turn/interrupt")
        request.respond({})
        runtime.complete_turn(status="interrupted")
        print(request.params["turnId"], flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to a single program there")
@pytest.mark.parametrize(
    ("program", "during", "says"),
    [
        (CTRL_C, "run", "interrupted Here.\n"),
        (CTRL_C, "stream", "interrupted Here.\n"),
        (CTRL_C_AT_THE_START, "", "turn-1\n"),
    ],
    ids=["run", "stream", "start"],
)
def test_ctrl_c_interrupts_turn(program: str, during: str, says: str) -> None:
    tests = str(TESTS)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-c", program, during]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "running\n"
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (out, err) == (says, "")


# Abandoned before the runtime responds to `turn/start`


def play_interrupted_turn(runtime: FakeRuntime) -> str:
    """Play an interrupted turn; return its id."""
    runtime.start_turn()
    request = runtime.next("turn/interrupt")
    request.respond({})
    runtime.complete_turn(status="interrupted")
    turn_id = request.params["turnId"]
    assert isinstance(turn_id, str)
    return turn_id


async def starting(runtime: FakeRuntime, thread: AsyncThread) -> tuple[asyncio.Task[Any], Any]:
    task = asyncio.create_task(thread.turn("Go."))
    return task, await asyncio.to_thread(runtime.next, "turn/start")


async def test_turn_starting_after_cancellation_is_interrupted() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config()) as codex:
            task, request = await starting(runtime, await codex.thread_start())
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            request.respond({"turn": {"id": TURN}})
            assert await asyncio.to_thread(play_interrupted_turn, runtime) == TURN


async def test_turn_cancelled_as_response_arrives_is_interrupted() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config()) as codex:
            task, request = await starting(runtime, await codex.thread_start())
            # Response and cancellation arrive in the same iteration of the event loop.
            reply = {"id": request.id, "result": {"turn": {"id": TURN}}}
            codex._sender.supervisor.current.data_received(json.dumps(reply).encode() + b"\n")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(play_interrupted_turn, runtime) == TURN


async def test_turn_cancelled_before_sending_does_not_start() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config(max_in_flight=1)) as codex:
            thread = await codex.thread_start()
            models = asyncio.create_task(codex.models())
            request = await asyncio.to_thread(runtime.next, "model/list")
            task = asyncio.create_task(thread.run("Go."))
            await asyncio.sleep(0)
            assert codex.diagnostics().pending == ("model/list", "turn/start")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            runtime.responses["model/list"] = {"data": []}
            request.respond({"data": []})
            await models
            await codex.models()
            assert runtime.count("turn/start") == runtime.count("turn/interrupt") == 0


@both
def test_turn_started_after_timeout_is_interrupted(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        thread = codex.with_options(timeout=0.2).thread_start()
        with pytest.raises(RequestTimeoutError):
            thread.turn("Go.")
        runtime.next("turn/start").respond({"turn": {"id": TURN}})
        assert play_interrupted_turn(runtime) == TURN
        # A rejected turn has not started.
        with pytest.raises(RequestTimeoutError):
            thread.turn("Go.")
        runtime.next("turn/start").respond_error(-32600, "no")
        runtime.responses["model/list"] = {"data": []}
        codex.models()
        assert codex.diagnostics().late_replies == 2
        assert runtime.unanswered == []


@both
def test_turn_used_by_another_caller_is_not_interrupted(flavour: str) -> None:
    """Starting a turn while another is running joins that turn; the response contains its id."""
    with fake_runtime(flavour, {"model/list": {"data": []}}) as (runtime, codex), Background() as background:
        thread = codex.with_options(timeout=0.2).thread_start()
        first = background.start(codex.thread_start().turn, "Go.")
        runtime.next("turn/start").respond({"turn": {"id": TURN}})
        runtime.start_turn()
        handle = first.result()
        with pytest.raises(RequestTimeoutError):
            thread.turn("Go on.")
        runtime.next("turn/start").respond({"turn": {"id": TURN}})
        codex.models()
        runtime.complete_turn()
        assert handle.run().status == TurnStatus.completed
        assert runtime.count("turn/interrupt") == 0
        assert codex.diagnostics().late_replies == 1
