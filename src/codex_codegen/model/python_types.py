"""Resolve the Python types of schemas with datamodel-code-generator.

Every definition is passed as an object with the properties f0, f1, ...: the tool receives only types and definition
names, so no other text of the schema can reach its output.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import PythonVersion
from datamodel_code_generator.model import get_data_model_types
from datamodel_code_generator.parser.jsonschema import JsonSchemaParser

from ..errors import CodegenError
from ..schema.bundle import is_schema

if TYPE_CHECKING:
    from ..schema.bundle import Schema
    from ..schema.walk import Definitions

_WRAPPER = "CodegenWrapperOfAllDefinitions"


@dataclass(frozen=True)
class Hint:
    """A type as Python source, with the definitions that it names."""

    source: str
    refs: tuple[str, ...] = ()

    @property
    def nullable(self) -> bool:
        """Return whether None is one of the values."""
        return self.source in ("None", "Any") or self.source.endswith(" | None")


def resolve_hints(definitions: Definitions, wanted: dict[str, dict[str, Any]]) -> dict[str, dict[str, Hint]]:
    """Resolve the Python types of schemas.

    Args:
        definitions: The definitions of the protocol.
        wanted: Definition -> key -> schema to resolve.

    Returns:
        Definition -> key -> type.

    Raises:
        CodegenError: A schema is not supported, or a class would not have the name of its definition.
    """
    keys = {name: {f"f{index}": key for index, key in enumerate(wanted[name])} for name in wanted}
    objects = {
        name: {
            "type": "object",
            "properties": {slot: _bare(wanted[name][key]) for slot, key in keys[name].items()},
            "required": list(keys[name]),
        }
        for name in definitions
    }
    results = {result.class_name: result for result in _parse(objects)}
    results.pop(_WRAPPER, None)
    _check_names(definitions, set(results))
    hints: dict[str, dict[str, Hint]] = {}
    for name in definitions:
        hints[name] = {
            keys[name][str(field.original_name)]: Hint(
                source=field.data_type.type_hint,
                refs=tuple(dict.fromkeys(_references(field.data_type))),
            )
            for field in results[name].fields
        }
    return hints


def _parse(objects: Definitions) -> list[Any]:
    model_types = get_data_model_types(DataModelType.PydanticV2BaseModel, target_python_version=PythonVersion.PY_310)
    wrapper = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": _WRAPPER,
        "type": "object",
        "definitions": objects,
    }
    parser = JsonSchemaParser(
        json.dumps(wrapper),
        data_model_type=model_types.data_model,
        data_model_root_type=model_types.root_model,
        data_model_field_type=model_types.field_model,
        data_type_manager_type=model_types.data_type_manager,
        target_python_version=PythonVersion.PY_310,
        use_standard_collections=True,
        use_union_operator=True,
    )
    try:
        parser.parse_raw()
    except Exception as error:  # A library of this size may raise any exception.
        raise CodegenError(f"datamodel-code-generator failed: {error}") from error
    return list(parser.results)


def _bare(schema: Any) -> Any:
    """Return a schema with only the keywords that determine its type."""
    if not is_schema(schema):
        return schema
    bare: Schema = {}
    for key in ("$ref", "type"):
        if key in schema:
            bare[key] = schema[key]
    for key in ("items", "additionalProperties"):
        if key in schema:
            bare[key] = _bare(schema[key])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            bare["anyOf"] = [_bare(branch) for branch in schema[key]]
    return bare


def _references(data_type: Any) -> list[str]:
    return [str(inner.reference.name) for inner in data_type.all_data_types if inner.reference]


def _check_names(definitions: Definitions, found: set[str]) -> None:
    for name in definitions:
        if name not in found:
            others = sorted(found - set(definitions))
            raise CodegenError(
                f"expected a class {name}, got {', '.join(others)}",
                pointer=definitions[name]["x-pointer"],
                remedy="rename one of the two definitions that have this name",
            )
    extra = sorted(found - set(definitions))
    if extra:
        raise CodegenError(f"unexpected classes: {', '.join(extra)}")
