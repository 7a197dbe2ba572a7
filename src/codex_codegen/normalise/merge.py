"""Merge passes: properties next to a union into its branches, and string branches into an enum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..schema.bundle import is_list, is_schema
from ..schema.walk import is_inline_object, union_keyword

if TYPE_CHECKING:
    from ..schema.bundle import Schema
    from ..schema.strictness import Strictness


def merge_siblings(schema: Schema, pointer: str, strictness: Strictness) -> Schema:
    """Add the properties next to a `oneOf` to each of its branches.

    Args:
        schema: One schema.
        pointer: The JSON pointer of the schema.
        strictness: Whether a property that differs from a branch is an error.

    Raises:
        CodegenError: A branch is not an object, or a property differs.
    """
    if "oneOf" not in schema or "properties" not in schema:
        return schema
    shared: Schema = schema["properties"]
    merged: list[Schema] = []
    for index, branch in enumerate(schema["oneOf"]):
        if not is_inline_object(branch):
            raise CodegenError(
                "a branch next to shared properties must be an object", pointer=f"{pointer}/oneOf/{index}"
            )
        for name in sorted(set(shared) & set(branch["properties"])):
            if shared[name] != branch["properties"][name]:
                problem = CodegenError(
                    f"the branch and the shared properties differ in {name!r}",
                    pointer=f"{pointer}/oneOf/{index}/properties/{name}",
                )
                strictness.tolerate(problem, "any value is accepted there")
                shared = {**shared, name: True}
        required = sorted({*schema.get("required", []), *branch.get("required", [])})
        merged.append({**branch, "properties": {**branch["properties"], **shared}, "required": required})
    rest = {key: value for key, value in schema.items() if key not in ("properties", "required", "type")}
    return {**rest, "oneOf": merged}


def merge_alternatives(schema: Schema, pointer: str, strictness: Strictness) -> Schema:
    """Convert an object with alternative sets of properties (`anyOf`).

    The result has optional properties: a class per alternative would double the branches of the union that contains it.

    Args:
        schema: One schema.
        pointer: The JSON pointer of the schema.
        strictness: Whether a property that differs between alternatives is an error.

    Raises:
        CodegenError: An alternative is not an object, or a property differs.
    """
    if "anyOf" not in schema or "properties" not in schema:
        return schema
    properties: Schema = dict(schema["properties"])
    always: set[str] | None = None
    for index, branch in enumerate(schema["anyOf"]):
        if not is_inline_object(branch):
            raise CodegenError(
                "an alternative next to properties must be an object", pointer=f"{pointer}/anyOf/{index}"
            )
        for name, prop in branch["properties"].items():
            if properties.setdefault(name, prop) != prop:
                problem = CodegenError(
                    f"the alternatives differ in {name!r}", pointer=f"{pointer}/anyOf/{index}/properties/{name}"
                )
                strictness.tolerate(problem, "any value is accepted there")
                properties[name] = True
        here = set(branch.get("required", []))
        always = here if always is None else always & here
    sets = [" + ".join(f"`{name}`" for name in branch.get("required", [])) for branch in schema["anyOf"]]
    note = f"Requires one of: {', '.join(text for text in sets if text)}."
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {
        **rest,
        "properties": properties,
        "required": sorted({*schema.get("required", []), *(always or ())}),
        "description": "\n\n".join(text for text in (schema.get("description"), note) if text),
    }


def merge_string_branches(schema: Schema, _pointer: str) -> Schema:
    """Merge the string branches of a union into one enum, and keep their descriptions."""
    keyword = union_keyword(schema)
    if keyword is None:
        return schema
    strings = [branch for branch in schema[keyword] if _is_string_enum(branch)]
    if not strings:
        return schema
    values: list[str] = []
    docs: dict[str, str] = {}
    for branch in strings:
        for value in branch["enum"]:
            if value not in values:
                values.append(value)
        if len(branch["enum"]) == 1 and branch.get("description"):
            docs[branch["enum"][0]] = branch["description"]
    enum: Schema = {"type": "string", "enum": values, "x-docs": docs}
    others = [branch for branch in schema[keyword] if not _is_string_enum(branch)]
    if others:
        return {**schema, keyword: [enum, *others]}
    return {**{key: value for key, value in schema.items() if key != keyword}, **enum}


def _is_string_enum(schema: Any) -> bool:
    return (
        is_schema(schema)
        and schema.get("type", "string") == "string"
        and is_list(schema.get("enum"))
        and all(isinstance(value, str) for value in schema["enum"])
    )
