"""Test the complete errors and notes of messages whose method, params or response is not supported."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.harness import failure
from codegen.test_methods import NOTHING_STABLE, UNIONS, branch, ref, tiny
from codex_codegen.model import ir
from codex_codegen.model.methods import Calls, python_name, read_methods
from codex_codegen.schema.bundle import StableSubset
from codex_codegen.schema.strictness import Strictness

Schema = dict[str, Any]

AT = "#/definitions/ClientRequest/oneOf/0"
ADD = "\n  remedy: add to schema/overrides.toml: [responses] "


def rejected(schema: Schema, responses: dict[str, str] | None = None, *, strict: bool = True) -> str:
    return failure(read_methods, schema, NOTHING_STABLE, responses or {}, Strictness(strict=strict))


def tolerated(schema: Schema, responses: dict[str, str] | None = None) -> tuple[list[str], list[str]]:
    """Return the responses of the methods, and the notes."""
    strictness = Strictness(strict=False)
    calls = read_methods(schema, NOTHING_STABLE, responses or {}, strictness)
    return [method.response for method in calls.methods], strictness.notes


def unions(**messages: list[Schema]) -> Schema:
    return {"definitions": {union: {"oneOf": messages.get(union, [])} for union in UNIONS}}


def test_messages_of_all_unions_are_read() -> None:
    schema = unions(
        ClientRequest=[
            branch("a/b", {"anyOf": [{"type": "null"}, ref("ABParams")]}, description="\n NEW APIs \nText. "),
            branch("a/c"),
        ],
        ServerRequest=[branch("a/ask", ref("AskParams"))],
        ServerNotification=[branch("a/note", ref("Note"), description="Own."), branch("a/bare")],
        ClientNotification=[branch("ready", {"type": "null"})],
    )
    schema["definitions"].update(ABResponse={}, ACResponse={}, AskResponse={}, AskParams={"description": " Asks. "})
    # A namespace has precedence.
    schema["definitions"]["ABParams"] = {"description": "Outer."}
    schema["definitions"]["v2"] = {"ABParams": {"description": "Inner."}, "Note": {"description": "Of the payload."}}
    stable = StableSubset(frozenset({"a/b"}), frozenset({"a/note"}), frozenset({"a/b"}), {})
    assert read_methods(schema, stable, {}) == Calls(
        methods=(
            ir.Method("a/b", "a_b", "ABParams", True, "ABResponse", "Text."),
            ir.Method("a/c", "a_c", None, False, "ACResponse", "", experimental=True),
        ),
        notifications=(
            ir.Notification("a/note", "a_note", "Note", "Own."),
            ir.Notification("a/bare", "a_bare", "", "", experimental=True),
        ),
        server_requests=(ir.Method("a/ask", "a_ask", "AskParams", False, "AskResponse", "Asks.", experimental=True),),
        client_notifications=(ir.Notification("ready", "ready", ""),),
    )


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("a//b-c/", "a_b_c"),
        ("/mcpServer/OAuthLogin", "mcp_server_oauth_login"),
        ("keywords", "keywords_"),
        ("overload", "overload_"),
        ("to/wire", "to_wire_"),
        ("unexpected/keyword", "unexpected_keyword_"),
        ("class", "class_"),
        ("class/a", "class_a"),
    ],
)
def test_names_that_the_generated_modules_use_get_an_underscore(method: str, name: str) -> None:
    assert python_name(method) == name


@pytest.mark.parametrize("union", UNIONS)
def test_two_methods_of_one_python_name_are_an_error(union: str) -> None:
    messages = [branch("a/fooBar"), branch("a/foo/bar")]
    schema = unions(**{union: messages})
    if union.endswith("Request"):
        schema["definitions"]["AFooBarResponse"] = {}
    assert rejected(schema) == "a/fooBar and a/foo/bar have the same Python name: a_foo_bar"


def test_methods_of_different_unions_may_have_one_python_name() -> None:
    schema = unions(**{union: [branch("a/b")] for union in UNIONS})
    schema["definitions"]["ABResponse"] = {}
    calls = read_methods(schema, NOTHING_STABLE, {})
    kinds = (calls.methods, calls.server_requests, calls.notifications, calls.client_notifications)
    assert [[item.python_name for item in kind] for kind in kinds] == [["a_b"]] * 4


@pytest.mark.parametrize("union", UNIONS)
@pytest.mark.parametrize(
    ("messages", "text"),
    [
        ([branch("")], "/oneOf/0: missing or invalid method"),
        ([True], "/oneOf/0: missing or invalid method"),
        ([branch("a"), branch("a")], "/oneOf/1: duplicate method: a"),
    ],
)
def test_invalid_method_is_an_error(messages: list[Any], text: str, union: str) -> None:
    schema = unions(**{union: messages})
    schema["definitions"]["AResponse"] = {}
    assert rejected(schema) == f"#/definitions/{union}{text}"
    del schema["definitions"][union]
    assert rejected(schema) == f"#/definitions/{union}: missing definition"


@pytest.mark.parametrize(
    "params", [True, ref("Missing"), {"$ref": 5}, {"anyOf": [ref("A"), ref("B")]}, {"anyOf": [{"type": "null"}]}]
)
def test_unsupported_params_are_an_error(params: Any) -> None:
    assert rejected(tiny(branch("a/b", params), A={}, B={}, ABResponse={})) == (
        f"{AT}/properties/params: unsupported params: expected a reference, a nullable reference or null"
    )


def test_nullable_payload_of_a_notification_is_an_error() -> None:
    nullable = {"anyOf": [ref("A"), {"type": "null"}]}
    assert rejected(tiny(notifications=(branch("a/b", nullable),), A={})) == (
        "#/definitions/ServerNotification/oneOf/0/properties/params: unsupported nullable params of a notification"
    )


@pytest.mark.parametrize(
    ("params", "tried"),
    [(None, "ABResponse"), ("XParams", "XResponse, ABResponse"), ("ABParams", "ABResponse"), ("X", "ABResponse")],
)
def test_unknown_response_is_an_error(params: str | None, tried: str) -> None:
    schema = tiny(branch("a/b", None if params is None else ref(params)), XParams={}, ABParams={}, X={})
    text = f'{AT}: unknown response of a/b: tried {tried}{ADD}"a/b" = "THE_DEFINITION"'
    assert rejected(schema) == rejected(schema, strict=False) == text


def test_unknown_response_of_an_override_is_an_error() -> None:
    assert rejected(tiny(branch("a/b")), {"a/b": "Missing"}) == (
        f"{AT}: unknown response Missing in the override for a/b\n"
        "  remedy: correct the line in schema/overrides.toml [responses]"
    )


def test_responses_are_matched_by_words_if_tolerated() -> None:
    schema = tiny(
        branch("alpha/beta/read", ref("XParams")),
        branch("cat/list"),
        branch("d/list"),
        branch("e/f"),
        XParams={},
        GetAlphaBetaResponse={},
        ListCatsResponse={},
        GivenResponse={},
        EFResponse={},
        # Only framing.
        JSONRPCResponse={},
    )
    assert tolerated(schema, {"d/list": "GivenResponse", "cat/list": "Missing"}) == (
        ["GetAlphaBetaResponse", "ListCatsResponse", "GivenResponse", "EFResponse"],
        [
            f"{AT}: unknown response of alpha/beta/read: tried XResponse, AlphaBetaReadResponse; "
            "GetAlphaBetaResponse has the same words and is used",
            "#/definitions/ClientRequest/oneOf/1: unknown response Missing in the override for cat/list; "
            "ListCatsResponse has the same words and is used",
        ],
    )


@pytest.mark.parametrize(("method", "responses"), [("alpha/beta", {}), ("c/d", {"c/d": "AlphaBetaResponse"})])
def test_response_of_another_method_is_not_matched(method: str, responses: dict[str, str]) -> None:
    schema = tiny(branch("beta/alpha/read"), branch(method), AlphaBetaResponse={})
    text = f"{AT}: unknown response of beta/alpha/read: tried BetaAlphaReadResponse\n"
    assert rejected(schema, responses, strict=False).startswith(text)


def test_unused_override_and_response_are_an_error_or_ignored() -> None:
    schema = tiny(branch("a/b"), ABResponse={})
    problem = "schema/overrides.toml [responses]: unused override for the response of a/b"
    assert rejected(schema, {"a/b": "X"}) == f'{problem}\n  remedy: delete the line `"a/b" = "X"`'
    assert tolerated(schema, {"a/b": "X"}) == (["ABResponse"], [f"{problem}; the override is ignored"])
    schema["definitions"]["v2"]["StrayResponse"] = {}
    line = 'add its method to schema/overrides.toml: [responses] "THE/METHOD" = "StrayResponse"'
    problem = "#/definitions/StrayResponse: unused response: StrayResponse"
    assert rejected(schema) == f"{problem}\n  remedy: {line}"
    assert tolerated(schema) == (["ABResponse"], [f"{problem}; it is generated as a plain type"])
