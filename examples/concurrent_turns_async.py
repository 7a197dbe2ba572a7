"""Run turns of several threads at the same time on one runtime."""

import asyncio

from openai_codex import AsyncCodex

PROMPTS = ["Define a list.", "Define a tuple.", "Define a set."]


async def ask(codex: AsyncCodex, prompt: str) -> str | None:
    thread = await codex.thread_start(ephemeral=True)
    return (await thread.run(prompt)).final_response


async def main() -> None:
    async with AsyncCodex() as codex:
        answers = await asyncio.gather(*(ask(codex, prompt) for prompt in PROMPTS))
    for prompt, answer in zip(PROMPTS, answers, strict=True):
        print(f"{prompt} {answer}")


asyncio.run(main())
