"""Addresses of runtimes that listen."""

from __future__ import annotations

import pytest

from openai_codex import CodexConfig
from openai_codex._remote_address import parse_address
from openai_codex.errors import ConfigError

CASES = [
    ("ws://127.0.0.1:4500", "ws://127.0.0.1:4500", None, "ws://127.0.0.1:4500", False, True),
    ("ws://localhost:4500/", "ws://localhost:4500/", None, "ws://localhost:4500/", False, True),
    ("ws://[::1]:4500", "ws://[::1]:4500", None, "ws://[::1]:4500", False, True),
    ("ws://10.0.0.1:80", "ws://10.0.0.1:80", None, "ws://10.0.0.1:80", False, False),
    ("wss://codex.example/path", "wss://codex.example/path", None, "wss://codex.example/path", True, False),
    ("wss://codex.example/?key=hunter2", "wss://codex.example/?key=hunter2", None, "wss://codex.example/", True, False),
    ("unix:///run/codex.sock", "ws://localhost/", "/run/codex.sock", "unix:///run/codex.sock", False, True),
    ("unix:///run/a%20b%23.sock", "ws://localhost/", "/run/a b#.sock", "unix:///run/a b#.sock", False, True),
]


@pytest.mark.parametrize(("url", "uri", "path", "name", "encrypted", "local"), CASES)
def test_address_is_parsed(url: str, uri: str, path: str | None, name: str, encrypted: bool, local: bool) -> None:
    address = parse_address(url)
    assert (address.uri, address.unix_path, address.name) == (uri, path, name)
    assert (address.encrypted, address.local) == (encrypted, local)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (4500, "expected ws://HOST:PORT, wss://HOST:PORT or unix:///PATH, got int"),
        ("", "got the scheme ''"),
        ("127.0.0.1:4500", "got the scheme"),
        ("http://127.0.0.1:4500", "got the scheme 'http'"),
        ("ws://", "the host is missing"),
        ("ws://:4500", "the host is missing"),
        ("ws://host:port", "Port could not be cast"),
        ("ws://host:99999", "Port out of range"),
        ("ws://[::1", "Invalid IPv6 URL"),
        ("ws://host:0", "the port is 0"),
        ("ws://user:hunter2@host", "contains credentials"),
        ("wss://token@host", "contains credentials"),
        ("ws://host/#fragment", "contains a fragment"),
        ("unix://relative.sock", "got the host 'relative.sock'"),
        ("unix:relative.sock", "the absolute path of a socket"),
        ("unix://", "the absolute path of a socket"),
        ("unix:///folder/", "the absolute path of a socket"),
        ("unix:///a?b", "encode them as %3F and %23"),
        ("unix:///a%00b", "the absolute path of a socket"),
    ],
)
def test_invalid_address_is_a_config_error(url: object, problem: str) -> None:
    with pytest.raises(ConfigError, match=r"CodexConfig.url") as caught:
        CodexConfig(url=url)  # type: ignore[arg-type]
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)
