"""The protocol without I/O: encodes outgoing messages and interprets incoming bytes.

A connection owns one `Session`, passes it every chunk of bytes that it reads, and applies the returned `Actions`. The
session never waits and takes no lock: a connection that shares it between threads locks around its methods.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic_core import from_json

from openai_codex._protocol import wire_log
from openai_codex._protocol.actions import Actions
from openai_codex._protocol.decoding import review_thread_id, started_buffer_key, thread_id_of
from openai_codex._protocol.deltas import DELTA_FIELDS
from openai_codex._protocol.event_buffer import RETAINED_METHODS
from openai_codex._protocol.event_router import EventRouter
from openai_codex._protocol.framing import LineDecoder, OversizedLine
from openai_codex._protocol.goal_events import GoalEventBuffer
from openai_codex._protocol.jsonrpc import (
    ServerRequest,
    describe_decode_error,
    encode,
    guess_response_id,
    is_draining,
    is_request_id,
)
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.pending_requests import BUFFER_METHODS, PendingRequest, PendingRequests
from openai_codex._protocol.recovery.held_messages import HeldMessages
from openai_codex._protocol.subagents.thread_tree import OPENING_METHODS
from openai_codex.errors import InputError, OversizeMessageError, RequestTimeoutError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openai_codex._json_types import JsonObject
    from openai_codex._observation.observer import Observer

WaiterT = TypeVar("WaiterT")

MAX_IN_FLIGHT = 64
"""Default maximum number of unanswered requests."""


class Session(Generic[WaiterT]):
    """The state of one connection to a runtime.

    Malformed, oversized and unexpected messages are counted in `bad_frames` and logged; the connection continues.

    Args:
        max_line_bytes: maximum length of an incoming message, in bytes.
        max_in_flight: maximum number of unanswered requests. Further requests are queued.
        notification_bus: receives the notifications that belong to no turn or login; None creates one.
        max_sent_bytes: maximum size of a sent message, in bytes; None sets no limit.
        max_model_retries: maximum number of consecutive retries of a model call; None sets no limit.
    """

    def __init__(
        self,
        *,
        max_line_bytes: int,
        max_in_flight: int = MAX_IN_FLIGHT,
        notification_bus: NotificationBus | None = None,
        max_sent_bytes: int | None = None,
        max_model_retries: int | None = None,
    ) -> None:
        self._max_sent_bytes = max_sent_bytes
        self.bad_frames: Counter[str] = Counter()
        """Number of dropped messages, by reason."""
        self.late_responses = 0
        """Number of responses to abandoned requests."""
        self.close_reason: Exception | None = None
        """The error that ended the connection, or None while it is open."""
        self.notification_bus = NotificationBus() if notification_bus is None else notification_bus
        self.pending_requests: PendingRequests[WaiterT] = PendingRequests(max_in_flight)
        self.events = EventRouter(self.notification_bus, lambda: self.pending_requests.claiming > 0, max_model_retries)
        self.observer: Observer | None = None
        """The observer of the connection; None without an instrumentation."""
        self.decoder = LineDecoder(max_line_bytes)
        self.held = HeldMessages()
        """Messages that concern threads which are being restored after a lost connection."""
        self.draining = False
        """Whether the runtime has rejected a request because it shuts down. False once the connection is lost."""
        self.abandoned_starts: set[str] = set()
        """Threads in which an abandoned request may have started a turn when the connection was lost."""
        # Looked up once: the check costs nothing per message if wire logging is off.
        self._logs_wire = wire_log.enabled()

    def observe(self, observer: Observer | None) -> None:
        """Report requests and events to an observer; None reports nothing."""
        self.observer = self.events.observer = observer

    # Outgoing messages

    def create_request(
        self,
        method: str,
        params: Any,
        waiter: WaiterT,
        *,
        orphan_thread_id: str | None = None,
        origin: object = None,
        restores: bool = False,
    ) -> PendingRequest[WaiterT]:
        """Register a request. The caller writes its `data` now if it is `sent`, else when it is ready to send.

        Args:
            method: the wire method.
            params: a JSON value; None omits the field.
            waiter: the object of the I/O layer that waits for the response.
            orphan_thread_id: thread of the turn that this request starts. If the request is abandoned, its response is
                reported in `Actions.orphaned_responses`.
            origin: the context of the caller, for the observer; None without an observer.
            restores: whether the request restores a lost connection, so that it is not queued.

        Raises:
            WireValueError: `params` cannot be encoded as JSON.
            InputError: The message exceeds the limit of the runtime.
            Exception: a copy of `close_reason`, if the connection is closed.
        """
        if self.close_reason is not None:
            raise copy.copy(self.close_reason)
        message: dict[str, Any] = {"id": self.pending_requests.next_id, "method": method}
        if params is not None:
            message["params"] = params
        self.events.threads.request_sent(method, params)
        if self.observer is None:
            data = self._encode_within_limit(method, message)
        else:
            data = self._encode_observed(self.observer, message, origin)
        pending = self.pending_requests.add(
            method,
            data,
            waiter,
            thread_id=thread_id_of(params),
            orphan_thread_id=orphan_thread_id,
            restores=restores,
        )
        if pending.sent:
            self.log_sent(pending.data)
        return pending

    def encode_notification(self, method: str) -> bytes:
        """Return the bytes of a notification."""
        return self._encode(method, {"method": method})

    def encode_response(self, request: ServerRequest, result: Any) -> bytes:
        """Return the bytes of a response to a server request."""
        return self._encode(request.method, {"id": request.id, "result": result})

    def encode_error(self, request: ServerRequest, code: int, message: str) -> bytes:
        """Return the bytes of an error response to a server request."""
        return self._encode(request.method, {"id": request.id, "error": {"code": code, "message": message}})

    def _encode(self, method: str, message: Mapping[str, Any]) -> bytes:
        data = self._encode_within_limit(method, message)
        self.log_sent(data)
        return data

    def _encode_observed(self, observer: Observer, message: dict[str, Any], origin: object) -> bytes:
        request_id, method = message["id"], message["method"]
        trace = observer.request_created(request_id, method, message.get("params"), origin)
        if trace is not None:
            message["trace"] = trace
        try:
            return self._encode_within_limit(method, message)
        except Exception as error:
            observer.request_failed(request_id, type(error).__name__)
            raise

    def _encode_within_limit(self, method: str, message: Mapping[str, Any]) -> bytes:
        data = encode(method, message)
        if self._max_sent_bytes is not None and len(data) > self._max_sent_bytes:
            raise InputError(
                method, f"the message has {len(data)} bytes; over this transport, the limit is {self._max_sent_bytes}"
            )
        return data

    def _release_waiting(self) -> list[PendingRequest[WaiterT]]:
        released = self.pending_requests.release()
        for pending in released:
            self.log_sent(pending.data)
        return released

    def log_sent(self, data: bytes) -> None:
        """Log a message that is sent, if wire logging is on."""
        if self._logs_wire:
            wire_log.sent(data)

    def abandon(self, pending: PendingRequest[WaiterT], *, written: bool = True) -> Actions[WaiterT]:
        """Stop waiting for a response. If it still arrives, it is dropped and counted.

        `written` is false if the request was to be sent, but its bytes were not written.
        """
        actions: Actions[WaiterT] = Actions()
        self.pending_requests.abandon(pending, written=written)
        if self.observer is not None:
            self.observer.request_failed(pending.id, RequestTimeoutError.__name__ if pending.timed_out else "cancelled")
        if pending.orphan_thread_id is not None and pending.response is not None:
            # The response arrived just before the caller abandoned the request.
            actions.orphaned_responses.append((pending.orphan_thread_id, pending.response))
        actions.ready_to_send = self._release_waiting()
        return actions

    # Incoming messages

    def emit(self, event: Notification) -> Actions[WaiterT]:
        """Route an event that the client emits itself."""
        actions: Actions[WaiterT] = Actions()
        self.events.emit(event, actions)
        return actions

    def receive_data(self, data: bytes) -> Actions[WaiterT]:
        """Process a chunk of received bytes. Chunks need not end at message boundaries. Ignored after the end."""
        actions: Actions[WaiterT] = Actions()
        if self.close_reason is not None:
            return actions
        lines = self.decoder.feed(data)
        if self._logs_wire:
            for line in lines:
                wire_log.received(line)
        self.handle_lines(lines, actions)
        if self.pending_requests.waiting:
            actions.ready_to_send = self._release_waiting()
        return actions

    def handle_lines(self, lines: Iterable[bytes | OversizedLine], actions: Actions[WaiterT]) -> None:
        """Process complete messages."""
        for line in lines:
            try:
                if isinstance(line, OversizedLine):
                    self._handle_oversized(line, actions)
                else:
                    self._handle_line(line, actions)
            except Exception as error:  # a fault of the client must not lose the messages that follow
                self.record_internal_error("failed to process a message of the runtime", error)

    @property
    def is_connected(self) -> bool:
        """Whether the connection is open, and not being restored."""
        return self.close_reason is None and not self.pending_requests.paused

    def connection_lost(self, error: Exception, *, by_client: bool = False) -> Actions[WaiterT]:
        """End the connection: all pending requests and open turns fail with `error`.

        `by_client` is true if the client closes the connection.
        """
        actions: Actions[WaiterT] = Actions()
        if self.close_reason is not None:
            return actions
        rest = self.decoder.flush()
        if rest is not None and self._logs_wire:
            wire_log.received(rest)
        if isinstance(rest, OversizedLine):
            self._handle_oversized(rest, actions)
        elif rest is not None:
            self._handle_line(rest, actions)
        self.close_reason = error
        if self.observer is not None:
            self.observer.connection_lost(error, by_client=by_client)
        actions.failed_requests += [(pending, copy.copy(error)) for pending in self.pending_requests.drain()]
        self.events.connection_lost(error, actions)
        return actions

    def _handle_line(self, line: bytes, actions: Actions[WaiterT]) -> None:
        """Process one message. Hot path: the common case first, few function calls."""
        try:
            # Only keys are cached: values rarely repeat, and secrets must not stay in a process-wide cache.
            message: JsonObject = from_json(line, cache_strings="keys")
        except ValueError as error:
            if line.strip():
                self._handle_malformed(line, error, actions)
            return
        # JSON values are never instances of subclasses.
        if type(message) is not dict:
            self._record_bad_frame("not an object", line)
            return
        method = message.get("method")
        if type(method) is str:
            params: JsonObject = message.get("params") or {}
            if type(params) is not dict:
                params = {}
            if self.held.threads and self.held.add(method, params, line, is_request="id" in message):
                return
            if "id" in message:
                self._handle_server_request(message["id"], method, params, line, actions)
                return
            turn_id: object = params.get("turnId")
            events = self.events
            buffer = events.open.get(turn_id) if type(turn_id) is str else None
            if method in RETAINED_METHODS or events.goal_buffers or method in self.notification_bus.subscribed_methods:
                # More than one buffer may need the event, or it changes the state of the turn.
                buffer = None
            if buffer is not None:
                # Fast path for deltas: routed to one buffer, and skipped if it has no stream consumer.
                if method in DELTA_FIELDS:
                    buffer.deltas.append(method, params)
                if not buffer.has_stream_consumers:
                    return
            emitted = message.get("emittedAtMs")
            event = Notification(method, params, emitted if type(emitted) is int else None, len(line))
            if buffer is None:
                events.route(event, actions)
            elif buffer.put_transient(event):
                actions.updated.add(buffer)
        elif "id" in message and ("result" in message or "error" in message):
            self._handle_response(message, line, actions)
        else:
            self._record_bad_frame("no message", line)

    def _handle_server_request(
        self, id: object, method: str, params: JsonObject, line: bytes, actions: Actions[WaiterT]
    ) -> None:
        # A response with another type of id could be mistaken for a response to a different request.
        if is_request_id(id):
            actions.server_requests.append(ServerRequest(id, method, params))
        else:
            self._record_bad_frame("request without a usable id", line)

    def _handle_response(self, message: dict[str, Any], line: bytes, actions: Actions[WaiterT]) -> None:
        response_id = message["id"]
        if "error" in message and is_draining(message["error"]):
            self.draining = True
        pending = self.pending_requests.complete(response_id)
        if pending is not None:
            if pending.orphan_thread_id is not None:
                pending.response = message
            if pending.method in BUFFER_METHODS and (key := started_buffer_key(message)) is not None:
                pending.buffer = self.events.reserve(key, review_thread_id(message) or pending.thread_id)
            elif isinstance(pending.buffer, GoalEventBuffer) and "error" not in message:
                pending.buffer.response_received(message.get("result"))
                self.events.release_ended(pending.buffer.routed_thread_id)
                actions.updated.add(pending.buffer)
            if pending.method in OPENING_METHODS:
                self.events.threads.response_received(pending.method, message.get("result"))
            if self.observer is not None:
                self.observer.request_answered(pending.id, message)
            actions.responses.append((pending, message))
            return
        late = self.pending_requests.complete_abandoned(response_id)
        if late is None:
            self._record_bad_frame(
                "duplicate reply" if self.pending_requests.was_issued(response_id) else "reply to no request", line
            )
            return
        self.late_responses += 1
        if late.orphan_thread_id is not None:
            actions.orphaned_responses.append((late.orphan_thread_id, message))

    def _handle_malformed(self, line: bytes, error: ValueError, actions: Actions[WaiterT]) -> None:
        """Drop a message that is not JSON. If it looks like a response, fail its request at once."""
        self._record_bad_frame(describe_decode_error(line), line, str(error))
        pending = self._complete_from_prefix(line)
        if pending is not None:
            problem = UnexpectedResponseError(pending.method, "JSON message", None, error)
            self._fail(pending, problem, actions)

    def _handle_oversized(self, line: OversizedLine, actions: Actions[WaiterT]) -> None:
        """Drop a message that is too long. If it looks like a response, only its request fails."""
        self._record_bad_frame("oversize", line.excerpt, f"{line.size} bytes")
        pending = self._complete_from_prefix(line.excerpt)
        if pending is not None:
            self._fail(pending, OversizeMessageError(pending.method, line.size), actions)

    def _fail(self, pending: PendingRequest[WaiterT], error: Exception, actions: Actions[WaiterT]) -> None:
        if self.observer is not None:
            self.observer.request_failed(pending.id, type(error).__name__)
        actions.failed_requests.append((pending, error))

    def _complete_from_prefix(self, line: bytes) -> PendingRequest[WaiterT] | None:
        """Complete the request whose response seems to start with `line`; return None if it is unknown."""
        response_id = guess_response_id(line)
        if response_id is None:
            return None
        self.late_responses += self.pending_requests.complete_abandoned(response_id) is not None
        return self.pending_requests.complete(response_id)

    def record_internal_error(self, message: str, error: Exception) -> None:
        """Count and log a fault of the client, which continues to read."""
        self.bad_frames["unexpected"] += 1
        wire_log.logger.error("%s: %r", message, error, exc_info=error)

    def _record_bad_frame(self, kind: str, line: bytes, detail: str = "") -> None:
        from openai_codex._redaction import redacted_excerpt

        self.bad_frames[kind] += 1
        excerpt = redacted_excerpt(line)
        wire_log.logger.warning("dropped a message of the runtime (%s%s): %s", kind, detail and f", {detail}", excerpt)
