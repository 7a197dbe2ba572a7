"""Unit tests of scripts, replies and gates."""

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
from openai_codex.testing.script import check_reply, normalize_parts, resolve_reply


def request(*texts: str) -> RecordedRequest:
    content = [{"type": "input_text", "text": text} for text in texts]
    return RecordedRequest("/v1/responses", {}, {"input": [{"type": "message", "role": "user", "content": content}]})


def other(value: object) -> Any:
    """Return a value with the type Any, to pass an invalid value to a typed function."""
    return value


INVALID_SCRIPTS: list[tuple[Any, str]] = [
    ([3], r"script\[0\]: expected a reply \(a string, a part, .*\), got int"),
    (["fine", None], r"script\[1\]: expected a reply .*, got NoneType"),
    (["fine", [Text("fine"), 3]], r"script\[1\]\[1\]: expected a string or a part \(Text, .*, got int"),
    ([["fine"], [HttpError(500)]], r"script\[1\]\[0\]: expected a string or a part .*, got HttpError"),
    (["fine", b"bytes"], r"script\[1\]: expected a reply .*, got bytes"),
    ([{"text": "hello"}], r"script\[0\]: expected a reply .*, got dict"),
    (
        [StreamAborted([Text("fine"), other(ResponseFailed("x"))])],
        r"script\[0\]\.after\[1\]: expected a string or a part .*, got ResponseFailed",
    ),
    (
        [ResponseFailed("x", after=[other(7)])],
        r"script\[0\]\.after\[0\]: expected a string or a part \(Text, .*, got int",
    ),
    (["fine", Match("x", other(object()))], r"script\[1\]: expected a reply .*, got object"),
    ([Match("x", ["fine", other(1.5)])], r"script\[0\]\[1\]: expected a string or a part .*, got float"),
    ("Hello", "script: expected a list of replies or a function, got str"),
    (Text("Hello"), "script: expected a list of replies or a function, got Text"),
    (None, "script: expected a list of replies or a function, got NoneType"),
    ({"Hello"}, "script: expected a list of replies or a function, got set"),
]


@pytest.mark.parametrize(("script", "message"), INVALID_SCRIPTS)
def test_scripted_model_invalid_script_raises_with_position(script: Any, message: str) -> None:
    before = threading.active_count()
    with pytest.raises(TypeError, match=message):
        ScriptedModel(script)
    assert threading.active_count() == before


def test_scripted_model_invalid_default_raises() -> None:
    with pytest.raises(TypeError, match=r"default: expected a reply .*, got int"):
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
        StreamAborted(["text"], reset=True),
        ResponseFailed("code", after=[Text("text")]),
        lambda request: "text",
    ],
)
def test_check_reply_valid_reply_passes(reply: Any) -> None:
    check_reply(reply, "here")


def test_stream_aborted_unknown_arguments_raises() -> None:
    with pytest.raises(TypeError, match="how"):
        StreamAborted([], how="reset")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        StreamAborted([], "reset")  # type: ignore[call-arg, arg-type]


def test_resolve_reply_nested_functions_returns_plain_reply() -> None:
    recorded = request("Hi.")
    assert resolve_reply(lambda request: f"re: {request.user_text}", recorded) == "re: Hi."
    assert resolve_reply(lambda _: lambda _: Text("nested"), recorded) == Text("nested")


def test_resolve_reply_invalid_return_value_returns_http_error() -> None:
    invalid_reply: Any = lambda request: {"not": "a reply"}  # noqa: E731
    reply = resolve_reply(invalid_reply, request("Hi."))
    assert isinstance(reply, HttpError)
    assert "return value of the script's function: expected a reply" in reply.message
    assert "got dict" in reply.message


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
def test_text_pieces_splits_as_requested(text: Text, pieces: list[str]) -> None:
    assert text.pieces() == pieces
    assert text.whole == "".join(pieces)


@given(text=st.text(), deltas=st.none() | st.integers(min_value=1, max_value=50))
def test_text_pieces_any_text_joins_to_text(text: str, deltas: int | None) -> None:
    found = Text(text, deltas=deltas)
    assert "".join(found.pieces()) == found.whole == text
    if deltas is not None:
        assert len(found.pieces()) == deltas


def test_normalize_parts_returns_list_of_parts() -> None:
    assert normalize_parts("a") == [Text("a")]
    assert normalize_parts(Reasoning("r")) == [Reasoning("r")]
    assert normalize_parts(["a", Usage(1)]) == [Text("a"), Usage(1)]
    assert normalize_parts([]) == []


def test_shell_call_returns_call_of_exec_command() -> None:
    assert shell_call("ls", workdir="/") == FunctionCall("exec_command", {"cmd": "ls", "workdir": "/"})


def test_match_matches_by_text_predicate_and_times() -> None:
    assert Match("apples", "x").matches(request("context", "two apples, please"))
    assert not Match("apples", "x").matches(request("pears"))
    assert not Match("apples", "x").matches(request())
    assert Match(lambda found: found.user_text == "pears", "x").matches(request("pears"))
    assert not Match("apples", "x", times=0).matches(request("apples"))
    assert Match("apples", "x", times=None).matches(request("apples"))


def test_gate_not_reached_raises_timeout() -> None:
    gate = Gate()
    with pytest.raises(TimeoutError, match=r"gate: no reply arrived within 0\.01 s"):
        gate.wait_entered(0.01)


def test_gate_holds_until_open() -> None:
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
