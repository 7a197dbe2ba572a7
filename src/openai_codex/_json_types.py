"""JSON as it comes: what type checkers may believe of it once it was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeGuard

JsonValue: TypeAlias = Any
"""Any value of JSON. What it is in a given case, its reader has to know or to look at."""

JsonMapping: TypeAlias = Mapping[str, Any]
"""An object of JSON that is not to be changed."""

JsonObject: TypeAlias = dict[str, Any]
"""An object of JSON."""


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Return whether a decoded value is an object; the keys of one always are strings."""
    return isinstance(value, dict)
