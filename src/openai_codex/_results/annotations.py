"""Names in annotations that pydantic evaluates, without importing the classes that they stand for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


def imported_later(module: str, *names: str) -> list[type]:
    """Return a class for each name, whose pydantic schema is that of the attribute of a module.

    Args:
        module: The module, imported when a schema is built.
        *names: Names of types in the module.

    Returns:
        The classes, in the order of the names.
    """
    return [_placeholder(module, name) for name in names]


def _placeholder(module: str, name: str) -> type:
    def schema(cls: type, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(getattr(import_module(module), name))

    return type(name, (), {"__module__": module, "__get_pydantic_core_schema__": classmethod(schema)})
