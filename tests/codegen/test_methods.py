"""What each method takes and is answered with, as read from the bundle's message unions."""

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
def test_every_branch_of_the_bundle_becomes_one_method(
    bundle: dict[str, Any], calls: Calls, union: str, kind: str
) -> None:
    branches = bundle["definitions"][union]["oneOf"]
    expected = [item["properties"]["method"]["enum"][0] for item in branches]
    assert [item.method for item in getattr(calls, kind)] == expected
    assert len({item.python_name for item in getattr(calls, kind)}) == len(expected) > 0


def test_every_response_of_the_bundle_answers_a_method(bundle: dict[str, Any], calls: Calls) -> None:
    root = bundle["definitions"]
    names = {name for name in (*root, *root["v2"]) if name.endswith("Response") and not name.startswith("JSONRPC")}
    assert names == {method.response for method in (*calls.methods, *calls.server_requests)}


def test_what_the_bundle_calls_otherwise_is_found_too(calls: Calls) -> None:
    found = {method.method: (method.params, method.params_optional, method.response) for method in calls.methods}
    assert found["account/logout"] == (None, False, "LogoutAccountResponse")
    assert found["account/rateLimits/read"] == ("GetAccountRateLimitsParams", True, "GetAccountRateLimitsResponse")
    assert found["config/batchWrite"] == ("ConfigBatchWriteParams", False, "ConfigWriteResponse")
    assert found["config/mcpServer/reload"] == (None, False, "McpServerRefreshResponse")


def test_what_the_runtime_prints_without_the_flag_is_stable(calls: Calls) -> None:
    stable = json.loads((SCHEMA / "stable.json").read_text())
    assert {item.method for item in calls.methods if not item.experimental} == set(stable["methods"])
    assert {item.method for item in calls.notifications if not item.experimental} == set(stable["notifications"])
    assert {item.method for item in calls.server_requests if not item.experimental} == set(stable["serverRequests"])
    assert any(item.experimental for item in calls.methods)


def test_headings_of_the_runtimes_sources_are_no_descriptions(calls: Calls) -> None:
    docs = [item.doc for item in (*calls.methods, *calls.server_requests)] + [item.doc for item in calls.notifications]
    assert [doc for doc in docs if doc.startswith("NEW ")] == []
    said = {request.method: request.doc for request in calls.server_requests}
    assert said["item/commandExecution/requestApproval"].startswith("Sent when approval is requested")


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


def test_the_response_is_named_like_the_params() -> None:
    schema = tiny(branch("a/b", ref("GetItParams")), GetItParams={"type": "object"}, GetItResponse={"type": "object"})
    assert read(schema).methods[0].response == "GetItResponse"


def test_a_nullable_prefix_of_the_params_is_not_in_the_response() -> None:
    schema = tiny(
        branch("a/b", {"anyOf": [ref("NullableGetItParams"), {"type": "null"}]}),
        NullableGetItParams={"type": "object"},
        GetItResponse={"type": "object"},
    )
    method = read(schema).methods[0]
    assert (method.params, method.params_optional, method.response) == ("NullableGetItParams", True, "GetItResponse")


@pytest.mark.parametrize("params", [None, {"type": "null"}])
def test_without_params_the_response_is_named_like_the_method(params: object) -> None:
    method = read(tiny(branch("a/fooBar", params), AFooBarResponse={})).methods[0]
    assert (method.params, method.params_optional, method.response) == (None, False, "AFooBarResponse")


def test_overrides_name_the_other_responses() -> None:
    assert read(tiny(branch("a/b"), OtherResponse={}), {"a/b": "OtherResponse"}).methods[0].response == "OtherResponse"


def test_an_unknown_response_says_which_line_to_write() -> None:
    with pytest.raises(CodegenError) as caught:
        read(tiny(branch("a/b", ref("XParams")), XParams={}))
    assert caught.value.pointer == "#/definitions/ClientRequest/oneOf/0"
    assert "no XResponse and no ABResponse" in caught.value.problem
    assert '[responses] "a/b" = "' in str(caught.value.remedy)


def test_an_override_has_to_name_a_definition() -> None:
    with pytest.raises(CodegenError, match="Missing, which is no definition"):
        read(tiny(branch("a/b")), {"a/b": "Missing"})


def test_an_override_that_is_not_needed_is_an_error() -> None:
    with pytest.raises(CodegenError, match="not needed") as caught:
        read(tiny(branch("a/b"), ABResponse={}), {"a/b": "ABResponse"})
    assert '"a/b" = "ABResponse"' in str(caught.value.remedy)


def test_a_response_that_no_method_gives_is_an_error() -> None:
    with pytest.raises(CodegenError, match="no method answers with StrayResponse") as caught:
        read(tiny(branch("a/b"), ABResponse={}, StrayResponse={}))
    assert '= "StrayResponse"' in str(caught.value.remedy)


def test_responses_of_the_framing_answer_no_method() -> None:
    assert len(read(tiny(branch("a/b"), ABResponse={}, JSONRPCResponse={})).methods) == 1


@pytest.mark.parametrize(
    "params", [ref("Missing"), {"type": "object"}, {"anyOf": [ref("AParams"), ref("BParams")]}, {"anyOf": []}]
)
def test_params_of_another_shape_are_an_error(params: object) -> None:
    with pytest.raises(CodegenError, match="neither a definition") as caught:
        read(tiny(branch("a/b", params), AParams={}, BParams={}, ABResponse={}))
    assert caught.value.pointer == "#/definitions/ClientRequest/oneOf/0/properties/params"


def test_methods_of_one_python_name_are_an_error() -> None:
    with pytest.raises(CodegenError, match="a/fooBar and a/foo/bar have the same Python name: a_foo_bar"):
        read(tiny(branch("a/fooBar"), branch("a/foo/bar"), AFooBarResponse={}))


def test_a_method_that_appears_twice_is_an_error() -> None:
    with pytest.raises(CodegenError, match="appears twice"):
        read(tiny(branch("a/b"), branch("a/b"), ABResponse={}))


@pytest.mark.parametrize("method", ["", "/", "1/2"])
def test_a_method_that_python_cannot_name_is_an_error(method: str) -> None:
    with pytest.raises(CodegenError, match="Python can name"):
        read(tiny(branch(method)))


def test_the_description_of_the_method_goes_before_that_of_its_params() -> None:
    params = {"description": "Of the params."}
    schema = tiny(
        branch("a/b", ref("ABParams"), description="NEW APIs Of the method."),
        branch("a/c", ref("ABParams"), description="NEW APIs"),
        ABParams=params,
        ABResponse={},
    )
    assert [method.doc for method in read(schema).methods] == ["Of the method.", "Of the params."]


def test_notifications_have_a_payload_or_none() -> None:
    schema = tiny(notifications=(branch("a/b", ref("X")), branch("a/c")), X={})
    assert [(item.method, item.payload) for item in read(schema).notifications] == [("a/b", "X"), ("a/c", "")]
