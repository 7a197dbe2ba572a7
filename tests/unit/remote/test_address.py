"""Addresses of runtimes that listen."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import TYPE_CHECKING

import pytest

from openai_codex import CodexConfig
from openai_codex._remote_address import MAX_SOCKET_PATH, parse_address
from openai_codex.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    ("ws://127.0.0.1:4500", "ws://127.0.0.1:4500", None, "ws://127.0.0.1:4500", False, True),
    ("ws://localhost:4500/", "ws://localhost:4500/", None, "ws://localhost:4500/", False, True),
    ("ws://[::1]:4500", "ws://[::1]:4500", None, "ws://[::1]:4500", False, True),
    ("ws://10.0.0.1:80", "ws://10.0.0.1:80", None, "ws://10.0.0.1:80", False, False),
    ("wss://codex.example/path", "wss://codex.example/path", None, "wss://codex.example/path", True, False),
    ("wss://codex.example/?key=hunter2", "wss://codex.example/?key=hunter2", None, "wss://codex.example/", True, False),
    ("unix:///run/codex.sock", "ws://localhost/", "/run/codex.sock", "unix:///run/codex.sock", False, True),
    ("unix:///run/a%20b%23.sock", "ws://localhost/", "/run/a b#.sock", "unix:///run/a b#.sock", False, True),
    ("unix:///run/a b%2541.sock", "ws://localhost/", "/run/a b%41.sock", "unix:///run/a b%41.sock", False, True),
    ("unix:///run/%C3%A4", "ws://localhost/", "/run/\u00e4", "unix:///run/\u00e4", False, True),
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
        ("unix:///a\nb", "contains a control character; encode it"),
        ("unix:///a\tb", "contains a control character; encode it"),
        ("ws://host/\r\nX: hunter2", "contains a control character"),
        (f"unix:///{'a' * MAX_SOCKET_PATH}", f"has {MAX_SOCKET_PATH + 1} bytes, and the system permits"),
        (f"unix:///{'%C3%A4' * 60}", "has 121 bytes, and the system permits"),
    ],
)
def test_invalid_address_is_a_config_error(url: object, problem: str) -> None:
    with pytest.raises(ConfigError, match=r"CodexConfig.url") as caught:
        CodexConfig(url=url)  # type: ignore[arg-type]
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_longest_path_of_a_socket_is_the_limit_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Relative paths reach the limit in any folder.
    monkeypatch.chdir(tmp_path)
    for size, fits in ((MAX_SOCKET_PATH, True), (MAX_SOCKET_PATH + 1, False)):
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
            if fits:
                listener.bind("a" * size)
            else:
                with pytest.raises(OSError, match=r"too long"):
                    listener.bind("a" * size)
    assert parse_address(f"unix:///{'a' * (MAX_SOCKET_PATH - 1)}").unix_path


def test_path_of_a_socket_need_not_be_text() -> None:
    assert parse_address("unix:///run/%FF.sock").unix_path == os.fsdecode(b"/run/\xff.sock")
