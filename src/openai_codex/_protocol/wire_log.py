"""Logging of the client: the logger `openai_codex`, the environment variable `CODEX_LOG`, and wire messages.

The logger emits every message on the wire at DEBUG, start and exit of a runtime at INFO, and lost messages and failures
that no exception reports at WARNING. All records are redacted, and control characters in them are escaped.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from openai_codex._protocol.framing import OversizedLine

    _StreamHandler = logging.StreamHandler[TextIO]
else:
    # Not subscriptable at run time on Python 3.10.
    _StreamHandler = logging.StreamHandler

logger = logging.getLogger("openai_codex")

ENV_VAR = "CODEX_LOG"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
"""Valid values of `CODEX_LOG`."""

MAX_LOGGED_CHARS = 2_000
"""Maximum number of characters logged per message."""

MAX_PARSED_BYTES = 64 * 1024
"""Maximum size in bytes of a message that is parsed for redaction. Of larger ones only the beginning is logged."""

_ALREADY_REDACTED = "redacted"
"""Attribute of records whose message needs no redaction."""

_FORMAT = "%(asctime)s.%(msecs)03d %(name)s %(levelname)s %(message)s"

_env_pending: list[None] = [None]
"""Not empty until `CODEX_LOG` is read. To pop from a list is one atomic step without a lock, which a signal handler
could find locked by the thread that it interrupts."""


class _StderrHandler(_StreamHandler):
    """Writes to the current `sys.stderr`, which tests and notebooks replace."""

    def __init__(self, level: int) -> None:
        # Not the constructor of StreamHandler, which would store the stream.
        logging.Handler.__init__(self, level)
        self.setFormatter(logging.Formatter(_FORMAT, datefmt="%H:%M:%S"))

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # an attribute in the base class
        return sys.stderr


def _apply_env_var() -> None:
    """Log to stderr if `CODEX_LOG` is set. The variable is read once per process."""
    try:
        _env_pending.pop()
    except IndexError:
        return
    value = os.environ.get(ENV_VAR, "").strip()
    if not value:
        return
    level = LEVELS.get(value.lower(), logging.WARNING)
    logger.addHandler(_StderrHandler(level))
    logger.setLevel(min(level, logger.getEffectiveLevel()))
    # `logging.config.dictConfig` disables existing loggers by default.
    logger.disabled = False
    if value.lower() not in LEVELS:
        logger.warning("%s=%r is invalid, using warning; expected one of: %s", ENV_VAR, value, ", ".join(LEVELS))


def redact(record: logging.LogRecord) -> bool:
    """Remove secrets and control characters from a record. Used as a filter: it keeps every record.

    Line breaks remain only where the client formats several lines.
    """
    if getattr(record, _ALREADY_REDACTED, False):
        return True
    from openai_codex._redaction import printable_lines, printable_traceback, redacted_text

    message = record.getMessage()
    shown = printable_lines(redacted_text(_escaped_message(record)))
    if shown != message:
        record.msg, record.args = shown, None
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        traceback = printable_traceback(record.exc_info[1])
        if traceback is not None:
            # Without `exc_info`, handlers print `exc_text`.
            record.exc_info, record.exc_text = None, traceback
    return True


def _escaped_message(record: logging.LogRecord) -> str:
    """Return the message of a record, in which the lines of arguments are escaped."""
    args: Any = record.args
    template = _escaped(record.msg) if isinstance(record.msg, BaseException) else record.msg
    if not args:
        return str(template)
    if isinstance(args, Mapping):
        named = cast("Mapping[str, object]", args)
        return str(template) % {name: _escaped(value) for name, value in named.items()}
    return str(template) % tuple(map(_escaped, args))


class _Escaped:
    """An argument of a record, with escaped text."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        from openai_codex._redaction import printable, printable_error, redacted_text

        # Redact before the escape, which hides the start of a name.
        value = self._value
        return printable_error(value) if isinstance(value, BaseException) else printable(redacted_text(str(value)))

    def __repr__(self) -> str:
        from openai_codex._redaction import printable, redacted_text

        return printable(redacted_text(repr(self._value)))


def _escaped(value: object) -> object:
    return value if isinstance(value, (int, float)) else _Escaped(value)


logger.addFilter(redact)
# The filter of a logger does not apply to its children.
logging.getLogger("openai_codex.testing").addFilter(redact)
# Without a handler, `logging` would print warnings of a library to stderr.
logger.addHandler(logging.NullHandler())


def enabled() -> bool:
    """Return whether wire messages are logged, by `CODEX_LOG` or the level of the logger."""
    if _env_pending:
        _apply_env_var()
    return logger.isEnabledFor(logging.DEBUG)


def sent(data: bytes) -> None:
    """Log a message to the runtime."""
    _debug("-> %d bytes: %s", len(data), _shown(data))


def received(line: bytes | OversizedLine) -> None:
    """Log a message of the runtime."""
    if isinstance(line, bytes):
        _debug("<- %d bytes: %s", len(line), _shown(line))
    else:
        _debug("<- %d bytes: %s", line.size, _shown(line.excerpt))


def started(pid: int | None, version: str | None) -> None:
    """Log that a runtime has completed the handshake. `pid` is None if the client did not start it."""
    logger.info("runtime %s started (%s)", version or "of unknown version", _process(pid))


def ended(pid: int | None, exit_code: int | None) -> None:
    """Log that a connection has ended. `exit_code` is negative for a signal, and None if it is unknown."""
    logger.info("runtime exited (%s, exit code %s)", _process(pid), "unknown" if exit_code is None else exit_code)


def _process(pid: int | None) -> str:
    return "no local process" if pid is None else f"pid {pid}"


def _debug(message: str, size: int, text: str) -> None:
    logger.debug(message, size, text, extra={_ALREADY_REDACTED: True}, stacklevel=3)


def _shown(data: bytes) -> str:
    """Return a message as one redacted line of at most `MAX_LOGGED_CHARS`."""
    from pydantic_core import from_json

    from openai_codex._redaction import printable, redacted, redacted_excerpt

    if len(data) > MAX_PARSED_BYTES:
        return redacted_excerpt(data, MAX_LOGGED_CHARS)
    try:
        message: Any = from_json(data)
    except ValueError:
        return redacted_excerpt(data.strip(), MAX_LOGGED_CHARS)
    text = printable(json.dumps(redacted(message), ensure_ascii=False, separators=(",", ":")))
    return text if len(text) <= MAX_LOGGED_CHARS else text[:MAX_LOGGED_CHARS] + "..."
