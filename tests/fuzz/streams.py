"""Byte streams of a broken or hostile runtime, and the properties of a session that reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fuzz.json_mutations import ODD_IDS, mutated, odd_value
from openai_codex import TransportClosedError
from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.event_router import MAX_COMPLETED_BUFFERS, MAX_UNCONSUMED_BUFFERS
from openai_codex._protocol.framing import EXCERPT_BYTES, LineDecoder, OversizedLine
from openai_codex._protocol.session import Session
from openai_codex._results.collector import TurnResultCollector
from openai_codex.errors import JsonRpcError, OversizeMessageError, rpc_error
from support.paths import TRANSCRIPTS

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subscription import Subscription

REQUESTS = 8
"""Number of pending requests while a stream arrives. The transcripts contain fewer responses."""

CAPS = (64, 600, 4_096, 1 << 20)
MARKER = "fuzz/marker"
MARKED_TURN = "turn-of-the-markers"


@cache
def recorded() -> tuple[bytes, ...]:
    """Return the recorded lines of the real runtime."""
    return tuple(line for path in sorted(TRANSCRIPTS.glob("*.jsonl")) for line in path.read_bytes().splitlines())


@cache
def messages() -> tuple[Any, ...]:
    """Return the recorded messages, decoded."""
    return tuple(json.loads(line) for line in recorded())


@dataclass(frozen=True)
class Stream:
    """Input from a runtime: lines, an unterminated rest, and the maximum length of a line."""

    lines: tuple[bytes, ...]
    tail: bytes
    cap: int
    cuts: tuple[int, ...]
    """Positions where reads end, in millionths of the total length."""

    @property
    def data(self) -> bytes:
        return b"".join(line + b"\n" for line in self.lines) + self.tail

    def chunks(self) -> list[bytes]:
        data = self.data
        places = sorted(cut * len(data) // 1_000_000 for cut in self.cuts)
        return [data[start:end] for start, end in pairwise([0, *places, len(data)])]

    def smaller(self) -> Iterator[Stream]:
        """Yield smaller streams, to find the line that causes a failure."""
        for size in (len(self.lines) // 2, len(self.lines) // 4, 1):
            for start in range(0, len(self.lines), size) if size else ():
                yield replace(self, lines=self.lines[:start] + self.lines[start + size :])
        if self.tail:
            yield replace(self, tail=b"")
        for index in range(len(self.cuts)):
            yield replace(self, cuts=self.cuts[:index] + self.cuts[index + 1 :])

    def dump(self) -> Any:
        lines = [line.decode("latin-1") for line in self.lines]
        return {"lines": lines, "tail": self.tail.decode("latin-1"), "cap": self.cap, "cuts": list(self.cuts)}

    @classmethod
    def load(cls, dumped: Any) -> Stream:
        lines = tuple(line.encode("latin-1") for line in dumped["lines"])
        return cls(lines, dumped["tail"].encode("latin-1"), dumped["cap"], tuple(dumped["cuts"]))


def stream(chance: random.Random) -> Stream:
    """Generate a stream of recorded and broken messages, with marked messages that must arrive."""
    lines: list[bytes] = []
    marks = 0
    for _ in range(chance.choice((1, 5, 20, 60))):
        kind = chance.randrange(8)
        if kind < 2:
            lines.append(chance.choice(recorded()))
        elif kind < 3:
            place = {"turnId": MARKED_TURN} if chance.randrange(2) else {}
            lines.append(encoded({"method": MARKER, "params": {"n": marks, **place}}))
            marks += 1
        elif kind < 5:
            lines.append(encoded(mutated(chance.choice(messages()), chance, messages())))
        elif kind < 6:
            lines.append(message(chance))
        else:
            lines.append(garbage(chance))
    tail = chance.choice((b"", b"", garbage(chance), chance.choice(recorded())[:-1]))
    cuts = [chance.randrange(1_000_001) for _ in range(chance.choice((0, 1, 3, 30)))]
    return Stream(tuple(lines), tail, chance.choice(CAPS), tuple(cuts))


def encoded(value: Any) -> bytes:
    """Encode JSON as the runtime does, including lone surrogates and NaN."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def message(chance: random.Random) -> bytes:
    """Generate a message of any kind, with an id of any type, and keys in any order, some duplicated."""
    parts = [f'"id":{json.dumps(chance.choice(ODD_IDS))}'] if chance.randrange(5) else []
    parts += [f'"method":{json.dumps(chance.choice(METHODS))}'] if chance.randrange(2) else []
    for name in ("params", "result", "error", "emittedAtMs", "id", "jsonrpc"):
        if not chance.randrange(3):
            value = chance.choice((odd_value(chance), {"id": chance.choice(ODD_IDS), "x": "y" * 700}, ERROR))
            parts.append(f'"{name}":{json.dumps(value)}')
    chance.shuffle(parts)
    return ("{" + chance.choice((",", " , ")).join(parts) + "}").encode("utf-8", "surrogatepass")


ERROR = {"code": -32600, "message": "no", "data": {"codexErrorInfo": "serverOverloaded"}}
METHODS = (
    *("turn/started", "turn/completed", "item/started", "item/completed", "item/agentMessage/delta", "error"),
    *("serverRequest/resolved", "account/login/completed", "thread/goal/updated", "item/tool/call", "", "x", "\x00"),
    *("client/handlerFailed", "item/commandExecution/requestApproval", "execCommandApproval", "thread/status/changed"),
)


def garbage(chance: random.Random) -> bytes:
    """Generate a truncated, spliced, bit-flipped or repeated line, or a line that is not a message."""
    line = bytearray(chance.choice(recorded()))
    how = chance.randrange(10)
    place = chance.randrange(len(line))
    if how == 0:
        return bytes(line[:place])
    if how == 1:
        return bytes(line[place:])
    if how == 2:
        return bytes(line[:place]) + chance.choice(recorded())[chance.randrange(40) :]
    if how == 3:
        for _ in range(chance.choice((1, 3, 20))):
            line[chance.randrange(len(line))] = chance.randrange(256)
    elif how == 4:
        line[place:place] = chance.choice(PIECES)
    elif how == 5:
        # A duplicate key with another value.
        return bytes(line[:-1]) + b',"id":' + str(chance.randrange(10)).encode() + b"}"
    elif how == 6:
        return chance.choice((b"[", b'{"a":', b'{"params":')) * chance.choice((3, 300, 100_000))
    elif how == 7:
        return b'{"id":' + b"9" * chance.choice((19, 400, 5_000)) + b',"result":{}}'
    elif how == 8:
        return bytes(chance.randrange(256) for _ in range(chance.choice((1, 8, 200))))
    else:
        return chance.choice(PIECES)
    return bytes(line)


PIECES = (
    *(
        b"",
        b" ",
        b"\r",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf{}",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"{}",
    ),
    *(b"null", b"true", b'"text"', b"[]", b"[1]", b'{"id":1}', b'{"id":1,"result":NaN}', b'{"id":1,"error":null}'),
    *(b'{"id":2,"error":"text"}', b'{"id":3,"error":{"code":"x","message":[],"data":[[[]]]}}', b'{"id":1,"id":2}'),
    *(b'{"result":{"id":4},"id":5}', b'{"id":true,"result":1}', b'{"id":1.0,"result":1}', b'{"id":"1","result":1}'),
    *(b'{"id":null,"method":"x"}', b'{"id":[],"method":"item/tool/call"}', b'{"id":{},"method":"x","params":[]}'),
    *(b'{"method":"serverRequest/resolved","params":{"requestId":[]}}', b'{"method":"x","params":"\\ud800"}'),
    *(b'{"method":"turn/completed","params":{"turn":{"id":1}}}', b'{"method":"turn/completed","params":{"turnId":{}}}'),
)


@dataclass
class Run:
    """The state of a session after it has read a complete stream."""

    session: Session[int]
    batches: list[Actions[int]]
    marked: Subscription
    """The consumer of the turn with the marked messages."""


def run(chunks: list[bytes], cap: int) -> Run:
    """Feed a stream to a session with pending requests 1 to `REQUESTS`, and end the connection."""
    session: Session[int] = Session(max_line_bytes=cap)
    for number in range(REQUESTS):
        session.create_request("some/method", None, number)
    marked = session.events.event_buffer(MARKED_TURN).subscribe(lambda: None)
    batches = [session.receive_data(chunk) for chunk in chunks]
    return Run(session, [*batches, session.connection_lost(TransportClosedError("the end of the stream"))], marked)


def account(done: Run) -> dict[str, Any]:
    """Return all results of a stream in a comparable form."""
    session, batches = done.session, done.batches
    touched = {
        source.key: source for actions in batches for source in actions.updated if isinstance(source, EventBuffer)
    }
    return {
        "replies": [(pending.id, repr(reply)) for actions in batches for pending, reply in actions.responses],
        "failed": [
            (pending.id, type(error).__name__) for actions in batches for pending, error in actions.failed_requests
        ],
        "requests": [repr(request) for actions in batches for request in actions.server_requests],
        "withdrawn": [repr(request_id) for actions in batches for request_id in actions.cancelled_server_requests],
        "ended": [key for actions in batches for key in actions.completed_turns],
        "events": {key: [repr(event) for event in events_of(touched[key])] for key in sorted(touched)},
        "unread": [repr(event) for event in session.notification_bus.backlog],
        "dropped": session.notification_bus.dropped,
        "bad": dict(session.bad_frames),
        "late": session.late_responses,
    }


def events_of(buffer: EventBuffer) -> list[Notification]:
    """Return the content of an event buffer."""
    return read(buffer.subscribe(lambda: None))


def read(reader: Subscription) -> list[Notification]:
    """Return all events for a consumer."""
    events: list[Notification] = []
    while (event := reader.pop()) is not None:
        events.append(event)
    return events


def check_session(made: Stream) -> str:
    """Check the results of a stream. Returns a short description of the stream.

    Raises:
        AssertionError: a property does not hold.
    """
    done = run([made.data], made.cap)
    told = account(done)
    assert account(run(made.chunks(), made.cap)) == told, "it depends on where the reads end"
    check_waiters(made, done.batches)
    check_marks(made, done)
    check_bounds(done.session)
    for actions in done.batches:
        for request in actions.server_requests:
            assert type(request.id) in (int, str), f"a request with the id {request.id!r} has no place to be kept"
            json.loads(done.session.encode_response(request, {}))
        for request_id in actions.cancelled_server_requests:
            assert type(request_id) in (int, str), f"nothing can have been asked under the id {request_id!r}"
        for source in actions.updated:
            if isinstance(source, EventBuffer):
                check_fold(source)
    kinds = [name for name in ("replies", "requests", "withdrawn", "ended") if told[name]]
    return "+".join([*kinds, *sorted(told["bad"])]) or "nothing"


def check_waiters(made: Stream, batches: list[Actions[int]]) -> None:
    """Check that each request ends once, and only by its own response."""
    lines = [*made.lines, made.tail]
    raw = [line for whole in lines for line in whole.split(b"\n")]
    ended: list[int] = []
    for actions in batches:
        for pending, reply in actions.responses:
            assert type(reply["id"]) is int
            assert reply["id"] == pending.id
            assert "method" not in reply or not isinstance(reply["method"], str)
            ended.append(pending.id)
            if reply.get("error") is not None:
                assert isinstance(rpc_error("some/method", reply["error"]), JsonRpcError)
        for pending, error in actions.failed_requests:
            ended.append(pending.id)
            if not isinstance(error, TransportClosedError):
                own = [line for line in raw if begins_reply_to(line, pending.id)]
                assert own, f"request {pending.id} failed, and nothing was a reply to it: {error!r}"
                if isinstance(error, OversizeMessageError):
                    assert error.size in {len(line) for line in own}
    assert sorted(ended) == list(range(1, REQUESTS + 1))


def begins_reply_to(line: bytes, request_id: int) -> bool:
    """Return whether the beginning of a line, which may be broken, is a response to a request."""
    start = line.lstrip().removeprefix(b"{").lstrip()
    if not line.lstrip().startswith(b"{") or not start.startswith(b'"id"'):
        return False
    number, _, rest = start.removeprefix(b'"id"').lstrip().removeprefix(b":").partition(b",")
    return number.strip() == str(request_id).encode() and rest.lstrip().startswith((b'"result"', b'"error"'))


def check_marks(made: Stream, done: Run) -> None:
    """Check that all marked messages arrived in order, except oversized ones."""
    marks = [json.loads(line)["params"] for line in made.lines if is_mark(line) and len(line) <= made.cap]
    notification_bus = done.session.notification_bus
    if not notification_bus.dropped:
        assert [e.params for e in notification_bus.backlog if e.method == MARKER] == [
            m for m in marks if "turnId" not in m
        ]
    assert [e.params for e in read(done.marked) if e.method == MARKER] == [m for m in marks if "turnId" in m]


def is_mark(line: bytes) -> bool:
    return line.startswith(b'{"method":"fuzz/marker"')


def check_bounds(session: Session[int]) -> None:
    """Check that unread data is bounded."""
    assert len(session.events._completed) <= MAX_COMPLETED_BUFFERS
    assert len(session.events._unconsumed) <= MAX_UNCONSUMED_BUFFERS
    assert session.pending_requests.methods() == []


def check_fold(buffer: EventBuffer) -> None:
    """Check that every turn has a result."""
    collector = TurnResultCollector(buffer.key)
    for event in events_of(buffer):
        if not event.method.startswith("client/"):
            collector.add(event)
    collector.partial_result()


def check_framing(made: Stream) -> str:
    """Check that the decoder returns the lines unchanged, within its memory limit.

    Raises:
        AssertionError: a property does not hold.
    """
    expected: list[bytes | OversizedLine] = []
    for line in [part for whole in made.lines for part in whole.split(b"\n")]:
        fits = len(line) <= made.cap
        expected.append(line if fits else OversizedLine(len(line), line[:EXCERPT_BYTES]))
    splitter = LineDecoder(made.cap)
    found: list[bytes | OversizedLine] = []
    *whole, rest = made.tail.split(b"\n")
    for chunk in made.chunks():
        found += splitter.feed(chunk)
        held = sum(map(len, splitter._parts))
        assert held <= max(made.cap, EXCERPT_BYTES), f"{held} bytes are held"
    for line in whole:
        expected.append(line if len(line) <= made.cap else OversizedLine(len(line), line[:EXCERPT_BYTES]))
    assert found == expected
    last = rest if len(rest) <= made.cap else OversizedLine(len(rest), rest[:EXCERPT_BYTES])
    assert splitter.flush() == (last or None)
    return f"{sum(isinstance(line, OversizedLine) for line in found) > 0} oversize, cap {made.cap}"
