"""Start a thread, run a turn, and print the answer."""

import asyncio

from openai_codex import AsyncCodex


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        result = await thread.run("Explain in one sentence what a Python generator is.")
        print(result.final_response)


asyncio.run(main())
