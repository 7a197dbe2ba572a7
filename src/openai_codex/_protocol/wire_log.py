"""What this client logs: the logger `openai_codex`, the variable `CODEX_LOG`, and the messages on the wire."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from openai_codex._protocol.framing import OversizedLine

logger = logging.getLogger("openai_codex")
"""DEBUG has each message on the wire, INFO the start and the end of a runtime, WARNING what was lost or went wrong
without anybody being told by an exception."""

ENV_VAR = "CODEX_LOG"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
"""What the variable may say."""

MAX_LOGGED_CHARS = 2_000
"""How many characters of a message on the wire are shown."""

MAX_PARSED_BYTES = 64 * 1024
"""Up to this size a message is read whole; of a longer one only the beginning is looked at."""

_ALREADY_REDACTED = "redacted"
"""The attribute of records whose message has no secrets as it comes."""

_FORMAT = "%(asctime)s.%(msecs)03d %(name)s %(levelname)s %(message)s"


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what is stderr at the time."""

    def __init__(self) -> None:
        # Not the constructor of StreamHandler, which would keep the stderr of now.
        logging.Handler.__init__(self)
        self.setFormatter(logging.Formatter(_FORMAT, datefmt="%H:%M:%S"))

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # an attribute there
        return sys.stderr


class _RedactingFilter(logging.Filter):
    """Sees each record first: takes secrets out of it, and writes it to stderr if `CODEX_LOG` asks for that.

    To let the records that `CODEX_LOG` asks for come about, the logger needs a lower level than the application has
    given it. What the application has not asked for does not get to its own handlers nevertheless.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._read = False
        self._stderr: _Stderr | None = None
        self._wanted = logging.NOTSET
        self._own = logging.NOTSET
        self._set = logging.NOTSET

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the handlers of the application are to get a record."""
        if not getattr(record, _ALREADY_REDACTED, False):
            redact(record)
        if self._stderr is None:
            return True
        if record.levelno >= self._wanted:
            self._stderr.handle(record)
        return record.levelno >= self._level_of_application()

    def read_variable(self) -> None:
        """Do what `CODEX_LOG` says, the first time that this is called."""
        if self._read:
            return
        with self._lock:
            if self._read:
                return
            self._read = True
            said = os.environ.get(ENV_VAR, "").strip()
            if not said:
                return
            self._wanted = LEVELS.get(said.lower(), logging.WARNING)
            self._own = logger.level
            self._set = min(self._wanted, logger.getEffectiveLevel())
            self._stderr = _Stderr()
            logger.setLevel(self._set)
            # `logging.config.dictConfig` silences the loggers that it does not name, unless it is told not to.
            logger.disabled = False
        if said.lower() not in LEVELS:
            logger.warning("%s is %r, which is none of %s; it is taken for warning", ENV_VAR, said, ", ".join(LEVELS))

    def _level_of_application(self) -> int:
        own = self._own if logger.level == self._set else logger.level
        above = logger.parent
        return own or (above.getEffectiveLevel() if above else logging.WARNING)


def redact(record: logging.LogRecord) -> None:
    """Take secrets out of a record: out of its message, and of the exception that it tells of."""
    from openai_codex._redaction import redacted_text

    message = record.getMessage()
    shown = redacted_text(message)
    if shown != message:
        record.msg, record.args = shown, None
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        text = logging.Formatter().formatException(record.exc_info)
        shown = redacted_text(text)
        if shown != text:
            # Nothing may print the exception itself.
            record.exc_info, record.exc_text = None, shown


_gate = _RedactingFilter()
logger.addFilter(_gate)
# As a library does: what nobody has asked for is not printed.
logger.addHandler(logging.NullHandler())


def enabled() -> bool:
    """Return whether the messages on the wire are logged, from what `CODEX_LOG` and the level of the logger say now."""
    _gate.read_variable()
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
    """Log that a runtime has started and is ready. `pid` is None if it is no process of this client."""
    logger.info("runtime %s started (%s)", version or "of unknown version", _process(pid))


def ended(pid: int | None, exit_code: int | None) -> None:
    """Log that a runtime has ended. `exit_code` is negative for a signal, and None if it is unknown."""
    logger.info("runtime ended (%s, exit code %s)", _process(pid), "unknown" if exit_code is None else exit_code)


def _process(pid: int | None) -> str:
    return "no local process" if pid is None else f"pid {pid}"


def _debug(message: str, size: int, text: str) -> None:
    logger.debug(message, size, text, extra={_ALREADY_REDACTED: True}, stacklevel=3)


def _shown(data: bytes) -> str:
    """Return a message on the wire on one line, without secrets, and not too long."""
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
