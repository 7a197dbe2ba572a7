"""Ask the runtime what it is, and which models it offers."""

import asyncio

from openai_codex import AsyncCodex


async def main() -> None:
    async with AsyncCodex() as codex:
        about = codex.metadata
        print(f"Codex {about.server_info.version} on {about.platform_os}, settings in {about.codex_home}")
        for model in (await codex.models()).data:
            efforts = ", ".join(str(option.reasoning_effort) for option in model.supported_reasoning_efforts)
            print(f"{model.id}{' (default)' if model.is_default else ''}: {efforts}")
        print(f"{len((await codex.models(include_hidden=True)).data)} models, with those that pickers do not show")


asyncio.run(main())
