"""Errors of the real runtime, and the exceptions that they raise."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex import InvalidParamsError, InvalidRequestError, MethodNotFoundError, TurnFailedError
from openai_codex.testing import HttpError, ResponseFailed
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


def call(codex: Any, method: str, params: object) -> Any:
    """Send a request that no typed method allows."""
    return codex._sender.call(method, params)


def test_unknown_method_raises(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        with pytest.raises(MethodNotFoundError) as caught:
            call(codex, "thread/strat", {})
        assert caught.value.method == "thread/strat"
        assert caught.value.code == -32600
        assert "thread/start" in caught.value.message


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("thread/read", {}),
        ("thread/read", {"threadId": 5}),
        ("thread/list", {"sortKey": "beauty"}),
        ("turn/start", {"threadId": "x", "input": "text"}),
        ("turn/start", {"threadId": "x", "input": [{"type": "smell"}]}),
    ],
)
def test_invalid_params_raise(flavour: str, method: str, params: object) -> None:
    with offline(flavour, []) as (_, codex):
        with pytest.raises(InvalidParamsError) as caught:
            call(codex, method, params)
        assert caught.value.method == method


def test_request_in_wrong_state_raises(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        with pytest.raises(InvalidRequestError) as caught:
            call(codex, "initialize", {"clientInfo": {"name": "a", "version": "1"}})
        assert type(caught.value) is InvalidRequestError
        assert "initialized" in caught.value.message


@pytest.mark.parametrize(
    ("reply", "words", "info"),
    [
        (HttpError(400, "This model is asleep."), "This model is asleep.", None),
        (ResponseFailed("context_length_exceeded", "Too long."), "context window", "contextWindowExceeded"),
        (ResponseFailed("server_is_overloaded", "Busy."), "", "serverOverloaded"),
    ],
)
def test_failed_turn_contains_server_message(flavour: str, reply: Any, words: str, info: str | None) -> None:
    with offline(flavour, [reply]) as (_, codex):
        thread = codex.thread_start()
        with pytest.raises(TurnFailedError) as caught:
            thread.run("Go")
        error = caught.value
        assert isinstance(error, RuntimeError)
        assert words in str(error)
        assert error.result.status == "failed"
        assert error.result.error is not None
        assert error.result.error.message == str(error)
        if info is not None:
            assert error.result.error.codex_error_info == info
        # The thread still works.
        assert thread.run("Again").final_response == "ok"
