"""Commands of `codex-codegen`."""
