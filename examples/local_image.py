"""Show the model an image file: python local_image.py PICTURE [QUESTION]."""

import sys
from pathlib import Path

from openai_codex import Codex, InputItem, LocalImageInput, TextInput

picture = Path(sys.argv[1])
text = sys.argv[2] if len(sys.argv) > 2 else "What do you see?"

with Codex() as codex:
    thread = codex.thread_start()
    question: list[InputItem] = [TextInput(text), LocalImageInput(picture.absolute())]
    result = thread.run(question)
    print(result.final_response)
