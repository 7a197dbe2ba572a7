"""Chat in the terminal. An empty line or the end of the input exits."""

import asyncio
import sys

from openai_codex import AsyncCodex, Sandbox, TurnFailedError
from openai_codex.types import AgentMessageDeltaNotification


async def ask(prompt: str) -> str:
    print(prompt, end="", flush=True)
    # In a thread, so as not to block the event loop.
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start(sandbox=Sandbox.read_only)
        while line := await ask("You:   "):
            turn = await thread.turn(line)
            print("Codex: ", end="", flush=True)
            async for event in turn.stream():
                if isinstance(event.payload, AgentMessageDeltaNotification):
                    print(event.payload.delta, end="", flush=True)
            try:
                await turn.run()
            except TurnFailedError as error:
                print(f"({error})", end="")
            print()


asyncio.run(main())
