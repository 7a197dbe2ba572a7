"""Requests that fail on both connections: the request is declined, and all others are answered."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Approval
from openai_codex._connection.sync.handler_executor import HandlerExecutor
from openai_codex._connection.thread_registry import ThreadRegistry
from openai_codex._handlers.options import handlers_from
from openai_codex._handlers.scopes import TurnScope
from unit.connection.peers import FLAVOURS, TEST_TIMEOUT, Driven, Peer, connected
from unit.handlers.dispatching import (
    COMMAND,
    DECLINED,
    PARAMS,
    PERMISSIONS,
    QUESTION,
    THREAD,
    TOOL,
    Dispatching,
    result_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.dispatcher import PendingServerRequest

ACCEPTED = {"decision": "accept"}


def accept(request: object) -> Approval:
    return Approval.accept()


def request(id: str, method: str = COMMAND, **params: Any) -> dict[str, Any]:
    return {"id": id, "method": method, "params": {**PARAMS[method], **params}}


def send(peer: Peer, *messages: dict[str, Any]) -> None:
    """Send messages in one chunk."""
    peer.end.send(b"".join(json.dumps(message).encode() + b"\n" for message in messages))


def responses(peer: Peer, count: int) -> dict[str, Any]:
    """Return the next responses by id, each its result or its error."""
    found = [peer.next() for _ in range(count)]
    return {message["id"]: message.get("result", message.get("error")) for message in found}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_invalid_tool_call_is_declined_and_others_are_answered(flavour: str) -> None:
    def look_up() -> str:
        """Look up."""
        return "found"

    peer, threads = Peer(), ThreadRegistry()
    with connected(flavour, peer.config(), handlers_from({"on_approval": accept}), threads) as connection:
        _state = threads.register(THREAD, {}, handlers_from({"tools": [look_up]}))
        send(peer, request("a"), request("b", TOOL, namespace=[1]), request("c", TOOL), request("d"))
        found = responses(peer, 4)
        assert found["a"] == found["d"] == ACCEPTED
        assert found["b"]["message"] == "the client's handler failed"
        assert found["c"]["contentItems"] == [{"type": "inputText", "text": "found"}]
        send(peer, request("e"))
        assert responses(peer, 1) == {"e": ACCEPTED}
        assert connection.call("diagnostics", 0).bad_frames == {}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_unencodable_result_is_declined_and_others_are_answered(flavour: str) -> None:
    def answer(request: object) -> Any:
        return {"color": "\udce9"}

    handlers = handlers_from({"on_approval": accept, "on_user_input": answer})
    peer = Peer()
    with connected(flavour, peer.config(), handlers):
        send(peer, request("a", QUESTION), request("b"))
        assert responses(peer, 2) == {"a": DECLINED[QUESTION], "b": ACCEPTED}


class ThreadStarts:
    """Makes the first start of a thread with a given name fail, as at the limit of the system."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
        self.failed = threading.Event()
        self._prefix = prefix
        self._start = threading.Thread.start
        monkeypatch.setattr(threading.Thread, "start", lambda thread: self._fail_or_start(thread))

    def _fail_or_start(self, thread: threading.Thread) -> None:
        if thread.name.startswith(self._prefix) and not self.failed.is_set():
            self.failed.set()
            raise RuntimeError("can't start new thread")
        self._start(thread)


@pytest.mark.parametrize(
    ("flavour", "name"), [("sync", "codex-answers"), ("sync", "codex-handler"), ("async", "codex-handler")]
)
def test_failed_thread_start_declines_one_request(
    flavour: str, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    peer = Peer()
    with connected(flavour, peer.config(), handlers_from({"on_approval": accept})):
        starts = ThreadStarts(monkeypatch, name)
        send(peer, request("a"), request("b"), request("c"))
        assert responses(peer, 3) == {"a": DECLINED[COMMAND], "b": ACCEPTED, "c": ACCEPTED}
        assert starts.failed.is_set()
        send(peer, request("d"))
        assert responses(peer, 1) == {"d": ACCEPTED}
    assert "can't start new thread; the request was declined" in caplog.text


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_failed_submission_does_not_affect_other_messages(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All actions of the chunk are performed: other requests, cancellations, and ends of turns."""
    asked, cancelled = threading.Semaphore(0), threading.Event()

    async def wait(request: object) -> Any:
        asked.release()
        try:
            import asyncio

            await asyncio.sleep(TEST_TIMEOUT)
        except BaseException:
            cancelled.set()
            raise

    handlers = handlers_from({"on_approval": accept, "on_permissions": wait})
    peer = Peer()
    with connected(flavour, peer.config(), handlers) as connection:
        fail_submission_of(connection, "a", monkeypatch)
        send(peer, request("waiting", PERMISSIONS))
        assert asked.acquire(timeout=TEST_TIMEOUT)
        resolved = {"method": "serverRequest/resolved", "params": {"threadId": THREAD, "requestId": "waiting"}}
        turn = {"id": "turn-2", "items": [], "status": "completed"}
        completed = {"method": "turn/completed", "params": {"threadId": THREAD, "turn": turn}}
        scope = TurnScope(handlers_from({"on_approval": print}), None)
        connection.inner.dispatcher.scopes.bind(THREAD, "turn-2", scope)
        send(peer, request("a"), request("b"), resolved, completed)
        assert responses(peer, 2) == {"a": DECLINED[COMMAND], "b": ACCEPTED}
        assert cancelled.wait(TEST_TIMEOUT)
        send(peer, request("c", turnId="turn-2"))
        assert responses(peer, 1) == {"c": ACCEPTED}
        assert connection.call("diagnostics", 0).bad_frames == {"unexpected": 1}


def fail_submission_of(connection: Driven, id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    submit: Callable[[PendingServerRequest], None] = connection.inner._submit

    def fail_once(pending: PendingServerRequest) -> None:
        if pending.request.id == id:
            raise RuntimeError("can't start new thread")
        submit(pending)

    monkeypatch.setattr(connection.inner, "_submit", fail_once)


def test_worker_continues_after_failed_send(caplog: pytest.LogCaptureFixture) -> None:
    """The exception must not end the worker thread, neither for a decline nor for a timeout."""
    sent: list[bytes] = []
    changed = threading.Semaphore(0)

    def send_response(data: bytes) -> None:
        sent.append(data)
        changed.release()
        if len(sent) <= 2:
            raise ValueError("of the transport")

    def start(name: str, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        return thread

    release = threading.Event()
    found = Dispatching(on_permissions=lambda request: release.wait(TEST_TIMEOUT))
    executor = HandlerExecutor(found.dispatcher, send_response, start)
    executor.submit(found.register(COMMAND, id="without a handler"))
    assert changed.acquire(timeout=TEST_TIMEOUT)
    late = found.register(PERMISSIONS, id="late")
    late.timeout = 0.01
    executor.submit(late)
    assert changed.acquire(timeout=TEST_TIMEOUT)
    executor.submit(found.register(QUESTION, id="last"))
    assert changed.acquire(timeout=TEST_TIMEOUT)
    executor.stop()
    release.set()
    assert executor.worker is not None
    executor.worker.join(TEST_TIMEOUT)
    assert not executor.worker.is_alive()
    assert [result_of(data) for data in sent] == [DECLINED[COMMAND], DECLINED[PERMISSIONS], DECLINED[QUESTION]]
    assert f"{COMMAND}: failed to send the response" in caplog.text
