"""A runtime in this process that records each message of the client, and plays turns."""

from __future__ import annotations

import contextlib
import json
import threading
from typing import TYPE_CHECKING, Any

from openai_codex import Codex, CodexConfig
from openai_codex.transports import MemoryTransportFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex.transports import MemoryPeer

TIMEOUT = 20.0


class Runtime:
    """Answers each request at once. A turn ends when it is interrupted, or at once if `completes` is set."""

    def __init__(self) -> None:
        self.peer: MemoryPeer
        self.completes = False
        self.messages: list[dict[str, Any]] = []
        """All messages, in order. A line that is not whole raises an error when it is decoded."""
        self.open: dict[str, str] = {}
        """Running turn -> its thread."""
        self.broken: list[bytes] = []
        """Lines that are not JSON."""
        self._changed = threading.Condition()
        self._rest = b""
        self._number = 0

    def accept(self, peer: MemoryPeer) -> None:
        self.peer = peer
        peer.on_data = self._read

    def config(self, **fields: Any) -> CodexConfig:
        return CodexConfig(transport=MemoryTransportFactory(self.accept), **fields)

    def send(self, message: dict[str, Any]) -> None:
        self.peer.send(json.dumps(message).encode() + b"\n")

    def received(self, method: str) -> list[dict[str, Any]]:
        """Return the params of the messages of a method."""
        with self._changed:
            return [message.get("params", {}) for message in self.messages if message.get("method") == method]

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        """Wait until a condition is true, which messages may change."""
        with self._changed:
            return self._changed.wait_for(condition, TIMEOUT)

    def complete(self, turn_id: str, status: str = "completed") -> None:
        """End a turn."""
        with self._changed:
            thread_id = self.open.pop(turn_id, None)
        if thread_id is not None:
            turn = {"id": turn_id, "items": [], "status": status}
            self.send({"method": "turn/completed", "params": {"threadId": thread_id, "turn": turn}})

    def _read(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            try:
                message = json.loads(line)
            except ValueError:
                self.broken.append(line)
                continue
            self._answer(message)
            with self._changed:
                self.messages.append(message)
                self._changed.notify_all()

    def _answer(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params") or {}
        if "id" not in message or method is None:
            return
        result: dict[str, Any] = {}
        self._number += 1
        turn_id = f"turn-{self._number}"
        if method == "initialize":
            result = {"userAgent": "peer/0.163.0 (test)"}
        elif method == "thread/start":
            result = {"thread": {"id": f"thread-{self._number}"}}
        elif method == "turn/start":
            result = {"turn": {"id": turn_id}}
            self.open[turn_id] = params["threadId"]
        elif method == "model/list":
            result = {"data": []}
        self.send({"id": message["id"], "result": result})
        if method == "turn/start":
            turn = {"id": turn_id, "items": [], "status": "inProgress"}
            self.send({"method": "turn/started", "params": {"threadId": params["threadId"], "turn": turn}})
            if self.completes:
                self.complete(turn_id)
        elif method == "turn/interrupt":
            self.complete(params["turnId"], "interrupted")


class GoalRuntime(Runtime):
    """Reports the goal as running, and its pause."""

    def set_goal(self, thread_id: str, status: str) -> None:
        """Report the status of a goal."""
        params = {"threadId": thread_id, "goal": {"status": status}}
        self.send({"method": "thread/goal/updated", "params": params})

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("method") == "thread/goal/set":
            params = message["params"]
            self.send({"id": message["id"], "result": {"goal": {}}})
            self.set_goal(params["threadId"], params["status"])
        else:
            super()._answer(message)


@contextlib.contextmanager
def client(runtime: Runtime | None = None, **handlers: Any) -> Iterator[tuple[Runtime, Codex]]:
    """Connect a client to a runtime. Afterwards check that each message arrived whole and once."""
    runtime = runtime or Runtime()
    with Codex(runtime.config(), **handlers) as codex:
        yield runtime, codex
    assert runtime.broken == []
    ids = [message["id"] for message in runtime.messages if "id" in message and "method" in message]
    assert len(ids) == len(set(ids))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("codex")]
