"""Test the generated registry against the bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codegen.calls_harness import CLIENT_METHODS, DEFINITIONS, methods_of, params_of, sample, variants_of
from codex_protocol import registry

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_registry_matches_the_bundle() -> None:
    assert list(registry.CLIENT_METHODS) == CLIENT_METHODS
    assert list(registry.SERVER_REQUESTS) == methods_of("ServerRequest")
    assert list(registry.SERVER_NOTIFICATIONS) == methods_of("ServerNotification")
    assert list(registry.CLIENT_NOTIFICATIONS) == methods_of("ClientNotification")


def sampled_types() -> Iterator[tuple[str, Any]]:
    for union, specs in (("ClientRequest", registry.CLIENT_METHODS), ("ServerRequest", registry.SERVER_REQUESTS)):
        for method, spec in specs.items():
            if spec.params is not None:
                assert DEFINITIONS[spec.params] == params_of(union, method)
                yield spec.params, DEFINITIONS[spec.params]
            yield spec.response, DEFINITIONS[spec.response]
    for method, notification in registry.SERVER_NOTIFICATIONS.items():
        assert notification.payload is not None
        assert DEFINITIONS[notification.payload] == params_of("ServerNotification", method)
        yield notification.payload, DEFINITIONS[notification.payload]


@pytest.mark.parametrize(("name", "schema"), dict(sampled_types()).items())
def test_registry_types_accept_schema_samples(name: str, schema: dict[str, Any]) -> None:
    import codex_protocol

    for variant in variants_of(schema):
        value = registry.adapter(name)(sample(variant))
        assert isinstance(value, codex_protocol.WireModel)
        assert not isinstance(value, codex_protocol.UnknownVariant)
        dumped = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        assert dumped == sample(variant)


def test_registry_returns_types_by_method() -> None:
    import codex_protocol

    assert registry.params_type("turn/start") is codex_protocol.TurnStartParams
    assert registry.params_type("memory/reset") is None
    assert registry.response_type("turn/start") is codex_protocol.TurnStartResponse
    assert registry.response_type("item/tool/call") is codex_protocol.DynamicToolCallResponse
    assert registry.payload_type("turn/completed") is codex_protocol.TurnCompletedNotification
    assert registry.payload_type("initialized") is None
    for lookup in (registry.params_type, registry.response_type, registry.payload_type):
        with pytest.raises(KeyError, match="no/such"):
            lookup("no/such")
    with pytest.raises(AttributeError, match="NoSuchType"):
        registry.adapter("NoSuchType")


def test_adapter_is_cached_and_validates() -> None:
    from pydantic import ValidationError

    assert registry.adapter("TurnStartResponse") is registry.adapter("TurnStartResponse")
    with pytest.raises(ValidationError):
        registry.adapter("TurnStartResponse")({"turn": 1})
