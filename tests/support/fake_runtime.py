"""A runtime played by the test: it sees each request and decides when, how and whether to respond.

The client reaches it over the in-memory transport, so there is no process.
"""

from __future__ import annotations

import json
import queue
import threading
from typing import TYPE_CHECKING, Any

from openai_codex import CodexConfig
from openai_codex.transports import MemoryTransportFactory
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from openai_codex.transports import MemoryPeer

THREAD = "thread-1"
TURN = "turn-1"

_WAIT_FOR_TEST = object()


class Request:
    """A request of the client. The test may respond to it."""

    def __init__(self, runtime: FakeRuntime, message: dict[str, Any]) -> None:
        self._runtime = runtime
        self.id = message["id"]
        self.method: str = message["method"]
        self.params: dict[str, Any] = message.get("params") or {}
        self.trace: dict[str, str] | None = message.get("trace")

    def respond(self, result: Any) -> None:
        self._runtime.send({"id": self.id, "result": result})

    def respond_error(self, code: int, message: str, data: Any = None) -> None:
        error = {"code": code, "message": message, **({} if data is None else {"data": data})}
        self._runtime.send({"id": self.id, "error": error})


class FakeRuntime:
    """A context manager that plays the runtime.

    Methods in `responses` get their response immediately: the value is the result, or a function that takes the request
    and returns the result, or None if it responds itself. Requests with other methods wait for `next`.
    """

    def __init__(self, **responses: Any) -> None:
        self.responses: dict[str, Any] = {
            "initialize": {"userAgent": "played/0.163.0 (test)", "codexHome": "/nowhere"},
            "thread/start": {"thread": {"id": THREAD}},
            **responses,
        }
        self.requests: list[tuple[str, dict[str, Any]]] = []
        """Method and params of all requests, in the order of arrival."""
        self.starts = 0
        """Number of connections that were started."""
        self._exits = 0
        self._changed = threading.Condition()
        self._unanswered: list[Request] = []
        self._peer: MemoryPeer | None = None
        self._incoming: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        # A separate thread, because a function in `responses` may block.
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> FakeRuntime:
        return self

    def __exit__(self, *exception: object) -> None:
        self.exit_process()
        self._incoming.put(None)
        self._thread.join(TEST_TIMEOUT)

    def config(self, **fields: Any) -> CodexConfig:
        # The runtime that the test plays knows no account.
        fields = {"check_login": False, **fields}
        return CodexConfig(transport=MemoryTransportFactory(self._accept), **fields)

    # Called by the test

    def next(self, method: str) -> Request:
        """Wait for an unanswered request with this method, and take it."""

        def find() -> Request | None:
            return next((request for request in self._unanswered if request.method == method), None)

        with self._changed:
            arrived = self._changed.wait_for(lambda: find() is not None, TEST_TIMEOUT)
            assert arrived, f"expected a request {method}, got {self.requests}"
            request = find()
            assert request is not None
            self._unanswered.remove(request)
            return request

    def wait_for(self, method: str, count: int) -> None:
        """Wait until `count` requests with this method have arrived in total."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.count(method) >= count, TEST_TIMEOUT), self.requests

    def wait_for_exits(self, count: int) -> None:
        """Wait until `count` connections have ended in total."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._exits >= count, TEST_TIMEOUT), self._exits

    def count(self, method: str) -> int:
        """Return the number of requests with this method."""
        return [name for name, _ in list(self.requests)].count(method)

    @property
    def unanswered(self) -> list[str]:
        """The methods of the requests that wait for `next`."""
        with self._changed:
            return [request.method for request in self._unanswered]

    def notify(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def send(self, *messages: dict[str, Any]) -> None:
        """Send messages in one chunk."""
        assert self._peer is not None
        self._peer.send(b"".join(json.dumps(message).encode() + b"\n" for message in messages))

    def exit_process(self) -> None:
        """End the connection like a process that exits with code 3."""
        if self._peer is not None:
            self._peer.exit(3)

    # Turns

    def start_turn(self, turn_id: str = TURN, *, text: str = "") -> None:
        """Notify that a turn has started, and that the agent has written `text` so far."""
        turn = {"id": turn_id, "items": [], "status": "inProgress"}
        self.notify("turn/started", threadId=THREAD, turn=turn)
        if text:
            item = {"type": "agentMessage", "id": "item-1", "text": ""}
            self.notify("item/started", threadId=THREAD, turnId=turn_id, startedAtMs=1, item=item)
            self.notify("item/agentMessage/delta", threadId=THREAD, turnId=turn_id, itemId="item-1", delta=text)

    def complete_turn(self, turn_id: str = TURN, status: str = "completed") -> None:
        """Notify that a turn has completed."""
        self.notify("turn/completed", threadId=THREAD, turn={"id": turn_id, "items": [], "status": status})

    # The connection

    def _accept(self, peer: MemoryPeer) -> None:
        peer.on_message = self._incoming.put
        peer.on_close = self._record_exit
        self._peer = peer
        self.starts += 1

    def _record_exit(self) -> None:
        with self._changed:
            self._exits += 1
            self._changed.notify_all()

    def _serve(self) -> None:
        while (message := self._incoming.get()) is not None:
            if "id" in message and "method" in message:
                self._receive(Request(self, message))

    def _receive(self, request: Request) -> None:
        response = self.responses.get(request.method, _WAIT_FOR_TEST)
        with self._changed:
            self.requests.append((request.method, request.params))
            if response is _WAIT_FOR_TEST:
                self._unanswered.append(request)
            self._changed.notify_all()
        if response is _WAIT_FOR_TEST:
            return
        if callable(response):
            response = response(request)
            if response is None:
                return
        request.respond(response)
