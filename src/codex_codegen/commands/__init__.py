"""The commands of `codex-codegen`."""
