"""Hoist inline types into named definitions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import pascal
from ..schema.bundle import Schema, branch_key, is_schema
from ..schema.walk import NULL, Definitions, escape, is_inline_object, is_null, ref, rewrite, union_keyword, walk
from .naming import branch_names, clean_title, override_remedy

if TYPE_CHECKING:
    from ..schema.strictness import Strictness


@dataclass
class _Hoister:
    """Moves inline types out of definitions."""

    definitions: Definitions
    titles: Counter[str]
    """Number of occurrences of each title: only a unique title is used as a name."""
    strictness: Strictness
    done: Definitions = field(default_factory=dict[str, Schema])

    def add(self, name: str, schema: Schema, pointer: str, origin: str) -> Schema:
        """Define `name` with its inline types, and return a reference to it."""
        taken = self.done.get(name) or self.definitions.get(name)
        if taken is not None:
            problem = CodegenError(
                f"the name {name} is already used by {taken['x-pointer']}",
                pointer=pointer,
                remedy=override_remedy(pointer, schema),
            )
            name = f"Inline{name}"
            if name in self.done or name in self.definitions:
                raise problem
            self.strictness.tolerate(problem, f"it is named {name}")
        rest = {key: value for key, value in schema.items() if key not in ("x-name", "default")}
        self.done[name] = {**rest, "x-pointer": pointer, "x-origin": origin}
        self.done[name] = self.inside(name, self.done[name])
        return ref(name)

    def inside(self, name: str, schema: Schema) -> Schema:
        """Hoist the inline types of a definition: union branches and property types."""
        pointer, origin = schema["x-pointer"], schema["x-origin"]
        if union_keyword(schema) is not None:
            return self.branches(name, schema)
        properties = {
            wire: self.property(
                _inner_name(name, wire), prop, f"{pointer}/properties/{escape(wire)}", f"{origin}.{wire}"
            )
            for wire, prop in schema.get("properties", {}).items()
        }
        result = {**schema, "properties": properties} if properties else dict(schema)
        for keyword in ("items", "additionalProperties"):
            if is_schema(schema.get(keyword)):
                result[keyword] = self.property(f"{name}Item", schema[keyword], f"{pointer}/{keyword}", f"{origin}.*")
        return result

    def property(self, name: str, schema: Any, pointer: str, origin: str) -> Any:
        """Hoist the type of a property, item or map value if it needs a name.

        Otherwise, hoist the types inside it.
        """
        if not is_schema(schema):
            return schema
        keyword = union_keyword(schema)
        name = schema.get("x-name", name)
        described: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
        if is_inline_object(schema) or _is_open_choice(schema):
            return {**described, **self.add(name, schema, pointer, origin)}
        if keyword is not None:
            return self._union_property(name, schema, keyword, pointer, origin, described)
        result = dict(schema)
        for inner in ("items", "additionalProperties"):
            if is_schema(schema.get(inner)):
                result[inner] = self.property(f"{name}Item", schema[inner], f"{pointer}/{inner}", f"{origin}.*")
        return result

    def _union_property(
        self, name: str, schema: Schema, keyword: str, pointer: str, origin: str, described: Schema
    ) -> Schema:
        """Keep "this or null" in place; hoist any other union with an inline type."""
        non_null = [branch for branch in schema[keyword] if not is_null(branch)]
        nulls = [NULL] if len(non_null) < len(schema[keyword]) else []
        if len(non_null) == 1:
            inner = self.property(name, non_null[0], pointer, origin)
            return {**described, "anyOf": [inner, *nulls]}
        if not any(is_inline_object(branch) or _is_open_choice(branch) for branch in non_null):
            branches = [self.property(f"{name}Item", branch, pointer, origin) for branch in non_null]
            return {**described, "anyOf": [*branches, *nulls]}
        target = self.add(name, {keyword: non_null}, pointer, origin)
        return {**described, "anyOf": [target, *nulls]}

    def branches(self, name: str, schema: Schema) -> Schema:
        """Hoist the branches of a union."""
        keyword = union_keyword(schema)
        assert keyword is not None
        pointer, origin = schema["x-pointer"], schema["x-origin"]
        names = branch_names(name, schema, keyword, self.titles, frozenset(self.definitions), self.strictness)
        hoisted: list[Any] = []
        for index, branch in enumerate(schema[keyword]):
            at = f"{pointer}/{keyword}/{index}"
            if is_inline_object(branch):
                key = branch_key(branch)
                hoisted.append(self.add(names[index], branch, at, f"{origin}.{key}" if key else origin))
            elif _is_open_choice(branch):
                hoisted.append(self.add(branch.get("x-name", f"{name}Value"), branch, at, origin))
            else:
                hoisted.append(self.property(f"{name}Item", branch, at, origin))
        return {**schema, keyword: hoisted}


def hoist(definitions: Definitions, strictness: Strictness) -> Definitions:
    """Turn every inline union branch, object and enum into a definition.

    Args:
        definitions: The definitions.
        strictness: Whether a name conflict is an error or is resolved.

    Raises:
        CodegenError: No unique name exists for an inline type.
    """
    titles = Counter(
        clean_title(schema["title"])
        for definition in definitions.values()
        for schema, pointer in walk(definition, definition["x-pointer"])
        if isinstance(schema.get("title"), str) and pointer != definition["x-pointer"]
    )
    hoister = _Hoister(definitions, titles, strictness)
    for name in sorted(definitions):
        hoister.done[name] = hoister.inside(name, definitions[name])
    return {name: rewrite(hoister.done[name], _without_title, "") for name in sorted(hoister.done)}


def _inner_name(parent: str, wire: str) -> str:
    """Return the name of a property's type. A branch named after its only key does not repeat the key."""
    own = pascal(wire)
    return f"{parent}Details" if parent.startswith(own) else f"{parent}{own}"


def _without_title(schema: Schema, _pointer: str) -> Schema:
    return {key: value for key, value in schema.items() if key != "title"}


def _is_open_choice(schema: Any) -> bool:
    """Return whether a schema is a set of strings, which becomes an enum. A single string is a tag."""
    if not is_schema(schema) or "enum" not in schema:
        return False
    return len([value for value in schema["enum"] if value is not None]) > 1 or "x-docs" in schema
