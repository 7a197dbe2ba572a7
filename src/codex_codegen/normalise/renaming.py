"""Rename definitions whose names are not valid in Python or not unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import is_class_name, pascal
from ..schema.bundle import NAMESPACES, is_schema
from ..schema.walk import escape, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..schema.bundle import Schema
    from ..schema.strictness import Strictness

_ANNOTATIONS = frozenset({"$schema", "title", "description"})

_RENAME = 'add to schema/overrides.toml: [[name]] pointer = "{}", expect = {{ ... }}, name = "ANewName"'


def rename_definitions(schema: Schema, strictness: Strictness) -> Schema:
    """Return a copy of a bundle in which every definition has a unique, valid class name.

    Names come from the overrides (`x-name`) or from the original name: `foo.Bar` becomes `FooBar`, and `Foo` becomes
    `LegacyFoo` if a namespace contains another `Foo`. The origin of a definition is unchanged.

    Args:
        schema: The bundle.
        strictness: Whether a conflict without an override is an error.

    Raises:
        CodegenError: A name conflict needs an override.
    """
    changes = _changes(schema, strictness)
    if not changes:
        return schema

    def refer(node: Schema, _pointer: str) -> Schema:
        target = node.get("$ref")
        if not isinstance(target, str) or target not in changes:
            return node
        return {**node, "$ref": f"{target.rpartition('/')[0]}/{changes[target]}"}

    return {**schema, "definitions": _renamed(schema["definitions"], "#/definitions", changes, refer)}


def _renamed(definitions: Schema, base: str, changes: dict[str, str], refer: Any) -> Schema:
    result: Schema = {}
    for name, definition in definitions.items():
        if base == "#/definitions" and name in NAMESPACES:
            result[name] = _renamed(definition, f"{base}/{name}", changes, refer)
            continue
        fresh = rewrite(definition, refer, "")
        new = changes.get(f"{base}/{escape(name)}")
        if new is not None and is_schema(fresh):
            rest = {key: value for key, value in fresh.items() if key != "x-name"}
            fresh = {**rest, "x-origin": name}
        result[new or name] = fresh
    return result


def _changes(schema: Schema, strictness: Strictness) -> dict[str, str]:
    """Map references of definitions to their new names."""
    found = list(_definitions(schema["definitions"]))
    names = {name for _, name, _ in found}
    changes: dict[str, str] = {}
    for base, name, definition in found:
        pointer = f"{base.removeprefix('#')}/{escape(name)}"
        given = definition.get("x-name") if is_schema(definition) else None
        if given is not None:
            new, problem = str(given), None
        elif not is_class_name(name):
            new = pascal(name)
            problem = CodegenError(f"invalid class name: {name!r}", pointer=pointer, remedy=_RENAME.format(pointer))
        elif base == "#/definitions" and _differs_in_a_namespace(schema["definitions"], name):
            new = f"Legacy{name}"
            other = f"/definitions/{_namespace_of(schema['definitions'], name)}/{escape(name)}"
            problem = CodegenError(
                f"differs from the definition of the same name at {other}",
                pointer=pointer,
                remedy=_RENAME.format(pointer),
            )
        else:
            continue
        if new in names or not is_class_name(new):
            raise problem or CodegenError(
                f"the name {new} of the override is taken or invalid", pointer=pointer, remedy="choose another name"
            )
        if problem is not None:
            strictness.tolerate(problem, f"it is named {new}")
        names.add(new)
        changes[f"{base}/{escape(name)}"] = new
    return changes


def _definitions(root: Schema) -> Iterator[tuple[str, str, Any]]:
    for name, definition in root.items():
        if name in NAMESPACES:
            for inner, inner_definition in definition.items():
                yield f"#/definitions/{name}", inner, inner_definition
        else:
            yield "#/definitions", name, definition


def _namespace_of(root: Schema, name: str) -> str | None:
    return next((namespace for namespace in NAMESPACES if name in root.get(namespace, {})), None)


def _differs_in_a_namespace(root: Schema, name: str) -> bool:
    namespace = _namespace_of(root, name)
    return namespace is not None and _plain(root[name]) != _plain(root[namespace][name])


def _plain(definition: Any) -> Any:
    """Return a definition without annotations, and with references independent of the namespace."""
    return rewrite(definition, _bare, "")


def _bare(schema: Schema, _pointer: str) -> Schema:
    bare = {key: value for key, value in schema.items() if key not in _ANNOTATIONS and not key.startswith("x-")}
    if isinstance(bare.get("$ref"), str):
        bare["$ref"] = bare["$ref"].rpartition("/")[2]
    return bare
