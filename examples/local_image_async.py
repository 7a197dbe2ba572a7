"""Send the model an image file: python local_image_async.py PICTURE [QUESTION]."""

import asyncio
import sys
from pathlib import Path

from openai_codex import AsyncCodex, LocalImageInput, TextInput


async def main(picture: Path, question: str) -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        result = await thread.run([TextInput(question), LocalImageInput(picture)])
        print(result.final_response)


asyncio.run(main(Path(sys.argv[1]).absolute(), sys.argv[2] if len(sys.argv) > 2 else "What do you see?"))
