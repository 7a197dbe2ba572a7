"""Send the model text and an image, as a data URL."""

import asyncio

from openai_codex import AsyncCodex, ImageInput, TextInput

# A red square of 16 by 16 pixels.
PNG = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mO4YGBAEmIY1TCqYfhqAAA+XjAQecrJFAAAAABJRU5ErkJggg=="


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        result = await thread.run([TextInput("Which color is this?"), ImageInput(f"data:image/png;base64,{PNG}")])
        print(result.final_response)


asyncio.run(main())
