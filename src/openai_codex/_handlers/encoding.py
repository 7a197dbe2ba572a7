"""Converts the results of handlers to JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.errors import InputError, WireValueError

if TYPE_CHECKING:
    from openai_codex._json_types import JsonValue


class UnexpectedResultError(InputError):
    """A handler returned a value of another type than its keyword requires.

    Args:
        shown: The value, or its type.
        expected: The expected type with its article.
    """

    def __init__(self, shown: str, expected: str) -> None:
        super().__init__("result", f"expected {expected}, got {shown}")
        self.problem = f"the handler returned {shown}, expected {expected}"
        """The message for the error of the handler."""


def to_json(value: object, field: str) -> JsonValue:
    """Convert a part of the result of a handler to a JSON value.

    Args:
        value: JSON values, paths, enums, and models of the protocol.
        field: Location of the value in error messages.

    Returns:
        The JSON value.

    Raises:
        InputError: The value, or a part of it, has no JSON representation.
    """
    from codex_protocol._wire import to_wire

    try:
        return to_wire(value, field)
    except WireValueError as error:
        raise InputError(error.field, error.problem) from error
