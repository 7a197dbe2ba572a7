"""The protocol without input or output: what to send, and what to make of what comes.

A connection owns one `Session`, hands it every chunk of bytes that it reads, and carries out what the returned `Batch`
says. The session does no waiting and takes no lock: whoever shares one between threads locks around its methods.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic_core import from_json

from openai_codex import wire_log
from openai_codex.errors import OversizeMessageError, WireValueError
from openai_codex.events import Notification, mailbox_key
from openai_codex.framing import LineSplitter, OversizeLine
from openai_codex.json_types import JsonObject, is_object
from openai_codex.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex.goal_feed import GoalFeed

WaiterT = TypeVar("WaiterT")

UNREAD_NOTIFICATIONS = 1_000
"""How many notifications that belong to no mailbox are kept for later."""

ENDED_MAILBOXES = 64
"""How many mailboxes of turns and logins that have ended are kept for those who ask late."""

OPEN_MAILBOXES = 1_024
"""How many mailboxes are kept that nobody here has asked for yet."""

_REPLY_ID = re.compile(rb'"id"\s*:\s*(\d+)')


@dataclass
class Pending(Generic[WaiterT]):
    """A request that waits for its reply. `waiter` is the connection's, and the session does not look into it."""

    id: int
    method: str
    waiter: WaiterT


@dataclass(frozen=True)
class ServerRequest:
    """A request that the runtime makes of this client. Answer with `Session.respond` or `respond_error`."""

    id: int | str
    method: str
    params: Mapping[str, Any] = field(repr=False)


class Batch(Generic[WaiterT]):
    """What a chunk of bytes, or the end of the stream, has led to."""

    __slots__ = ("ended", "failed", "replies", "requests", "touched", "withdrawn")

    def __init__(self) -> None:
        self.replies: list[tuple[Pending[WaiterT], Mapping[str, Any]]] = []
        """Requests that got their reply, each with the whole message: it has `result` or `error`."""
        self.requests: list[ServerRequest] = []
        self.touched: set[Mailbox] = set()
        """Mailboxes that got events or ended: wake their subscriptions."""
        self.failed: list[tuple[Pending[WaiterT], Exception]] = []
        """Requests that will get no reply, each with the reason."""
        self.withdrawn: list[int | str] = []
        """Ids of requests of the runtime that it does not wait for any more."""
        self.ended: list[str] = []
        """Turns, and logins, that have ended."""


class Session(Generic[WaiterT]):
    """One conversation with a runtime.

    `max_line_bytes` caps the length of an incoming message. A message that cannot be used is counted in `bad_frames`
    and logged, and the conversation goes on.
    """

    def __init__(self, *, max_line_bytes: int) -> None:
        self.bad_frames: Counter[str] = Counter()
        self.unread: deque[Notification] = deque(maxlen=UNREAD_NOTIFICATIONS)
        """Notifications that belong to no mailbox, the latest ones."""
        self.unread_dropped = 0
        self.closed: Exception | None = None
        self._splitter = LineSplitter(max_line_bytes)
        # Looked up once, so that it costs nothing where it is off.
        self._logs_wire = wire_log.enabled()
        self._next_id = 1
        self._pending: dict[int, Pending[WaiterT]] = {}
        self._open: dict[str, Mailbox] = {}
        self._unclaimed: OrderedDict[str, None] = OrderedDict()
        self._ended: OrderedDict[str, Mailbox] = OrderedDict()
        self._feeds: dict[str, list[GoalFeed]] = {}

    # What goes out

    def request(self, method: str, params: Any, waiter: WaiterT) -> tuple[Pending[WaiterT], bytes]:
        """Register a request; return it with the bytes to send.

        Raises `WireValueError` if params cannot be encoded, and what ended the session if it has ended.
        """
        if self.closed is not None:
            raise copy.copy(self.closed)
        message: dict[str, Any] = {"id": self._next_id, "method": method}
        if params is not None:
            message["params"] = params
        data = self._encode(method, message)
        pending = Pending(self._next_id, method, waiter)
        self._pending[pending.id] = pending
        self._next_id += 1
        return pending, data

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
        data = _encode(method, message)
        if self._logs_wire:
            wire_log.sent(data)
        return data

    def forget(self, pending: Pending[WaiterT]) -> None:
        """Stop to wait for a reply. One that comes nevertheless is dropped and counted."""
        self._pending.pop(pending.id, None)

    def pending_methods(self) -> list[str]:
        """Return the methods that wait for a reply, the oldest first."""
        return [pending.method for pending in self._pending.values()]

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
        """Take a chunk of what the runtime wrote, cut anywhere."""
        batch: Batch[WaiterT] = Batch()
        lines = self._splitter.feed(data)
        if self._logs_wire:
            for line in lines:
                wire_log.received(line)
        for line in lines:
            self._take_line(line, batch)
        return batch

    def end(self, error: Exception) -> Batch[WaiterT]:
        """Take the end of the stream: every request and every turn that is open ends with `error`."""
        batch: Batch[WaiterT] = Batch()
        if self.closed is not None:
            return batch
        rest = self._splitter.end()
        if rest is not None:
            if self._logs_wire:
                wire_log.received(rest)
            self._take_line(rest, batch)
        self.closed = error
        batch.failed = [(pending, copy.copy(error)) for pending in self._pending.values()]
        self._pending.clear()
        feeds = [feed for several in self._feeds.values() for feed in several]
        for mailbox in (*self._open.values(), *feeds):
            mailbox.end(error)
            batch.touched.add(mailbox)
        self._open.clear()
        self._feeds.clear()
        self._unclaimed.clear()
        return batch

    def _take_line(self, line: bytes | OversizeLine, batch: Batch[WaiterT]) -> None:
        if isinstance(line, OversizeLine):
            self._take_oversize(line, batch)
            return
        try:
            message: object = from_json(line)
        except ValueError as error:
            if line.strip():
                self._bad_frame("malformed", line, str(error))
            return
        if not is_object(message):
            self._bad_frame("not an object", line)
            return
        method = message.get("method")
        if isinstance(method, str):
            found = message.get("params")
            params: JsonObject = found if is_object(found) else {}
            if "id" in message:
                batch.requests.append(ServerRequest(message["id"], method, params))
            else:
                self._take_notification(Notification(method, params, message.get("emittedAtMs")), batch)
        elif "id" in message and ("result" in message or "error" in message):
            self._take_reply(message, line, batch)
        else:
            self._bad_frame("no message", line)

    def _take_reply(self, message: dict[str, Any], line: bytes, batch: Batch[WaiterT]) -> None:
        reply_id = message["id"]
        # Not isinstance: true is an int to Python, and would be taken for 1.
        pending = self._pending.pop(reply_id, None) if type(reply_id) is int else None
        if pending is None:
            self._bad_frame("reply to no request", line)
        else:
            batch.replies.append((pending, message))

    def _take_notification(self, event: Notification, batch: Batch[WaiterT]) -> None:
        if self._feeds:
            self._take_for_feeds(event, batch)
        key = mailbox_key(event)
        if key is None:
            if event.method == "serverRequest/resolved":
                batch.withdrawn.append(event.params.get("requestId", -1))
            if len(self.unread) == UNREAD_NOTIFICATIONS:
                self.unread_dropped += 1
            self.unread.append(event)
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
        mailbox.put(event)
        batch.touched.add(mailbox)
        if mailbox.ended:
            del self._open[key]
            self._unclaimed.pop(key, None)
            self._ended[key] = mailbox
            batch.ended.append(key)
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

    def _take_oversize(self, line: OversizeLine, batch: Batch[WaiterT]) -> None:
        """Drop a message that is too long; if it was a reply, only its own request fails."""
        self._bad_frame("oversize", line.excerpt, f"{line.size} bytes")
        found = _REPLY_ID.search(line.excerpt)
        if found and b'"method"' not in line.excerpt[: found.start()]:
            pending = self._pending.pop(int(found[1]), None)
            if pending is not None:
                batch.failed.append((pending, OversizeMessageError(pending.method, line.size)))

    def _bad_frame(self, kind: str, line: bytes, detail: str = "") -> None:
        from openai_codex.redaction import redacted_excerpt

        self.bad_frames[kind] += 1
        excerpt = redacted_excerpt(line)
        wire_log.logger.warning("dropped a message of the runtime (%s%s): %s", kind, detail and f", {detail}", excerpt)


def _encode(method: str, message: Mapping[str, Any]) -> bytes:
    try:
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode() + b"\n"
    except (TypeError, ValueError) as error:
        raise WireValueError(f"{method} params", f"cannot be sent as JSON: {error}") from error
