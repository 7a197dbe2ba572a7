"""Select a model and a reasoning effort."""

import asyncio

from openai_codex import AsyncCodex


async def main() -> None:
    async with AsyncCodex() as codex:
        models = (await codex.models()).data
        model = next((model for model in models if model.is_default), models[0])
        efforts = [option.reasoning_effort for option in model.supported_reasoning_efforts]

        # For the whole thread:
        thread = await codex.thread_start(model=model.id)
        print(f"{model.display_name}: {(await thread.run('Say hello.')).final_response}")

        # From this turn on:
        result = await thread.run("Prove that there are infinitely many primes.", effort=efforts[-1])
        print(f"{model.display_name}, effort {efforts[-1]}: {result.final_response}")


asyncio.run(main())
