"""Replies of a scripted model: parts of a response, failures, and conditions."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

logger = logging.getLogger("openai_codex.testing")

if TYPE_CHECKING:
    from openai_codex.testing.model_requests import RecordedRequest


@dataclass(frozen=True)
class Text:
    """Send an agent message.

    Attributes:
        text: The text of the message.
        deltas: How to split the text: None at word boundaries, a number into that many parts of similar size, a
            sequence into exactly these parts, which replace `text`.
        delay: Delay before each part, in seconds.
        phase: `commentary` or `final_answer`; None omits the phase.
    """

    text: str = ""
    deltas: int | Sequence[str] | None = None
    delay: float = 0.0
    phase: Literal["commentary", "final_answer"] | None = None

    @property
    def whole(self) -> str:
        """The complete text of the message."""
        return self.text if self.deltas is None or isinstance(self.deltas, int) else "".join(self.deltas)

    def pieces(self) -> list[str]:
        """Return the text as the parts in which it is sent."""
        if self.deltas is None:
            return re.findall(r"[^ ]* |[^ ]+", self.text)
        if not isinstance(self.deltas, int):
            return list(self.deltas)
        size, remainder = divmod(len(self.text), self.deltas)
        ends = [number * size + min(number, remainder) for number in range(self.deltas + 1)]
        return [self.text[start:end] for start, end in pairwise(ends)]


@dataclass(frozen=True)
class Reasoning:
    """Send reasoning of the model.

    Attributes:
        summary: The summary of the reasoning.
        content: The raw reasoning; None sends a summary only.
    """

    summary: str
    content: str | None = None


@dataclass(frozen=True)
class FunctionCall:
    """Call a function tool that the runtime offers.

    Attributes:
        name: The name of the tool.
        arguments: The arguments as an object, or as text that is sent unchanged, for example invalid JSON.
        call_id: The id of the call; None generates one.
        namespace: The namespace of the tool; None for a tool without one.
    """

    name: str
    arguments: Mapping[str, Any] | str
    call_id: str | None = None
    namespace: str | None = None


@dataclass(frozen=True)
class CustomToolCall:
    """Call a tool that takes free text.

    Attributes:
        name: The name of the tool.
        input: The text.
        call_id: The id of the call; None generates one.
    """

    name: str
    input: str
    call_id: str | None = None


@dataclass(frozen=True)
class Usage:
    """Report the number of tokens of a call.

    A reply without `Usage` reports the defaults.
    """

    input_tokens: int = 10
    cached_input_tokens: int = 0
    output_tokens: int = 5
    reasoning_output_tokens: int = 0


class Gate:
    """Pause a reply until the test opens the gate.

    A test uses it to act while a turn is running. A gate pauses one reply; an open gate does not pause.
    """

    def __init__(self) -> None:
        self._entered = threading.Event()
        self._opened = threading.Event()

    def open(self) -> None:
        """Let the reply continue."""
        self._opened.set()

    def wait_entered(self, timeout: float = 10.0) -> None:
        """Wait until a reply has reached the gate.

        Args:
            timeout: Maximum time to wait, in seconds.

        Raises:
            TimeoutError: No reply reached the gate in time.
        """
        if not self._entered.wait(timeout):
            raise TimeoutError(f"gate: no reply arrived within {timeout:g} s; check that the script contains this gate")

    def hold(self) -> None:
        """Block until the gate is open.

        The server calls this method.
        """
        self._entered.set()
        self._opened.wait()


@dataclass(frozen=True)
class HttpError:
    """Answer with an HTTP error instead of a stream.

    Attributes:
        status: The HTTP status code.
        message: The message in the body.
        code: The error code in the body; None sends null.
        headers: Additional response headers.
    """

    status: int
    message: str = "scripted error"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: dict[str, str]())


@dataclass(frozen=True)
class StreamAborted:
    """End the stream without a final event.

    Attributes:
        after: Parts to send first.
        reset: Whether to reset the TCP connection instead of closing it.
    """

    after: Sequence[Part | str] = ()
    _: KW_ONLY
    reset: bool = False


@dataclass(frozen=True)
class ResponseFailed:
    """End the stream with `response.failed`.

    The runtime handles the codes `rate_limit_exceeded`, `context_length_exceeded`, `insufficient_quota` and
    `server_is_overloaded`, among others.

    Attributes:
        code: The error code.
        message: The error message.
        after: Parts to send first.
    """

    code: str
    message: str = "scripted failure"
    after: Sequence[Part | str] = ()


def shell_call(command: str, **arguments: Any) -> FunctionCall:
    """Return a call of the runtime's shell tool.

    Args:
        command: The shell command.
        **arguments: Further arguments of the tool `exec_command`.

    Returns:
        A part of a reply.
    """
    return FunctionCall("exec_command", {"cmd": command, **arguments})


Part: TypeAlias = Text | Reasoning | FunctionCall | CustomToolCall | Usage | Gate
"""A part of a reply."""

PlainReply: TypeAlias = str | Part | Sequence[Part | str] | HttpError | StreamAborted | ResponseFailed
"""The reply to one model call: text, a part, several parts, or a failure."""

Reply: TypeAlias = "PlainReply | Callable[[RecordedRequest], Reply]"
"""A `PlainReply`, or a function that takes the request and returns a reply."""


@dataclass
class Match:
    """Reply to the calls that match a condition, independent of the order of the script.

    Attributes:
        predicate: Text that the user input must contain, or a function that takes the request and returns whether it
            matches.
        reply: The reply to a matching call.
        times: How many calls to answer; None for all.
    """

    predicate: str | Callable[[RecordedRequest], bool]
    reply: Reply
    times: int | None = 1

    def matches(self, request: RecordedRequest) -> bool:
        """Return whether this entry applies to a request."""
        if self.times == 0:
            return False
        if isinstance(self.predicate, str):
            return any(self.predicate in text for text in request.input_texts)
        return self.predicate(request)


PARTS = (Text, Reasoning, FunctionCall, CustomToolCall, Usage, Gate)
FAILURES = (HttpError, StreamAborted, ResponseFailed)


def check_reply(reply: object, where: str) -> None:
    """Check the type of a reply, including its parts.

    Args:
        reply: The value to check. The results of functions are checked when they are called.
        where: The position of the reply in the script, used in the error.

    Raises:
        TypeError: The reply or one of its parts has an invalid type.
    """
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
        f"{where}: expected a reply (a string, a part, a list of parts, a failure or a function), "
        f"got {type(reply).__name__}"
    )


def resolve_reply(reply: Reply, request: RecordedRequest) -> PlainReply:
    """Call the functions that stand for a reply until it is a plain reply.

    If a function raises or returns an invalid reply, the result is an HTTP error with that message: an exception on a
    server thread would not reach the test, whereas the runtime passes on the message of a status 400.

    Args:
        reply: The reply or a function that returns it.
        request: The model call to answer.
    """
    while callable(reply):
        try:
            reply = reply(request)
            check_reply(reply, "return value of the script's function")
        except Exception as error:
            logger.exception("the script's function failed")
            return HttpError(400, f"the script's function failed: {type(error).__name__}: {error}")
    return reply


def _check_part(part: object, where: str) -> None:
    if not isinstance(part, (str, *PARTS)):
        expected = f"a string or a part ({', '.join(kind.__name__ for kind in PARTS)})"
        raise TypeError(f"{where}: expected {expected}, got {type(part).__name__}")


def normalize_parts(parts: str | Part | Sequence[Part | str]) -> list[Part]:
    """Return parts as a list, with strings converted to `Text`."""
    sequence = [parts] if isinstance(parts, (str, *PARTS)) else parts
    return [Text(part) if isinstance(part, str) else part for part in sequence]
