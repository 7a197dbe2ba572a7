"""Check the keyword `output_schema`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast, get_origin

from openai_codex._json_types import is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger("openai_codex")


def check_type(schema: object) -> None:
    """Raise `InputError` for values that are not a JSON schema, such as text and types. None is valid."""
    if schema is None or isinstance(schema, Mapping):
        return
    if isinstance(schema, (str, bytes)):
        remedy = "decode it with json.loads"
    elif isinstance(schema, type) or get_origin(schema) is not None:
        name = schema.__name__ if isinstance(schema, type) else repr(schema)
        raise InputError("output_schema", f"expected a JSON schema, got the type {name}; pass output_type={name}")
    elif callable(getattr(schema, "schema", None)):
        remedy = "pass its schema()"
    else:
        remedy = "pass a dictionary such as {'type': 'object', ...}, or a type as output_type"
    raise InputError("output_schema", f"expected a JSON schema as a dictionary, got {type(schema).__name__}; {remedy}")


def warn_if_not_strict(schema: object) -> None:
    """Log a warning if a schema does not fulfil the rules of strict mode, in which the runtime sends every schema."""
    problem = next(_problems(schema, "output_schema", is_root=True), None)
    if problem is not None:
        logger.warning("%s; OpenAI models reject the schema. output_type=... creates a valid one", problem)


def _problems(schema: Any, path: str, *, is_root: bool = False) -> Iterator[str]:
    if not is_object(schema):
        return
    if is_root and schema.get("type") != "object":
        yield f"{path}: not strict: expected the type 'object' at the root, got {schema.get('type')!r}"
    if schema.get("type") == "object" or "properties" in schema:
        yield from _object_problems(schema, path)
    for key in ("properties", "$defs", "definitions"):
        for name, part in cast("Mapping[str, Any]", schema.get(key) or {}).items():
            yield from _problems(part, f"{path}.{key}.{name}")
    yield from _problems(schema.get("items"), f"{path}.items")
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for index, part in enumerate(cast("list[Any]", schema.get(key) or [])):
            yield from _problems(part, f"{path}.{key}[{index}]")


def _object_problems(schema: Mapping[str, Any], path: str) -> Iterator[str]:
    if schema.get("additionalProperties") is not False:
        yield f"{path}: not strict: missing 'additionalProperties': False"
    required: Any = schema.get("required") or []
    missing = [name for name in cast("Mapping[str, Any]", schema.get("properties") or {}) if name not in required]
    if missing:
        yield f"{path}: not strict: 'required' lacks {', '.join(map(repr, missing))}"
