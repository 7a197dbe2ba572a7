"""Malformed and malicious bundles, and the properties of the code that is generated from them."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegen.tiny import tiny_schema
from codex_codegen.errors import CodegenError
from codex_codegen.pipeline import render_bundle
from codex_codegen.schema.history import History
from codex_codegen.schema.overrides import Overrides
from codex_codegen.sources.dump import SchemaDump, parse_bundle, parse_dump, stable_subset
from fuzz.hostile_text import AWKWARD, CANARIES, NAMES, TEMPLATES, escaped
from fuzz.json_mutations import at, mutated, places
from fuzz.schemas import Texts, hostile_schema

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

VERSION = "1.2.3"
TEXTS = (*CANARIES, *AWKWARD, *TEMPLATES, *NAMES)
REFERENCES = [f"#/definitions/v2/{name}" for name in ("Shape", "Color", "DrawShapeParams", "DrawClearResponse")]


@dataclass(frozen=True)
class Made:
    """A bundle, and whether it is generated strictly: every irregularity is an error then."""

    schema: Any
    strict: bool

    def smaller(self) -> Iterator[Made]:
        """Yield smaller inputs."""
        for path in sorted(places(self.schema), key=len):
            if path:
                schema = copy.deepcopy(self.schema)
                del at(schema, path[:-1])[path[-1]]
                yield Made(schema, self.strict)

    def dump(self) -> Any:
        return {"schema": self.schema, "strict": self.strict}

    @classmethod
    def load(cls, dumped: Any) -> Made:
        return cls(dumped["schema"], dumped["strict"])


def bundle(chance: random.Random) -> Made:
    """Generate a bundle of hostile text, of unusual keywords, or of any JSON."""
    how = chance.randrange(12)
    schema: Any
    if how == 0:
        some = [chance.choice(TEXTS) for _ in range(chance.choice((1, 5, 30)))]
        schema = hostile_schema(Texts(some), chance.sample(NAMES, 3), [f"draw/{chance.choice(TEXTS)}"])
    else:
        schema = copy.deepcopy(tiny_schema())
    if how == 1:
        schema = mutated(schema, chance)
    elif how > 1:
        for _ in range(chance.choice((1, 1, 2, 3))):
            _bend(schema, chance)
    return Made(schema, strict=not chance.randrange(3))


def _bend(schema: Any, chance: random.Random) -> None:
    """Mutate a bundle so that it usually remains a JSON schema."""
    inside = schema["definitions"]
    found = [at(inside, path) for path in places(inside)]
    node = chance.choice([one for one in found if isinstance(one, dict) and one.keys() & {"type", "$ref", "oneOf"}])
    how = chance.randrange(8)
    if how == 0:
        key = chance.choice(list(node))
        node[chance.choice(TEXTS)] = node.pop(key)
    elif how == 1:
        node[chance.choice(NAMES)] = _schema(chance, 2)
    elif how == 2:
        inside["v2"][f"Added{chance.randrange(5)}"] = _schema(chance, 3)
    else:
        name, value = _keyword(chance, 2)
        node[name] = value


def _schema(chance: random.Random, depth: int) -> Any:
    """Generate a schema from some keywords."""
    if not chance.randrange(8):
        return chance.choice((True, False, {}))
    return dict(_keyword(chance, depth) for _ in range(chance.choice((1, 2, 3))))


def _keyword(chance: random.Random, depth: int) -> tuple[str, Any]:
    text = chance.choice
    plain: dict[str, Callable[[], Any]] = {
        "type": lambda: text(("object", "array", "string", "null", ["string", "null"], ["object", "array", "integer"])),
        "enum": lambda: text((["a", "b"], ["a", None], [1, 2], [text(TEXTS)], ["a", "A", "a-"], [[], {}], ["x", 1])),
        "const": lambda: text((text(TEXTS), 1, None, [])),
        "required": lambda: text((["id"], ["type"], [text(NAMES)], ["shape", "shape"], [])),
        "default": lambda: text((None, 1, "red", text(TEXTS), [], {}, [[]], ["red"], {"a": 1}, 1e308, True)),
        "description": lambda: text(TEXTS),
        "title": lambda: text((*TEXTS[:20], "Shape", "Color", "WireModel", "x::y")),
        "$ref": lambda: text(REFERENCES) if chance.randrange(20) else f"#/definitions/{text(TEXTS)}",
        "format": lambda: text(TEXTS),
        "unheard-of": lambda: text(TEXTS),
    }
    nested: dict[str, Callable[[], Any]] = {
        "properties": lambda: {text(NAMES): _schema(chance, depth - 1) for _ in range(chance.randrange(3))},
        "items": lambda: _schema(chance, depth - 1),
        "additionalProperties": lambda: _schema(chance, depth - 1),
        **{
            name: lambda: [_schema(chance, depth - 1) for _ in range(chance.choice((1, 2, 3)))]
            for name in ("oneOf", "anyOf", "allOf")
        },
    }
    usable = {**plain, **nested} if depth > 0 else plain
    name = chance.choice(list(usable))
    return name, usable[name]()


def check_bundle(made: Made) -> str:
    """Check that a bundle is rejected with a reason, or generates valid Python files.

    Raises:
        AssertionError: a property does not hold.
    """
    content = json.dumps(made.schema).encode()
    try:
        marks = stable_subset(parse_bundle(content, "bundle"))
        printed = parse_dump(SchemaDump(VERSION, content, marks, "bundle"))
        overrides = Overrides("none", reviewed_version=VERSION if made.strict else "0.0.1")
        sources = render_bundle(printed, overrides, History(), lambda _: None)
    except CodegenError as error:
        return f"refused: {error.problem.split(chr(39))[0][:40]}"
    for path, source in sources.items():
        *folders, file = path.split("/")
        name, _, ending = file.rpartition(".")
        assert folders in ([], ["mappers"]), path
        assert name.isascii(), path
        assert name.isidentifier(), path
        assert ending in ("py", "typed"), path
        place = escaped(source)
        assert place is None, f"{path}: {place}"
    return f"{len(sources)} files"
