"""Test the runtimes that introduced methods and fields."""

from __future__ import annotations

from typing import Any

import pytest

from codex_codegen.model import ir
from codex_codegen.model.availability import annotate
from codex_codegen.schema.history import Entry, History, Span


def history(**kinds: dict[str, tuple[str, dict[str, str]]]) -> History:
    """Return a history of kinds: method -> the runtime that introduced it, and those of its fields."""
    return History(
        ["1", "2", "3"],
        {
            kind: {
                method: Entry(Span(first, "3"), {name: Span(since, "3") for name, since in fields.items()})
                for method, (first, fields) in entries.items()
            }
            for kind, entries in kinds.items()
        },
    )


def model(name: str, **since: str | None) -> ir.Model:
    """Return a model with required fields, and the runtimes that introduced them."""
    return ir.Model(name, tuple(ir.Field(key, key, "str", required=True, since=value) for key, value in since.items()))


def method(name: str, params: str | None, since: str | None = None) -> ir.Method:
    return ir.Method(name, name, params, False, "Answer", since=since)


def marks(protocol: ir.Protocol, name: str) -> tuple[str | None, list[tuple[str | None, bool]]]:
    """Return the runtime of a model, and the runtime and requirement of each field."""
    found = protocol.definitions[name]
    assert isinstance(found, ir.Model)
    return found.since, [(field.since, field.required) for field in found.fields]


@pytest.mark.parametrize(
    ("kind", "items", "required"),
    [
        ("methods", {"methods": (method("m", "P"),)}, True),
        # Older runtimes do not send the newer fields.
        ("serverRequests", {"server_requests": (method("m", "P"),)}, False),
        ("notifications", {"notifications": (ir.Notification("m", "m", "P"),)}, False),
    ],
)
def test_params_have_the_runtimes_of_their_message(kind: str, items: dict[str, Any], required: bool) -> None:
    definitions: dict[str, ir.Definition] = {"P": model("P", old=None, new=None), "Answer": model("Answer", a=None)}
    found = annotate(ir.Protocol("3", definitions, **items), history(**{kind: {"m": ("2", {"old": "2", "new": "3"})}}))
    assert marks(found, "P") == ("2", [(None, True), ("3", required)])
    assert marks(found, "Answer") == (None, [(None, True)])
    # Only methods of the client have a runtime of their own.
    assert [item.since for item in found.methods] == (["2"] if kind == "methods" else [])
    assert [item.since for item in found.server_requests] == [None] * len(found.server_requests)


def test_message_as_old_as_the_history_has_no_runtime() -> None:
    protocol = ir.Protocol("3", {"P": model("P", a=None)}, methods=(method("m", "P"), method("n", None)))
    found = annotate(protocol, history(methods={"m": ("1", {"a": "1"}), "n": ("3", {})}))
    assert marks(found, "P") == (None, [(None, True)])
    assert [item.since for item in found.methods] == [None, "3"]
    assert annotate(protocol, History()) == protocol


def test_params_of_several_messages_have_the_oldest_runtime() -> None:
    protocol = ir.Protocol(
        "3",
        {"P": model("P", a=None, b=None), "Q": model("Q", a=None)},
        methods=(method("m", "P"), method("n", "P"), method("o", "Q")),
        notifications=(ir.Notification("p", "p", "Q"),),
    )
    found = annotate(
        protocol,
        history(
            methods={
                "m": ("3", {"a": "3", "b": "3"}),
                "n": ("2", {"a": "3", "b": "2"}),
                "o": ("2", {"a": "3"}),
            },
            notifications={"p": ("2", {"a": "3"})},
        ),
    )
    assert marks(found, "P") == ("2", [(None, True), (None, True)])
    # The client sends the model too, so its field stays required.
    assert marks(found, "Q") == ("2", [("3", True)])


def test_branches_of_a_union_have_the_runtime_of_its_message() -> None:
    union = ir.Union("U", "tag", (ir.Branch("A", ("A",), "a"), ir.Branch("E", ("E",))), "type")
    definitions: dict[str, ir.Definition] = {"U": union, "A": model("A", a=None), "E": ir.Enum("E", ())}
    past = {"m": ("2", {"a": "3"})}
    sent = annotate(ir.Protocol("3", definitions, methods=(method("m", "U"),)), history(methods=past))
    assert marks(sent, "A") == ("2", [("3", True)])
    asked = annotate(ir.Protocol("3", definitions, server_requests=(method("m", "U"),)), history(serverRequests=past))
    # Whether an older runtime sends this branch at all is unknown.
    assert marks(asked, "A") == ("2", [("3", True)])
    assert sent.definitions["U"] == union
