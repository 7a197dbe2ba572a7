"""Compares a generated package with its bundle. Run as a program: python -m fuzz.roundtrip BUNDLE < /dev/null

The program imports the complete `codex_protocol`, compares it with the bundle, and prints the number of checks as
JSON. It fails on the first difference.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter

import codex_protocol
from codegen.sampler import Sampler
from codex_protocol import OpenEnum, mappers, registry

if TYPE_CHECKING:
    from collections.abc import Callable


def check(bundle: dict[str, Any]) -> Counter[str]:
    """Compare the package with its bundle; return the number of checks."""
    for module in pkgutil.walk_packages(codex_protocol.__path__, "codex_protocol."):
        importlib.import_module(module.name)
    for name in codex_protocol.__all__:
        getattr(codex_protocol, name)
    sampler = Sampler(spelled_out(bundle))
    seen: Counter[str] = Counter()
    for name, schema in bundle["definitions"]["v2"].items():
        found: TypeAdapter[Any] = TypeAdapter(getattr(codex_protocol, name))
        values = schema.get("enum", [])
        for value in values:
            member = found.validate_python(value)
            assert isinstance(member, OpenEnum), (name, value)
            assert member.is_known, (name, value)
            assert member.value == value
            assert list(type(member)).count(member) == 1
            seen["values"] += 1
        for sample in sampler.samples(spelled_out(schema)):
            check_sample(found, sample, name)
            seen["samples"] += 1
    for union, specs in (("ClientRequest", registry.CLIENT_METHODS), ("ServerRequest", registry.SERVER_REQUESTS)):
        methods = [one["properties"]["method"]["enum"][0] for one in bundle["definitions"][union]["oneOf"]]
        assert list(specs) == methods
        seen["methods"] += len(methods)
    for method, spec in registry.CLIENT_METHODS.items():
        assert spec.params is not None
        check_mapper(mapper_of(method, spec.python_name), bundle["definitions"]["v2"][spec.params]["properties"])
        seen["mappers"] += 1
    return seen


def spelled_out(schema: Any) -> Any:
    """Replace each `const` by an `enum` with one value, because the sampler supports only `enum`."""
    if isinstance(schema, list):
        return [spelled_out(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if set(schema) >= {"const"} and isinstance(schema["const"], str):
        schema = {**{key: value for key, value in schema.items() if key != "const"}, "enum": [schema["const"]]}
    return {key: spelled_out(value) for key, value in schema.items()}


def check_sample(found: TypeAdapter[Any], sample: Any, name: str) -> None:
    """Check that a value survives the round trip, that its properties are attributes, and that its variant is known."""
    value = found.validate_python(sample)
    dumped = found.dump_python(value, mode="json", by_alias=True, exclude_unset=True)
    assert dumped == sample, (name, sample, dumped)
    if isinstance(value, BaseModel):
        assert not value.model_extra, (name, value.model_extra)
        assert not type(value).__name__.startswith("Unknown"), (name, sample)
        # A field of the schema must not replace a method of the model.
        assert inspect.ismethod(value.model_dump), name
        assert inspect.ismethod(type(value).model_validate), name


def mapper_of(method: str, python_name: str) -> Callable[..., dict[str, Any]]:
    """Return the mapper of a method from any module."""
    modules = [getattr(mappers, name) for name in mappers.__all__]
    (found,) = [getattr(module, python_name) for module in modules if hasattr(module, python_name)]
    assert inspect.isfunction(found), method
    assert found.__module__.startswith("codex_protocol.mappers."), method
    return found


def check_mapper(mapper: Callable[..., dict[str, Any]], properties: dict[str, Any]) -> None:
    """Check that each keyword is sent unchanged under a wire name."""
    keywords = [name for name, item in inspect.signature(mapper).parameters.items() if item.kind is item.KEYWORD_ONLY]
    wire = mapper(**{name: f"<{name}>" for name in keywords})
    assert set(wire) == set(properties)
    assert sorted(wire.values()) == sorted(f"<{name}>" for name in keywords)


if __name__ == "__main__":
    print(json.dumps(check(json.loads(Path(sys.argv[1]).read_bytes()))))
