"""Run the same program with `Codex` and with `AsyncCodex`: only `async` and `await` differ."""

import asyncio

from openai_codex import AsyncCodex, Codex, TurnResult


def blocking() -> TurnResult:
    with Codex() as codex:
        thread = codex.thread_start()
        turn = thread.turn("Say hello.")
        for event in turn.stream():
            print("sync ", event.method)
        return turn.run()


async def awaited() -> TurnResult:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        turn = await thread.turn("Say hello.")
        async for event in turn.stream():
            print("async", event.method)
        return await turn.run()


first, second = blocking(), asyncio.run(awaited())
print("same result type:", type(first) is type(second))
print("same items:", [item.type for item in first.items] == [item.type for item in second.items])
