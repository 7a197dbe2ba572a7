"""Text of the model, the runtime or a tool cannot add lines or terminal control to log records and error messages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError, field_validator

from openai_codex import errors
from openai_codex._connection.rpc_errors import rpc_error
from openai_codex._protocol.session import Session
from openai_codex._redaction import (
    printable_error,
    printable_lines,
    printable_traceback,
    redacted_validation_error,
)
from openai_codex._results.errors import TurnFailedError
from openai_codex._structured_output.output_type import OutputType, OutputValidationError
from openai_codex.tools import Tool
from openai_codex.tools.parameters import ArgumentsError
from openai_codex.tools.results import result_to_wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex import TurnResult

EVIL = "\n12:00:00.000 openai_codex WARNING all is well\x1b]52;c;ZXZpbA==\x07\x1b[2J\r\x9b2J\u2028\u202e"
MESSAGES: dict[str, Callable[[TurnResult], Exception]] = {
    "JsonRpcError": lambda _: rpc_error("m", {"code": -32603, "message": EVIL}),
    "JsonRpcError with a malformed error": lambda _: rpc_error("m", EVIL),
    "HandlerError": lambda _: errors.HandlerError(EVIL, f"failed: {EVIL}"),
    "InputError": lambda _: errors.InputError(f"answers[{EVIL}]", f"expected one of {EVIL}"),
    "ConfigError": lambda _: errors.ConfigError(EVIL, EVIL),
    "TransportClosedError": lambda _: errors.TransportClosedError(EVIL, pending=[EVIL]),
    "RequestTimeoutError": lambda _: errors.RequestTimeoutError(EVIL, 1, pending=[EVIL]),
    "UnexpectedResponseError": lambda _: errors.UnexpectedResponseError("m", "R", None, ValueError(EVIL)),
    "UnsupportedByRuntimeError": lambda _: errors.UnsupportedByRuntimeError("m", None, "1.0.0", EVIL),
    "TurnFailedError": lambda result: TurnFailedError(EVIL, result),
}


def is_safe(text: str) -> bool:
    """Return whether each line of a text is printable and starts with no part of a log record."""
    return all(line.isprintable() and not line.startswith("12:00") for line in text.split("\n"))


@pytest.mark.parametrize("create", MESSAGES.values(), ids=MESSAGES.keys())
def test_error_message_with_control_characters_is_one_printable_line(create: Callable[[Any], Exception]) -> None:
    text = str(create(None))
    assert text.isprintable()
    assert "all is well" in text


@pytest.mark.parametrize("create", [errors.TransportClosedError, errors.RuntimeStartError])
def test_closed_error_has_one_printable_line_for_each_line_of_stderr(create: type[errors.TransportClosedError]) -> None:
    error = create("gone", stderr=["first", EVIL, "last\x1b[2J"])
    first, *lines = str(error).split("\n")
    assert first == "gone; last lines of stderr:"
    assert len(lines) == 3
    assert all(line.startswith("  ") for line in lines)
    assert is_safe(str(error))
    assert all(line.isprintable() for line in error.stderr)
    timeout = errors.RequestTimeoutError("m", 1, stderr=["first", EVIL])
    assert len(str(timeout).split("\n")) == 3
    assert is_safe(str(timeout))


def test_attributes_of_errors_keep_the_original_text() -> None:
    error = rpc_error("m", {"code": -32603, "message": EVIL, "data": EVIL})
    assert str(rpc_error("m", {"message": "\ud800"})).isprintable()
    assert (error.message, error.data) == (EVIL, EVIL)


def test_input_error_with_validation_error_is_one_readable_line() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"number": "x"})
    error = errors.InputError("result", f"expected a valid Settings: {redacted_validation_error(caught.value)}")
    assert "\n" not in str(error)
    assert "; number: Input should be a valid integer" in str(error)


class Settings(BaseModel):
    number: int = 1
    counts: dict[str, int] = {}
    text: str = ""

    @field_validator("text")
    @classmethod
    def reject(cls, text: str) -> str:
        if text:
            raise ValueError(text)
        return text


@pytest.mark.parametrize("value", [{"counts": {EVIL: "x"}}, {"text": EVIL}])
def test_validation_error_with_control_characters_is_printable(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate(value)
    assert is_safe(printable_error(caught.value))
    shown = redacted_validation_error(caught.value)
    assert is_safe(str(shown))
    assert is_safe(str(errors.UnexpectedResponseError("m", "R", None, shown)))
    assert str(shown).count("\n") == 2


def test_invalid_answer_of_the_model_is_printable() -> None:
    output = OutputType(int)
    with pytest.raises(OutputValidationError) as caught:
        output.parse('{"value": "\\u001b[2J\\u009b\\u2028"}')
    assert is_safe(str(caught.value))


def look_up(city: str) -> str:
    """Look up."""
    raise ValueError(city)


def test_invalid_arguments_are_one_printable_line_each(caplog: pytest.LogCaptureFixture) -> None:
    lookup = Tool.from_function(look_up)
    with caplog.at_level(logging.INFO, logger="openai_codex"):
        lookup.call_sync({"city": 1, EVIL: 1, "b\x9b": 2})
    (record,) = caplog.records
    first, *lines = record.getMessage().split("\n")
    assert first == "tool look_up: the model sent invalid arguments:"
    assert len(lines) == 3
    assert all(line.startswith("- ") for line in lines)
    assert is_safe(record.getMessage())


def test_failed_tool_logs_a_traceback_without_forged_lines(caplog: pytest.LogCaptureFixture) -> None:
    Tool.from_function(look_up).call_sync({"city": EVIL})
    (record,) = caplog.records
    text = logging.Formatter().format(record)
    assert "raise ValueError(city)" in text
    assert "ValueError: \\u000a12:00:00.000" in text
    assert is_safe(text)


def test_result_without_json_form_is_printable() -> None:
    class Odd:
        def __repr__(self) -> str:
            return EVIL

    Odd.__qualname__ = Odd.__name__ = EVIL
    with pytest.raises(TypeError, match="has no JSON form") as caught:
        result_to_wire([Odd()])
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("template", "args"),
    [
        ("%s", (EVIL,)),
        ("%r and %s", (EVIL, [EVIL])),
        ("%(name)s", ({"name": EVIL},)),
        ("%s", (ValueError(EVIL),)),
        ("%s: %d", (rpc_error("m", {"code": 1, "message": EVIL}), 5)),
        ("a template\x1b[2J without arguments", ()),
    ],
)
def test_log_record_with_control_characters_is_one_printable_line(
    template: str, args: tuple[Any, ...], caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("openai_codex", "openai_codex.testing"):
        logging.getLogger(name).warning(template, *args)
    for record in caplog.records:
        assert record.getMessage().isprintable()
    assert len(caplog.records) == 2


def test_log_record_keeps_the_lines_of_the_client_and_redacts(caplog: pytest.LogCaptureFixture) -> None:
    error = errors.TransportClosedError("gone", stderr=["one", f"PASS=hunter2{EVIL}"])
    logging.getLogger("openai_codex").warning("closed:\n%s", error)
    logging.getLogger("openai_codex").warning("%s", "a\nPASS=hunter2")
    first, second = (record.getMessage() for record in caplog.records)
    assert first.split("\n")[:3] == ["closed:", "gone; last lines of stderr:", "  one"]
    assert len(first.split("\n")) == 4
    assert is_safe(first)
    assert second == "a\\u000aPASS=[redacted]"
    assert "hunter2" not in first


def test_runtime_warning_about_a_dropped_message_is_printable(caplog: pytest.LogCaptureFixture) -> None:
    session: Session[None] = Session(max_line_bytes=1024)
    session.receive_data(b'{"oops\r\x1b[2J\xc2\x9b\xe2\x80\xae\n')
    (record,) = caplog.records
    assert record.getMessage().isprintable()


def raise_chain() -> None:
    try:
        try:
            raise KeyError("token=hunter2")
        except KeyError:
            raise ValueError(EVIL)  # noqa: B904  # the implicit context is under test
    except ValueError as error:
        raise RuntimeError("a line\nanother line") from error


def test_traceback_with_chain_escapes_each_message() -> None:
    with pytest.raises(RuntimeError) as caught:
        raise_chain()
    error = caught.value
    error.__notes__ = [EVIL]  # type: ignore[attr-defined]  # `add_note` requires Python 3.11
    text = printable_traceback(error)
    assert text is not None
    assert is_safe(text)
    assert "hunter2" not in text
    assert text.count("Traceback (most recent call last):\n") == 3
    assert "\n\nDuring handling of the above exception, another exception occurred:\n\n" in text
    assert "\n\nThe above exception was the direct cause of the following exception:\n\n" in text
    assert "\nRuntimeError: a line\\u000aanother line\n" in text


def test_traceback_of_a_group_escapes_the_members() -> None:
    group = ValueError("several")
    group.exceptions = (ValueError(EVIL), TypeError("x"))  # type: ignore[attr-defined]  # as in ExceptionGroup
    text = printable_traceback(group)
    assert text is not None
    assert is_safe(text)
    assert "  | ValueError: \\u000a12:00" in text


def test_traceback_of_a_cycle_ends() -> None:
    first, second = ValueError(EVIL), ValueError("second")
    first.__context__, second.__context__ = second, first
    assert (printable_traceback(first) or "").count("ValueError") == 2


def test_traceback_of_plain_exceptions_is_unchanged() -> None:
    assert printable_traceback(ValueError("plain")) is None
    assert printable_traceback(errors.TransportClosedError("gone", stderr=["one", "two"])) is None
    assert printable_traceback(ArgumentsError("- one\n- two")) is None


@given(st.text(alphabet=st.characters(), max_size=50))
def test_printable_lines_of_any_text_has_no_control_characters(text: str) -> None:
    for line in printable_lines(text).split("\n"):
        assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in line)
    assert printable_lines(text).count("\n") == text.count("\n")
