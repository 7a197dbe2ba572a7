"""Test the complete changes between two protocols, with their details."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from codex_codegen.diff.changes import Change, Effect
from codex_codegen.diff.compare import compare
from codex_codegen.model import ir

NONE = "none"
B, H, A = Effect.breaking, Effect.behavioral, Effect.additive


def method(name: str, params: str | None = None, response: str = "Empty", *, optional: bool = False) -> ir.Method:
    return ir.Method(name, name, params, optional, response)


def model(name: str, *fields: ir.Field) -> ir.Model:
    return ir.Model(name, fields)


def field(wire: str, hint: str = "str", *refs: str, **more: Any) -> ir.Field:
    return ir.Field(wire, wire, hint, refs, **more)


def enum(name: str, *values: str) -> ir.Enum:
    return ir.Enum(name, tuple(ir.EnumMember(value, value) for value in values))


def union(kind: str, *branches: tuple[str, str | None], tag: str | None = None) -> ir.Union:
    return ir.Union("T", kind, tuple(ir.Branch(hint, (), key) for hint, key in branches), tag)


EMPTY = model("Empty")
NOTHING = ir.Protocol("1", {"Empty": EMPTY})
CALL = method("a/b", "P", "R")
NOTE = ir.Notification("a/note", "a_note", "N")


@pytest.mark.parametrize("what", ["method", "server request"])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (CALL, CALL, []),
        (None, CALL, [("added", None, "")]),
        (CALL, None, [("removed", B, "")]),
        (replace(CALL, experimental=True), CALL, [("now stable", A, "")]),
        (CALL, replace(CALL, experimental=True), [("now experimental", H, "requires the experimental API")]),
        (CALL, method("a/b", "Q", "R"), [("other params", B, "the params were P, and are Q")]),
        (CALL, method("a/b", None, "R"), [("other params", B, f"the params were P, and are {NONE}")]),
        (method("a/b", None, "R"), CALL, [("other params", A, f"the params were {NONE}, and are P")]),
        (method("a/b", "P", "R", optional=True), CALL, [("params newly required", B, "")]),
        (CALL, method("a/b", "P", "R", optional=True), []),
        (CALL, method("a/b", "P", "S"), [("other response", B, "the response was R, and is S")]),
        (
            method("a/b", "P", "R", optional=True),
            method("a/b", "Q", "S"),
            [
                ("other params", B, "the params were P, and are Q"),
                ("other response", B, "the response was R, and is S"),
            ],
        ),
    ],
)
def test_changes_of_requests(
    what: str, old: ir.Method | None, new: ir.Method | None, expected: list[tuple[str, Effect | None, str]]
) -> None:
    kind = "methods" if what == "method" else "server_requests"
    # A server request that is added is answered with an error.
    added = A if what == "method" else H
    fields: list[dict[str, Any]] = [{kind: () if one is None else (one,)} for one in (old, new)]
    before, after = (replace(NOTHING, **items) for items in fields)
    assert compare(before, after) == [
        Change(what, "a/b", change, effect or added, text) for change, effect, text in expected
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (NOTE, NOTE, []),
        (None, NOTE, [("added", A, "")]),
        (NOTE, None, [("removed", B, "")]),
        (replace(NOTE, experimental=True), NOTE, [("now stable", A, "")]),
        (NOTE, replace(NOTE, experimental=True), [("now experimental", H, "requires the experimental API")]),
        (NOTE, replace(NOTE, payload="M"), [("other payload", B, "the payload was N, and is M")]),
    ],
)
def test_changes_of_notifications(
    old: ir.Notification | None, new: ir.Notification | None, expected: list[tuple[str, Effect, str]]
) -> None:
    before, after = (replace(NOTHING, notifications=() if one is None else (one,)) for one in (old, new))
    assert compare(before, after) == [Change("notification", "a/note", *change) for change in expected]


SENT = replace(NOTHING, methods=(method("m", "T"),))
ANSWERED = replace(NOTHING, server_requests=(method("m", None, "T"),))
RECEIVED = replace(NOTHING, methods=(method("m", None, "T"),))
ASKED = replace(NOTHING, server_requests=(method("m", "T"),))
NOTIFIED = replace(NOTHING, notifications=(ir.Notification("m", "m", "T"),))
BOTH = replace(NOTHING, methods=(method("m", "T", "T"),))


def changes(base: ir.Protocol, old: ir.Definition | None, new: ir.Definition | None) -> list[Change]:
    """Return the changes if a type changes."""
    protocols = [
        replace(base, definitions={**base.definitions, **({} if one is None else {one.name: one})})
        for one in (old, new)
    ]
    return compare(*protocols)


TYPE_CHANGES: dict[str, tuple[ir.Definition, ir.Definition, tuple[Effect, Effect], tuple[str, str, str, str]]] = {
    "required field": (
        model("T"),
        model("T", field("f", required=True)),
        (B, A),
        ("field", "T.f", "added, required", ""),
    ),
    "required nullable field": (
        model("T"),
        model("T", field("f", "str | None", required=True, nullable=True)),
        (A, A),
        ("field", "T.f", "added", ""),
    ),
    "optional field": (model("T"), model("T", field("f")), (A, A), ("field", "T.f", "added", "")),
    "removed field": (model("T", field("f")), model("T"), (B, B), ("field", "T.f", "removed", "")),
    "newly required": (
        model("T", field("f")),
        model("T", field("f", required=True)),
        (B, A),
        ("field", "T.f", "newly required", ""),
    ),
    "default": (
        model("T", field("f", default="1")),
        model("T", field("f")),
        (H, H),
        ("field", "T.f", "default changed", f"it was 1, and is {NONE}"),
    ),
    "new default": (
        model("T", field("f")),
        model("T", field("f", default="2")),
        (H, H),
        ("field", "T.f", "default changed", f"it was {NONE}, and is 2"),
    ),
    "experimental field": (
        model("T", field("f")),
        model("T", field("f", experimental=True)),
        (H, H),
        ("field", "T.f", "now experimental", ""),
    ),
    "stable field": (
        model("T", field("f", experimental=True)),
        model("T", field("f")),
        (A, A),
        ("field", "T.f", "now stable", ""),
    ),
    "widened field": (
        model("T", field("f")),
        model("T", field("f", "str | int")),
        (A, B),
        ("field", "T.f", "type widened", "it was str, and is str | int"),
    ),
    "any value": (
        model("T", field("f")),
        model("T", field("f", "Any")),
        (A, B),
        ("field", "T.f", "type widened", "it was str, and is Any"),
    ),
    "narrowed field": (
        model("T", field("f", "str | int | None")),
        model("T", field("f", "None | str")),
        (B, A),
        ("field", "T.f", "type narrowed", "it was str | int | None, and is None | str"),
    ),
    "no longer any value": (
        model("T", field("f", "Any")),
        model("T", field("f", "str")),
        (B, A),
        ("field", "T.f", "type narrowed", "it was Any, and is str"),
    ),
    "other field": (
        model("T", field("f", "str | int")),
        model("T", field("f", "str | bool")),
        (B, B),
        ("field", "T.f", "type changed", "it was str | int, and is str | bool"),
    ),
    "value added": (enum("T", "a"), enum("T", "a", "b"), (A, H), ("value", "T.b", "added", "")),
    "value removed": (enum("T", "a", "b"), enum("T", "b"), (B, B), ("value", "T.a", "removed", "")),
    "branch added": (
        union("key", ("A", "a")),
        union("key", ("A", "a"), ("B", "b")),
        (A, H),
        ("branch", "T.b", "added", ""),
    ),
    "branch of an untagged union removed": (
        union("untagged", ("A", None), ("B", None)),
        union("untagged", ("A", None)),
        (B, B),
        ("branch", "T.B", "removed", ""),
    ),
    "other branch": (
        union("tag", ("A", "a"), tag="type"),
        union("tag", ("B", "a"), tag="type"),
        (B, B),
        ("branch", "T.a", "type changed", "it was A, and is B"),
    ),
    "alias": (
        ir.Alias("T", "str"),
        ir.Alias("T", "str | None"),
        (A, B),
        ("type", "T", "type widened", "it was str, and is str | None"),
    ),
    "tag": (
        union("tag", ("A", "a"), tag="type"),
        union("tag", ("A", "a"), tag="kind"),
        (B, B),
        (
            "type",
            "T",
            "type changed",
            "it was a union distinguished by 'type', and is a union distinguished by 'kind'",
        ),
    ),
    "kind of union": (
        union("key", ("A", "a")),
        union("untagged", ("A", None)),
        (B, B),
        (
            "type",
            "T",
            "type changed",
            "it was a union distinguished by key, and is a union distinguished by validation",
        ),
    ),
    "object to enum": (
        model("T"),
        enum("T", "a"),
        (B, B),
        ("type", "T", "type changed", "it was an object, and is a set of strings"),
    ),
    "alias to object": (
        ir.Alias("T", "list[str]"),
        model("T"),
        (B, B),
        ("type", "T", "type changed", "it was list[str], and is an object"),
    ),
}


@pytest.mark.parametrize("name", TYPE_CHANGES)
def test_effect_of_a_change_depends_on_whether_the_type_is_sent_or_received(name: str) -> None:
    old, new, (sent, received), (what, element, change, detail) = TYPE_CHANGES[name]
    worst = min(sent, received, key=[B, H, A].index)
    for base, effect in (
        (SENT, sent),
        (ANSWERED, sent),
        (RECEIVED, received),
        (ASKED, received),
        (NOTIFIED, received),
        (BOTH, worst),
    ):
        assert changes(base, old, new) == [Change(what, element, change, effect, detail)]
    assert changes(NOTHING, old, new) == []


def test_field_that_is_no_longer_required_may_be_missing_when_received() -> None:
    old, new = model("T", field("f", required=True, default="1")), model("T", field("f"))
    change = Change("field", "T.f", "no longer required", A)
    missing = replace(change, effect=B, detail="the field may be missing when received")
    assert changes(SENT, old, new) == [change]
    assert changes(RECEIVED, old, new) == [missing]
    assert changes(BOTH, old, new) == [missing]


def test_removed_type_is_reported_if_a_message_that_stays_uses_it() -> None:
    removed = [Change("type", "T", "removed", B, "the class no longer exists")]
    for base in (SENT, ANSWERED, RECEIVED, ASKED, NOTIFIED):
        assert changes(base, model("T"), None) == removed
        before = replace(base, definitions={"T": model("T"), "Empty": EMPTY})
        assert {change.what for change in compare(before, NOTHING)} == {base_kind(base)}
    assert changes(NOTHING, model("T"), None) == []
    assert changes(SENT, None, model("T")) == []


def base_kind(base: ir.Protocol) -> str:
    return "method" if base.methods else "server request" if base.server_requests else "notification"


def test_type_of_a_new_message_is_compared_as_the_new_message_uses_it() -> None:
    old = replace(NOTHING, definitions={"T": enum("T", "a")})
    new = replace(SENT, definitions={"T": enum("T", "a", "b")})
    assert compare(old, new) == [Change("method", "m", "added", A), Change("value", "T.b", "added", A)]
    # A removed message no longer uses the type at all.
    assert compare(new, old) == [Change("method", "m", "removed", B)]


def test_names_of_aliases_and_untagged_unions_are_expanded() -> None:
    def described(hint: str, *definitions: ir.Definition) -> ir.Protocol:
        found = {item.name: item for item in (model("T", field("f", hint)), *definitions)}
        return replace(SENT, definitions=found)

    plain = described("dict[str, list[str | int] | None]")
    named = described(
        "Map",
        ir.Alias("Map", "dict[str, Items | None]"),
        ir.Alias("Items", "list[Id]"),
        ir.Union("Id", "untagged", (ir.Branch("str"), ir.Branch("int"))),
    )
    assert compare(plain, named) == []
    recursive = described("Tree", ir.Alias("Tree", "dict[str, Tree]"))
    assert compare(recursive, recursive) == []
    tagged = described("Id", ir.Union("Id", "key", (ir.Branch("str"), ir.Branch("int"))))
    assert [change.change for change in compare(described("str | int"), tagged)] == ["type changed"]


def test_changes_are_sorted_by_effect_kind_and_name() -> None:
    old = replace(SENT, definitions={"T": model("T", field("b"), field("a"))}, methods=(method("m", "T"), method("n")))
    new = replace(
        SENT,
        definitions={"T": model("T", field("z"), field("y"))},
        methods=(method("m", "T"), method("l")),
        server_requests=(method("q"),),
    )
    assert [(change.effect, change.what, change.name) for change in compare(old, new)] == [
        (B, "field", "T.a"),
        (B, "field", "T.b"),
        (B, "method", "n"),
        (H, "server request", "q"),
        (A, "field", "T.y"),
        (A, "field", "T.z"),
        (A, "method", "l"),
    ]
