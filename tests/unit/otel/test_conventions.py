"""The copied names are those of the installed semantic conventions."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import pytest
from opentelemetry.semconv.schemas import Schemas

from openai_codex.integrations.otel import conventions

_MODULES = ("gen_ai", "rpc", "jsonrpc", "error", "process", "server")
OWN = {name for name, value in vars(conventions).items() if name.isupper() and str(value).startswith("openai_codex.")}
ATTRIBUTES = {
    name: value
    for name, value in vars(conventions).items()
    if name.isupper() and isinstance(value, str) and "." in value and name not in {*OWN, "SCHEMA_URL"}
}
METRICS = {"OPERATION_DURATION", "TOKEN_USAGE", "RPC_CLIENT_DURATION", "RPC_SERVER_DURATION"}


def module(kind: str, name: str) -> Any:
    with warnings.catch_warnings():
        # The modules mark names that have moved to another repository.
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module(f"opentelemetry.semconv._incubating.{kind}.{name}_{kind}")


def defined(kind: str, *names: str) -> set[str]:
    modules = [module(kind, name) for name in names]
    return {value for each in modules for key, value in vars(each).items() if key.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("name", sorted(ATTRIBUTES.keys() - METRICS))
def test_attribute_is_defined_by_conventions(name: str) -> None:
    assert ATTRIBUTES[name] in defined("attributes", *_MODULES)


@pytest.mark.parametrize("name", sorted(METRICS))
def test_metric_is_defined_by_conventions(name: str) -> None:
    assert ATTRIBUTES[name] in defined("metrics", "gen_ai", "rpc")


def test_attributes_are_not_deprecated_within_conventions() -> None:
    deprecated = {"gen_ai.system", "gen_ai.prompt", "gen_ai.completion", "rpc.system", "rpc.service"}
    assert not deprecated & set(ATTRIBUTES.values())


def test_operations_are_defined_by_conventions() -> None:
    values = {each.value for each in module("attributes", "gen_ai").GenAiOperationNameValues}
    assert {conventions.CHAT, conventions.EXECUTE_TOOL, conventions.INVOKE_AGENT} <= values
    assert conventions.JSONRPC in {each.value for each in module("attributes", "rpc").RpcSystemNameValues}


def test_token_types_are_defined_by_conventions() -> None:
    assert {"input", "output"} <= {each.value for each in module("attributes", "gen_ai").GenAiTokenTypeValues}


def test_schema_is_published() -> None:
    assert conventions.SCHEMA_URL in {schema.value for schema in Schemas}


def test_own_names_do_not_collide_with_conventions() -> None:
    assert not any(vars(conventions)[name] in defined("attributes", *_MODULES) for name in OWN)
