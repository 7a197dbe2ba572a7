"""What the enums of the protocol are made of. Generated; do not edit.

Apart from the models, because it needs nothing of pydantic: who only looks at a status does not wait for that to load.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["OpenEnum"]


class OpenEnum(str, Enum):
    """A set of known strings, open to more: an unknown value gives a member that keeps its text.

    Such a member is not one of `list(cls)`. It equals its text, as all members do.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # Not remembered: what a server sends should not add up.
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether this package knows the value."""
        return self._value_ in type(self)._value2member_map_

    @property
    def root(self) -> Self:
        """The value itself. Code that was written for root models reads this."""
        return self

    @classmethod
    def model_validate(cls, obj: object) -> Self:
        """Give the member for a string. Code that was written for root models calls this.

        Raises:
            ValueError: `obj` is no string.
        """
        return cls(obj)

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)

    __hash__ = str.__hash__
