"""The fault table: what a program that uses the client gets of each fault, in each situation. Data, for tests and docs.

`test_table.py` and `test_real.py` put every row to the test, for sync and async; `docs/reliability.md` shows the same
rows (`test_page.py`).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Situation(enum.Enum):
    """What the program does when the fault strikes."""

    idle = "idle"
    request = "a call waits"
    turn = "a turn streams"
    handler = "a handler runs"


class Outcome(enum.Enum):
    """What the one gets whom the fault meets."""

    unharmed = "unharmed"
    answer = "the answer"
    timeout = "`RequestTimeoutError` at its deadline"
    closed = "`TransportClosedError` at once"
    oversize = "`OversizeMessageError` at once"
    misfit = "`UnexpectedResponseError` at once"
    refused = "`JsonRpcError` at once"
    waits = "waits until its time limit, or `close`"
    declined = "no was said; `HandlerError` in the result"
    given_up = "`TurnTimeoutError`, and the turn is interrupted"
    resumes = "goes on when the runtime does"
    apart = ""


class Later(enum.Enum):
    """What becomes of the next call."""

    works = "works"
    closed = "`TransportClosedError` at once"
    timeout = "`RequestTimeoutError` at its deadline"


class Others(enum.Enum):
    """What becomes of the other turns."""

    go_on = "go on"
    closed = "`TransportClosedError` at once"
    wait = "wait"
    resume = "go on when the runtime does"


@dataclass(frozen=True)
class Fault:
    """One row. `name` says what goes wrong, `order` is what the app-server of the tests is told to do, if anything."""

    name: str
    order: str
    request: Outcome = Outcome.answer
    turn: Outcome = Outcome.unharmed
    handler: Outcome = Outcome.unharmed
    later: Later = Later.works
    others: Others = Others.go_on
    counted: Mapping[str, int] = field(default_factory=dict[str, int])
    """What `Codex.diagnostics` counts for it at least, in every situation."""
    kept: Mapping[Situation, str] = field(default_factory=dict[Situation, str])
    """What of the message is to be found in what the caller gets."""
    exit_code: int | None = None
    """What the error says, where the connection is lost."""
    lingers: bool = False
    """Whether the runtime would not end with its stdin, so that `close` takes its time."""
    slow: bool = False
    """Whether somebody has to wait for a time to pass."""
    idle: Outcome = Outcome.unharmed
    proof: str = "test_table.test_fault"
    """The test that this row is put to."""

    def outcome(self, situation: Situation) -> Outcome:
        """Return what the caller gets in a situation."""
        outcome: Outcome = getattr(self, situation.name)
        return outcome


def lost(name: str, order: str, *, exit_code: int | None = None, slow: bool = False) -> Fault:
    """Return the row of a fault that ends the connection."""
    closed = Outcome.closed
    return Fault(name, order, closed, closed, closed, Later.closed, Others.closed, exit_code=exit_code, slow=slow)


def of_handler(name: str, proof: str) -> Fault:
    """Return the row of a fault that is the handler's own."""
    return Fault(name, "", Outcome.apart, Outcome.apart, Outcome.declined, idle=Outcome.apart, proof=proof)


def of_turn(name: str, proof: str, outcome: Outcome = Outcome.unharmed) -> Fault:
    """Return the row of a fault that is about turns alone."""
    return Fault(name, "", Outcome.apart, outcome, Outcome.apart, idle=Outcome.apart, proof=proof)


REQUEST, TURN = Situation.request, Situation.turn

PLAYED = (
    # Replies
    Fault("no reply to a request", "silent", Outcome.timeout, slow=True),
    Fault("a reply after the deadline", "late", Outcome.timeout, slow=True),
    Fault("the same reply twice", "duplicate", counted={"duplicate reply": 1}),
    Fault("a reply to no request, with ids of every type", "unknown id", counted={"reply to no request": 8}),
    Fault("a reply over `max_message_bytes`", "oversize reply", Outcome.oversize, counted={"oversize": 1}),
    Fault("a reply in invalid UTF-8", "reply in invalid utf-8", Outcome.misfit),
    Fault("an enum value in a reply that this version does not know", "reply: enum", kept={REQUEST: "hologram"}),
    Fault("an object in a reply of a type that this version does not know", "reply: union", kept={REQUEST: "hologram"}),
    Fault("a reply that does not fit its type", "reply: misfit", Outcome.misfit),
    Fault("a reply with an error that is no object", "odd error", Outcome.refused),
    Fault("a refusal because of overload (-32001), where the call only reads", "overload"),
    # Lines
    Fault("lines that are no JSON", "malformed", counted={"malformed": 4}),
    Fault("lines that are JSON, but no object", "no object", counted={"not an object": 4}),
    Fault("objects that are no message", "no message", counted={"no message": 3}),
    Fault("invalid UTF-8", "invalid utf-8", counted={"invalid UTF-8": 2}),
    Fault("a message that comes byte by byte", "drips"),
    # What the runtime tells and asks
    Fault("a notification over `max_message_bytes`", "oversize event", counted={"oversize": 1}),
    Fault("a status in a notification that this version does not know", "event: enum", kept={TURN: "hologram"}),
    Fault("an item of a type that this version does not know", "event: union", kept={TURN: "hologram"}),
    Fault("a notification that this version does not know, or of no turn of ours", "event: unknown"),
    Fault("notifications whose body does not fit", "event: misfit"),
    Fault("requests with ids and params of any type", "odd requests", counted={"request without a usable id": 5}),
    Fault("12,000 events of one turn at once", "flood"),
    # stderr
    Fault("5 MB on stderr at once", "stderr flood"),
    Fault("stderr in no encoding, and without a line end", "stderr odd"),
    # The end
    lost("the runtime closes its stdout and goes on", "end of stdout", slow=True),
    lost("the runtime exits with code 0", "exit 0", exit_code=0),
    lost("the runtime exits with code 3", "exit 3", exit_code=3),
    lost("the runtime exits in the middle of a message", "exit in a message", exit_code=3),
    lost("the runtime is ended by a signal", "signal", exit_code=-15),
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
        "the runtime closes its stdin and goes on",
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
    of_handler("a handler raises", "test_own.test_handler_exception_is_reported"),
    of_handler("a handler does not return within `handler_timeout`", "test_own.test_handler_timeout_is_reported"),
    of_turn("nobody reads the events of a turn", "test_own.test_unread_turn_is_bounded"),
    of_turn("somebody has stopped reading the events of a turn", "test_own.test_paused_consumer_loses_nothing"),
    of_turn(
        "a turn says nothing for longer than `idle_timeout`", "test_own.test_idle_turn_is_interrupted", Outcome.given_up
    ),
    of_turn("hundreds of turns that say nothing, waited for at once", "test_own.test_idle_turns_use_no_threads"),
)
"""What goes wrong here, and not in the runtime."""

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
        "the runtime is stopped (SIGSTOP), and goes on later (SIGCONT)",
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
"""What is done to the real runtime."""

FAULTS = (*PLAYED, *OWN, *REAL)
