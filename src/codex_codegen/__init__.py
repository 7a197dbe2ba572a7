"""Turn the JSON schema that a Codex runtime prints into the `codex_protocol` package.

The way of the data: `bundle` (load and verify) -> `normalise` (one construct, one shape) -> `resolve` (names and types)
-> `ir` (what the templates see) -> `emit` (files).
"""
