"""Test that types accept valid samples of their schema, dump them unchanged, and reject invalid ones."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import codex_protocol
from codegen.harness import SCHEMA
from codegen.sampler import Sampler
from codex_protocol import UnknownVariant, registry

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLER = Sampler(json.loads((SCHEMA / "bundle.json").read_bytes()))
GROUPS = sorted({name[:3] for name in SAMPLER.definitions})


def later_fields() -> dict[str, set[str]]:
    """Return the received fields that are newer than their message."""
    history = json.loads((SCHEMA / "history.json").read_bytes())
    found: dict[str, set[str]] = {}
    users = {method: spec.params for method, spec in registry.SERVER_REQUESTS.items()}
    users |= {method: spec.payload for method, spec in registry.SERVER_NOTIFICATIONS.items()}
    for method, entry in (history["serverRequests"] | history["notifications"]).items():
        later = {name for name, span in entry.get("fields", {}).items() if span["first"] != entry["first"]}
        name = users.get(method)
        if name is not None and later and "properties" in SAMPLER.definitions[name]:
            found.setdefault(name, set()).update(later & set(SAMPLER.definitions[name]["properties"]))
    return {name: fields for name, fields in found.items() if fields and "oneOf" not in SAMPLER.definitions[name]}


LATER = later_fields()


@cache
def adapter(name: str) -> TypeAdapter[Any]:
    found = getattr(codex_protocol, name)
    if isinstance(found, type) and issubclass(found, BaseModel):
        found.model_rebuild()
    return TypeAdapter(found)


def text_of(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def models(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for item in dict(value).values():
            yield from models(item)
    elif isinstance(value, list):
        for item in value:
            yield from models(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from models(item)


def in_group(group: str) -> list[str]:
    return [name for name in SAMPLER.definitions if name[:3] == group]


@pytest.mark.parametrize("group", GROUPS)
def test_valid_samples_round_trip(group: str) -> None:
    for name in in_group(group):
        samples = list(SAMPLER.samples(SAMPLER.definitions[name]))
        assert samples, name
        for sample in samples:
            raw = text_of(sample)
            for value in (adapter(name).validate_python(sample), adapter(name).validate_json(raw)):
                again = adapter(name).dump_python(value, mode="json", by_alias=True, exclude_unset=True)
                assert text_of(again) == raw, name
                for model in models(value):
                    if isinstance(model, UnknownVariant):
                        # The schema itself has an alternative that accepts any object.
                        assert model.raw == {}, (name, sample)
                    assert not model.model_extra, (name, sample, model.model_extra)


@pytest.mark.parametrize("group", GROUPS)
def test_invalid_samples_are_rejected(group: str) -> None:
    for name in in_group(group):
        schema = SAMPLER.definitions[name]
        for wrong in SAMPLER.wrong(schema):
            missing = set(schema.get("required", ())) - set(wrong if isinstance(wrong, dict) else ())
            assert refuses(name, wrong) or (missing and missing <= LATER.get(name, set())), (name, wrong)


def test_fields_missing_in_older_runtimes_are_optional() -> None:
    assert "isBlocking" in LATER["ToolRequestUserInputParams"]
    for name, fields in LATER.items():
        required = set(SAMPLER.definitions[name].get("required", ()))
        for sample in SAMPLER.samples(SAMPLER.definitions[name]):
            if required <= set(sample):
                old = {wire: value for wire, value in sample.items() if wire not in fields}
                assert not refuses(name, old), (name, old)


def refuses(name: str, value: Any) -> bool:
    try:
        adapter(name).validate_python(value)
    except ValidationError:
        return True
    return False


def test_alternative_with_known_enum_values_is_preferred() -> None:
    schema = adapter("McpElicitationPrimitiveSchema")
    boolean = schema.validate_python({"type": "boolean", "default": True})
    assert type(boolean) is codex_protocol.McpElicitationBooleanSchema
    assert boolean.default is True
    number = schema.validate_python({"type": "integer", "default": 1.0})
    assert type(number) is codex_protocol.McpElicitationNumberSchema
    # Unknown values of newer runtimes are kept.
    new = {"type": "color", "title": "Paint"}
    assert schema.dump_python(schema.validate_python(new), mode="json", by_alias=True, exclude_unset=True) == new


def test_samples_are_not_empty() -> None:
    samples = {name: list(SAMPLER.samples(schema)) for name, schema in SAMPLER.definitions.items()}
    wrong = {name: list(SAMPLER.wrong(schema)) for name, schema in SAMPLER.definitions.items()}
    assert len(samples) > 800
    assert sum(map(len, samples.values())) > 10_000
    assert sum(map(len, wrong.values())) >= 4_000
    assert {item["type"] for item in samples["ThreadItem"]} == {
        branch["properties"]["type"]["enum"][0] for branch in SAMPLER.definitions["ThreadItem"]["oneOf"]
    }
