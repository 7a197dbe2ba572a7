"""Write the little TOML that a settings file needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast


def dumps(settings: Mapping[str, object]) -> str:
    """Return settings as TOML, one top-level key a line. Raises TypeError, which names the key, for what it has not."""
    return "".join(f"{_key(name)} = {_value(value, name)}\n" for name, value in settings.items())


def _value(value: object, name: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value).items()
        return "{ " + ", ".join(f"{_key(key)} = {_value(item, f'{name}.{key}')}" for key, item in pairs) + " }"
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        items = cast("Sequence[object]", value)
        return "[" + ", ".join(_value(item, f"{name}[{index}]") for index, item in enumerate(items)) + "]"
    raise TypeError(f"settings.{name}: {type(value).__name__} cannot be written as TOML")


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else _string(name)


def _string(text: str) -> str:
    # A JSON string is one of TOML, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
