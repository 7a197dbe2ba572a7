"""Valid and invalid values for a schema, derived from the bundle without the generator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("string", "integer", "number", "boolean", "null", "array", "object")
SCALARS: dict[str, Any] = {"string": "text", "integer": 3, "number": 1.5, "boolean": True, "null": None}
ANYTHING: tuple[Any, ...] = ("anything", {"any": [1, None]}, [2], 7, False, None)


class Sampler:
    """Makes samples of the definitions of a bundle."""

    def __init__(self, bundle: dict[str, Any]) -> None:
        root = bundle["definitions"]
        self.definitions: dict[str, Any] = {**{k: v for k, v in root.items() if k != "v2"}, **root.get("v2", {})}

    def target(self, schema: Any) -> Any:
        """Resolve references."""
        while isinstance(schema, dict) and ("$ref" in schema or "allOf" in schema):
            if "$ref" in schema:
                schema = self.definitions[schema["$ref"].rpartition("/")[2]]
            else:
                (schema,) = schema["allOf"]
        return schema

    def least(self, schema: Any, inside: tuple[int, ...] = ()) -> Any:
        """Return the smallest value: no optional property, no item, the first alternative that is not recursive."""
        schema = self.target(schema)
        if not isinstance(schema, dict) or not self._has_content(schema):
            return "anything"
        if id(schema) in inside:
            raise RecursionError
        inside = (*inside, id(schema))
        for variant in self._variants(schema):
            try:
                return self._least_of(variant, inside)
            except RecursionError:
                continue
        raise RecursionError

    def _least_of(self, schema: Any, inside: tuple[int, ...]) -> Any:
        if "$ref" in schema or "allOf" in schema or "oneOf" in schema or "anyOf" in schema:
            return self.least(schema, inside)
        if "enum" in schema:
            return schema["enum"][0]
        kind = self._kinds(schema)[0]
        if kind == "object":
            properties = schema.get("properties", {})
            return {name: self.least(properties.get(name, True), inside) for name in schema.get("required", [])}
        return [] if kind == "array" else SCALARS[kind]

    def samples(self, schema: Any, depth: int = 0) -> Iterator[Any]:
        """Yield the smallest value, the largest, and one for each alternative of each property, item and value."""
        schema = self.target(schema)
        if not isinstance(schema, dict) or not self._has_content(schema):
            yield from ANYTHING
            return
        if depth > 2:
            yield self.least(schema)
            return
        for variant in self._variants(schema):
            if "$ref" in variant or "allOf" in variant or "oneOf" in variant or "anyOf" in variant:
                yield from self.samples(variant, depth)
            elif "enum" in variant:
                yield from variant["enum"]
            else:
                for kind in self._kinds(variant):
                    yield from self._samples_of(variant, kind, depth)

    def _samples_of(self, schema: dict[str, Any], kind: str, depth: int) -> Iterator[Any]:
        if kind == "array":
            yield []
            items = list(self.samples(schema.get("items", True), depth + 1))
            yield items[:20]
        elif kind == "object":
            yield from self._objects(schema, depth)
        else:
            yield SCALARS[kind]

    def _objects(self, schema: dict[str, Any], depth: int) -> Iterator[Any]:
        properties = schema.get("properties", {})
        least = {name: self.least(properties.get(name, True)) for name in schema.get("required", [])}
        yield least
        yield {**least, **{name: self.least(prop) for name, prop in properties.items()}}
        for name, prop in properties.items():
            for value in self.samples(prop, depth + 1):
                yield {**least, name: value}
        values = schema.get("additionalProperties")
        if isinstance(values, dict):
            for value in self.samples(values, depth + 1):
                yield {**least, "some key": value}

    def wrong(self, schema: Any) -> Iterator[Any]:
        """Yield invalid values: of another type, without a required property, or with an invalid property."""
        schema = self.target(schema)
        allowed = self.allowed(schema)
        if "array" not in allowed:
            yield ["wrong"]
        if "object" not in allowed:
            yield {"wrong": 1}
        # The unknown branch of a union accepts other objects.
        if not isinstance(schema, dict) or "properties" not in schema or schema.keys() & {"oneOf", "anyOf"}:
            return
        least = self.least(schema)
        for name in schema.get("required", []):
            # Older runtimes omit nullable fields.
            if "null" not in self.allowed(schema["properties"].get(name, True)):
                yield {key: value for key, value in least.items() if key != name}
        for name, prop in schema["properties"].items():
            kinds = self.allowed(prop)
            # Scalars are skipped, because pydantic converts some of them.
            for kind, value in (("array", [["wrong"]]), ("object", {"wrong": 1})):
                if kind not in kinds:
                    yield {**least, name: value}

    def allowed(self, schema: Any, inside: tuple[int, ...] = ()) -> set[str]:
        """Return the JSON types that a schema allows."""
        schema = self.target(schema)
        if not isinstance(schema, dict) or not self._has_content(schema):
            return set(KINDS)
        if id(schema) in inside:
            return set()
        inside = (*inside, id(schema))
        found: set[str] = set()
        for variant in self._variants(schema):
            if "$ref" in variant or "allOf" in variant or "oneOf" in variant or "anyOf" in variant:
                found |= self.allowed(variant, inside)
            elif "enum" in variant:
                found |= {"null" if value is None else "string" for value in variant["enum"]}
            else:
                found |= set(self._kinds(variant))
        return found

    def _variants(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Return the alternatives of a schema. Properties next to a union belong to each alternative."""
        keyword = next((keyword for keyword in ("oneOf", "anyOf") if keyword in schema), None)
        if keyword is None:
            yield schema
            return
        for branch in schema[keyword]:
            if "properties" not in schema:
                yield branch
                continue
            yield {
                "type": "object",
                "properties": {**schema["properties"], **branch.get("properties", {})},
                "required": [*dict.fromkeys([*schema.get("required", []), *branch.get("required", [])])],
            }

    def _kinds(self, schema: dict[str, Any]) -> list[str]:
        kind = schema.get("type", "object" if "properties" in schema else list(KINDS))
        return list(kind) if isinstance(kind, list) else [kind]

    def _has_content(self, schema: dict[str, Any]) -> bool:
        return bool(schema.keys() & {"type", "properties", "oneOf", "anyOf", "allOf", "$ref", "enum", "const"})
