"""The fault table: the outcome of each fault in each situation. Data for tests and documentation.

`test_table.py`, `test_own.py` and `test_real.py` test every row, sync and async; `docs/reliability.md` shows the same
rows (`test_page.py`).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Situation(enum.Enum):
    """The state of the program when the fault occurs."""

    idle = "idle"
    request = "pending call"
    turn = "streaming turn"
    handler = "running handler"


class Outcome(enum.Enum):
    """The outcome for the call or turn that the fault affects."""

    unharmed = "not affected"
    answer = "returns the result"
    timeout = "`RequestTimeoutError` after the timeout"
    closed = "`TransportClosedError` immediately"
    oversize = "`OversizeMessageError` immediately"
    misfit = "`UnexpectedResponseError` immediately"
    refused = "`JsonRpcError` immediately"
    waits = "waits until its timeout or `close`"
    declined = "request declined; `HandlerError` in the result"
    given_up = "`TurnTimeoutError`; the turn is interrupted"
    resumes = "continues with the runtime"
    unsent = "`RequestTimeoutError` after the timeout; the request is not sent later"
    raised = "the exception propagates; the request is sent at most once, as a whole"
    abandoned = "the turn is interrupted"
    apart = ""


class Later(enum.Enum):
    """The outcome of the next call."""

    works = "works"
    closed = "`TransportClosedError` immediately"
    timeout = "`RequestTimeoutError` after the timeout"


class Others(enum.Enum):
    """The outcome of other running turns."""

    go_on = "continue"
    closed = "`TransportClosedError` immediately"
    wait = "wait"
    resume = "continue with the runtime"


@dataclass(frozen=True)
class Fault:
    """One row. `name` describes the fault; `order` is the command for the fake app-server, or an empty string."""

    name: str
    order: str
    request: Outcome = Outcome.answer
    turn: Outcome = Outcome.unharmed
    handler: Outcome = Outcome.unharmed
    later: Later = Later.works
    others: Others = Others.go_on
    counted: Mapping[str, int] = field(default_factory=dict[str, int])
    """Minimum counts in `Diagnostics.bad_frames`, in every situation."""
    kept: Mapping[Situation, str] = field(default_factory=dict[Situation, str])
    """Text of the message that must appear in the object that the caller receives."""
    exit_code: int | None = None
    """Exit code in the error, if the connection is lost."""
    lingers: bool = False
    """Whether the runtime keeps running after its stdin is closed, which delays `close`."""
    slow: bool = False
    """Whether the test has to wait for a timeout."""
    idle: Outcome = Outcome.unharmed
    proof: str = "test_table.test_fault"
    """The test of this row."""

    def outcome(self, situation: Situation) -> Outcome:
        """Return the outcome in a situation."""
        found: Outcome = getattr(self, situation.name)
        return found


def lost(name: str, order: str, *, exit_code: int | None = None, slow: bool = False) -> Fault:
    """Return the row of a fault that closes the connection."""
    closed = Outcome.closed
    return Fault(name, order, closed, closed, closed, Later.closed, Others.closed, exit_code=exit_code, slow=slow)


def of_handler(name: str, proof: str) -> Fault:
    """Return the row of a fault in a handler."""
    return Fault(name, "", Outcome.apart, Outcome.apart, Outcome.declined, idle=Outcome.apart, proof=proof)


def of_call(name: str, proof: str, outcome: Outcome) -> Fault:
    """Return the row of a fault that affects only calls."""
    return Fault(name, "", outcome, Outcome.apart, Outcome.apart, idle=Outcome.apart, proof=proof)


def of_turn(name: str, proof: str, outcome: Outcome = Outcome.unharmed) -> Fault:
    """Return the row of a fault that affects only turns."""
    return Fault(name, "", Outcome.apart, outcome, Outcome.apart, idle=Outcome.apart, proof=proof)


REQUEST, TURN = Situation.request, Situation.turn

PLAYED = (
    # Responses
    Fault("no response to a request", "silent", Outcome.timeout, slow=True),
    Fault("a response after the timeout", "late", Outcome.timeout, slow=True),
    Fault("a duplicate response", "duplicate", counted={"duplicate reply": 1}),
    Fault("responses without a request, with ids of every type", "unknown id", counted={"reply to no request": 8}),
    Fault("a response larger than `max_message_bytes`", "oversize reply", Outcome.oversize, counted={"oversize": 1}),
    Fault("a response in invalid UTF-8", "reply in invalid utf-8", Outcome.misfit),
    Fault("a response with an unknown enum value", "reply: enum", kept={REQUEST: "hologram"}),
    Fault("a response with an unknown union member", "reply: union", kept={REQUEST: "hologram"}),
    Fault("a response that does not match its type", "reply: misfit", Outcome.misfit),
    Fault("an error response whose error is not an object", "odd error", Outcome.refused),
    Fault("an overload error (-32001) for a read-only request", "overload"),
    # Lines
    Fault("lines that are not JSON", "malformed", counted={"malformed": 4}),
    Fault("lines that are JSON, but not objects", "no object", counted={"not an object": 4}),
    Fault("objects that are not messages", "no message", counted={"no message": 3}),
    Fault("lines in invalid UTF-8", "invalid utf-8", counted={"invalid UTF-8": 2}),
    Fault("a message that arrives byte by byte", "drips"),
    # Notifications and server requests
    Fault("a notification larger than `max_message_bytes`", "oversize event", counted={"oversize": 1}),
    Fault("a notification with an unknown status", "event: enum", kept={TURN: "hologram"}),
    Fault("a notification with an unknown item type", "event: union", kept={TURN: "hologram"}),
    Fault("an unknown notification, or one of an unknown turn", "event: unknown"),
    Fault("notifications whose params do not match their type", "event: misfit"),
    Fault(
        "server requests with ids and params of any type", "odd requests", counted={"request without a usable id": 5}
    ),
    Fault("a server request of an unknown thread, which the client declines", "strange thread"),
    Fault("12,000 events of one turn at once", "flood"),
    # stderr
    Fault("5 MB on stderr at once", "stderr flood"),
    Fault("stderr in no valid encoding and without line ends", "stderr odd"),
    # End of the connection
    lost("the runtime closes its stdout and keeps running", "end of stdout", slow=True),
    lost("the runtime exits with code 0", "exit 0", exit_code=0),
    lost("the runtime exits with code 3", "exit 3", exit_code=3),
    lost("the runtime exits in the middle of a message", "exit in a message", exit_code=3),
    lost("the runtime is terminated by a signal", "signal", exit_code=-15),
    Fault(
        "the runtime stops reading",
        "stops reading",
        Outcome.timeout,
        Outcome.waits,
        Outcome.waits,
        Later.timeout,
        Others.wait,
        slow=True,
    ),
    Fault(
        "the runtime closes its stdin and keeps running",
        "closes stdin",
        Outcome.timeout,
        Outcome.waits,
        Outcome.waits,
        Later.closed,
        Others.wait,
        lingers=True,
        slow=True,
    ),
)

OWN = (
    of_call(
        "the runtime stops reading, and calls time out or are cancelled before their write",
        "test_unread.test_calls_that_time_out_are_not_sent",
        Outcome.unsent,
    ),
    of_call(
        "Ctrl-C, or another exception of a signal handler, in the main thread",
        "test_interrupts.test_interrupted_call_is_abandoned",
        Outcome.raised,
    ),
    of_turn(
        "Ctrl-C while a turn starts or runs",
        "test_interrupts.test_interrupted_turn_is_interrupted",
        Outcome.abandoned,
    ),
    of_turn(
        "the garbage collector finalizes an abandoned stream in any thread",
        "test_interrupts.test_collected_stream_is_interrupted",
        Outcome.abandoned,
    ),
    of_handler("a handler raises", "test_own.test_handler_exception_is_reported"),
    of_handler("a handler does not return within `handler_timeout`", "test_own.test_handler_timeout_is_reported"),
    of_handler("a handler returns a result that JSON cannot represent", "test_own.test_unencodable_result_is_reported"),
    of_handler("no thread can be started for a handler", "test_own.test_failed_thread_start_is_reported"),
    of_turn("a turn without a consumer", "test_own.test_unread_turn_is_bounded"),
    of_turn("a consumer that has stopped reading a turn", "test_own.test_paused_consumer_loses_nothing"),
    of_turn(
        "a turn without events for longer than `idle_timeout`",
        "test_own.test_idle_turn_is_interrupted",
        Outcome.given_up,
    ),
    of_turn(
        "more than 64 turns that start and end in one chunk of data",
        "test_bursts.test_turns_that_end_in_one_chunk_reach_their_callers",
    ),
    of_turn("hundreds of pending turns without events", "test_own.test_idle_turns_use_no_threads"),
)
"""Faults in the program of the user, and turns without events."""

REAL = (
    Fault(
        "the runtime is killed (SIGKILL)",
        "kill",
        Outcome.closed,
        Outcome.closed,
        Outcome.closed,
        Later.closed,
        Others.closed,
        exit_code=-9,
        proof="test_real.test_fault",
    ),
    Fault(
        "the runtime is stopped (SIGSTOP) and continued later (SIGCONT)",
        "stop",
        Outcome.timeout,
        Outcome.resumes,
        Outcome.resumes,
        Later.timeout,
        Others.resume,
        proof="test_real.test_fault",
    ),
    Fault("CODEX_HOME is deleted", "delete", proof="test_real.test_fault"),
    Fault("the disk of CODEX_HOME is full", "fill", proof="test_real.test_fault"),
)
"""Faults that are injected into the real runtime."""

FAULTS = (*PLAYED, *OWN, *REAL)
