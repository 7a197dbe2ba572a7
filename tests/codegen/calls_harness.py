"""Schemas of methods and samples of their params, for the tests of the generated methods."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codex_codegen.render.method_views import domain_of
from codex_protocol import mappers, registry

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(__file__).parents[2] / "schema"
BUNDLE: dict[str, Any] = json.loads((SCHEMA / "bundle.json").read_text())
DEFINITIONS: dict[str, Any] = {**BUNDLE["definitions"], **BUNDLE["definitions"]["v2"]}


def methods_of(union: str) -> list[str]:
    return [branch["properties"]["method"]["enum"][0] for branch in DEFINITIONS[union]["oneOf"]]


def params_of(union: str, method: str) -> dict[str, Any] | None:
    """Return the schema of a method's params, or None without params."""
    branches = {branch["properties"]["method"]["enum"][0]: branch for branch in DEFINITIONS[union]["oneOf"]}
    params = branches[method]["properties"].get("params", {"type": "null"})
    for alternative in params.get("anyOf", [params]):
        if "$ref" in alternative:
            found: dict[str, Any] = DEFINITIONS[alternative["$ref"].rpartition("/")[2]]
            return found
    return None


def variants_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the objects that a schema allows. Properties next to a union belong to each branch."""
    own = {"type": "object", "properties": {}, "required": [], **schema}
    return [
        {
            "type": "object",
            "properties": {**own["properties"], **branch.get("properties", {})},
            "required": [*own["required"], *branch.get("required", [])],
        }
        for branch in own.get("oneOf", [{}])
    ]


def sample(schema: Any, depth: int = 0) -> Any:
    """Return a sample value: all properties at the top, only required properties below."""
    if not isinstance(schema, dict) or not schema.keys() - {"description", "default"}:
        return "anything"
    if "$ref" in schema:
        return sample(DEFINITIONS[schema["$ref"].rpartition("/")[2]], depth)
    if "oneOf" in schema and "properties" in schema:
        return sample(variants_of(schema)[0], depth)
    for keyword in ("allOf", "anyOf", "oneOf"):
        if keyword in schema:
            return sample(schema[keyword][0], depth)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        names = schema.get("properties", {}) if depth == 0 else schema.get("required", [])
        return {name: sample(schema["properties"][name], depth + 1) for name in names}
    if kind == "array":
        return [sample(schema["items"], depth + 1)]
    return {"string": "text", "integer": 3, "number": 1.5, "boolean": True, "null": None}[kind]


def mapper_of(method: str) -> Callable[..., Any]:
    module = getattr(mappers, domain_of(method))
    found: Callable[..., Any] = getattr(module, registry.CLIENT_METHODS[method].python_name)
    return found


def keyword_parameters(call: Callable[..., Any]) -> list[inspect.Parameter]:
    parameters = inspect.signature(call).parameters.values()
    return [parameter for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY]


def letters(name: str) -> str:
    return name.replace("_", "").lower()


def by_keyword(method: str, wire: dict[str, Any]) -> dict[str, Any]:
    """Return the params of a method by keyword."""
    keywords = {letters(parameter.name): parameter.name for parameter in keyword_parameters(mapper_of(method))}
    return {keywords[letters(name)]: value for name, value in wire.items()}


def public(owner: type) -> dict[str, Callable[..., Any]]:
    return {name: member for name, member in vars(owner).items() if not name.startswith("_")}


CLIENT_METHODS = methods_of("ClientRequest")
WITH_PARAMS = [method for method in CLIENT_METHODS if params_of("ClientRequest", method) is not None]
WITHOUT_PARAMS = [method for method in CLIENT_METHODS if method not in WITH_PARAMS]
