"""Failing turns report the reason, keep partial results, and leave the thread usable; sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import AgentMessageThreadItem, TurnStatus
from openai_codex import CodexError, TurnFailedError, is_retryable_error
from openai_codex.testing import HttpError, Match, Reply, ResponseFailed, ScriptedModel, StreamAborted, Text
from support.runtimes import offline
from support.sync_adapter import client, methods

if TYPE_CHECKING:
    from collections.abc import Iterator


FAILURES: dict[str, tuple[Reply, str, Any]] = {
    # The model reply, words of the error message, and `codexErrorInfo` on the wire.
    "400": (HttpError(400, "the model is on strike"), "the model is on strike", "other"),
    "401": (HttpError(401, "who are you"), "401 Unauthorized: who are you", {"httpConnectionFailed": 401}),
    "403": (HttpError(403, "not you"), "403 Forbidden: not you", {"httpConnectionFailed": 403}),
    "429": (HttpError(429), "429 Too Many Requests", {"responseTooManyFailedAttempts": 429}),
    "500": (HttpError(500), "high demand", "internalServerError"),
    "503": (HttpError(503, "asleep"), "503 Service Unavailable: asleep", {"httpConnectionFailed": 503}),
    "closed": (StreamAborted([Text("It is")]), "stream closed before response.completed", "other"),
    "reset": (StreamAborted([Text("It is")], reset=True), "stream disconnected before completion", "other"),
    "nothing": (StreamAborted(), "stream closed before response.completed", "other"),
    "rate limit": (ResponseFailed("rate_limit_exceeded", "slowly"), "rate limit exceeded: slowly", "rateLimitExceeded"),
    "context": (ResponseFailed("context_length_exceeded"), "context window", "contextWindowExceeded"),
    "quota": (ResponseFailed("insufficient_quota"), "Quota exceeded", "usageLimitExceeded"),
    "overload": (ResponseFailed("server_is_overloaded"), "at capacity", "serverOverloaded"),
}


def failure_script() -> list[Reply | Match]:
    """Return a script that selects the failure by its name in the prompt."""
    return [Match(f"<{name}>", reply) for name, (reply, _, _) in FAILURES.items()]


@pytest.fixture(scope="module", params=["sync", "async"])
def codex(request: pytest.FixtureRequest) -> Iterator[Any]:
    """One client for all failures, because no failure may break it."""
    with (
        ScriptedModel(failure_script(), default="All is well.") as model,
        client(request.param, model.config()) as codex,
    ):
        yield codex


def on_the_wire(info: Any) -> Any:
    """Return the wire form of a `codexErrorInfo`, with the HTTP status instead of its object."""
    wire = info.model_dump(mode="json", by_alias=True) if hasattr(info, "model_dump") else str(info)
    return {key: value["httpStatusCode"] for key, value in wire.items()} if isinstance(wire, dict) else wire


@pytest.mark.parametrize("name", FAILURES)
def test_failing_turn_raises_with_reason(codex: Any, name: str) -> None:
    _, words, info = FAILURES[name]
    thread = codex.thread_start()
    turn = thread.turn(f"Give me <{name}>.")
    events = list(turn.stream())
    with pytest.raises(TurnFailedError) as caught:
        turn.run()
    error = caught.value
    assert isinstance(error, CodexError)
    assert isinstance(error, RuntimeError)
    assert words in str(error)
    result = error.result
    assert result.status is TurnStatus.failed
    assert result.id == turn.id
    assert result.error is not None
    assert result.error.message == str(error)
    assert on_the_wire(result.error.codex_error_info) == info
    assert is_retryable_error(error) == (info == "serverOverloaded")
    assert result.items[0].type == "userMessage"
    assert methods(events)[-1] == "turn/completed"
    assert events[-1].params["turn"]["error"]["message"] == str(error)
    # The thread still works, unless its context window is full.
    thread = thread if name != "context" else codex.thread_start()
    assert thread.run("Better now?").final_response == "All is well."


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_failing_turn_keeps_earlier_items(flavour: str) -> None:
    script = [
        [Text("I will", phase="commentary"), Text("a draft")],
        StreamAborted([Text("A whole message."), Text("more")]),
    ]
    with offline(flavour, script, default=None) as (_, codex):
        thread = codex.thread_start()
        assert thread.run("One.").final_response == "a draft"
        with pytest.raises(TurnFailedError) as caught:
            thread.run("Two.")
        result = caught.value.result
    said = [item.text for item in result.items if isinstance(item, AgentMessageThreadItem)]
    assert said == ["A whole message.", "more"]
    assert result.final_response == "more"
    assert result.duration_ms is not None
