"""Errors of connections that fail: the part that has failed is named, and no credential is shown."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidHeader, InvalidHeaderFormat, InvalidMessage, InvalidURI

from openai_codex import CodexConfig, ConfigError, RuntimeStartError, WebSocketOptions, _remote_extra
from openai_codex._transports.resolve import resolve_transport
from openai_codex._transports.websocket import connect
from openai_codex._transports.websocket.threaded_client import WebSocketTransport
from unit.transports.peers import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "ws://build-host:4500/path?key=hunter2"


@contextlib.contextmanager
def answering(response: bytes) -> Iterator[int]:
    """Answer one connection on a port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            accepted, _ = listener.accept()
            with accepted:
                accepted.recv(65536)
                accepted.sendall(response)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def failure(proxy: str | bool = True, url: str = URL) -> str:
    """Return the error of a connection."""
    config = CodexConfig(url=url, websocket=WebSocketOptions(proxy=proxy), start_timeout=10)
    with pytest.raises(RuntimeStartError) as caught:
        resolve_transport(config).start(Recorder())
    assert "hunter2" not in str(caught.value)
    return str(caught.value)


def test_unreachable_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    text = failure(f"http://user:hunter2@127.0.0.1:{port}")
    assert f"'ws://build-host:4500/path': no connection through the proxy 'http://127.0.0.1:{port}': " in text
    assert text.endswith("; check WebSocketOptions.proxy")
    monkeypatch.setenv("http_proxy", f"http://user:hunter2@127.0.0.1:{port}")
    text = failure()
    assert f"through the proxy 'http://127.0.0.1:{port}': " in text
    assert text.endswith("; check the proxy of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)")
    text = failure(url=f"ws://127.0.0.1:{port}", proxy=False)
    assert "proxy" not in text
    assert text.endswith("; check that the runtime listens at this address")


def test_invalid_proxy_of_the_environment_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "ftp://user:hunter2@host")
    assert "expected http://HOST:PORT" in failure()


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        (
            b"HTTP/1.1 407 Authenticate\r\n\r\n",
            "answers with HTTP 407; check the credentials in WebSocketOptions.proxy",
        ),
        (b"HTTP/1.1 502 Bad\r\n\r\n", "answers with HTTP 502; check WebSocketOptions.proxy"),
        (b"hunter2\r\n\r\n", "did not receive a valid HTTP response"),
    ],
)
def test_answer_of_the_proxy_is_reported(response: bytes, problem: str) -> None:
    with answering(response) as port:
        text = failure(f"http://user:hunter2@127.0.0.1:{port}")
    assert f"through the proxy 'http://127.0.0.1:{port}': " in text
    assert problem in text


def test_socks_proxy_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_remote_extra, "find_spec", lambda name: None if name == "python_socks" else name)
    config = CodexConfig(url=URL, websocket=WebSocketOptions(proxy="socks5://user:hunter2@host"))
    with pytest.raises(ConfigError, match=r"missing package python-socks; .*openai-codex-client\[remote\]") as caught:
        resolve_transport(config).start(Recorder())
    assert "hunter2" not in str(caught.value)


def test_peer_without_tls_is_explained() -> None:
    with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        text = failure(proxy=False, url=f"wss://127.0.0.1:{port}")
    assert "the TLS handshake failed: " in text
    assert text.endswith("; if the other side has no TLS, use ws://")


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (InvalidHeader("X-Key", "hunter2"), "invalid header X-Key"),
        (InvalidHeader("Upgrade"), "missing header Upgrade"),
        (InvalidHeaderFormat("X-Key", "expected token", "hunter2", 0), "invalid header X-Key"),
        (InvalidURI("ws://host/?key=hunter2", "no host"), "invalid address: no host"),
        (InvalidMessage("no HTTP"), "no HTTP"),
        (TimeoutError(110, "Connection timed out"), "Connection timed out"),
        (TimeoutError(), "no connection within 30 s (CodexConfig.start_timeout)"),
    ],
)
def test_error_of_the_library_is_reported_without_values(error: Exception, problem: str) -> None:
    transport: Any = resolve_transport(CodexConfig(url="ws://host"))
    assert isinstance(transport, WebSocketTransport)
    text = str(connect.connection_error(transport._target, error))
    assert problem in text
    assert "hunter2" not in text
