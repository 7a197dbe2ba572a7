"""Show the version of the runtime and the available models."""

import asyncio

from openai_codex import AsyncCodex


async def main() -> None:
    async with AsyncCodex() as codex:
        metadata = codex.metadata
        print(f"Codex {metadata.server_info.version} on {metadata.platform_os}, settings in {metadata.codex_home}")
        for model in (await codex.models()).data:
            efforts = ", ".join(str(option.reasoning_effort) for option in model.supported_reasoning_efforts)
            print(f"{model.id}{' (default)' if model.is_default else ''}: {efforts}")
        print(f"{len((await codex.models(include_hidden=True)).data)} models, including hidden ones")


asyncio.run(main())
