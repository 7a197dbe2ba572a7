"""Select a model and a reasoning effort."""

from openai_codex import Codex

with Codex() as codex:
    models = codex.models().data
    model = next((model for model in models if model.is_default), models[0])
    efforts = [option.reasoning_effort for option in model.supported_reasoning_efforts]

    # For the whole thread:
    thread = codex.thread_start(model=model.id)
    print(f"{model.display_name}: {thread.run('Say hello.').final_response}")

    # From this turn on:
    result = thread.run("Prove that there are infinitely many primes.", effort=efforts[-1])
    print(f"{model.display_name}, effort {efforts[-1]}: {result.final_response}")
