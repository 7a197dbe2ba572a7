"""Resume a thread that another program, or an earlier run of this one, has created."""

import asyncio

from openai_codex import AsyncCodex
from openai_codex.types import AgentMessageThreadItem, TextUserInput, ThreadItem, UserMessageThreadItem


def line(item: ThreadItem) -> str:
    match item:
        case UserMessageThreadItem(content=content):
            return "You:   " + " ".join(part.text for part in content if isinstance(part, TextUserInput))
        case AgentMessageThreadItem(text=text):
            return f"Codex: {text}"
        case _:
            return f"({item.type})"


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        await thread.run("Remember the word 'heron'.")
        thread_id = thread.id

    async with AsyncCodex() as codex:
        thread = await codex.thread_resume(thread_id)
        await thread.run("Which word was it?")
        for turn in (await thread.read(include_turns=True)).thread.turns:
            for item in turn.items:
                print(line(item))


asyncio.run(main())
