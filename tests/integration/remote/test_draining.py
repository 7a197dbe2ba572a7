"""Clients of a runtime that shuts down: it completes its turns, rejects requests, and is replaced."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexConfig, InvalidRequestError, ServerDrainingError, retry_on_overload
from openai_codex.turn_once import FileJournal, TurnRequest
from support.draining import LONG, draining
from support.reconnecting import Link
from support.sync_adapter import FLAVOURS, Background, client
from support.tcp_proxy import TcpProxy
from support.turn_once import run_once
from support.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.parametrize("flavour", FLAVOURS),
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGTERM"),
]


def session_of(codex: Any) -> Any:
    return codex._sender.supervisor.current.session


def test_rejected_requests_are_sent_to_the_runtime_that_replaces_it(flavour: str) -> None:
    with draining() as servers, client(flavour, CodexConfig(url=servers.urls[0])) as codex, Background() as background:
        thread, other = codex.thread_start(), codex.thread_start()
        other.run("First.")
        turn = thread.turn(LONG)
        servers.terminate()
        waiting = [
            background.start(codex.thread_start),
            background.start(codex.run, "Hello."),
            background.start(other.run, "Again."),
            background.start(other.set_name, "Not rejected."),
        ]
        waiting.pop().result()
        wait_until(lambda: session_of(codex).draining)
        assert codex.models().data
        assert not any(each.done() for each in waiting)
        servers.finish()
        with servers.replaced():
            started, first, again = [each.result() for each in waiting]
            assert (first.final_response, again.final_response) == ("ok", "ok")
            assert started.run("Hello.").final_response == "ok"
            # The runtime may exit before it has stored the end of its last turn.
            assert str(turn.run().status) in ("completed", "interrupted")
            assert codex.diagnostics().reconnects == 1
            codex.close()
        # Each prompt has reached the model once.
        said = [str(request.user_text) for request in servers.model.requests]
        assert sorted(said) == ["Again.", "First.", "Hello.", "Hello.", LONG]


def test_rejected_request_is_sent_by_a_client_that_restarts(flavour: str) -> None:
    with (
        draining(2) as servers,
        TcpProxy.of(servers.urls[0]) as proxy,
        client(flavour, CodexConfig(url=proxy.url, reconnect_timeout=0, restart=True)) as codex,
        Background() as background,
    ):
        codex.thread_start().turn(LONG)
        servers.terminate()
        rejected = background.start(codex.run, "Hello.")
        wait_until(lambda: session_of(codex).draining)
        proxy.redirect(servers.urls[1])
        assert not rejected.done()
        servers.finish()
        assert rejected.result().final_response == "ok"
        assert codex.diagnostics().restarts == 1


def test_wait_for_the_replacement_is_bounded(flavour: str) -> None:
    with draining() as servers:
        with client(flavour, CodexConfig(url=servers.urls[0])) as codex:
            turn = codex.thread_start().turn(LONG)
            servers.terminate()
            begun = time.monotonic()
            with pytest.raises(ServerDrainingError, match=r"thread/start: Server is draining"):
                codex.with_options(timeout=1).thread_start()
            assert 0.5 < time.monotonic() - begun < 20
            # The turn ends with the connection, so that the input does not wait.
            with pytest.raises(ServerDrainingError, match=r"turn/steer: Server is draining"):
                turn.steer("More.")
        with client(flavour, CodexConfig(url=servers.urls[0], reconnect_timeout=0.3)) as codex:
            begun = time.monotonic()
            with pytest.raises(ServerDrainingError):
                codex.thread_start()
            assert 0.1 < time.monotonic() - begun < 20
        with client(flavour, CodexConfig(url=servers.urls[0], reconnect_timeout=0)) as codex:
            with pytest.raises(InvalidRequestError) as caught:
                codex.run("Hello.")
            assert (type(caught.value), caught.value.code) == (ServerDrainingError, -32600)


def test_connection_that_is_lost_meanwhile_is_restored_to_the_runtime_that_replaces_it(flavour: str) -> None:
    with (
        draining() as servers,
        TcpProxy.of(servers.urls[0]) as proxy,
        client(flavour, CodexConfig(url=proxy.url)) as codex,
    ):
        link = Link(codex)
        thread = codex.thread_start()
        turn = thread.turn(LONG)
        servers.terminate()
        connections = proxy.connections
        proxy.cut()
        # The runtime accepts connections, and does not resume threads.
        wait_until(lambda: proxy.connections > connections + 1)
        assert link.restored == []
        servers.finish()
        with servers.replaced():
            event = link.wait_restored()
            assert (event.resumed, event.lost) == ((thread.id,), {})
            assert str(turn.run().status) in ("completed", "interrupted")
            assert thread.run("Again.").final_response == "ok"
            codex.close()


def test_turn_once_that_was_rejected_can_be_called_again(flavour: str, tmp_path: Path) -> None:
    journal, request = FileJournal(tmp_path), TurnRequest(input="Hello.", key="k")
    with draining() as servers:
        config = CodexConfig(url=servers.urls[0], reconnect_timeout=0)
        with client(flavour, config) as codex:
            codex.thread_start().turn(LONG)
            servers.terminate()
            with pytest.raises(ServerDrainingError):
                run_once(codex, request, journal=journal)
        servers.finish()
        with servers.replaced(), client(flavour, config) as codex:
            assert run_once(codex, request, journal=journal).final_response == "ok"


def test_retry_on_overload_repeats_a_rejected_call(flavour: str) -> None:
    with draining() as servers, client(flavour, CodexConfig(url=servers.urls[0], reconnect_timeout=0)) as codex:
        codex.thread_start().turn(LONG)
        servers.terminate()
        attempts: list[int] = []

        def call() -> Any:
            attempts.append(1)
            return codex.thread_start()

        with pytest.raises(ServerDrainingError):
            retry_on_overload(call, max_attempts=3, initial_delay_s=0.01)
        assert len(attempts) == 3
