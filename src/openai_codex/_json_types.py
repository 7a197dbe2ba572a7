"""Types of decoded JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeGuard

JsonValue: TypeAlias = Any
"""Any JSON value. The code that uses it must know or check its type."""

JsonMapping: TypeAlias = Mapping[str, Any]
"""A read-only JSON object."""

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object."""


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Return whether a decoded JSON value is an object. Its keys are always strings."""
    return isinstance(value, dict)
