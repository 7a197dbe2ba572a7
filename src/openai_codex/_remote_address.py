"""The address of a remote runtime (`ws://`, `wss://` or `unix://`), and of the proxy that leads to it."""

from __future__ import annotations

import ipaddress
import os
import sys
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urlsplit, urlunsplit

from openai_codex.errors import ConfigError, InputError

EXPECTED = "expected ws://HOST:PORT, wss://HOST:PORT or unix:///PATH"

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")

MAX_SOCKET_PATH = 107 if sys.platform == "linux" else 103
"""Maximum length of the path of a unix socket, in bytes: the size of `sun_path` without the final NUL."""


@dataclass(frozen=True)
class RemoteAddress:
    """The parsed address of a runtime."""

    uri: str
    """URI of the websocket. For a unix socket, the host is `localhost`."""

    unix_path: str | None
    """Path of the unix socket; None for TCP."""

    name: str
    """The address for messages, without a query, which may contain secrets."""

    @property
    def encrypted(self) -> bool:
        """Whether the connection uses TLS."""
        return self.uri.startswith("wss:")

    @property
    def local(self) -> bool:
        """Whether the connection stays on this machine."""
        return self.unix_path is not None or _is_loopback(urlsplit(self.uri).hostname or "")


def parse_address(
    url: object, field: str = "url", error: type[ConfigError] | type[InputError] = ConfigError
) -> RemoteAddress:
    """Parse an address.

    Args:
        url: The address.
        field: Name of the setting, used in the error.
        error: The exception type to raise.

    Returns:
        The parsed address.

    Raises:
        ConfigError: The address is invalid (`error` replaces this type).
    """
    if not isinstance(url, str):
        raise error(field, f"{EXPECTED}, got {type(url).__name__}")
    if any(character < " " or character == "\x7f" for character in url):
        # `urlsplit` removes some of them without an error.
        raise error(field, f"{EXPECTED}: contains a control character; encode it, such as %0A for a line break")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise error(field, f"{EXPECTED}: {problem}") from None
    if parts.scheme == "unix":
        return _unix_address(parts, field, error)
    if parts.scheme not in ("ws", "wss"):
        # The message omits the address, which may contain a password.
        raise error(field, f"{EXPECTED}, got the scheme {parts.scheme!r}")
    if not parts.hostname:
        raise error(field, f"{EXPECTED}: the host is missing")
    if parts.username is not None or parts.password is not None:
        raise error(field, "contains credentials; pass them as token or token_file")
    if parts.fragment:
        raise error(field, "contains a fragment ('#...'), which websocket addresses do not have; remove it")
    if port == 0:
        raise error(field, "the port is 0; the runtime prints the port that it has chosen")
    return RemoteAddress(url, None, urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")))


def _unix_address(parts: SplitResult, field: str, error: type[ConfigError] | type[InputError]) -> RemoteAddress:
    if parts.netloc:
        raise error(field, f"expected unix:///PATH with an absolute path, got the host {parts.netloc!r}")
    if parts.query or parts.fragment:
        raise error(field, "the path of a unix socket contains '?' or '#'; encode them as %3F and %23")
    # Not `unquote`, which replaces bytes that are not UTF-8.
    path = os.fsdecode(unquote_to_bytes(parts.path))
    if not path.startswith("/") or path.endswith("/") or "\0" in path:
        raise error(field, "expected unix:///PATH with the absolute path of a socket")
    if (size := len(os.fsencode(path))) > MAX_SOCKET_PATH:
        problem = f"the path of the socket has {size} bytes, and the system permits {MAX_SOCKET_PATH}"
        raise error(field, f"{problem}; use a shorter path, such as a symbolic link to its folder")
    return RemoteAddress("ws://localhost/", path, f"unix://{path}")


def proxy_problem(proxy: str) -> str | None:
    """Return the error message for an invalid address of a proxy, or None. It omits the address and its password."""
    expected = "expected http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT"
    try:
        parts = urlsplit(proxy)
        port = parts.port
        for part in (parts.username, parts.password):
            unquote(part or "", errors="strict")
    except ValueError:
        return f"{expected}, got an invalid host, port or credential"
    if parts.scheme not in PROXY_SCHEMES:
        return f"{expected}, got the scheme {parts.scheme!r}" if parts.scheme else f"{expected}; the scheme is missing"
    if not parts.hostname:
        return f"{expected}; the host is missing"
    if port == 0:
        return f"{expected}, got the port 0"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return f"{expected}, got a path, query or fragment; remove it"
    if parts.username is not None and parts.password is None:
        return "the password is missing; expected USER:PASSWORD@HOST:PORT"
    return None


def proxy_name(proxy: str) -> str:
    """Return the address of a proxy for messages, without credentials."""
    try:
        parts = urlsplit(proxy)
    except ValueError:
        return "with an invalid address"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
