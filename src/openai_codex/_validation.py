"""Validation of arguments that several packages share."""

from __future__ import annotations

from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING, TypeGuard

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex.errors import ConfigError

MAX_SECONDS = TIMEOUT_MAX
"""Maximum length of a wait, in seconds: the limit of a lock in `threading`. Infinity exceeds it."""


def validate_seconds(
    field: str,
    value: object,
    *,
    optional: bool = True,
    allow_zero: bool = False,
    error: type[ConfigError] | type[InputError] = InputError,
) -> None:
    """Raise an error unless a value is a valid number of seconds.

    Args:
        field: The name of the argument, used in the error.
        value: The value to check.
        optional: Whether None is valid. It means no limit.
        allow_zero: Whether 0 is valid.
        error: The exception type to raise.

    Raises:
        InputError: The value is not a number, is negative or too large (`error` replaces this type).
    """
    if value is None and optional:
        return
    if is_number(value) and (0 < value <= MAX_SECONDS or (allow_zero and value == 0)):
        return
    expected = "seconds, 0 or more" if allow_zero else "seconds above 0"
    alternative = ", or None for no limit" if optional else ""
    raise error(field, f"expected {expected}{alternative}, got {describe_value(value)}")


def validate_integer(
    field: str,
    value: object,
    *,
    minimum: int,
    unit: str = "an integer",
    error: type[ConfigError] | type[InputError] = InputError,
) -> None:
    """Raise an error unless a value is an integer of at least `minimum`.

    Args:
        field: The name of the argument, used in the error.
        value: The value to check. `True` and `False` are invalid.
        minimum: The smallest valid value.
        unit: The expected value in the message, such as `bytes`.
        error: The exception type to raise.

    Raises:
        InputError: The value is not an integer or is below `minimum` (`error` replaces this type).
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise error(field, f"expected {unit}, {minimum} or more, got {describe_value(value)}")


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is an int or a float, but not a bool."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def describe_value(value: object) -> str:
    """Return the repr and the type of a value, for an error message."""
    return f"{value!r} ({type(value).__name__})"
