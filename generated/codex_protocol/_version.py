"""The version of the schema. Generated; do not edit."""

from __future__ import annotations

from typing import Final

RUNTIME_VERSION: Final = "0.163.0"
"""The Codex runtime that printed the schema."""

SCHEMA_SHA256: Final = "43e8c1495557ca91e33a63bbfae36c311c206253afae2974c979dbdf5d940c71"
"""The SHA-256 of the schema bundle, in hex."""
