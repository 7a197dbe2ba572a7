"""Clients and checks that reach the real runtime through a proxy."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from openai_codex import RuntimeStartError, WebSocketOptions
from openai_codex.errors import ConfigError
from openai_codex.health import is_ready, is_ready_async, wait_ready
from support.http_proxy import HttpProxy, SocksProxy
from support.remote import server
from support.sync_adapter import FLAVOURS, client

both = pytest.mark.parametrize("flavour", FLAVOURS)


def ready(flavour: str, url: str, **arguments: Any) -> bool:
    return is_ready(url, **arguments) if flavour == "sync" else asyncio.run(is_ready_async(url, **arguments))


@both
def test_client_and_checks_use_an_http_proxy_and_send_the_headers(flavour: str) -> None:
    with server("ok", listen="ws") as running, HttpProxy() as proxy:
        options = WebSocketOptions(proxy=proxy.address, headers={"X-Team": "search"})
        assert ready(flavour, running.url, options=options)
        with client(flavour, replace(running.client_config(), websocket=options)) as codex:
            assert codex.run("Hello.").final_response == "ok"
            found = codex.health()
            assert (found.ok, found.ready, found.error) == (True, True, None)
        assert [head.split()[1] for head in proxy.heads] == ["/readyz", "/", "/readyz"]
        assert all("X-Team: search" in head for head in proxy.heads)


@both
def test_client_and_checks_use_a_socks_proxy(flavour: str) -> None:
    with server("ok", listen="ws") as running, SocksProxy() as proxy:
        options = WebSocketOptions(proxy=proxy.address)
        with client(flavour, replace(running.client_config(), websocket=options)) as codex:
            assert codex.health().ready is True
        assert proxy.targets == [("127.0.0.1", int(running.url.rpartition(":")[2]))] * 2


@both
def test_client_and_checks_use_the_proxy_of_the_environment(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with server("ok", listen="ws") as running, HttpProxy() as proxy, SocksProxy() as socks:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        monkeypatch.setenv("http_proxy", proxy.address)
        with client(flavour, running.client_config()) as codex:
            assert codex.health().ready is True
        assert len(proxy.heads) == 2
        monkeypatch.setenv("socks_proxy", socks.address)
        assert ready(flavour, running.url)
        assert len(socks.targets) == 1
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert ready(flavour, running.url)
        assert (len(proxy.heads), len(socks.targets)) == (2, 1)


@both
def test_proxy_for_all_protocols_is_used_by_neither(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:1")
    with server("ok", listen="ws") as running, client(flavour, running.client_config()) as codex:
        assert ready(flavour, running.url)
        assert codex.health().ready is True


@both
def test_invalid_proxy_of_the_environment_is_named_without_its_password(
    flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ws_proxy", "wss_proxy"):
        monkeypatch.setenv(name, "ftp://user:hunter2@127.0.0.1")
    message = r"the proxy of the environment is invalid: expected http://HOST:PORT.*, got the scheme 'ftp'"
    with server("ok", listen="ws") as running:
        assert not ready(flavour, running.url)
        with pytest.raises(RuntimeStartError, match=message) as caught:
            wait_ready(running.url, timeout=0.05)
        assert "hunter2" not in str(caught.value)
        with pytest.raises(RuntimeStartError, match=message), client(flavour, running.client_config()):
            pytest.fail("the client has connected")


@both
def test_proxy_that_refuses_the_connection_is_reported(flavour: str) -> None:
    with HttpProxy() as proxy:
        options = WebSocketOptions(proxy=f"http://user:wrong@127.0.0.1:{proxy.port}")
        assert not ready(flavour, "ws://127.0.0.1:1", options=options)
        with pytest.raises(RuntimeStartError, match=r"HTTP 407|Proxy Authentication Required") as caught:
            wait_ready("ws://127.0.0.1:1", timeout=0.05, options=options)
        assert "wrong" not in str(caught.value)


@both
def test_missing_package_for_socks_names_the_extra(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex._remote_extra.find_spec", lambda name: None if name == "python_socks" else name)
    options = WebSocketOptions(proxy="socks5://127.0.0.1:1")
    message = r"missing package python-socks; .*openai-codex-client\[remote\]"
    with pytest.raises(ConfigError, match=message):
        ready(flavour, "ws://127.0.0.1:1", options=options)
    with (
        server("ok", listen="ws") as running,
        pytest.raises(ConfigError, match=message),
        client(flavour, replace(running.client_config(), websocket=options)),
    ):
        pytest.fail("the client has connected")
