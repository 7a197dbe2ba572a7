"""Test the methods that are read from the message unions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.model.methods import Calls, python_name, read_methods
from codex_codegen.schema.bundle import StableSubset, read_stable
from codex_codegen.schema.overrides import read_overrides

SCHEMA = Path(__file__).parents[2] / "schema"

UNIONS = {
    "ClientRequest": "methods",
    "ServerRequest": "server_requests",
    "ServerNotification": "notifications",
    "ClientNotification": "client_notifications",
}

NOTHING_STABLE = StableSubset(frozenset(), frozenset(), frozenset(), {})


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMA / "bundle.json").read_text())
    return loaded


@pytest.fixture(scope="module")
def calls(bundle: dict[str, Any]) -> Calls:
    responses = read_overrides(SCHEMA / "overrides.toml").responses
    return read_methods(bundle, read_stable(SCHEMA / "stable.json"), responses)


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/v2/{name}"}


def branch(method: str, params: object = None, **more: object) -> dict[str, Any]:
    properties: dict[str, Any] = {"method": {"enum": [method], "type": "string"}}
    if params is not None:
        properties["params"] = params
    return {"properties": properties, "required": ["method"], "type": "object", **more}


def tiny(*requests: dict[str, Any], notifications: tuple[dict[str, Any], ...] = (), **v2: object) -> dict[str, Any]:
    unions: dict[str, Any] = {name: {"oneOf": []} for name in UNIONS}
    unions["ClientRequest"] = {"oneOf": list(requests)}
    unions["ServerNotification"] = {"oneOf": list(notifications)}
    return {"definitions": {**unions, "v2": v2}}


def read(bundle: dict[str, Any], responses: dict[str, str] | None = None) -> Calls:
    return read_methods(bundle, NOTHING_STABLE, responses or {})


@pytest.mark.parametrize(("union", "kind"), UNIONS.items())
def test_every_message_becomes_a_method(bundle: dict[str, Any], calls: Calls, union: str, kind: str) -> None:
    branches = bundle["definitions"][union]["oneOf"]
    expected = [item["properties"]["method"]["enum"][0] for item in branches]
    assert [item.method for item in getattr(calls, kind)] == expected
    assert len({item.python_name for item in getattr(calls, kind)}) == len(expected) > 0


def test_every_response_has_a_method(bundle: dict[str, Any], calls: Calls) -> None:
    root = bundle["definitions"]
    names = {name for name in (*root, *root["v2"]) if name.endswith("Response") and not name.startswith("JSONRPC")}
    assert names == {method.response for method in (*calls.methods, *calls.server_requests)}


def test_unconventional_response_names_are_found(calls: Calls) -> None:
    found = {method.method: (method.params, method.params_optional, method.response) for method in calls.methods}
    assert found["account/logout"] == (None, False, "LogoutAccountResponse")
    assert found["account/rateLimits/read"] == ("GetAccountRateLimitsParams", True, "GetAccountRateLimitsResponse")
    assert found["config/batchWrite"] == ("ConfigBatchWriteParams", False, "ConfigWriteResponse")
    assert found["config/mcpServer/reload"] == (None, False, "McpServerRefreshResponse")


def test_stable_methods_match_the_stable_subset(calls: Calls) -> None:
    stable = json.loads((SCHEMA / "stable.json").read_text())
    assert {item.method for item in calls.methods if not item.experimental} == set(stable["methods"])
    assert {item.method for item in calls.notifications if not item.experimental} == set(stable["notifications"])
    assert {item.method for item in calls.server_requests if not item.experimental} == set(stable["serverRequests"])
    assert any(item.experimental for item in calls.methods)


def test_headings_are_removed_from_descriptions(calls: Calls) -> None:
    docs = [item.doc for item in (*calls.methods, *calls.server_requests)] + [item.doc for item in calls.notifications]
    assert [doc for doc in docs if doc.startswith("NEW ")] == []
    descriptions = {request.method: request.doc for request in calls.server_requests}
    assert descriptions["item/commandExecution/requestApproval"].startswith("Sent when approval is requested")


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("initialize", "initialize"),
        ("thread/name/set", "thread_name_set"),
        ("mcpServer/oauth/login", "mcp_server_oauth_login"),
        ("account/gatewayOAuth/read", "account_gateway_oauth_read"),
        ("thread/increment_elicitation", "thread_increment_elicitation"),
        ("import", "import_"),
    ],
)
def test_python_names(method: str, name: str) -> None:
    assert python_name(method) == name


def test_response_is_found_by_params_name() -> None:
    schema = tiny(branch("a/b", ref("GetItParams")), GetItParams={"type": "object"}, GetItResponse={"type": "object"})
    assert read(schema).methods[0].response == "GetItResponse"


def test_response_is_found_without_nullable_prefix() -> None:
    schema = tiny(
        branch("a/b", {"anyOf": [ref("NullableGetItParams"), {"type": "null"}]}),
        NullableGetItParams={"type": "object"},
        GetItResponse={"type": "object"},
    )
    method = read(schema).methods[0]
    assert (method.params, method.params_optional, method.response) == ("NullableGetItParams", True, "GetItResponse")


@pytest.mark.parametrize("params", [None, {"type": "null"}])
def test_response_without_params_is_found_by_method_name(params: object) -> None:
    method = read(tiny(branch("a/fooBar", params), AFooBarResponse={})).methods[0]
    assert (method.params, method.params_optional, method.response) == (None, False, "AFooBarResponse")


def test_response_is_found_by_override() -> None:
    assert read(tiny(branch("a/b"), OtherResponse={}), {"a/b": "OtherResponse"}).methods[0].response == "OtherResponse"


def test_unknown_response_error_has_the_override() -> None:
    with pytest.raises(CodegenError) as caught:
        read(tiny(branch("a/b", ref("XParams")), XParams={}))
    assert caught.value.pointer == "#/definitions/ClientRequest/oneOf/0"
    assert "tried XResponse, ABResponse" in caught.value.problem
    assert '[responses] "a/b" = "' in str(caught.value.remedy)


def test_override_with_unknown_response_is_rejected() -> None:
    with pytest.raises(CodegenError, match="unknown response Missing"):
        read(tiny(branch("a/b")), {"a/b": "Missing"})


def test_unused_override_is_rejected() -> None:
    with pytest.raises(CodegenError, match="unused override") as caught:
        read(tiny(branch("a/b"), ABResponse={}), {"a/b": "ABResponse"})
    assert '"a/b" = "ABResponse"' in str(caught.value.remedy)


def test_unused_response_is_rejected() -> None:
    with pytest.raises(CodegenError, match="unused response: StrayResponse") as caught:
        read(tiny(branch("a/b"), ABResponse={}, StrayResponse={}))
    assert '= "StrayResponse"' in str(caught.value.remedy)


def test_framing_responses_are_ignored() -> None:
    assert len(read(tiny(branch("a/b"), ABResponse={}, JSONRPCResponse={})).methods) == 1


@pytest.mark.parametrize(
    "params", [ref("Missing"), {"type": "object"}, {"anyOf": [ref("AParams"), ref("BParams")]}, {"anyOf": []}]
)
def test_unsupported_params_are_rejected(params: object) -> None:
    with pytest.raises(CodegenError, match="unsupported params") as caught:
        read(tiny(branch("a/b", params), AParams={}, BParams={}, ABResponse={}))
    assert caught.value.pointer == "#/definitions/ClientRequest/oneOf/0/properties/params"


def test_duplicate_python_names_are_rejected() -> None:
    with pytest.raises(CodegenError, match="a/fooBar and a/foo/bar have the same Python name: a_foo_bar"):
        read(tiny(branch("a/fooBar"), branch("a/foo/bar"), AFooBarResponse={}))


def test_duplicate_method_is_rejected() -> None:
    with pytest.raises(CodegenError, match="duplicate method: "):
        read(tiny(branch("a/b"), branch("a/b"), ABResponse={}))


@pytest.mark.parametrize("method", ["", "/", "1/2"])
def test_invalid_method_name_is_rejected(method: str) -> None:
    with pytest.raises(CodegenError, match="missing or invalid method"):
        read(tiny(branch(method)))


def test_method_description_precedes_params_description() -> None:
    params = {"description": "Of the params."}
    schema = tiny(
        branch("a/b", ref("ABParams"), description="NEW APIs Of the method."),
        branch("a/c", ref("ABParams"), description="NEW APIs"),
        ABParams=params,
        ABResponse={},
    )
    assert [method.doc for method in read(schema).methods] == ["Of the method.", "Of the params."]


def test_notification_payload_is_optional() -> None:
    schema = tiny(notifications=(branch("a/b", ref("X")), branch("a/c")), X={})
    assert [(item.method, item.payload) for item in read(schema).notifications] == [("a/b", "X"), ("a/c", "")]
