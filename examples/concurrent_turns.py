"""Run turns of several threads at the same time on one runtime."""

from concurrent.futures import ThreadPoolExecutor

from openai_codex import Codex

QUESTIONS = ["What is a list?", "What is a tuple?", "What is a set?"]


def ask(codex: Codex, question: str) -> str | None:
    return codex.thread_start(ephemeral=True).run(question).final_response


# A `Codex` may be shared between threads.
with Codex() as codex, ThreadPoolExecutor() as pool:
    for question, answer in zip(QUESTIONS, pool.map(lambda question: ask(codex, question), QUESTIONS), strict=True):
        print(f"{question} {answer}")
