"""Run turns of several threads at the same time on one runtime."""

from concurrent.futures import ThreadPoolExecutor

from openai_codex import Codex

PROMPTS = ["Define a list.", "Define a tuple.", "Define a set."]


def ask(codex: Codex, prompt: str) -> str | None:
    return codex.thread_start(ephemeral=True).run(prompt).final_response


# A `Codex` may be shared between threads.
with Codex() as codex, ThreadPoolExecutor() as pool:
    for prompt, answer in zip(PROMPTS, pool.map(lambda prompt: ask(codex, prompt), PROMPTS), strict=True):
        print(f"{prompt} {answer}")
