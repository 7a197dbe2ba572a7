"""Encode the subset of TOML that `config.toml` needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast


def dumps(settings: Mapping[str, object]) -> str:
    """Return settings as TOML, one top-level key per line.

    Raises:
        TypeError: A value has no TOML form. The message contains its key.
    """
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
    raise TypeError(
        f"settings.{name}: expected str, int, float, bool, list or dict, which have a TOML form, "
        f"got {type(value).__name__}"
    )


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else _string(name)


def _string(text: str) -> str:
    # A JSON string is a valid TOML string, except that TOML requires DEL to be escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
