"""Send the model text and an image, as a data URL."""

from openai_codex import Codex, ImageInput, TextInput

# A red square of 16 by 16 pixels.
PNG = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mO4YGBAEmIY1TCqYfhqAAA+XjAQecrJFAAAAABJRU5ErkJggg=="

with Codex() as codex:
    thread = codex.thread_start()
    result = thread.run([TextInput("Which color is this?"), ImageInput(f"data:image/png;base64,{PNG}")])
    print(result.final_response)
