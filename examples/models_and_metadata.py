"""Ask the runtime what it is, and which models it offers."""

from openai_codex import Codex

with Codex() as codex:
    about = codex.metadata
    print(f"Codex {about.server_info.version} on {about.platform_os}, settings in {about.codex_home}")
    for model in codex.models().data:
        efforts = ", ".join(str(option.reasoning_effort) for option in model.supported_reasoning_efforts)
        print(f"{model.id}{' (default)' if model.is_default else ''}: {efforts}")
    print(f"{len(codex.models(include_hidden=True).data)} models, with those that pickers do not show")
