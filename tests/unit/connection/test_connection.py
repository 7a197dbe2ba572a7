"""Both connections on the in-memory transport: requests, the end of the connection, and requests of the runtime."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from openai_codex import (
    InvalidRequestError,
    RequestTimeoutError,
    RuntimeStartError,
    TransportClosedError,
    UnsupportedByRuntimeError,
)
from openai_codex._connection.request_claim import RequestClaim
from unit.connection.peers import FLAVOURS, TEST_TIMEOUT, Peer, connected

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


def test_request_returns_the_result(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        pending = connection.start("request", "model/list", {"limit": 1}, timeout=TEST_TIMEOUT)
        message = peer.next()
        assert (message["method"], message["params"]) == ("model/list", {"limit": 1})
        peer.respond(message, {"data": []})
        assert pending.result(TEST_TIMEOUT) == {"data": []}


def test_request_raises_the_error_of_the_runtime(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        pending = connection.start("request", "model/list", None, timeout=TEST_TIMEOUT)
        peer.send({"id": peer.next()["id"], "error": {"code": -32600, "message": "no"}})
        with pytest.raises(InvalidRequestError):
            pending.result(TEST_TIMEOUT)


def test_request_times_out_and_a_late_response_is_counted(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        with pytest.raises(RequestTimeoutError) as caught:
            connection.request("model/list", timeout=0.05)
        assert (caught.value.method, caught.value.timeout) == ("model/list", 0.05)
        peer.respond(peer.next(), {})
        pending = connection.start("request", "thread/list", None, timeout=TEST_TIMEOUT)
        peer.respond(peer.next(), {})
        pending.result(TEST_TIMEOUT)
        assert connection.call("diagnostics", 0).late_replies == 1


def test_request_to_a_peer_that_does_not_read_times_out(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        peer.end.pause_reading()
        for _ in range(2):
            with pytest.raises(RequestTimeoutError):
                connection.request("echo", "x" * 200_000, timeout=0.1)


def test_request_to_a_peer_with_closed_input_fails(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        peer.end.close_input()
        with pytest.raises(TransportClosedError, match="no longer reads"):
            connection.request("model/list")
        assert connection.inner.close_reason is None


def test_connection_lost_fails_pending_and_later_requests(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        pending = connection.start("request", "model/list", None, timeout=None)
        peer.next()
        peer.end.write_stderr(b"last words\n")
        peer.end.exit(3)
        with pytest.raises(TransportClosedError, match="code 3") as caught:
            pending.result(TEST_TIMEOUT)
        assert (caught.value.exit_code, caught.value.stderr) == (3, ("last words",))
        assert caught.value.pending == ("model/list",)
        with pytest.raises(TransportClosedError, match="code 3"):
            connection.request("thread/list")
        assert isinstance(connection.inner.close_reason, TransportClosedError)
        assert connection.inner.stderr == ("last words",)
        found = connection.call("diagnostics", 2)
        assert (found.pid, found.exit_code, found.restarts, found.stderr) == (None, 3, 2, ("last words",))


def test_close_fails_pending_requests_and_is_idempotent(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        pending = connection.start("request", "model/list", None, timeout=None)
        peer.next()
        connection.call("close")
        connection.call("close")
        with pytest.raises(TransportClosedError, match="client was closed") as caught:
            pending.result(TEST_TIMEOUT)
        assert caught.value.pending == ("model/list",)
        assert peer.end.closed


def test_start_error_names_the_peer_when_it_ends(flavour: str) -> None:
    peer = Peer(answers_initialize=False)
    config = peer.config()

    def exit_at_once() -> None:
        peer.next()
        peer.end.write_stderr(b"last words\n")
        peer.end.exit(2)

    thread = threading.Thread(target=exit_at_once)
    thread.start()
    with (
        pytest.raises(RuntimeStartError, match="'in-memory runtime' ended before") as caught,
        connected(flavour, config),
    ):
        pass
    thread.join(TEST_TIMEOUT)
    assert (caught.value.exit_code, caught.value.stderr) == (2, ("last words",))


def test_start_error_when_the_peer_does_not_answer(flavour: str) -> None:
    peer = Peer(answers_initialize=False)
    config = peer.config(start_timeout=0.05)
    with (
        pytest.raises(RuntimeStartError, match=r"within 0.05 s \(CodexConfig.start_timeout\)$"),
        connected(flavour, config),
    ):
        pass
    assert peer.end.closed


def test_check_supported_uses_the_version_of_the_handshake(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        connection.inner.server_info = {"userAgent": "peer/0.133.0 (test)"}
        connection.call("check_supported", "model/list", {})
        with pytest.raises(UnsupportedByRuntimeError):
            connection.call("check_supported", "project/list", {})


def test_server_request_without_a_handler_is_declined(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()):
        peer.send({"id": "q", "method": "item/fileChange/requestApproval", "params": {}})
        assert peer.next() == {"id": "q", "result": {"decision": "decline"}}


def test_server_request_that_cannot_be_submitted_does_not_stop_the_reader(
    flavour: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:

        def fail(pending: object) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(connection.inner, "_submit", fail)
        with caplog.at_level(logging.ERROR, logger="openai_codex"):
            pending = connection.start("request", "model/list", None, timeout=TEST_TIMEOUT)
            message = peer.next()
            peer.send({"id": "q", "method": "item/fileChange/requestApproval", "params": {}})
            peer.respond(message, {"data": []})
            assert pending.result(TEST_TIMEOUT) == {"data": []}
        assert "can't start new thread" in caplog.text
        assert connection.call("diagnostics", 0).bad_frames == {"unexpected": 1}


def test_turn_of_an_abandoned_request_is_interrupted(flavour: str) -> None:
    peer = Peer()
    with connected(flavour, peer.config()) as connection:
        with pytest.raises(RequestTimeoutError):
            connection.request("turn/start", {}, timeout=0.05, claim=RequestClaim("thread-1"))
        peer.respond(peer.next(), {"turn": {"id": "turn-1"}})
        turn: dict[str, Any] = {"id": "turn-1", "items": [], "status": "inProgress"}
        peer.send({"method": "turn/started", "params": {"threadId": "thread-1", "turn": turn}})
        message = peer.next()
        assert message["method"] == "turn/interrupt"
        assert message["params"] == {"threadId": "thread-1", "turnId": "turn-1"}
        peer.respond(message, {})
    # The turn has not ended, so that the connection still waits for its end when it is closed.
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("codex")]
