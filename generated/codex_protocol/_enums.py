"""Base class of the protocol's enums. Copied from templates/support; do not edit in codex_protocol.

Separate from the models, so that importing an enum does not import pydantic.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["OpenEnum"]


class OpenEnum(str, Enum):
    """An open set of strings: an unknown value becomes a member that keeps its text.

    Such a member is not part of `list(cls)`. It equals its text, as all members do.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # Not cached: values from a server would accumulate.
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Return whether the value is known to this package."""
        return self._value_ in type(self)._value2member_map_

    @property
    def root(self) -> Self:
        """The value itself, for compatibility with root models."""
        return self

    @classmethod
    def model_validate(cls, obj: object) -> Self:
        """Return the member for a string, for compatibility with root models.

        Raises:
            ValueError: `obj` is not a string.
        """
        return cls(obj)

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)

    __hash__ = str.__hash__
