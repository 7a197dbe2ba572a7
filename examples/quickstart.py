"""Start a thread, run a turn, and print the answer."""

from openai_codex import Codex

with Codex() as codex:
    thread = codex.thread_start()
    result = thread.run("Explain in one sentence what a Python generator is.")
    print(result.final_response)
