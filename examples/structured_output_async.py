"""Get the answer as a validated object."""

import asyncio

from pydantic import BaseModel

from openai_codex import AsyncCodex, OutputValidationError, Sandbox


class Dependency(BaseModel):
    name: str
    purpose: str


class Report(BaseModel):
    language: str
    dependencies: list[Dependency]


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start(sandbox=Sandbox.read_only)
        try:
            # An invalid answer is sent back to the model with the problems, up to two times.
            result = await thread.run("What is this project built with?", output_type=Report, retries=2)
        except OutputValidationError as error:
            print(f"invalid report: {error}")
        else:
            print(result.output.language)
            for dependency in result.output.dependencies:
                print(f"- {dependency.name}: {dependency.purpose}")


asyncio.run(main())
