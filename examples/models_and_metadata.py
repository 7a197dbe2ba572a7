"""Show the version of the runtime and the available models."""

from openai_codex import Codex

with Codex() as codex:
    metadata = codex.metadata
    print(f"Codex {metadata.server_info.version} on {metadata.platform_os}, settings in {metadata.codex_home}")
    for model in codex.models().data:
        efforts = ", ".join(str(option.reasoning_effort) for option in model.supported_reasoning_efforts)
        print(f"{model.id}{' (default)' if model.is_default else ''}: {efforts}")
    print(f"{len(codex.models(include_hidden=True).data)} models, including hidden ones")
