"""`AppServer` with several clients, on the real runtime."""

from __future__ import annotations

import asyncio
import stat
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from openai_codex import AsyncCodex, Codex, CodexConfig
from openai_codex.app_server import AppServer, AsyncAppServer
from openai_codex.errors import (
    AuthenticationError,
    RuntimeStartError,
    TransportClosedError,
)
from support.processes import new_threads, process_exists
from support.remote import server
from support.sync_adapter import FLAVOURS, client

both = pytest.mark.parametrize("flavour", FLAVOURS)
each_address = pytest.mark.parametrize("listen", ["unix", "ws"])


@both
@each_address
def test_two_clients_share_one_runtime(flavour: str, listen: str) -> None:
    threads = set(threading.enumerate())
    with server(lambda request: f"answer to {request.input_texts[-1]}", listen=listen) as running:
        with client(flavour, running.client_config()) as first, client(flavour, running.client_config()) as second:
            assert first.thread_start().run("one").final_response == "answer to one"
            assert second.thread_start().run("two").final_response == "answer to two"
            names = new_threads(threads)
        # The runtime continues after its clients have left.
        assert process_exists(running.pid)
        with client(flavour, running.client_config()) as third:
            assert third.thread_start().run("three").final_response == "answer to three"
    # A client has one thread, an asynchronous client none.
    assert len([name for name in names if name.startswith("codex-websocket")]) == (2 if flavour == "sync" else 0)
    assert new_threads(threads) == []


@each_address
def test_server_is_private_and_leaves_nothing(listen: str) -> None:
    with server("ok", listen=listen) as running:
        pid, token_file = running.pid, running.token_file
        path = Path(running.url.removeprefix("unix://")) if token_file is None else token_file
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        if token_file is not None:
            assert token_file.read_text() not in repr(running)
    assert not process_exists(pid)
    assert not path.parent.exists()
    running.close()


def test_random_tokens_differ_and_are_required() -> None:
    with server("ok", listen="ws") as first, server("ok", listen="ws") as second:
        assert first.token_file is not None
        assert second.token_file is not None
        assert first.token_file.read_text() != second.token_file.read_text()
        with pytest.raises(AuthenticationError, match=r"pass token or token_file"):
            Codex(CodexConfig(url=first.url))
        with pytest.raises(AuthenticationError, match=r"check the token"):
            Codex(CodexConfig(url=first.url, token_file=second.token_file))


def test_given_token_is_used() -> None:
    for token in ("a-token-of-the-caller", None):
        with server("ok", listen="ws", token=token) as running:
            assert (running.token_file is None) is (token is None)
            with Codex(CodexConfig(url=running.url, token=token)) as codex:
                assert codex.thread_start().run("hi").final_response == "ok"


def test_given_addresses_are_used(tmp_path: Path) -> None:
    path = tmp_path / "a b.sock"
    with server("ok", listen=f"unix://{tmp_path}/a%20b.sock") as running:
        assert path.is_socket()
        with Codex(running.client_config(CodexConfig(request_timeout=30))) as codex:
            assert codex.thread_start().run("hi").final_response == "ok"
    with server("ok", listen="ws://127.0.0.1:0") as running:
        assert running.url.startswith("ws://127.0.0.1:")
        assert not running.url.endswith(":0")


@both
def test_client_of_a_server_that_ends_gets_an_error(flavour: str) -> None:
    config = CodexConfig(reconnect_timeout=0)
    with server("ok") as running, client(flavour, running.client_config(config)) as codex:
        thread = codex.thread_start()
        running.close()
        with pytest.raises(TransportClosedError, match=r"the connection to the runtime was lost"):
            thread.run("hi")


@both
def test_runtime_that_exits_or_does_not_listen_is_reported(
    flavour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    exits = program(tmp_path / "exits", "import sys; sys.stderr.write('cannot bind'); sys.exit(4)")
    hangs = program(tmp_path / "hangs", "import threading; threading.Event().wait()")
    with pytest.raises(RuntimeStartError, match=r"ended before it listened on unix://.*code 4") as caught:
        start_server(flavour, CodexConfig(codex_bin=exits))
    assert caught.value.stderr == ("cannot bind",)
    with pytest.raises(RuntimeStartError, match=r"does not listen on unix://.* after 0\.5 s"):
        start_server(flavour, CodexConfig(codex_bin=hangs), timeout=0.5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exits", "hangs"]


def program(path: Path, code: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{code}\n")
    path.chmod(0o755)
    return path


def start_server(flavour: str, config: CodexConfig, **arguments: Any) -> None:
    if flavour == "sync":
        AppServer.start(config, **arguments)
        return

    async def main() -> None:
        await AsyncAppServer.start(config, **arguments)

    asyncio.run(main())


def test_async_server_is_started_by_await_and_closed_twice() -> None:
    with server("ok") as blocking:
        config = blocking.config

        async def main() -> tuple[int, str | None]:
            running = await AsyncAppServer.start(config)
            async with AsyncCodex(running.client_config()) as codex:
                result = await (await codex.thread_start()).run("hi")
            pid = running.pid
            await running.close()
            await running.close()
            return pid, result.final_response

        pid, response = asyncio.run(main())
    assert response == "ok"
    assert not process_exists(pid)
