"""Tests of the `openai_codex` logger, `CODEX_LOG`, and the log of wire messages."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from openai_codex._protocol import wire_log
from openai_codex._protocol.framing import OversizedLine
from openai_codex._protocol.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def debug(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG, logger="openai_codex"):
        yield caplog


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_wire_log_shows_direction_size_and_redacted_text(debug: pytest.LogCaptureFixture) -> None:
    session: Session[None] = Session(max_line_bytes=1024)
    data = session.create_request("account/login/start", {"type": "apiKey", "apiKey": "hunter2"}, None).data
    session.receive_data(b'{"id":1,"result":{"type":"apiKey"}}\n{"method":"x","params":{"token":"hunter2"}}\n')
    assert lines(debug) == [
        f'-> {len(data)} bytes: {{"id":1,"method":"account/login/start",'
        '"params":{"type":"apiKey","apiKey":"[redacted]"}}',
        '<- 35 bytes: {"id":1,"result":{"type":"apiKey"}}',
        '<- 43 bytes: {"method":"x","params":{"token":"[redacted]"}}',
    ]
    assert {record.levelno for record in debug.records} == {logging.DEBUG}
    assert {record.name for record in debug.records} == {"openai_codex"}


def test_wire_log_includes_responses_notifications_and_the_unterminated_line(debug: pytest.LogCaptureFixture) -> None:
    session: Session[None] = Session(max_line_bytes=1024)
    session.encode_notification("initialized")
    (request,) = session.receive_data(b'{"id":7,"method":"item/tool/requestUserInput","params":{}}\n').server_requests
    session.encode_response(request, {"answers": {"pin": {"answers": ["hunter2"]}}})
    session.encode_error(request, -32000, "declined")
    session.receive_data(b'{"method":"cut off')
    session.connection_lost(EOFError())
    logged = lines(debug)
    assert logged[0] == '-> 25 bytes: {"method":"initialized"}'
    assert logged[2].endswith('{"id":7,"result":{"answers":{"pin":{"answers":["[redacted]"]}}}}')
    assert '"declined"' in logged[3]
    assert logged[4] == '<- 18 bytes: {"method":"cut off'
    assert "hunter2" not in debug.text


def test_wire_log_with_long_or_malformed_messages_is_bounded_and_printable(debug: pytest.LogCaptureFixture) -> None:
    frame = json.dumps({"method": "x", "params": {"text": "y" * 10_000, "apiKey": "hunter2"}}).encode()
    wire_log.received(frame)
    wire_log.received(json.dumps({"apiKey": "hunter2" * 20_000, "text": "y" * 100_000}).encode())
    wire_log.received(b'{"apiKey":"hunter2\xff\x1b[2J\r')
    wire_log.received(OversizedLine(123_456_789, b'{"token":"hunter2'))
    logged = lines(debug)
    for line in logged:
        assert len(line) < wire_log.MAX_LOGGED_CHARS + 50
        assert "hunter2" not in line
        assert line.isprintable()
    assert logged[0].startswith(f"<- {len(frame)} bytes: ")
    assert logged[0].endswith("...")
    assert logged[3] == '<- 123456789 bytes: {"token":"[redacted]'


def test_wire_log_with_debug_disabled_formats_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: object) -> None:
        raise AssertionError("wire logging is disabled")

    for name in ("sent", "received"):
        monkeypatch.setattr(wire_log, name, fail)
    with caplog.at_level(logging.INFO, logger="openai_codex"):
        session: Session[None] = Session(max_line_bytes=1024)
        session.create_request("x", None, None)
        session.receive_data(b'{"method":"y"}\n{"cut')
        session.connection_lost(EOFError())


def test_logger_with_secrets_in_message_and_exception_redacts_them(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("openai_codex")
    try:
        raise ValueError("no such key: api_key=hunter2")
    except ValueError:
        logger.warning("a handler failed with %s", "Bearer hunter2", exc_info=True)
    logger.warning("%d of %s", 1, "two")
    assert "hunter2" not in caplog.text
    assert "ValueError: no such key: api_key=[redacted]" in caplog.text
    assert "1 of two" in caplog.text


def test_logger_with_exception_without_secrets_passes_it_to_handlers(caplog: pytest.LogCaptureFixture) -> None:
    error = ValueError("too long")
    logging.getLogger("openai_codex").warning("a handler failed", exc_info=error)
    (record,) = caplog.records
    assert record.exc_info
    assert record.exc_info[1] is error


def shown(caplog: pytest.LogCaptureFixture, data: bytes) -> str:
    caplog.clear()
    wire_log.received(data)
    (text,) = lines(caplog)
    return text.partition(" bytes: ")[2]


def test_wire_log_with_message_of_the_maximum_length_shows_all_of_it(debug: pytest.LogCaptureFixture) -> None:
    assert wire_log.MAX_LOGGED_CHARS == 2_000
    whole = '{"x":"' + "y" * 1_992 + '"}'
    assert shown(debug, whole.encode()) == whole
    longer = '{"x":"' + "y" * 1_993 + '"}'
    assert shown(debug, longer.encode()) == longer[:2_000] + "..."


def test_wire_log_with_message_over_the_parsed_size_shows_its_beginning(debug: pytest.LogCaptureFixture) -> None:
    assert wire_log.MAX_PARSED_BYTES == 65_536
    # The spaces show whether a message was parsed.
    parsed = b'{ "x" : 1 }'.ljust(65_536)
    assert shown(debug, parsed) == '{"x":1}'
    excerpt = shown(debug, parsed + b" ")
    assert excerpt.startswith('{ "x" : 1 }')
    assert 2_000 <= len(excerpt) <= 2_003
    malformed = shown(debug, b"  oops " + b"z" * 5_000)
    assert malformed.startswith("oops zz")
    assert 2_000 <= len(malformed) <= 2_003


def test_wire_log_shows_text_as_it_is(debug: pytest.LogCaptureFixture) -> None:
    assert shown(debug, '{"text": "Grüße"}'.encode()) == '{"text":"Grüße"}'


def test_wire_log_names_the_function_that_sends_or_receives(debug: pytest.LogCaptureFixture) -> None:
    wire_log.sent(b"{}")
    wire_log.received(b"{}")
    wire_log.received(OversizedLine(5, b"x"))
    names = {record.funcName for record in debug.records}
    assert names == {"test_wire_log_names_the_function_that_sends_or_receives"}


def test_start_and_exit_of_a_runtime_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="openai_codex"):
        wire_log.started(42, "1.2.3")
        wire_log.started(None, None)
        wire_log.ended(42, -9)
        wire_log.ended(42, 0)
        wire_log.ended(None, None)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", "runtime 1.2.3 started (pid 42)"),
        ("INFO", "runtime of unknown version started (no local process)"),
        ("INFO", "runtime exited (pid 42, exit code -9)"),
        ("INFO", "runtime exited (pid 42, exit code 0)"),
        ("INFO", "runtime exited (no local process, exit code unknown)"),
    ]


def test_arguments_of_a_record_are_escaped_and_redacted_in_every_form(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("openai_codex")
    logger.warning("%(name)s: %(count)03d", {"name": "a\nb api_key=hunter2", "count": 7})
    logger.warning("%r and %s", "x\ny api_key=hunter2", "x\ny")
    logger.warning("%.2f %d", 1.5, 2)
    logger.warning("failed: %s", ValueError("a\nb api_key=hunter2"))
    logger.warning(ValueError("a\nb"))
    logger.warning("first\nsecond")
    messages = lines(caplog)
    assert messages[0] == "a\\u000ab api_key=[redacted]: 007"
    assert messages[1] == r"'x\ny api_key=[redacted]' and x\u000ay"
    assert messages[2] == "1.50 2"
    assert messages[3] == r"failed: a\u000ab api_key=[redacted]"
    assert messages[4] == r"a\u000ab"
    assert messages[5] == "first\nsecond"
    assert "hunter2" not in caplog.text
    assert all("\n" not in message for message in messages[:5])


def test_record_that_needs_no_change_keeps_its_template(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("openai_codex").warning("%d of %s", 1, "two")
    (record,) = caplog.records
    assert (record.msg, record.args) == ("%d of %s", (1, "two"))


def test_record_with_exc_info_outside_of_an_exception_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("openai_codex").warning("no exception", exc_info=True)
    assert lines(caplog) == ["no exception"]


def test_exception_without_traceback_is_redacted(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("openai_codex").warning("failed", exc_info=ValueError("api_key=hunter2"))
    (record,) = caplog.records
    assert record.exc_info is None
    assert "ValueError: api_key=[redacted]" in (record.exc_text or "")


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """Undo the effects of `CODEX_LOG` after a test."""
    logger = logging.getLogger("openai_codex")
    monkeypatch.setattr(wire_log, "_env_pending", [None])
    level, handlers = logger.level, list(logger.handlers)
    # The level of the root logger, which other tests may change, must not matter.
    logger.setLevel(logging.WARNING)
    yield logger
    logger.setLevel(level)
    logger.handlers[:] = handlers
    logger.disabled = False


@pytest.mark.parametrize(
    ("value", "level", "enabled"),
    [
        (" Debug ", logging.DEBUG, True),
        ("info", logging.INFO, False),
        ("WARNING", logging.WARNING, False),
        ("verbose", logging.WARNING, False),
    ],
)
def test_codex_log_adds_one_handler_with_its_level(
    unread: logging.Logger,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    value: str,
    level: int,
    enabled: bool,
) -> None:
    assert wire_log.LEVELS == {"debug": 10, "info": 20, "warning": 30}
    before = list(unread.handlers)
    unread.disabled = True
    monkeypatch.setenv("CODEX_LOG", value)
    assert wire_log.enabled() is enabled
    assert wire_log.enabled() is enabled
    (handler,) = [handler for handler in unread.handlers if handler not in before]
    assert handler.level == level
    assert unread.level == level
    assert not unread.disabled
    unread.warning("shown")
    *warnings, last = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} openai_codex WARNING shown", last)
    assert len(warnings) == (value == "verbose")


@pytest.mark.parametrize("value", [None, "", "  "])
def test_codex_log_without_a_value_changes_nothing(
    unread: logging.Logger, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    before = (unread.level, list(unread.handlers))
    monkeypatch.delenv("CODEX_LOG", raising=False)
    if value is not None:
        monkeypatch.setenv("CODEX_LOG", value)
    wire_log.enabled()
    monkeypatch.setenv("CODEX_LOG", "debug")
    wire_log.enabled()
    assert (unread.level, unread.handlers) == before


# `CODEX_LOG` is read once per process, so each of the following tests starts one.

PROGRAM = """
import logging, sys
from openai_codex._protocol.session import Session
{before}
def exchange_messages():
    session = Session(max_line_bytes=1024)
    session.create_request("account/login/start", {{"apiKey": "hunter2"}}, None)
    session.receive_data(b"oops\\n")
    logging.getLogger("openai_codex").info("started")
exchange_messages()
exchange_messages()
"""


def run(level: str | None, before: str = "") -> tuple[list[str], list[str]]:
    """Run a program that logs each kind of record twice; return the lines on stderr and on stdout."""
    env = {name: value for name, value in os.environ.items() if name != wire_log.ENV_VAR}
    if level is not None:
        env[wire_log.ENV_VAR] = level
    script = PROGRAM.format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert "hunter2" not in done.stderr + done.stdout
    return done.stderr.splitlines(), done.stdout.splitlines()


@pytest.mark.parametrize(("level", "count"), [(None, 0), ("", 0), ("warning", 1), ("info", 2), ("DEBUG ", 4)])
def test_codex_log_with_a_level_prints_records_of_that_level(level: str | None, count: int) -> None:
    printed, _ = run(level)
    assert len(printed) == 2 * count
    assert all(" openai_codex " in line for line in printed)
    assert any("-> " in line for line in printed) == (count == 4)


def test_codex_log_with_an_unknown_value_lists_the_valid_values() -> None:
    printed, _ = run("verbose")
    assert "CODEX_LOG='verbose' is invalid, using warning; expected one of: debug, info, warning" in printed[0]
    assert len(printed) == 3


TO_STDOUT = 'logging.basicConfig(stream=sys.stdout, level={level}, format="%(levelname)s")'


def test_codex_log_with_application_handlers_keeps_their_levels() -> None:
    for level, variable, expected in (
        ("logging.WARNING", "debug", ["WARNING"]),
        ("logging.INFO", "debug", ["WARNING", "INFO"]),
        ("logging.DEBUG", "debug", ["DEBUG", "DEBUG", "WARNING", "INFO"]),
        ("logging.INFO", None, ["WARNING", "INFO"]),
    ):
        before = TO_STDOUT.format(level=level) + f"\nlogging.getLogger().handlers[0].setLevel({level})"
        printed, got = run(variable, before)
        assert got == expected * 2, (level, variable)
        assert len(printed) == {"debug": 8, None: 0}[variable]


def test_codex_log_with_a_lower_logger_level_does_not_raise_it() -> None:
    printed, got = run("warning", TO_STDOUT.format(level="logging.DEBUG"))
    assert got == ["DEBUG", "DEBUG", "WARNING", "INFO"] * 2
    assert len(printed) == 2


def test_codex_log_after_dict_config_reenables_the_logger() -> None:
    before = 'import logging.config\nlogging.config.dictConfig({"version": 1})'
    printed, _ = run("debug", before)
    assert len(printed) == 8
