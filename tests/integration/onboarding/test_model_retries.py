"""Retries of model calls by the runtime: their log records and their limit."""

from __future__ import annotations

import logging
import socket
from typing import Any

import pytest

from openai_codex import TurnFailedError
from openai_codex.testing import HttpError, StreamAborted
from openai_codex.types import TurnStatus
from support.fake_runtime import THREAD, TURN
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

RETRIES = {"model_providers": {"scripted": {"stream_max_retries": 3, "request_max_retries": 0}}}
ERROR = {"message": "Reconnecting...", "additionalDetails": "apiKey=hunter2\x1b[2J", "codexErrorInfo": "other"}


def retry(runtime: Any, turn_id: str = TURN) -> None:
    runtime.notify("error", threadId=THREAD, turnId=turn_id, willRetry=True, error=ERROR)


def test_retries_are_logged_as_warnings(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    script = [HttpError(401, "first"), HttpError(401, "second"), "Hello."]
    with caplog.at_level(logging.WARNING, "openai_codex"), offline(flavour, script, settings=RETRIES) as (_, codex):
        result = codex.run("Go")
    logged = [text for record in caplog.records if "retries" in (text := record.getMessage())]
    assert result.final_response == "Hello."
    assert len(logged) == 2
    for text, reason in zip(logged, ("first", "second"), strict=True):
        assert text.startswith(f"turn {result.id}: the runtime retries the model call: Reconnecting... ")
        assert f"401 Unauthorized: {reason}" in text


def test_turn_with_too_many_retries_fails_with_the_last_error(flavour: str) -> None:
    script = [HttpError(401, "first"), HttpError(401, "second")]
    with offline(flavour, script, settings=RETRIES, default=None, max_model_retries=1) as (model, codex):
        thread = codex.thread_start()
        with pytest.raises(
            TurnFailedError, match=r"401 Unauthorized: second.*CodexConfig.max_model_retries=1"
        ) as caught:
            thread.run("Go")
        assert caught.value.result.status is TurnStatus.failed
        assert len(model.requests) == 2
        events = [event.params for event in thread.turn("Go").stream() if event.method == "turn/completed"]
    assert [params["turn"]["status"] for params in events] == ["failed"]


def test_turn_without_network_fails_at_the_limit(flavour: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    # No server listens on the port any more.
    settings = {"model_providers": {"scripted": {"base_url": f"http://127.0.0.1:{port}/v1"}}}
    with (
        offline(flavour, [], settings=settings, max_model_retries=0) as (_, codex),
        pytest.raises(TurnFailedError, match="waiting for network") as caught,
    ):
        codex.run("Go", timeout=30)
    assert caught.value.result.error is not None
    assert caught.value.result.error.additional_details == "Connection failed: error sending request"


def test_limit_applies_to_consecutive_retries(flavour: str) -> None:
    script = [StreamAborted(), "One.", StreamAborted(), "Two."]
    with offline(flavour, script, settings=RETRIES, max_model_retries=1) as (_, codex):
        thread = codex.thread_start()
        assert [thread.run("Go").final_response for _ in range(2)] == ["One.", "Two."]


def test_response_of_the_model_resets_the_count(flavour: str) -> None:
    responses = {"turn/start": {"turn": {"id": TURN}}, "turn/interrupt": {}}
    with fake_runtime(flavour, responses, max_model_retries=1) as (runtime, codex):
        turn = codex.thread_start().turn("Go")
        runtime.start_turn()
        for _ in range(3):
            retry(runtime)
            item = {"type": "agentMessage", "id": "item-1", "text": ""}
            runtime.notify("item/started", threadId=THREAD, turnId=TURN, startedAtMs=1, item=item)
        assert runtime.count("turn/interrupt") == 0
        retry(runtime)
        retry(runtime)
        runtime.wait_for("turn/interrupt", 1)
        runtime.complete_turn(status="interrupted")
        with pytest.raises(TurnFailedError, match="max_model_retries=1") as caught:
            turn.run()
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("status", ["completed", "failed"])
def test_turn_that_ends_by_itself_keeps_its_status(flavour: str, status: str) -> None:
    responses = {"turn/start": {"turn": {"id": TURN}}, "turn/interrupt": {}}
    with fake_runtime(flavour, responses, max_model_retries=0) as (runtime, codex):
        turn = codex.thread_start().turn("Go")
        runtime.start_turn()
        retry(runtime)
        runtime.complete_turn(status=status)
        assert [event.params["turn"]["status"] for event in turn.stream() if event.method == "turn/completed"] == [
            status
        ]


def test_retries_without_a_limit_do_not_interrupt_the_turn(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.WARNING, "openai_codex"),
        fake_runtime(flavour, {"turn/start": {"turn": {"id": TURN}}}) as (runtime, codex),
    ):
        turn = codex.thread_start().turn("Go")
        runtime.start_turn()
        for _ in range(20):
            retry(runtime)
        runtime.complete_turn()
        turn.run()
        assert runtime.count("turn/interrupt") == 0
    assert len([record for record in caplog.records if "retries" in record.getMessage()]) == 20
    assert "hunter2" not in caplog.text
    assert "\x1b" not in caplog.text
