"""Base classes of the protocol types. Copied from templates/support; do not edit in codex_protocol.

Validation is forward compatible with newer runtimes: objects keep unknown properties, enums accept unknown values,
unions have a branch for unknown alternatives, and limits of numbers and lengths are not enforced. Known types are
validated strictly: a known branch with a missing property is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import core_schema

from ._enums import OpenEnum

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from pydantic import GetCoreSchemaHandler
    from typing_extensions import Self

__all__ = ["BestMatchUnion", "OpenUnion", "UnknownVariant", "WireModel"]

# Keys of OpenUnion choices that differ from every wire value.
_UNKNOWN = "<unknown>"
_VALUE = "<value>"


def _to_camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


class WireModel(BaseModel):
    """An object of the protocol.

    Attributes are in snake_case; `model_dump(by_alias=True, exclude_unset=True)` returns the wire object. Unknown
    properties are in `model_extra`. Secrets are redacted in the repr.
    """

    model_config = ConfigDict(
        alias_generator=_to_camel,
        # Building a validator is more expensive than defining the class, and most classes are never used.
        defer_build=True,
        extra="allow",
        protected_namespaces=(),
        validate_by_alias=True,
        validate_by_name=True,
    )

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Return the redacted arguments of the repr."""
        from ._redaction import redacted

        shown: dict[str | None, Any] = redacted(dict(super().__repr_args__()))
        return shown.items()

    @property
    def root(self) -> Self:
        """The object itself, for compatibility with root models that wrap a union branch."""
        return self


class UnknownVariant(WireModel):
    """A union alternative unknown to this package. Its properties are attributes, named as on the wire."""

    @property
    def raw(self) -> dict[str, Any]:
        """The wire object."""
        return dict(self.__pydantic_extra__ or {})

    def _text(self, key: str) -> str | None:
        """Return a property, or None if it is missing or not a string."""
        value: Any = self.raw.get(key)
        return value if isinstance(value, str) else None

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class OpenUnion:
    """Marks a union of objects, distinguished by a tag or by their only key, with a branch for unknown objects.

    Args:
        tag: The wire property that distinguishes the branches. None: each branch has exactly one key.
        branches: The value of the tag, or the key -> its branch.
        unknown: The branch for every other object.
        values: The branch for strings; None if the union has no such branch.
    """

    __slots__ = ("_branches", "_building", "_choices", "_tag", "_unknown", "_values")

    def __init__(
        self,
        tag: str | None,
        branches: Mapping[str, type[WireModel]],
        unknown: type[UnknownVariant],
        values: type[OpenEnum] | None = None,
    ) -> None:
        self._tag = tag
        self._branches = branches
        self._building: set[type[WireModel]] = set()
        self._unknown = unknown
        self._values = values
        self._choices: dict[type, str] = {branch: key for key, branch in branches.items()}
        self._choices[unknown] = _UNKNOWN
        if values is not None:
            self._choices[str] = self._choices[values] = _VALUE

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Build a validator that applies only the matching branch, so that only its errors are reported."""
        self._build_branches()
        choices: dict[Hashable, core_schema.CoreSchema] = {
            key: handler.generate_schema(branch) for key, branch in self._branches.items()
        }
        choices[_UNKNOWN] = handler.generate_schema(self._unknown)
        if self._values is not None:
            choices[_VALUE] = handler.generate_schema(self._values)
        choose: Callable[[Any], Hashable] = self._choose if self._tag is None else self._choose_by_tag
        return core_schema.tagged_union_schema(choices, choose)

    def _build_branches(self) -> None:
        """Build the branches first, so that all types that refer to the union share them."""
        for branch in (*self._branches.values(), self._unknown):
            # A recursive branch is already being built.
            if not branch.__pydantic_complete__ and branch not in self._building:
                self._building.add(branch)
                try:
                    branch.model_rebuild()
                finally:
                    self._building.discard(branch)

    def _choose_by_tag(self, value: Any) -> str | None:
        if isinstance(value, dict):
            tag: Any = value.get(self._tag)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            return tag if isinstance(tag, str) and tag in self._branches else _UNKNOWN
        return self._choose_by_type(value)

    def _choose(self, value: Any) -> str | None:
        if isinstance(value, dict):
            keys: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType]
            return next((key for key in keys if key in self._branches), _UNKNOWN)
        return self._choose_by_type(value)

    def _choose_by_type(self, value: Any) -> str | None:
        """Choose the branch of a parsed value. None, for a value that no branch accepts, is an error."""
        for kind in type(value).__mro__:
            if kind in self._choices:
                return self._choices[kind]
        return None


class BestMatchUnion:
    """Marks a union distinguished by validation, and prefers alternatives without unknown enum values.

    Otherwise an alternative whose `type` is an open enum would accept objects of the other alternatives.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Build a validator that tries all alternatives with known enum values first, then all alternatives."""
        schema = handler(source)
        if schema["type"] != "union":
            return schema
        choices = [choice[0] if isinstance(choice, tuple) else choice for choice in schema["choices"]]
        known = [core_schema.no_info_after_validator_function(_has_no_unknown_enums, choice) for choice in choices]
        return core_schema.union_schema([core_schema.union_schema([*known]), schema], mode="left_to_right")


def _has_no_unknown_enums(value: Any) -> Any:
    """Return the value. Raise `ValueError` if one of its properties is an unknown enum value."""
    if isinstance(value, WireModel):
        for name in value.model_fields_set:
            found: Any = getattr(value, name)
            if isinstance(found, OpenEnum) and not found.is_known:
                raise ValueError(f"{name}: unknown value {found.value!r}")
    return value
