"""The logger `openai_codex`, `CODEX_LOG`, and the messages on the wire."""

from __future__ import annotations

import json
import logging
import os
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


def test_messages_of_both_directions_with_their_size_and_without_secrets(debug: pytest.LogCaptureFixture) -> None:
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


def test_answers_notifications_and_what_is_left_at_the_end(debug: pytest.LogCaptureFixture) -> None:
    session: Session[None] = Session(max_line_bytes=1024)
    session.encode_notification("initialized")
    (request,) = session.receive_data(b'{"id":7,"method":"item/tool/requestUserInput","params":{}}\n').server_requests
    session.encode_response(request, {"answers": {"pin": {"answers": ["hunter2"]}}})
    session.encode_error(request, -32000, "declined")
    session.receive_data(b'{"method":"cut off')
    session.connection_lost(EOFError())
    shown = lines(debug)
    assert shown[0] == '-> 25 bytes: {"method":"initialized"}'
    assert shown[2].endswith('{"id":7,"result":{"answers":{"pin":{"answers":["[redacted]"]}}}}')
    assert '"declined"' in shown[3]
    assert shown[4] == '<- 18 bytes: {"method":"cut off'
    assert "hunter2" not in debug.text


def test_long_and_malformed_messages_are_bounded_and_on_one_line(debug: pytest.LogCaptureFixture) -> None:
    frame = json.dumps({"method": "x", "params": {"text": "y" * 10_000, "apiKey": "hunter2"}}).encode()
    wire_log.received(frame)
    wire_log.received(json.dumps({"apiKey": "hunter2" * 20_000, "text": "y" * 100_000}).encode())
    wire_log.received(b'{"apiKey":"hunter2\xff\x1b[2J\r')
    wire_log.received(OversizedLine(123_456_789, b'{"token":"hunter2'))
    shown = lines(debug)
    for line in shown:
        assert len(line) < wire_log.MAX_LOGGED_CHARS + 50
        assert "hunter2" not in line
        assert line.isprintable()
    assert shown[0].startswith(f"<- {len(frame)} bytes: ")
    assert shown[0].endswith("...")
    assert shown[3] == '<- 123456789 bytes: {"token":"[redacted]'


def test_wire_messages_are_not_formatted_if_debug_is_off(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: object) -> None:
        raise AssertionError("it is off")

    for name in ("sent", "received"):
        monkeypatch.setattr(wire_log, name, fail)
    with caplog.at_level(logging.INFO, logger="openai_codex"):
        session: Session[None] = Session(max_line_bytes=1024)
        session.create_request("x", None, None)
        session.receive_data(b'{"method":"y"}\n{"cut')
        session.connection_lost(EOFError())


def test_records_of_the_logger_are_redacted(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("openai_codex")
    try:
        raise ValueError("no such key: api_key=hunter2")
    except ValueError:
        logger.warning("a handler failed with %s", "Bearer hunter2", exc_info=True)
    logger.warning("%d of %s", 1, "two")
    assert "hunter2" not in caplog.text
    assert "ValueError: no such key: api_key=[redacted]" in caplog.text
    assert "1 of two" in caplog.text


def test_exception_without_secrets_is_passed_to_handlers(caplog: pytest.LogCaptureFixture) -> None:
    error = ValueError("too long")
    logging.getLogger("openai_codex").warning("a handler failed", exc_info=error)
    (record,) = caplog.records
    assert record.exc_info
    assert record.exc_info[1] is error


# What follows happens once in a process, so each has one of its own.

PROGRAM = """
import logging, sys
from openai_codex._protocol.session import Session
{before}
def talk():
    session = Session(max_line_bytes=1024)
    session.create_request("account/login/start", {{"apiKey": "hunter2"}}, None)
    session.receive_data(b"oops\\n")
    logging.getLogger("openai_codex").info("started")
talk()
talk()
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
def test_codex_log_prints_records_of_its_level(level: str | None, count: int) -> None:
    printed, _ = run(level)
    assert len(printed) == 2 * count
    assert all(" openai_codex " in line for line in printed)
    assert any("-> " in line for line in printed) == (count == 4)


def test_codex_log_with_an_unknown_value_names_the_valid_ones() -> None:
    printed, _ = run("verbose")
    assert "CODEX_LOG='verbose' is invalid, using warning; expected one of: debug, info, warning" in printed[0]
    assert len(printed) == 3


TO_STDOUT = 'logging.basicConfig(stream=sys.stdout, level={level}, format="%(levelname)s")'


def test_codex_log_leaves_the_levels_of_application_handlers_alone() -> None:
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


def test_codex_log_does_not_raise_the_level_of_the_logger() -> None:
    printed, got = run("warning", TO_STDOUT.format(level="logging.DEBUG"))
    assert got == ["DEBUG", "DEBUG", "WARNING", "INFO"] * 2
    assert len(printed) == 2


def test_codex_log_reenables_a_logger_disabled_by_dict_config() -> None:
    before = 'import logging.config\nlogging.config.dictConfig({"version": 1})'
    printed, _ = run("debug", before)
    assert len(printed) == 8
