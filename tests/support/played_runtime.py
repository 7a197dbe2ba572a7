"""A runtime that a test controls: the test receives each request, and answers it at any time, or not at all.

The client reaches it with the in-memory transport, so there is no process.
"""

from __future__ import annotations

import json
import queue
import threading
from typing import TYPE_CHECKING, Any

from openai_codex._transports.memory import MemoryTransportFactory
from openai_codex._transports.resolve import TransportConfig

if TYPE_CHECKING:
    from openai_codex._transports.memory import MemoryPeer

TEST_TIMEOUT = 20.0
"""How long anything that a test waits for may take, in seconds."""

THREAD = "thread-1"
TURN = "turn-1"


class Request:
    """A request of the client, to be answered or not."""

    def __init__(self, runtime: PlayedRuntime, message: dict[str, Any]) -> None:
        self._runtime = runtime
        self.id = message["id"]
        self.method: str = message["method"]
        self.params: dict[str, Any] = message.get("params") or {}

    def answer(self, result: Any) -> None:
        self._runtime.send({"id": self.id, "result": result})

    def refuse(self, code: int, message: str, data: Any = None) -> None:
        error = {"code": code, "message": message, **({} if data is None else {"data": data})}
        self._runtime.send({"id": self.id, "error": error})


class PlayedRuntime:
    """A context manager. Methods in `answers` are answered at once, by a result or by a function of the params that
    gives one; what else comes waits for `next`.
    """

    def __init__(self, **answers: Any) -> None:
        self.answers: dict[str, Any] = {
            "initialize": {"userAgent": "played/0.163.0 (test)", "codexHome": "/nowhere"},
            "thread/start": {"thread": {"id": THREAD}},
            **answers,
        }
        self.seen: list[tuple[str, dict[str, Any]]] = []
        """All requests, as they came."""
        self.starts = 0
        """How many connections were started."""
        self._ends = 0
        self._arrived = threading.Condition()
        self._open: list[Request] = []
        self._peer: MemoryPeer | None = None
        self._incoming: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        # A thread of its own, because a function of `answers` may take its time.
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> PlayedRuntime:
        return self

    def __exit__(self, *exception: object) -> None:
        self.die()
        self._incoming.put(None)
        self._thread.join(TEST_TIMEOUT)

    def config(self, **fields: Any) -> TransportConfig:
        return TransportConfig(transport=MemoryTransportFactory(self._accept), **fields)

    # What the test does

    def next(self, method: str) -> Request:
        """Wait for a request of this method that has not been answered yet."""

        def found() -> Request | None:
            return next((request for request in self._open if request.method == method), None)

        with self._arrived:
            assert self._arrived.wait_for(lambda: found() is not None, TEST_TIMEOUT), f"no {method} came: {self.seen}"
            request = found()
            assert request is not None
            self._open.remove(request)
            return request

    def wait_for(self, method: str, count: int) -> None:
        """Wait until so many requests of a method have come in all."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: self.count(method) >= count, TEST_TIMEOUT), self.seen

    def wait_for_end(self, count: int) -> None:
        """Wait until so many connections have ended."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: self._ends >= count, TEST_TIMEOUT), self._ends

    def count(self, method: str) -> int:
        """Return how many requests of this method have come."""
        return [name for name, _ in list(self.seen)].count(method)

    @property
    def unanswered(self) -> list[str]:
        """The methods of what waits for `next`."""
        with self._arrived:
            return [request.method for request in self._open]

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def send(self, message: dict[str, Any]) -> None:
        assert self._peer is not None
        self._peer.send(json.dumps(message).encode() + b"\n")

    def die(self) -> None:
        """End the connection, as a process that exits with an error."""
        if self._peer is not None:
            self._peer.exit(3)

    # A turn

    def turn_begins(self, turn_id: str = TURN, *, text: str = "") -> None:
        """Tell that a turn runs, and what it has come to so far."""
        whole = {"id": turn_id, "items": [], "status": "inProgress"}
        self.tell("turn/started", threadId=THREAD, turn=whole)
        if text:
            item = {"type": "agentMessage", "id": "item-1", "text": ""}
            self.tell("item/started", threadId=THREAD, turnId=turn_id, startedAtMs=1, item=item)
            self.tell("item/agentMessage/delta", threadId=THREAD, turnId=turn_id, itemId="item-1", delta=text)

    def turn_ends(self, turn_id: str = TURN, status: str = "completed") -> None:
        """Tell that a turn is over."""
        self.tell("turn/completed", threadId=THREAD, turn={"id": turn_id, "items": [], "status": status})

    # The connection

    def _accept(self, peer: MemoryPeer) -> None:
        peer.on_data = self._incoming.put
        peer.on_close = self._note_end
        self._peer = peer
        self.starts += 1

    def _note_end(self) -> None:
        with self._arrived:
            self._ends += 1
            self._arrived.notify_all()

    def _serve(self) -> None:
        while (data := self._incoming.get()) is not None:
            for text in data.splitlines():
                message = json.loads(text)
                if "id" in message and "method" in message:
                    self._take(Request(self, message))

    def _take(self, request: Request) -> None:
        answer = self.answers.get(request.method, self)
        with self._arrived:
            self.seen.append((request.method, request.params))
            if answer is self:
                self._open.append(request)
            self._arrived.notify_all()
        if callable(answer):
            answer = answer(request)
            if answer is None:
                return
        if answer is not self:
            request.answer(answer)
