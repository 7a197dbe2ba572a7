"""First passes: merge the namespaces, and reduce the vocabulary to the supported keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import word_set
from ..schema.bundle import NAMESPACES, Schema, is_list, is_schema
from ..schema.walk import Definitions, escape, rewrite, union_keyword, walk

if TYPE_CHECKING:
    from ..schema.strictness import Strictness

_KNOWN = word_set(
    """
    $ref additionalProperties allOf anyOf const default description enum items oneOf properties required title
    type x-name x-pointer x-origin x-docs
    """
)
# Constraints that do not change the Python type. The client does not enforce them.
_IGNORED = word_set(
    """
    $schema $comment deprecated examples exclusiveMaximum exclusiveMinimum format maxItems maxLength maxProperties
    maximum minItems minLength minProperties minimum multipleOf pattern readOnly uniqueItems writeOnly
    """
)


def flatten_namespaces(bundle: Schema) -> Definitions:
    """Merge the definitions of all namespaces.

    Definitions of the same name are equal (see `renaming`).

    Args:
        bundle: The schema of a bundle.

    Raises:
        CodegenError: A reference is unknown.
    """
    root: Schema = bundle["definitions"]
    flat: Definitions = {}
    for namespace in ("", *NAMESPACES):
        base = f"/definitions/{namespace}" if namespace else "/definitions"
        source = root if not namespace else root.get(namespace, {})
        for name, schema in source.items():
            if not namespace and name in NAMESPACES:
                continue
            if not is_schema(schema):
                raise CodegenError("expected a definition object", pointer=f"{base}/{escape(name)}")
            # A renamed definition keeps its pointer.
            pointer = f"{base}/{escape(schema.get('x-origin', name))}"
            fresh = rewrite(schema, _flat_refs, pointer)
            # A description that only one of them has is kept.
            flat[name] = {"x-origin": name, **fresh, "x-pointer": pointer, **flat.get(name, {})}
    _check_refs(flat)
    return flat


def _flat_refs(schema: Schema, pointer: str) -> Schema:
    target = schema.get("$ref")
    if target is None:
        return schema
    if not isinstance(target, str) or not target.startswith("#/definitions/"):
        raise CodegenError(f"reference outside of the definitions: {target!r}", pointer=pointer)
    name = target.removeprefix("#/definitions/")
    for namespace in NAMESPACES:
        name = name.removeprefix(f"{namespace}/")
    return {**schema, "$ref": f"#/definitions/{name}"}


def _check_refs(definitions: Definitions) -> None:
    for definition in definitions.values():
        for schema, pointer in walk(definition, definition["x-pointer"]):
            target = schema.get("$ref")
            if target is not None and target.removeprefix("#/definitions/") not in definitions:
                raise CodegenError(f"unknown reference: {target}", pointer=pointer)


def check_vocabulary(schema: Schema, pointer: str, strictness: Strictness) -> Schema:
    """Remove keywords that do not change a Python type, and report unknown keywords.

    Unknown keywords can be tolerated because keywords of JSON schema only restrict the allowed values.

    Args:
        schema: One schema.
        pointer: The JSON pointer of the schema.
        strictness: Whether an unknown keyword is an error.
    """
    unknown = sorted(set(schema) - _KNOWN - _IGNORED)
    if unknown:
        problem = CodegenError(
            f"unknown keyword: {', '.join(map(repr, unknown))}",
            pointer=pointer,
            remedy="add support for the keyword to codex_codegen.normalise",
        )
        strictness.tolerate(problem, "it is treated as a constraint, which is not enforced")
    fresh = {key: value for key, value in schema.items() if key in _KNOWN}
    values = fresh.get("enum", [])
    if not strictness.strict and not all(value is None or isinstance(value, str) for value in values):
        strictness.notes.append(
            f"{pointer}: the enum has values that are not strings; every value of their type is accepted"
        )
        del fresh["enum"]
    return fresh


def strip_scalar_titles(schema: Schema, _pointer: str) -> Schema:
    """Remove titles that would turn a plain string or tag into a class."""
    if "properties" in schema or "oneOf" in schema or "anyOf" in schema:
        return schema
    return {key: value for key, value in schema.items() if key != "title"}


def collapse_single_ref(schema: Schema, pointer: str, strictness: Strictness) -> Any:
    """Replace an `allOf` of one reference, which carries a description, by the reference.

    Args:
        schema: One schema.
        pointer: The JSON pointer of the schema.
        strictness: Whether any other `allOf` is an error.
    """
    branches = schema.get("allOf")
    if branches is None:
        return schema
    if len(branches) != 1 or not is_schema(branches[0]) or "$ref" not in branches[0]:
        problem = CodegenError(
            "unsupported `allOf`: expected a single $ref",
            pointer=pointer,
            remedy="add support for it to codex_codegen.normalise",
        )
        strictness.tolerate(problem, "any value is accepted there")
        return {key: value for key, value in schema.items() if key in _OUTSIDE}
    rest = {key: value for key, value in schema.items() if key != "allOf"}
    return {**rest, **branches[0]}


def spell_out_types(schema: Schema, _pointer: str) -> Schema:
    """Convert a list of types into a union.

    datamodel-code-generator drops the values of a nullable map.
    """
    kinds = schema.get("type")
    if not is_list(kinds):
        return schema
    outer = {key: value for key, value in schema.items() if key in _OUTSIDE}
    inner = {key: value for key, value in schema.items() if key not in _OUTSIDE and key != "type"}
    if "enum" in inner:
        inner["enum"] = [value for value in inner["enum"] if value is not None]
    branches = [{"type": kind, **_that_concern(kind, inner)} for kind in kinds]
    return {**outer, "anyOf": branches} if len(branches) > 1 else {**outer, **branches[0]}


_OUTSIDE = frozenset({"description", "default", "title", "x-pointer", "x-origin"})
_CONCERN = {
    "array": ("items",),
    "object": ("properties", "required", "additionalProperties"),
    "string": ("enum", "const", "x-docs"),
}


def _that_concern(kind: str, keywords: Schema) -> Schema:
    wanted = _CONCERN.get(kind, ())
    return {key: value for key, value in keywords.items() if key in wanted}


def flatten_unions(schema: Schema, _pointer: str) -> Schema:
    """Flatten nested unions, such as a nullable inside a nullable."""
    keyword = union_keyword(schema)
    if keyword is None or "properties" in schema:
        return schema
    flat: list[Any] = []
    for branch in schema[keyword]:
        inner: list[Any] = branch["anyOf"] if is_schema(branch) and set(branch) == {"anyOf"} else [branch]
        flat.extend(item for item in inner if item not in flat)
    return {**schema, keyword: flat}
