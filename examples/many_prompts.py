"""Run many prompts on several runtimes."""

from openai_codex import CodexPool

PROMPTS = ["Define a list.", "Define a tuple.", "Define a set."]

with CodexPool(size=2) as pool:
    # A runtime that exits is replaced. Each prompt ends once, with a result or an error.
    for answer in pool.map(PROMPTS, ephemeral=True):
        print(f"{answer.input} {answer.final_response or answer.error}")
    print(f"{pool.stats().completed} answers, {pool.usage.output_tokens} tokens")
