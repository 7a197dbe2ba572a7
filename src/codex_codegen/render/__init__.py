"""Render the model as the source of `codex_protocol`."""
