"""Generate the `codex_protocol` package from the JSON schema of a Codex runtime.

Stages: `sources` (obtain) -> `schema` (load, verify) -> `normalise` (one form per construct) -> `model` (intermediate
model) -> `render` (Python source).
"""
