"""JSON as it comes: what type checkers may believe of it once it was looked at."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

JsonObject: TypeAlias = dict[str, Any]
"""An object of JSON."""


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Return whether a decoded value is an object; the keys of one always are strings."""
    return isinstance(value, dict)
