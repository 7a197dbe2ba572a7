"""`AppServer` with several clients, on the real runtime."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, Codex, CodexConfig
from openai_codex.app_server import AppServer, AsyncAppServer
from openai_codex.errors import (
    AuthenticationError,
    ConfigError,
    InputError,
    RuntimeNotFoundError,
    RuntimeStartError,
    TransportClosedError,
)
from support.processes import new_threads, process_exists, processes_of, still_running
from support.remote import server
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from collections.abc import Callable

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


ARGUMENTS: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"listen": "wss://127.0.0.1:1"}, InputError, "listen: the runtime does not use TLS"),
    ({"listen": "tcp"}, InputError, "listen: expected ws://"),
    ({"listen": "ws://0.0.0.0:0", "token": None}, InputError, "token: a token is required"),
    ({"listen": "unix", "token": "x"}, InputError, "token: has no effect on a unix socket"),
    ({"config": CodexConfig(url="ws://h:1")}, ConfigError, "url: has no effect on a server"),
    ({"config": CodexConfig(launch_args_override=("codex",))}, ConfigError, "launch_args_override: the server adds"),
    ({"config": CodexConfig(codex_bin="/no/such/codex")}, RuntimeNotFoundError, "file not found"),
]


@pytest.mark.parametrize(("arguments", "kind", "problem"), ARGUMENTS)
@pytest.mark.parametrize("start", [AppServer.start, AsyncAppServer.start], ids=FLAVOURS)
def test_invalid_argument_is_rejected_before_the_start(
    start: Callable[..., Any],
    arguments: dict[str, Any],
    kind: type[Exception],
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(kind, match=r".") as caught:
        start(**arguments)
    assert problem in str(caught.value)
    assert list(tmp_path.iterdir()) == []


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


def test_cancelled_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    marker = tmp_path / "pid"
    code = f"import os, threading; open({str(marker)!r}, 'w').write(str(os.getpid())); threading.Event().wait()"
    hangs = program(tmp_path / "hangs", code)

    async def main() -> None:
        task = asyncio.ensure_future(AsyncAppServer.start(CodexConfig(codex_bin=hangs))._run())
        await asyncio.to_thread(wait_for_text, marker)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert not process_exists(int(marker.read_text()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hangs", "pid"]


def wait_for_text(path: Path) -> None:
    while not (path.exists() and path.read_text()):
        time.sleep(0.01)


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


def test_url_before_the_start_is_an_error() -> None:
    running = AsyncAppServer.start()
    with pytest.raises(RuntimeStartError, match=r"has not started"):
        running.url  # noqa: B018 - the property raises
    asyncio.run(running.close())


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_server_ends_with_its_program(tmp_path: Path) -> None:
    import subprocess

    code = (
        "from openai_codex.app_server import AppServer\n"
        "server = AppServer.start()\n"
        "print(server.pid, flush=True)\n"
        "input()\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "CODEX_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as running:
        assert running.stdout is not None
        pid = int(running.stdout.readline())
        server_processes = processes_of(pid)
        assert server_processes
        running.communicate("\n")
    assert still_running(server_processes) == []
