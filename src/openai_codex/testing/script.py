"""The vocabulary of a script: what the model says in one call."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

logger = logging.getLogger("openai_codex.testing")

if TYPE_CHECKING:
    from openai_codex.testing.model_requests import RecordedRequest


@dataclass(frozen=True)
class Text:
    """An agent message.

    It arrives in pieces: at word boundaries, in `deltas` pieces of about the same size, or in exactly the pieces given.
    `delay` is the time before each, in seconds. `phase` is `commentary` or `final_answer`, where the model says so.
    """

    text: str = ""
    deltas: int | Sequence[str] | None = None
    delay: float = 0.0
    phase: Literal["commentary", "final_answer"] | None = None

    @property
    def whole(self) -> str:
        """The text of the message."""
        return self.text if self.deltas is None or isinstance(self.deltas, int) else "".join(self.deltas)

    def pieces(self) -> list[str]:
        """Return the pieces that it arrives in."""
        if self.deltas is None:
            return re.findall(r"[^ ]* |[^ ]+", self.text)
        if not isinstance(self.deltas, int):
            return list(self.deltas)
        size, more = divmod(len(self.text), self.deltas)
        ends = [number * size + min(number, more) for number in range(self.deltas + 1)]
        return [self.text[start:end] for start, end in pairwise(ends)]


@dataclass(frozen=True)
class Reasoning:
    """What the model thinks: its summary, and its raw content if given."""

    summary: str
    content: str | None = None


@dataclass(frozen=True)
class FunctionCall:
    """A call of a tool that the runtime offers; `arguments` are an object, or text as it is."""

    name: str
    arguments: Mapping[str, Any] | str
    call_id: str | None = None
    namespace: str | None = None


@dataclass(frozen=True)
class CustomToolCall:
    """A call of a tool that takes free text."""

    name: str
    input: str
    call_id: str | None = None


@dataclass(frozen=True)
class Usage:
    """The tokens that a call reports. A reply without one reports these."""

    input_tokens: int = 10
    cached_input_tokens: int = 0
    output_tokens: int = 5
    reasoning_output_tokens: int = 0


class Gate:
    """Holds a reply where it stands, until a test opens it: to know that a turn is running, without sleeping.

    One gate holds one reply; once open it holds no more.
    """

    def __init__(self) -> None:
        self._entered = threading.Event()
        self._opened = threading.Event()

    def open(self) -> None:
        """Let the reply go on."""
        self._opened.set()

    def wait_entered(self, timeout: float = 10.0) -> None:
        """Wait until a reply has come to the gate. Raises TimeoutError after `timeout` seconds."""
        if not self._entered.wait(timeout):
            raise TimeoutError(f"no reply came to the gate within {timeout:g} s")

    def hold(self) -> None:
        """Wait until it is open; the server calls this."""
        self._entered.set()
        self._opened.wait()


@dataclass(frozen=True)
class HttpError:
    """An HTTP status instead of a stream."""

    status: int
    message: str = "scripted error"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: dict[str, str]())


@dataclass(frozen=True)
class StreamAborted:
    """A stream that ends in the middle, after some parts: the connection is closed, or reset."""

    after: Sequence[Part | str] = ()
    how: Literal["close", "reset"] = "close"


@dataclass(frozen=True)
class ResponseFailed:
    """A stream that ends with `response.failed`, after some parts.

    The runtime knows, among others, the codes `rate_limit_exceeded`, `context_length_exceeded`,
    `insufficient_quota` and `server_is_overloaded`.
    """

    code: str
    message: str = "scripted failure"
    after: Sequence[Part | str] = ()


def shell_call(command: str, **arguments: Any) -> FunctionCall:
    """Return the call that makes the runtime run a shell command; `arguments` are others of its tool `exec_command`."""
    return FunctionCall("exec_command", {"cmd": command, **arguments})


Part: TypeAlias = Text | Reasoning | FunctionCall | CustomToolCall | Usage | Gate
"""What a reply is made of."""

PlainReply: TypeAlias = str | Part | Sequence[Part | str] | HttpError | StreamAborted | ResponseFailed
"""What the model answers to one call: text, a part, several parts, or a failure."""

Reply: TypeAlias = "PlainReply | Callable[[RecordedRequest], Reply]"
"""The same, or a function from the request to it."""


@dataclass
class Match:
    """A reply for certain calls, wherever it stands in the script.

    It answers those whose user input contains a text, or for which a function says so, `times` times (None: always).
    """

    predicate: str | Callable[[RecordedRequest], bool]
    reply: Reply
    times: int | None = 1

    def matches(self, request: RecordedRequest) -> bool:
        """Return whether this is the reply for a request."""
        if self.times == 0:
            return False
        if isinstance(self.predicate, str):
            return any(self.predicate in text for text in request.input_texts)
        return self.predicate(request)


PARTS = (Text, Reasoning, FunctionCall, CustomToolCall, Usage, Gate)
FAILURES = (HttpError, StreamAborted, ResponseFailed)


def check_reply(reply: object, where: str) -> None:
    """Raise TypeError, which says where and what to give instead, for what is no reply."""
    if isinstance(reply, (str, *PARTS)) or callable(reply):
        return
    if isinstance(reply, FAILURES):
        for index, part in enumerate(getattr(reply, "after", ())):
            _check_part(part, f"{where}.after[{index}]")
        return
    if isinstance(reply, Sequence) and not isinstance(reply, (bytes, bytearray)):
        for index, part in enumerate(cast("Sequence[object]", reply)):
            _check_part(part, f"{where}[{index}]")
        return
    raise TypeError(
        f"{where}: {type(reply).__name__} is no reply; give a string, a part, a list of parts, or a failure"
    )


def resolve(reply: Reply, request: RecordedRequest) -> PlainReply:
    """Return the reply to a request, asking the functions that stand for it.

    What is no reply, or what a function raises, becomes a failure that says so: there is nobody here to raise it to,
    and the runtime passes the message of this status on.
    """
    while callable(reply):
        try:
            reply = reply(request)
            check_reply(reply, "what the script's function returned")
        except Exception as error:
            logger.exception("a function of the script failed")
            return HttpError(400, f"a function of the script failed: {type(error).__name__}: {error}")
    return reply


def _check_part(part: object, where: str) -> None:
    if not isinstance(part, (str, *PARTS)):
        raise TypeError(f"{where}: {type(part).__name__} is no part; give a string, or one of Text, Reasoning, ...")


def parts_of(parts: str | Part | Sequence[Part | str]) -> list[Part]:
    """Return parts as such; a string is a `Text`."""
    several = [parts] if isinstance(parts, (str, *PARTS)) else parts
    return [Text(part) if isinstance(part, str) else part for part in several]
