"""The problems that the runtime reports by notifications, in the log."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from openai_codex._protocol.notices import log
from openai_codex._protocol.notices.errors import describe_error
from openai_codex._protocol.notices.log import MAX_LOGGED_NOTICES, NOTICE_METHODS, NoticeLog
from openai_codex._protocol.notifications import Notification
from unit.protocol.test_session import event, line, new_session

MCP_STATUS = "mcpServer/startupStatus/updated"


def logged(caplog: pytest.LogCaptureFixture, *notices: tuple[str, dict[str, Any]]) -> list[str]:
    notice_log = NoticeLog()
    for method, params in notices:
        notice_log.log(Notification(method, params))
    assert {(record.name, record.levelno) for record in caplog.records} <= {("openai_codex", logging.WARNING)}
    return caplog.messages


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ({"message": "limit reached", "additionalDetails": "try later"}, "limit reached: try later"),
        ({"message": "limit reached", "additionalDetails": None}, "limit reached"),
        ({"message": "", "additionalDetails": "try later"}, "try later"),
        ({"message": 5, "additionalDetails": ["x"], "codexErrorInfo": "other"}, "unknown error"),
        ({}, "unknown error"),
        (None, "unknown error"),
        ("limit reached", "unknown error"),
    ],
)
def test_error_is_described_by_message_and_details(error: object, text: str) -> None:
    assert describe_error(error) == text


def test_notices_are_logged_by_these_methods() -> None:
    assert {
        "warning",
        "guardianWarning",
        "configWarning",
        "deprecationNotice",
        "mcpServer/startupStatus/updated",
        "error",
    } == NOTICE_METHODS
    assert MAX_LOGGED_NOTICES == 1_000


FIELDS = {"message": "a message", "summary": "a summary", "details": "some details", "path": "/config.toml"}


@pytest.mark.parametrize(
    ("method", "params", "text"),
    [
        ("warning", FIELDS, "warning of the runtime: a message"),
        ("guardianWarning", FIELDS, "guardianWarning of the runtime: a message"),
        ("configWarning", FIELDS, "configWarning of the runtime: a summary; some details; /config.toml"),
        ("configWarning", {**FIELDS, "details": None}, "configWarning of the runtime: a summary; /config.toml"),
        ("configWarning", {**FIELDS, "path": ""}, "configWarning of the runtime: a summary; some details"),
        ("deprecationNotice", FIELDS, "deprecationNotice of the runtime: a summary; some details"),
        ("deprecationNotice", {"summary": "a summary"}, "deprecationNotice of the runtime: a summary"),
        (
            MCP_STATUS,
            {"name": "docs", "status": "failed", "error": "exit code 1"},
            "the MCP server docs failed to start: exit code 1",
        ),
        (
            MCP_STATUS,
            {"name": "docs", "status": "failed", "error": None},
            "the MCP server docs failed to start: unknown reason",
        ),
    ],
)
def test_notice_is_logged_with_its_text(
    caplog: pytest.LogCaptureFixture, method: str, params: dict[str, Any], text: str
) -> None:
    assert logged(caplog, (method, params)) == [text]


@pytest.mark.parametrize("status", ["starting", "ready", "cancelled", None])
def test_mcp_server_that_does_not_fail_is_not_logged(caplog: pytest.LogCaptureFixture, status: str | None) -> None:
    assert logged(caplog, (MCP_STATUS, {"name": "docs", "status": status, "error": "text"})) == []


@pytest.mark.parametrize(("will_retry", "is_logged"), [(True, True), (False, False), (None, False), (1, False)])
def test_each_retry_of_model_call_is_logged_but_no_other_error(
    caplog: pytest.LogCaptureFixture, will_retry: object, is_logged: bool
) -> None:
    error = {"message": "no network", "additionalDetails": "connection refused"}
    notice = ("error", {"turnId": "A", "willRetry": will_retry, "error": error})
    text = "turn A: the runtime retries the model call: no network: connection refused"
    assert logged(caplog, notice, notice) == [text, text] * is_logged


def test_each_text_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    first, second = ("warning", {"message": "one"}), ("warning", {"message": "two"})
    other = ("guardianWarning", {"message": "one"})
    assert logged(caplog, first, second, first, other, second) == [
        "warning of the runtime: one",
        "warning of the runtime: two",
        "guardianWarning of the runtime: one",
    ]


def test_texts_are_forgotten_at_the_limit(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(log, "MAX_LOGGED_NOTICES", 2)
    texts = ["one", "two", "one", "three", "three", "one"]
    messages = logged(caplog, *(("warning", {"message": text}) for text in texts))
    assert messages == [f"warning of the runtime: {text}" for text in ("one", "two", "three", "one")]


def test_session_logs_notices_of_threads_and_turns(caplog: pytest.LogCaptureFixture) -> None:
    session = new_session()
    for data in (
        line(method="warning", params={"message": "one"}),
        event("warning", "A", message="one"),
        event("error", "A", willRetry=True, error={"message": "busy"}),
        event("item/started", "A", message="one", willRetry=True),
    ):
        session.receive_data(data)
    assert caplog.messages == [
        "warning of the runtime: one",
        "turn A: the runtime retries the model call: busy",
    ]
