"""Steer a running turn, and interrupt one."""

import asyncio

from openai_codex import AsyncCodex
from openai_codex.types import AgentMessageDeltaNotification


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()

        turn = await thread.turn("Count to a hundred, in words.")
        async for event in turn.stream(detach=True):
            if isinstance(event.payload, AgentMessageDeltaNotification):
                await turn.steer("Ten is enough.")
                break
        print("steered:", (await turn.run()).final_response)

        turn = await thread.turn("Now count to a thousand.")
        async for event in turn.stream():
            if isinstance(event.payload, AgentMessageDeltaNotification):
                await turn.interrupt()
                break
        result = await turn.run()
        print(f"{result.status}, {len(result.items)} items, {len(result.incomplete_items)} incomplete")


asyncio.run(main())
