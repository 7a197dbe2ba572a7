"""Run turns of several threads at the same time on one runtime."""

import asyncio

from openai_codex import AsyncCodex

QUESTIONS = ["What is a list?", "What is a tuple?", "What is a set?"]


async def ask(codex: AsyncCodex, question: str) -> str | None:
    thread = await codex.thread_start(ephemeral=True)
    return (await thread.run(question)).final_response


async def main() -> None:
    async with AsyncCodex() as codex:
        answers = await asyncio.gather(*(ask(codex, question) for question in QUESTIONS))
    for question, answer in zip(QUESTIONS, answers, strict=True):
        print(f"{question} {answer}")


asyncio.run(main())
