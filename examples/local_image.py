"""Send the model an image file: python local_image.py PICTURE [QUESTION]."""

import sys
from pathlib import Path

from openai_codex import Codex, LocalImageInput, TextInput

picture = Path(sys.argv[1])
question = sys.argv[2] if len(sys.argv) > 2 else "What do you see?"

with Codex() as codex:
    thread = codex.thread_start()
    result = thread.run([TextInput(question), LocalImageInput(picture.absolute())])
    print(result.final_response)
