"""The protocol without input or output: what to send, and what to make of what comes.

A connection owns one `Session`, hands it every chunk of bytes that it reads, and applies the returned `Actions`.
 The session does no waiting and takes no lock: whoever shares one between threads locks around its methods.
"""

from __future__ import annotations

import copy
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic_core import from_json

from openai_codex._protocol import wire_log
from openai_codex._protocol.deltas import DELTA_FIELDS
from openai_codex._protocol.event_buffer import RETAINED_METHODS, EventBuffer
from openai_codex._protocol.framing import LineDecoder, OversizedLine
from openai_codex._protocol.jsonrpc import (
    ServerRequest,
    describe_decode_error,
    encode,
    guess_response_id,
    is_request_id,
)
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification, routing_key
from openai_codex._protocol.pending_requests import PendingRequest, PendingRequests
from openai_codex.errors import OversizeMessageError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.goal_events import GoalEventBuffer

WaiterT = TypeVar("WaiterT")

MAX_IN_FLIGHT = 64
"""How many requests are sent at once and not answered, if nobody says otherwise."""

MAX_COMPLETED_BUFFERS = 64
"""How many mailboxes of turns and logins that have ended are kept for those who ask late."""

MAX_UNCONSUMED_BUFFERS = 1_024
"""How many mailboxes are kept that nobody here has asked for yet."""


class Actions(Generic[WaiterT]):
    """What a chunk of bytes, the end of the stream, or a change of mind here has led to."""

    __slots__ = (
        "cancelled_server_requests",
        "completed_turns",
        "failed_requests",
        "orphaned_responses",
        "ready_to_send",
        "responses",
        "server_requests",
        "updated",
    )

    def __init__(self) -> None:
        self.responses: list[tuple[PendingRequest[WaiterT], Mapping[str, Any]]] = []
        """Requests that got their reply, each with the whole message: it has `result` or `error`."""
        self.server_requests: list[ServerRequest] = []
        self.updated: set[EventBuffer | NotificationBus] = set()
        """Those that got events or ended: wake their subscriptions."""
        self.failed_requests: list[tuple[PendingRequest[WaiterT], Exception]] = []
        """Requests that will get no reply, each with the reason."""
        self.ready_to_send: list[PendingRequest[WaiterT]] = []
        """Requests that may be sent now, in order: see to it that their `data` goes out."""
        self.orphaned_responses: list[tuple[str, Mapping[str, Any]]] = []
        """Replies that nobody waits for any more, but which matter: see `Session.request`. Each with its thread."""
        self.cancelled_server_requests: list[int | str] = []
        """Ids of requests of the runtime that it does not wait for any more."""
        self.completed_turns: list[str] = []
        """Turns, and logins, that have ended."""


class Session(Generic[WaiterT]):
    """One conversation with a runtime.

    `max_line_bytes` caps the length of an incoming message, `max_in_flight` how many requests are sent and not
    answered. A message that cannot be used is counted in `bad_frames` and logged, and the conversation goes on.
    What belongs to no turn goes to `notification_bus`.
    """

    def __init__(
        self,
        *,
        max_line_bytes: int,
        max_in_flight: int = MAX_IN_FLIGHT,
        notification_bus: NotificationBus | None = None,
    ) -> None:
        self.bad_frames: Counter[str] = Counter()
        self.late_responses = 0
        """How many replies came to requests that had been given up."""
        self.events_dropped = 0
        """How many events of turns that have ended were not kept, because nobody read them."""
        self.close_reason: Exception | None = None
        self.notification_bus = NotificationBus() if notification_bus is None else notification_bus
        self.pending_requests: PendingRequests[WaiterT] = PendingRequests(max_in_flight)
        """What waits for a reply."""
        self._decoder = LineDecoder(max_line_bytes)
        # Looked up once, so that it costs nothing where it is off.
        self._logs_wire = wire_log.enabled()
        self._open: dict[str, EventBuffer] = {}
        self._unconsumed: OrderedDict[str, None] = OrderedDict()
        self._completed: OrderedDict[str, EventBuffer] = OrderedDict()
        self._goal_buffers: dict[str, list[GoalEventBuffer]] = {}

    # What goes out

    def create_request(
        self, method: str, params: Any, waiter: WaiterT, *, orphan_thread_id: str | None = None
    ) -> PendingRequest[WaiterT]:
        """Register a request. Send its `data` at once if it says that it is `sent`, else when it is admitted.

        One that starts a turn names the thread as `orphan_thread_id`: its response is returned even if the caller has
        abandoned it. Raises `WireValueError` if params cannot be encoded, and what ended the session if it has ended.
        """
        if self.close_reason is not None:
            raise copy.copy(self.close_reason)
        message: dict[str, Any] = {"id": self.pending_requests.next_id, "method": method}
        if params is not None:
            message["params"] = params
        pending = self.pending_requests.add(method, encode(method, message), waiter, orphan_thread_id=orphan_thread_id)
        if pending.sent:
            self._log_sent(pending.data)
        return pending

    def encode_notification(self, method: str) -> bytes:
        """Return the bytes of a notification to the runtime."""
        return self._encode(method, {"method": method})

    def encode_response(self, request: ServerRequest, result: Any) -> bytes:
        """Return the bytes of the answer to a request of the runtime."""
        return self._encode(request.method, {"id": request.id, "result": result})

    def encode_error(self, request: ServerRequest, code: int, message: str) -> bytes:
        """Return the bytes of a refusal of a request of the runtime."""
        return self._encode(request.method, {"id": request.id, "error": {"code": code, "message": message}})

    def _encode(self, method: str, message: Mapping[str, Any]) -> bytes:
        data = encode(method, message)
        self._log_sent(data)
        return data

    def _release_waiting(self) -> list[PendingRequest[WaiterT]]:
        admitted = self.pending_requests.release()
        for pending in admitted:
            self._log_sent(pending.data)
        return admitted

    def _log_sent(self, data: bytes) -> None:
        if self._logs_wire:
            wire_log.sent(data)

    def abandon(self, pending: PendingRequest[WaiterT], *, written: bool = True) -> Actions[WaiterT]:
        """Stop to wait for a reply. One that comes nevertheless is dropped and counted.

        `written` says that the request went out, where it was to be sent.
        """
        actions: Actions[WaiterT] = Actions()
        self.pending_requests.abandon(pending, written=written)
        if pending.orphan_thread_id is not None and pending.response is not None:
            # It has come in the very moment in which it was given up.
            actions.orphaned_responses.append((pending.orphan_thread_id, pending.response))
        actions.ready_to_send = self._release_waiting()
        return actions

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the mailbox of a turn or of a login, with what has come for it so far."""
        buffer = self._open.get(key) or self._completed.get(key)
        if buffer is None:
            buffer = EventBuffer(key)
            if self.close_reason is not None:
                buffer.connection_lost(self.close_reason)
            else:
                self._open[key] = buffer
        self._unconsumed.pop(key, None)
        return buffer

    def has_consumer(self, key: str) -> bool:
        """Return whether somebody here has asked for the mailbox of a turn, or its end has come."""
        return key in self._completed or (key in self._open and key not in self._unconsumed)

    @property
    def open_buffers(self) -> int:
        """How many turns and logins have begun and not ended."""
        return len(self._open)

    def add_goal_buffer(self, goal_buffer: GoalEventBuffer) -> None:
        """Put all events of a thread into `goal_buffer` as well, from now on until it ends."""
        if self.close_reason is not None:
            goal_buffer.connection_lost(self.close_reason)
        else:
            self._goal_buffers.setdefault(goal_buffer.key, []).append(goal_buffer)

    def started_item(self, params: Mapping[str, Any]) -> JsonObject | None:
        """Return the item that params name, as it was when it started, or None if they name none that is known."""
        buffer = self._open.get(str(params.get("turnId")))
        return buffer.started_item(params.get("itemId")) if buffer else None

    # What comes in

    def emit(self, event: Notification) -> Actions[WaiterT]:
        """Take an event of this client's own as if the runtime had sent it."""
        actions: Actions[WaiterT] = Actions()
        self._handle_notification(event, actions)
        return actions

    def receive_data(self, data: bytes) -> Actions[WaiterT]:
        """Take a chunk of what the runtime wrote, cut anywhere. What comes after the end is for nobody any more."""
        actions: Actions[WaiterT] = Actions()
        if self.close_reason is not None:
            return actions
        lines = self._decoder.feed(data)
        if self._logs_wire:
            for line in lines:
                wire_log.received(line)
        for line in lines:
            try:
                if isinstance(line, OversizedLine):
                    self._handle_oversized(line, actions)
                else:
                    self._handle_line(line, actions)
            except Exception as error:  # a fault of this client: it must not cost the messages that follow
                self.record_internal_error("a message of the runtime was lost", error)
        if self.pending_requests.waiting:
            actions.ready_to_send = self._release_waiting()
        return actions

    def connection_lost(self, error: Exception) -> Actions[WaiterT]:
        """Take the end of the stream: every request and every turn that is open ends with `error`."""
        actions: Actions[WaiterT] = Actions()
        if self.close_reason is not None:
            return actions
        rest = self._decoder.flush()
        if rest is not None and self._logs_wire:
            wire_log.received(rest)
        if isinstance(rest, OversizedLine):
            self._handle_oversized(rest, actions)
        elif rest is not None:
            self._handle_line(rest, actions)
        self.close_reason = error
        actions.failed_requests += [(pending, copy.copy(error)) for pending in self.pending_requests.drain()]
        goal_buffers = [goal_buffer for several in self._goal_buffers.values() for goal_buffer in several]
        for buffer in (*self._open.values(), *goal_buffers):
            buffer.connection_lost(error)
            actions.updated.add(buffer)
        self._open.clear()
        self._goal_buffers.clear()
        self._unconsumed.clear()
        self.notification_bus.connection_lost(error)
        actions.updated.add(self.notification_bus)
        return actions

    def _handle_line(self, line: bytes, actions: Actions[WaiterT]) -> None:
        """Take a message. On the way of every event, so what is frequent comes first, and calls are few."""
        try:
            # Values are not cached: ids come once, and a secret is not to stay in a cache of the process.
            message: JsonObject = from_json(line, cache_strings="keys")
        except ValueError as error:
            if line.strip():
                self._handle_malformed(line, error, actions)
            return
        # JSON makes no subclasses.
        if type(message) is not dict:
            self._record_bad_frame("not an object", line)
            return
        method = message.get("method")
        if type(method) is str:
            params: JsonObject = message.get("params") or {}
            if type(params) is not dict:
                params = {}
            if "id" in message:
                self._handle_server_request(message["id"], method, params, line, actions)
                return
            turn_id: object = params.get("turnId")
            buffer = self._open.get(turn_id) if type(turn_id) is str else None
            if method in RETAINED_METHODS or self._goal_buffers or method in self.notification_bus.subscribed_methods:
                # There is more to do for it.
                buffer = None
            if buffer is not None:
                # What nearly all events are, deltas of a turn that somebody has: that turn alone gets it, if at all.
                if method in DELTA_FIELDS:
                    buffer.deltas.append(method, params)
                if not buffer.has_stream_consumers:
                    return
            emitted = message.get("emittedAtMs")
            event = Notification(method, params, emitted if type(emitted) is int else None, len(line))
            if buffer is None:
                self._handle_notification(event, actions)
            elif buffer.put_transient(event):
                actions.updated.add(buffer)
        elif "id" in message and ("result" in message or "error" in message):
            self._handle_response(message, line, actions)
        else:
            self._record_bad_frame("no message", line)

    def _handle_server_request(
        self, id: object, method: str, params: JsonObject, line: bytes, actions: Actions[WaiterT]
    ) -> None:
        # An answer under any other id could not be told from one to another request.
        if is_request_id(id):
            actions.server_requests.append(ServerRequest(id, method, params))
        else:
            self._record_bad_frame("request without a usable id", line)

    def _handle_response(self, message: dict[str, Any], line: bytes, actions: Actions[WaiterT]) -> None:
        reply_id = message["id"]
        pending = self.pending_requests.complete(reply_id)
        if pending is not None:
            if pending.orphan_thread_id is not None:
                pending.response = message
            actions.responses.append((pending, message))
            return
        late = self.pending_requests.complete_abandoned(reply_id)
        if late is None:
            self._record_bad_frame(
                "duplicate reply" if self.pending_requests.was_issued(reply_id) else "reply to no request", line
            )
            return
        self.late_responses += 1
        if late.orphan_thread_id is not None:
            actions.orphaned_responses.append((late.orphan_thread_id, message))

    def _handle_notification(self, event: Notification, actions: Actions[WaiterT]) -> None:
        if self._goal_buffers:
            self._route_to_goal_buffers(event, actions)
        key = routing_key(event)
        if (key is None or event.method in self.notification_bus.subscribed_methods) and self.notification_bus.put(
            event, of_turn=key is not None
        ):
            actions.updated.add(self.notification_bus)
        if key is None:
            if event.method == "serverRequest/resolved":
                withdrawn = event.params.get("requestId")
                if is_request_id(withdrawn):
                    actions.cancelled_server_requests.append(withdrawn)
            return
        buffer = self._open.get(key)
        if buffer is None:
            if key in self._completed:
                return
            buffer = self._open[key] = EventBuffer(key)
            self._unconsumed[key] = None
            if len(self._unconsumed) > MAX_UNCONSUMED_BUFFERS:
                oldest, _ = self._unconsumed.popitem(last=False)
                del self._open[oldest]
        self._add_to_buffer(buffer, event, actions)

    def _add_to_buffer(self, buffer: EventBuffer, event: Notification, actions: Actions[WaiterT]) -> None:
        if buffer.put(event):
            actions.updated.add(buffer)
        if buffer.ended:
            self._complete_turn(buffer, actions)

    def _complete_turn(self, buffer: EventBuffer, actions: Actions[WaiterT]) -> None:
        del self._open[buffer.key]
        self._unconsumed.pop(buffer.key, None)
        self._completed[buffer.key] = buffer
        self.events_dropped += buffer.dropped
        actions.completed_turns.append(buffer.key)
        if len(self._completed) > MAX_COMPLETED_BUFFERS:
            self._completed.popitem(last=False)

    def _route_to_goal_buffers(self, event: Notification, actions: Actions[WaiterT]) -> None:
        thread_id = event.params.get("threadId")
        goal_buffers = self._goal_buffers.get(thread_id) if isinstance(thread_id, str) else None
        if not goal_buffers:
            return
        for goal_buffer in goal_buffers:
            goal_buffer.put(event)
            actions.updated.add(goal_buffer)
        goal_buffers[:] = [goal_buffer for goal_buffer in goal_buffers if not goal_buffer.ended]
        if not goal_buffers:
            del self._goal_buffers[str(thread_id)]

    def _handle_malformed(self, line: bytes, error: ValueError, actions: Actions[WaiterT]) -> None:
        """Drop a message that is no JSON; if it was a reply, its request fails now instead of waiting in vain."""
        self._record_bad_frame(describe_decode_error(line), line, str(error))
        pending = self._replied_to(line)
        if pending is not None:
            actions.failed_requests.append(
                (pending, UnexpectedResponseError(pending.method, "JSON message", None, error))
            )

    def _handle_oversized(self, line: OversizedLine, actions: Actions[WaiterT]) -> None:
        """Drop a message that is too long; if it was a reply, only its own request fails."""
        self._record_bad_frame("oversize", line.excerpt, f"{line.size} bytes")
        pending = self._replied_to(line.excerpt)
        if pending is not None:
            actions.failed_requests.append((pending, OversizeMessageError(pending.method, line.size)))

    def _replied_to(self, line: bytes) -> PendingRequest[WaiterT] | None:
        """Take out the request that a line replies to, going by how it begins; None if nobody waits for it."""
        reply_id = guess_response_id(line)
        if reply_id is None:
            return None
        self.late_responses += self.pending_requests.complete_abandoned(reply_id) is not None
        return self.pending_requests.complete(reply_id)

    def record_internal_error(self, what: str, error: Exception) -> None:
        """Count and log a fault of this client's own, which must not keep it from reading on."""
        self.bad_frames["unexpected"] += 1
        wire_log.logger.error("%s: %r", what, error, exc_info=error)

    def _record_bad_frame(self, kind: str, line: bytes, detail: str = "") -> None:
        from openai_codex._redaction import redacted_excerpt

        self.bad_frames[kind] += 1
        excerpt = redacted_excerpt(line)
        wire_log.logger.warning("dropped a message of the runtime (%s%s): %s", kind, detail and f", {detail}", excerpt)
