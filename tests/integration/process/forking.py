"""A program that forks while a client is open. Run by `test_forks`.

The argument is the name of a function below; stdin contains a config as JSON. The program prints the result as one
line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import sys
import warnings
from typing import TYPE_CHECKING, Any

from openai_codex import AsyncCodex, Codex, CodexConfig, CodexError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from multiprocessing.connection import Connection


def outcome(call: Callable[[], object]) -> str:
    """Return the result or the error of a call as text."""
    try:
        return f"returned {call()!r}"
    except CodexError as error:
        return f"{type(error).__name__}: {error}"


def forked(work: Callable[[], object]) -> Any:
    """Run a function in a forked child that exits normally; return its result."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, json.dumps(work()).encode())
        os.close(writing)
        # Exit with the finalizers of Python, which must not affect the parent. os._exit would skip them.
        sys.exit(0)
    os.close(writing)
    with os.fdopen(reading) as found:
        said = found.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, status
    return json.loads(said)


def uses(codex: Codex, thread: Any, turn: Any) -> list[str]:
    """Call every method of the objects of the parent."""
    calls: list[Callable[[], object]] = [
        codex.thread_start,
        codex.models,
        lambda: thread.run("Go."),
        turn.interrupt,
        lambda: list(turn.stream(detach=True)),
        turn.run,
        codex.close,
    ]
    return [outcome(call) for call in calls]


def child_uses_client(config: CodexConfig) -> object:
    with Codex(config) as codex:
        thread = codex.thread_start()
        turn = thread.turn("Go.")
        # The turn must continue when the child or the parent leaves its stream.
        for event in turn.stream(detach=True):
            if event.method == "item/agentMessage/delta":
                break
        found = forked(lambda: uses(codex, thread, turn))
        turn.interrupt()
        return {"child": found, "parent": thread.run("Go.").final_response}


def child_has_client_of_its_own(config: CodexConfig) -> object:
    def own() -> object:
        with Codex(config) as another:
            return another.thread_start().run("Go.").final_response

    with Codex(config) as codex:
        thread = codex.thread_start()
        return {"child": forked(own), "parent": thread.run("Go.").final_response}


def fork_while_reading(config: CodexConfig) -> object:
    """Fork repeatedly while events arrive, so that some forks happen while the reader is active."""
    with Codex(config) as codex:
        # Load the modules of a call before forking.
        codex.models()
        turn = codex.thread_start().turn("Go.")
        found: set[str] = set()
        count = 0
        for _ in turn.stream():
            count += 1
            if count % 50 == 0:
                found |= set(forked(lambda: [outcome(codex.models), outcome(turn.interrupt)]))
        return {"child": sorted(found), "parent": turn.run().final_response, "count": count}


def in_child(pipe: Connection, codex: Any, thread: Any, turn: Any) -> None:
    pipe.send(uses(codex, thread, turn))


def by_multiprocessing(config: CodexConfig) -> object:
    context = multiprocessing.get_context("fork")
    with Codex(config) as codex:
        thread = codex.thread_start()
        turn = thread.turn("Go.")
        reading, writing = context.Pipe(duplex=False)
        child = context.Process(target=in_child, args=(writing, codex, thread, turn))
        child.start()
        found = reading.recv()
        child.join()
        turn.interrupt()
        return {"child": found, "parent": thread.run("Go.").final_response, "code": child.exitcode}


def in_async_child(pipe: Connection, codex: AsyncCodex, thread: Any, turn: Any) -> None:
    async def collect() -> list[object]:
        return [event async for event in turn.stream(detach=True)]

    calls: list[Callable[[], Coroutine[Any, Any, object]]] = [
        codex.thread_start,
        codex.models,
        lambda: thread.run("Go."),
        turn.interrupt,
        collect,
        turn.run,
        codex.close,
    ]

    def run(call: Callable[[], Coroutine[Any, Any, object]]) -> object:
        return asyncio.run(call())

    pipe.send([outcome(lambda call=call: run(call)) for call in calls])  # type: ignore[misc]  # of default arguments


def by_multiprocessing_async(config: CodexConfig) -> object:
    async def main() -> object:
        context = multiprocessing.get_context("fork")
        async with AsyncCodex(config) as codex:
            thread = await codex.thread_start()
            turn = await thread.turn("Go.")
            reading, writing = context.Pipe(duplex=False)
            child = context.Process(target=in_async_child, args=(writing, codex, thread, turn))
            child.start()
            found = await asyncio.to_thread(reading.recv)
            await asyncio.to_thread(child.join)
            await turn.interrupt()
            return {"child": found, "parent": (await thread.run("Go.")).final_response, "code": child.exitcode}

    return asyncio.run(main())


if __name__ == "__main__":
    # Python warns of forks with threads, which this program tests.
    warnings.simplefilter("ignore", DeprecationWarning)
    print(json.dumps(globals()[sys.argv[1]](CodexConfig(**json.loads(sys.stdin.readline())))))
