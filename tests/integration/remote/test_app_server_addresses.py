"""Addresses of `AppServer`: a socket that is in use, and paths with any characters and of any length."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Codex, CodexConfig
from openai_codex.app_server import AppServer, AsyncAppServer
from openai_codex.errors import AuthenticationError, InputError, RuntimeStartError
from openai_codex.remote import SignedToken
from support.remote import server
from support.sync_adapter import FLAVOURS, client
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="unix sockets")

SECRET = "a shared secret of more than 32 bytes"


def started(flavour: str, config: CodexConfig, **arguments: Any) -> None:
    """Start a server, use it once, and close it."""
    if flavour == "sync":
        with AppServer.start(config, **arguments) as running, Codex(running.client_config()) as codex:
            assert codex.models().data
        return

    async def main() -> None:
        async with AsyncAppServer.start(config, **arguments) as running:
            with client("async", running.client_config()) as codex:
                assert await asyncio.to_thread(lambda: codex.models().data)

    asyncio.run(main())


def program(path: Path, code: str) -> CodexConfig:
    """Return a configuration with a runtime that executes `code`; `address` is the path of its socket."""
    address = "import os, socket, subprocess, sys, threading\naddress = sys.argv[-1].removeprefix('unix://')"
    path.write_text(f"#!{sys.executable}\n{address}\n{code}\n")
    path.chmod(0o755)
    return CodexConfig(codex_bin=path)


@contextlib.contextmanager
def listening(path: Path, backlog: int = 16) -> Iterator[socket.socket]:
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(path))
        listener.listen(backlog)
        yield listener


# A socket in use


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_socket_of_another_server_is_refused_before_the_start(flavour: str, tmp_path: Path) -> None:
    path, marker = tmp_path / "a.sock", tmp_path / "started"
    config = program(tmp_path / "runtime", f"open({str(marker)!r}, 'w').close()")
    with server("ok", listen=f"unix://{path}") as first, Codex(first.client_config()) as codex:
        with pytest.raises(RuntimeStartError, match=r"another server listens on unix://.*a\.sock; connect to it"):
            started(flavour, config, listen=f"unix://{path}")
        assert not marker.exists()
        assert codex.thread_start().run("hi").final_response == "ok"


def test_socket_whose_server_accepts_no_more_connections_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sock"
    with listening(path, 0), contextlib.ExitStack() as clients:
        with contextlib.suppress(BlockingIOError):
            while True:
                waiting = clients.enter_context(contextlib.closing(socket.socket(socket.AF_UNIX)))
                waiting.setblocking(False)
                waiting.connect(str(path))
        with pytest.raises(RuntimeStartError, match=r"another server listens"):
            AppServer.start(listen=f"unix://{path}")


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_runtime_that_exits_is_a_failed_start_although_another_server_listens(flavour: str, tmp_path: Path) -> None:
    path, waits, go = tmp_path / "a.sock", tmp_path / "waits", tmp_path / "go"
    os.mkfifo(go)
    code = f"open({str(waits)!r}, 'w').close()\nopen({str(go)!r}).read()\nsys.exit('in use')"
    config = program(tmp_path / "runtime", code)
    stop = threading.Event()

    def listen() -> None:
        wait_until(waits.exists)
        with listening(path) as other:
            # The server has found the listener when the runtime exits.
            other.accept()[0].close()
            go.write_text("")
            other.settimeout(0.02)
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    other.accept()[0].close()

    thread = threading.Thread(target=listen)
    thread.start()
    with pytest.raises(RuntimeStartError, match=r"ended before it listened on unix://.*code 1") as caught:
        started(flavour, config, listen=f"unix://{path}")
    stop.set()
    thread.join(20)
    assert caught.value.stderr == ("in use",)


LISTENS = """
listener = socket.socket(socket.AF_UNIX)
listener.bind(address)
listener.listen()
threading.Event().wait()
"""


@pytest.mark.parametrize(("new_session", "settle_time"), [(False, float("inf")), (True, 0.05)])
def test_program_may_start_the_process_that_listens(
    new_session: bool, settle_time: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai_codex.app_server.startup.SETTLE_TIME", settle_time)
    child = f"address = {{address!r}}\\nimport socket, threading{LISTENS}".replace("\n", "\\n")
    code = f'subprocess.run([sys.executable, "-c", f"{child}"], start_new_session={new_session})'
    running = AppServer.start(program(tmp_path / "runtime", code))
    assert Path(running.url.removeprefix("unix://")).is_socket()
    running.close()


def test_stale_socket_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.sock"
    with listening(path):
        pass
    assert path.is_socket()
    with server("ok", listen=f"unix://{path}") as running, Codex(running.client_config()) as codex:
        assert codex.models().data


# Paths


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_folder_for_temporary_files_may_have_any_name(
    flavour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a b#c?d%41e\u00e4"
    folder.mkdir()
    with server("ok", listen="ws") as template:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        started(flavour, template.config)
        assert list(folder.iterdir()) == []


def test_client_and_server_agree_on_the_characters_of_a_path(tmp_path: Path) -> None:
    with server("ok", listen=f"unix://{tmp_path}/a%20b%23c%3Fd%2541e") as running:
        assert (tmp_path / "a b#c?d%41e").is_socket()
        with Codex(CodexConfig(url=running.url)) as codex:
            assert codex.models().data


def test_socket_is_created_in_another_folder_if_its_path_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("a" * 100)
    folder.mkdir()
    with server("ok", listen="ws") as template:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        with AppServer.start(template.config) as running, Codex(running.client_config()) as codex:
            path = Path(running.url.removeprefix("unix://"))
            assert path.parent.parent == Path("/tmp")
            assert path.parent.stat().st_mode & 0o777 == 0o700
            assert codex.models().data
        assert not path.parent.exists()
        # Without such a folder, the start fails at once.
        monkeypatch.setattr("openai_codex.app_server.files.SHORT_FOLDERS", ("/no/such/folder",))
        with pytest.raises(InputError, match=r"listen: the path of the socket has \d+ bytes.*shorter path"):
            AppServer.start(template.config)
    assert list(folder.iterdir()) == []


def test_missing_folder_for_temporary_files_is_a_typed_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(RuntimeStartError, match=r"failed to create a temporary folder.*set TMPDIR"):
        AppServer.start()


# Tokens


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_signed_token_is_verified_by_the_server(flavour: str) -> None:
    token = SignedToken(secret=SECRET, issuer="me", audience="codex")
    with server("ok", listen="ws", token=token) as running:
        assert running.token_file is None
        with client(flavour, running.client_config()) as codex:
            assert codex.models().data
        for other in (None, "text", SignedToken(secret=SECRET, issuer="you", audience="codex")):
            with pytest.raises(AuthenticationError), client(flavour, CodexConfig(url=running.url, token=other)):
                pass
