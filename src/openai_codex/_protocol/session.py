"""The protocol without input or output: what to send, and what to make of what comes.

A connection owns one `Session`, hands it every chunk of bytes that it reads, and carries out what the returned `Batch`
says. The session does no waiting and takes no lock: whoever shares one between threads locks around its methods.
"""

from __future__ import annotations

import copy
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic_core import from_json

from openai_codex._protocol import wire_log
from openai_codex._protocol.deltas import GROWING
from openai_codex._protocol.event_buffer import ESSENTIAL_METHODS, Mailbox
from openai_codex._protocol.framing import LineSplitter, OversizeLine
from openai_codex._protocol.jsonrpc import encode, is_id, reply_id_of, why_malformed
from openai_codex._protocol.notification_bus import Bulletin
from openai_codex._protocol.notifications import Notification, mailbox_key
from openai_codex._protocol.pending_requests import InFlight, Pending
from openai_codex.errors import OversizeMessageError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.goal_events import GoalFeed

WaiterT = TypeVar("WaiterT")

MAX_IN_FLIGHT = 64
"""How many requests are sent at once and not answered, if nobody says otherwise."""

ENDED_MAILBOXES = 64
"""How many mailboxes of turns and logins that have ended are kept for those who ask late."""

OPEN_MAILBOXES = 1_024
"""How many mailboxes are kept that nobody here has asked for yet."""


@dataclass(frozen=True)
class ServerRequest:
    """A request that the runtime makes of this client. Answer with `Session.respond` or `respond_error`."""

    id: int | str
    method: str
    params: Mapping[str, Any] = field(repr=False)


class Batch(Generic[WaiterT]):
    """What a chunk of bytes, the end of the stream, or a change of mind here has led to."""

    __slots__ = ("admitted", "ended", "failed", "replies", "requests", "strays", "touched", "withdrawn")

    def __init__(self) -> None:
        self.replies: list[tuple[Pending[WaiterT], Mapping[str, Any]]] = []
        """Requests that got their reply, each with the whole message: it has `result` or `error`."""
        self.requests: list[ServerRequest] = []
        self.touched: set[Mailbox | Bulletin] = set()
        """Those that got events or ended: wake their subscriptions."""
        self.failed: list[tuple[Pending[WaiterT], Exception]] = []
        """Requests that will get no reply, each with the reason."""
        self.admitted: list[Pending[WaiterT]] = []
        """Requests that may be sent now, in order: see to it that their `data` goes out."""
        self.strays: list[tuple[str, Mapping[str, Any]]] = []
        """Replies that nobody waits for any more, but which matter: see `Session.request`. Each with its thread."""
        self.withdrawn: list[int | str] = []
        """Ids of requests of the runtime that it does not wait for any more."""
        self.ended: list[str] = []
        """Turns, and logins, that have ended."""


class Session(Generic[WaiterT]):
    """One conversation with a runtime.

    `max_line_bytes` caps the length of an incoming message, `max_in_flight` how many requests are sent and not
    answered. A message that cannot be used is counted in `bad_frames` and logged, and the conversation goes on.
    What belongs to no turn goes to `bulletin`.
    """

    def __init__(
        self, *, max_line_bytes: int, max_in_flight: int = MAX_IN_FLIGHT, bulletin: Bulletin | None = None
    ) -> None:
        self.bad_frames: Counter[str] = Counter()
        self.late_replies = 0
        """How many replies came to requests that had been given up."""
        self.events_dropped = 0
        """How many events of turns that have ended were not kept, because nobody read them."""
        self.closed: Exception | None = None
        self.bulletin = Bulletin() if bulletin is None else bulletin
        self.requests: InFlight[WaiterT] = InFlight(max_in_flight)
        """What waits for a reply."""
        self._splitter = LineSplitter(max_line_bytes)
        # Looked up once, so that it costs nothing where it is off.
        self._logs_wire = wire_log.enabled()
        self._open: dict[str, Mailbox] = {}
        self._unclaimed: OrderedDict[str, None] = OrderedDict()
        self._ended: OrderedDict[str, Mailbox] = OrderedDict()
        self._feeds: dict[str, list[GoalFeed]] = {}

    # What goes out

    def request(self, method: str, params: Any, waiter: WaiterT, *, stray: str | None = None) -> Pending[WaiterT]:
        """Register a request. Send its `data` at once if it says that it is `sent`, else when it is admitted.

        One that starts a turn names the thread as `stray`: its reply comes out of a batch even if nobody waits for it
        any more. Raises `WireValueError` if params cannot be encoded, and what ended the session if it has ended.
        """
        if self.closed is not None:
            raise copy.copy(self.closed)
        message: dict[str, Any] = {"id": self.requests.next_id, "method": method}
        if params is not None:
            message["params"] = params
        pending = self.requests.add(method, encode(method, message), waiter, stray=stray)
        if pending.sent:
            self._log_sent(pending.data)
        return pending

    def notify(self, method: str) -> bytes:
        """Return the bytes of a notification to the runtime."""
        return self._encode(method, {"method": method})

    def respond(self, request: ServerRequest, result: Any) -> bytes:
        """Return the bytes of the answer to a request of the runtime."""
        return self._encode(request.method, {"id": request.id, "result": result})

    def respond_error(self, request: ServerRequest, code: int, message: str) -> bytes:
        """Return the bytes of a refusal of a request of the runtime."""
        return self._encode(request.method, {"id": request.id, "error": {"code": code, "message": message}})

    def _encode(self, method: str, message: Mapping[str, Any]) -> bytes:
        data = encode(method, message)
        self._log_sent(data)
        return data

    def _admit(self) -> list[Pending[WaiterT]]:
        admitted = self.requests.admit()
        for pending in admitted:
            self._log_sent(pending.data)
        return admitted

    def _log_sent(self, data: bytes) -> None:
        if self._logs_wire:
            wire_log.sent(data)

    def forget(self, pending: Pending[WaiterT], *, written: bool = True) -> Batch[WaiterT]:
        """Stop to wait for a reply. One that comes nevertheless is dropped and counted.

        `written` says that the request went out, where it was to be sent.
        """
        batch: Batch[WaiterT] = Batch()
        self.requests.forget(pending, written=written)
        if pending.stray is not None and pending.reply is not None:
            # It has come in the very moment in which it was given up.
            batch.strays.append((pending.stray, pending.reply))
        batch.admitted = self._admit()
        return batch

    def mailbox(self, key: str) -> Mailbox:
        """Return the mailbox of a turn or of a login, with what has come for it so far."""
        mailbox = self._open.get(key) or self._ended.get(key)
        if mailbox is None:
            mailbox = Mailbox(key)
            if self.closed is not None:
                mailbox.end(self.closed)
            else:
                self._open[key] = mailbox
        self._unclaimed.pop(key, None)
        return mailbox

    def claimed(self, key: str) -> bool:
        """Return whether somebody here has asked for the mailbox of a turn, or its end has come."""
        return key in self._ended or (key in self._open and key not in self._unclaimed)

    @property
    def open_mailboxes(self) -> int:
        """How many turns and logins have begun and not ended."""
        return len(self._open)

    def watch(self, feed: GoalFeed) -> None:
        """Put all events of a thread into `feed` as well, from now on until it ends."""
        if self.closed is not None:
            feed.end(self.closed)
        else:
            self._feeds.setdefault(feed.key, []).append(feed)

    def started_item(self, params: Mapping[str, Any]) -> JsonObject | None:
        """Return the item that params name, as it was when it started, or None if they name none that is known."""
        mailbox = self._open.get(str(params.get("turnId")))
        return mailbox.started_item(params.get("itemId")) if mailbox else None

    # What comes in

    def put(self, event: Notification) -> Batch[WaiterT]:
        """Take an event of this client's own as if the runtime had sent it."""
        batch: Batch[WaiterT] = Batch()
        self._take_notification(event, batch)
        return batch

    def feed(self, data: bytes) -> Batch[WaiterT]:
        """Take a chunk of what the runtime wrote, cut anywhere. What comes after the end is for nobody any more."""
        batch: Batch[WaiterT] = Batch()
        if self.closed is not None:
            return batch
        lines = self._splitter.feed(data)
        if self._logs_wire:
            for line in lines:
                wire_log.received(line)
        for line in lines:
            try:
                if isinstance(line, OversizeLine):
                    self._take_oversize(line, batch)
                else:
                    self._take_line(line, batch)
            except Exception as error:  # a fault of this client: it must not cost the messages that follow
                self.failed("a message of the runtime was lost", error)
        if self.requests.waiting:
            batch.admitted = self._admit()
        return batch

    def end(self, error: Exception) -> Batch[WaiterT]:
        """Take the end of the stream: every request and every turn that is open ends with `error`."""
        batch: Batch[WaiterT] = Batch()
        if self.closed is not None:
            return batch
        rest = self._splitter.end()
        if rest is not None and self._logs_wire:
            wire_log.received(rest)
        if isinstance(rest, OversizeLine):
            self._take_oversize(rest, batch)
        elif rest is not None:
            self._take_line(rest, batch)
        self.closed = error
        batch.failed += [(pending, copy.copy(error)) for pending in self.requests.take_all()]
        feeds = [feed for several in self._feeds.values() for feed in several]
        for mailbox in (*self._open.values(), *feeds):
            mailbox.end(error)
            batch.touched.add(mailbox)
        self._open.clear()
        self._feeds.clear()
        self._unclaimed.clear()
        self.bulletin.runtime_ended(error)
        batch.touched.add(self.bulletin)
        return batch

    def _take_line(self, line: bytes, batch: Batch[WaiterT]) -> None:
        """Take a message. On the way of every event, so what is frequent comes first, and calls are few."""
        try:
            # Values are not cached: ids come once, and a secret is not to stay in a cache of the process.
            message: JsonObject = from_json(line, cache_strings="keys")
        except ValueError as error:
            if line.strip():
                self._take_malformed(line, error, batch)
            return
        # JSON makes no subclasses.
        if type(message) is not dict:
            self._bad_frame("not an object", line)
            return
        method = message.get("method")
        if type(method) is str:
            params: JsonObject = message.get("params") or {}
            if type(params) is not dict:
                params = {}
            if "id" in message:
                self._take_request(message["id"], method, params, line, batch)
                return
            turn_id: object = params.get("turnId")
            mailbox = self._open.get(turn_id) if type(turn_id) is str else None
            if method in ESSENTIAL_METHODS or self._feeds or method in self.bulletin.wanted:
                # There is more to do for it.
                mailbox = None
            if mailbox is not None:
                # What nearly all events are, deltas of a turn that somebody has: that turn alone gets it, if at all.
                if method in GROWING:
                    mailbox.growth.grow(method, params)
                if not mailbox.watched:
                    return
            emitted = message.get("emittedAtMs")
            event = Notification(method, params, emitted if type(emitted) is int else None, len(line))
            if mailbox is None:
                self._take_notification(event, batch)
            elif mailbox.put_passing(event):
                batch.touched.add(mailbox)
        elif "id" in message and ("result" in message or "error" in message):
            self._take_reply(message, line, batch)
        else:
            self._bad_frame("no message", line)

    def _take_request(self, id: object, method: str, params: JsonObject, line: bytes, batch: Batch[WaiterT]) -> None:
        # An answer under any other id could not be told from one to another request.
        if is_id(id):
            batch.requests.append(ServerRequest(id, method, params))
        else:
            self._bad_frame("request without a usable id", line)

    def _take_reply(self, message: dict[str, Any], line: bytes, batch: Batch[WaiterT]) -> None:
        reply_id = message["id"]
        pending = self.requests.answered(reply_id)
        if pending is not None:
            if pending.stray is not None:
                pending.reply = message
            batch.replies.append((pending, message))
            return
        late = self.requests.late(reply_id)
        if late is None:
            self._bad_frame("duplicate reply" if self.requests.known(reply_id) else "reply to no request", line)
            return
        self.late_replies += 1
        if late.stray is not None:
            batch.strays.append((late.stray, message))

    def _take_notification(self, event: Notification, batch: Batch[WaiterT]) -> None:
        if self._feeds:
            self._take_for_feeds(event, batch)
        key = mailbox_key(event)
        if (key is None or event.method in self.bulletin.wanted) and self.bulletin.put(event, of_turn=key is not None):
            batch.touched.add(self.bulletin)
        if key is None:
            if event.method == "serverRequest/resolved":
                withdrawn = event.params.get("requestId")
                if is_id(withdrawn):
                    batch.withdrawn.append(withdrawn)
            return
        mailbox = self._open.get(key)
        if mailbox is None:
            if key in self._ended:
                return
            mailbox = self._open[key] = Mailbox(key)
            self._unclaimed[key] = None
            if len(self._unclaimed) > OPEN_MAILBOXES:
                oldest, _ = self._unclaimed.popitem(last=False)
                del self._open[oldest]
        self._put(mailbox, event, batch)

    def _put(self, mailbox: Mailbox, event: Notification, batch: Batch[WaiterT]) -> None:
        if mailbox.put(event):
            batch.touched.add(mailbox)
        if mailbox.ended:
            self._take_end(mailbox, batch)

    def _take_end(self, mailbox: Mailbox, batch: Batch[WaiterT]) -> None:
        del self._open[mailbox.key]
        self._unclaimed.pop(mailbox.key, None)
        self._ended[mailbox.key] = mailbox
        self.events_dropped += mailbox.dropped
        batch.ended.append(mailbox.key)
        if len(self._ended) > ENDED_MAILBOXES:
            self._ended.popitem(last=False)

    def _take_for_feeds(self, event: Notification, batch: Batch[WaiterT]) -> None:
        thread_id = event.params.get("threadId")
        feeds = self._feeds.get(thread_id) if isinstance(thread_id, str) else None
        if not feeds:
            return
        for feed in feeds:
            feed.put(event)
            batch.touched.add(feed)
        feeds[:] = [feed for feed in feeds if not feed.ended]
        if not feeds:
            del self._feeds[str(thread_id)]

    def _take_malformed(self, line: bytes, error: ValueError, batch: Batch[WaiterT]) -> None:
        """Drop a message that is no JSON; if it was a reply, its request fails now instead of waiting in vain."""
        self._bad_frame(why_malformed(line), line, str(error))
        pending = self._replied_to(line)
        if pending is not None:
            batch.failed.append((pending, UnexpectedResponseError(pending.method, "JSON message", None, error)))

    def _take_oversize(self, line: OversizeLine, batch: Batch[WaiterT]) -> None:
        """Drop a message that is too long; if it was a reply, only its own request fails."""
        self._bad_frame("oversize", line.excerpt, f"{line.size} bytes")
        pending = self._replied_to(line.excerpt)
        if pending is not None:
            batch.failed.append((pending, OversizeMessageError(pending.method, line.size)))

    def _replied_to(self, line: bytes) -> Pending[WaiterT] | None:
        """Take out the request that a line replies to, going by how it begins; None if nobody waits for it."""
        reply_id = reply_id_of(line)
        if reply_id is None:
            return None
        self.late_replies += self.requests.late(reply_id) is not None
        return self.requests.answered(reply_id)

    def failed(self, what: str, error: Exception) -> None:
        """Count and log a fault of this client's own, which must not keep it from reading on."""
        self.bad_frames["unexpected"] += 1
        wire_log.logger.error("%s: %r", what, error, exc_info=error)

    def _bad_frame(self, kind: str, line: bytes, detail: str = "") -> None:
        from openai_codex._redaction import redacted_excerpt

        self.bad_frames[kind] += 1
        excerpt = redacted_excerpt(line)
        wire_log.logger.warning("dropped a message of the runtime (%s%s): %s", kind, detail and f", {detail}", excerpt)
