"""The checks of `codex-py doctor`."""
