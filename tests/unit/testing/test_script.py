"""The vocabulary of a script, and what is said of what does not belong in it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_codex.testing import (
    CustomToolCall,
    FunctionCall,
    Gate,
    HttpError,
    Match,
    Reasoning,
    RecordedRequest,
    ResponseFailed,
    ScriptedModel,
    StreamAborted,
    Text,
    Usage,
    shell_call,
)
from openai_codex.testing.script import check_reply, parts_of, resolve


def request(*texts: str) -> RecordedRequest:
    content = [{"type": "input_text", "text": text} for text in texts]
    return RecordedRequest("/v1/responses", {}, {"input": [{"type": "message", "role": "user", "content": content}]})


def other(value: object) -> Any:
    """Return what a type checker would not let pass."""
    return value


BAD_SCRIPTS: list[tuple[Any, str]] = [
    ([3], r"script\[0\]: int is no reply; give a string, a part, a list of parts, or a failure"),
    (["fine", None], r"script\[1\]: NoneType is no reply"),
    (["fine", [Text("fine"), 3]], r"script\[1\]\[1\]: int is no part"),
    ([["fine"], [HttpError(500)]], r"script\[1\]\[0\]: HttpError is no part"),
    (["fine", b"bytes"], r"script\[1\]: bytes is no reply"),
    ([{"text": "hello"}], r"script\[0\]: dict is no reply"),
    ([StreamAborted([Text("fine"), other(ResponseFailed("x"))])], r"script\[0\]\.after\[1\]: ResponseFailed is no part"),
    ([ResponseFailed("x", after=[other(7)])], r"script\[0\]\.after\[0\]: int is no part"),
    (["fine", Match("x", other(object()))], r"script\[1\]: object is no reply"),
    ([Match("x", ["fine", other(1.5)])], r"script\[0\]\[1\]: float is no part"),
    ("Hello", "script: expected a list of replies or a function, got str"),
    (Text("Hello"), "script: expected a list of replies or a function, got Text"),
    (None, "script: expected a list of replies or a function, got NoneType"),
    ({"Hello"}, "script: expected a list of replies or a function, got set"),
]


@pytest.mark.parametrize(("script", "words"), BAD_SCRIPTS)
def test_a_bad_script_is_refused_and_the_error_says_where(script: Any, words: str) -> None:
    before = threading.active_count()
    with pytest.raises(TypeError, match=words):
        ScriptedModel(script)
    assert threading.active_count() == before


def test_a_bad_default_is_refused() -> None:
    with pytest.raises(TypeError, match="default: int is no reply"):
        ScriptedModel([], default=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "reply",
    [
        "text",
        "",
        Text("text"),
        Reasoning("thought"),
        [],
        ["text", Text("more"), Usage()],
        (Text("text"),),
        FunctionCall("f", {}),
        CustomToolCall("f", "x"),
        Gate(),
        HttpError(500),
        StreamAborted(),
        StreamAborted(["text"], how="reset"),
        ResponseFailed("code", after=[Text("text")]),
        lambda request: "text",
    ],
)
def test_a_reply_is_taken(reply: Any) -> None:
    check_reply(reply, "here")


def test_functions_are_asked_until_there_is_a_reply() -> None:
    asked = request("Hi.")
    assert resolve(lambda request: f"re: {request.user_text}", asked) == "re: Hi."
    assert resolve(lambda _: lambda _: Text("nested"), asked) == Text("nested")


def test_what_a_function_returns_that_is_no_reply_becomes_a_visible_failure() -> None:
    rubbish: Any = lambda request: {"not": "a reply"}  # noqa: E731
    reply = resolve(rubbish, request("Hi."))
    assert isinstance(reply, HttpError)
    assert "what the script's function returned: dict is no reply" in reply.message


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (Text("one two  three"), ["one ", "two ", " ", "three"]),
        (Text(" leading"), [" ", "leading"]),
        (Text(""), []),
        (Text("abcdefg", deltas=3), ["abc", "de", "fg"]),
        (Text("abc", deltas=1), ["abc"]),
        (Text(deltas=["a", "", "b"]), ["a", "", "b"]),
        (Text("not said", deltas=("x", "y")), ["x", "y"]),
    ],
)
def test_the_pieces_of_a_text(text: Text, pieces: list[str]) -> None:
    assert text.pieces() == pieces
    assert text.whole == "".join(pieces)


@given(text=st.text(), deltas=st.none() | st.integers(min_value=1, max_value=50))
def test_the_pieces_of_any_text_are_the_text(text: str, deltas: int | None) -> None:
    found = Text(text, deltas=deltas)
    assert "".join(found.pieces()) == found.whole == text
    if deltas is not None:
        assert len(found.pieces()) == deltas


def test_parts_as_such() -> None:
    assert parts_of("a") == [Text("a")]
    assert parts_of(Reasoning("r")) == [Reasoning("r")]
    assert parts_of(["a", Usage(1)]) == [Text("a"), Usage(1)]
    assert parts_of([]) == []


def test_a_shell_command_is_a_call_of_the_tool_of_the_runtime() -> None:
    assert shell_call("ls", workdir="/") == FunctionCall("exec_command", {"cmd": "ls", "workdir": "/"})


def test_which_calls_an_entry_answers() -> None:
    assert Match("apples", "x").matches(request("context", "two apples, please"))
    assert not Match("apples", "x").matches(request("pears"))
    assert not Match("apples", "x").matches(request())
    assert Match(lambda found: found.user_text == "pears", "x").matches(request("pears"))
    assert not Match("apples", "x", times=0).matches(request("apples"))
    assert Match("apples", "x", times=None).matches(request("apples"))


def test_a_gate_that_nobody_reaches_says_so() -> None:
    gate = Gate()
    with pytest.raises(TimeoutError, match=r"no reply came to the gate within 0\.01 s"):
        gate.wait_entered(0.01)


def test_a_gate_holds_until_it_is_open_and_never_again() -> None:
    gate = Gate()
    held = threading.Thread(target=gate.hold)
    held.start()
    gate.wait_entered()
    held.join(0.05)
    assert held.is_alive()
    gate.open()
    held.join(10)
    assert not held.is_alive()
    gate.hold()
