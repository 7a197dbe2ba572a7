"""Encode the subset of TOML that `config.toml` needs, and check values in TOML."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import cast


def dumps(settings: Mapping[str, object]) -> str:
    """Return settings as TOML, one top-level key per line.

    Raises:
        TypeError: A value has no TOML form. The message contains its key.
    """
    return "".join(f"{_key(name)} = {encode_value(value, f'settings.{name}')}\n" for name, value in settings.items())


def value_problem(text: str) -> str | None:
    """Return the error message for a setting with an invalid TOML value, or None if the value is valid.

    The runtime accepts text without quotes as a string. Only a value that starts like a string, an array or a table of
    TOML must be TOML. The message does not contain the value.
    """
    text = text.strip()
    if text in _PYTHON_LITERALS:
        return f"expected a TOML value, got the Python value {text}; {_PYTHON_LITERALS[text]}"
    if not text.startswith(("[", "{", '"', "'")):
        return None
    if sys.version_info >= (3, 11):
        import tomllib

        try:
            tomllib.loads(f"value = {text}")
        except tomllib.TOMLDecodeError as error:
            return f"invalid TOML value: {error}"
    return None


_PYTHON_LITERALS = {"True": "write true", "False": "write false", "None": "leave this setting out"}


def encode_value(value: object, name: str) -> str:
    """Return a value as TOML on one line.

    Args:
        value: The value.
        name: The path of the value in error messages.

    Raises:
        TypeError: The value has no TOML form. The message contains its path.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, os.PathLike):
        value = os.fspath(cast("os.PathLike[str]", value))
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value).items()
        for key, _ in pairs:
            if not isinstance(key, str):
                raise TypeError(f"{name}: expected strings as keys, got {type(key).__name__}")
        return "{ " + ", ".join(f"{_key(key)} = {encode_value(item, f'{name}.{key}')}" for key, item in pairs) + " }"
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        items = cast("Sequence[object]", value)
        return "[" + ", ".join(encode_value(item, f"{name}[{index}]") for index, item in enumerate(items)) + "]"
    raise TypeError(
        f"{name}: expected str, int, float, bool, list or dict, which have a TOML form, got {type(value).__name__}"
    )


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else _string(name)


def _string(text: str) -> str:
    # A JSON string is a valid TOML string, except that TOML requires DEL to be escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
