"""Settings of connections to a runtime that listens on a websocket or a unix socket."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from openai_codex._remote_extra import require_remote_extra
from openai_codex._validation import validate_seconds
from openai_codex.errors import InputError, RuntimeStartError

if TYPE_CHECKING:
    import ssl

    from openai_codex._remote_address import RemoteAddress

__all__ = ["SignedToken", "WebSocketOptions"]

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
"""Schemes of the addresses of proxies."""

MIN_SECRET_BYTES = 32
"""Minimum length of a shared secret, which the runtime requires."""


@dataclass(frozen=True, repr=False)
class SignedToken:
    """A bearer token (JWT, HS256) that the client signs for each connection.

    The runtime verifies it with `--ws-auth signed-bearer-token`. Give either `secret` or `secret_file`. The repr does
    not contain the secret.

    Raises:
        InputError: A field has an invalid value.
    """

    secret: str | bytes | None = None
    """The shared secret, of at least 32 bytes."""

    secret_file: str | os.PathLike[str] | None = None
    """File that contains the shared secret. The client reads it for each connection."""

    issuer: str | None = None
    """Value of the claim `iss` (`--ws-issuer`). None omits it."""

    audience: str | None = None
    """Value of the claim `aud` (`--ws-audience`). None omits it."""

    lifetime: float = 60.0
    """Time in seconds until the token expires. It is needed only while the connection is established."""

    clock_skew: float = 30.0
    """Maximum time in seconds by which the clock of this machine may be ahead. The claim `nbf` is earlier by it."""

    def __post_init__(self) -> None:
        if (self.secret is None) == (self.secret_file is None):
            raise InputError("SignedToken", "expected either secret or secret_file")
        if self.secret is not None:
            if not isinstance(self.secret, (str, bytes)):
                raise InputError("SignedToken.secret", f"expected text or bytes, got {type(self.secret).__name__}")
            _check_secret("SignedToken.secret", self._encoded(self.secret))
        for name in ("issuer", "audience"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise InputError(f"SignedToken.{name}", f"expected a string or None, got {type(value).__name__}")
        validate_seconds("SignedToken.lifetime", self.lifetime, optional=False)
        validate_seconds("SignedToken.clock_skew", self.clock_skew, optional=False, allow_zero=True)

    def encode(self) -> str:
        """Return a new token.

        Raises:
            InputError: The package PyJWT is not installed, or `secret_file` is unreadable or its secret too short.
        """
        require_remote_extra("SignedToken", "jwt")
        import jwt

        now = datetime.now(timezone.utc)
        valid_from = now - timedelta(seconds=self.clock_skew)
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "iat": valid_from,
            "nbf": valid_from,
            "exp": now + timedelta(seconds=self.lifetime),
        }
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(given, self._read_secret(), algorithm="HS256")

    def _read_secret(self) -> bytes:
        if self.secret is not None:
            return self._encoded(self.secret)
        secret = read_secret_file("SignedToken.secret_file", self.secret_file)
        _check_secret("SignedToken.secret_file", secret)
        return secret

    @staticmethod
    def _encoded(secret: str | bytes) -> bytes:
        return secret.encode() if isinstance(secret, str) else secret

    def __repr__(self) -> str:
        source = "secret=..." if self.secret is not None else f"secret_file={self.secret_file!r}"
        return f"SignedToken({source}, issuer={self.issuer!r}, audience={self.audience!r})"


@dataclass(frozen=True, repr=False)
class WebSocketOptions:
    """Options of a connection over a websocket.

    The repr contains the names of the headers only, and neither credentials of the proxy.

    Raises:
        InputError: A field has an invalid value.
    """

    ca_file: str | os.PathLike[str] | None = None
    """File with the certificates (PEM) of a private certificate authority, for `wss://`. None uses those of the
    system."""

    ssl_context: ssl.SSLContext | None = None
    """TLS settings that replace `ca_file`, for example with a client certificate. None uses secure defaults."""

    headers: Mapping[str, str] | None = None
    """HTTP headers of the handshake, in addition to those of the client. None adds no headers."""

    proxy: str | bool = True
    """Address of the proxy (`http://`, `https://` or `socks5://`). True uses the environment (`WSS_PROXY`,
    `SOCKS_PROXY`, `HTTPS_PROXY`, `NO_PROXY` and others, not `ALL_PROXY`), False connects directly. A unix socket is
    always connected directly."""

    proxy_command: Sequence[str] | None = None
    """Command whose stdin and stdout carry the connection, such as `("ssh", "-T", "HOST", "codex", "app-server",
    "proxy", "--sock", "PATH")`. The host of `url` is only a name then. No shell is used. None connects directly."""

    ping_interval: float | None = 20.0
    """Time in seconds after which an idle connection is checked with a ping. None disables the check."""

    ping_timeout: float | None = 20.0
    """Time in seconds to wait for the answer to a ping. When it expires, the connection is lost. None disables it."""

    def __post_init__(self) -> None:
        if self.ca_file is not None and self.ssl_context is not None:
            raise InputError("WebSocketOptions", "expected either ca_file or ssl_context, got both")
        self._check_headers()
        if not isinstance(self.proxy, (str, bool)):
            raise InputError(
                "WebSocketOptions.proxy", f"expected an address or a bool, got {type(self.proxy).__name__}"
            )
        if isinstance(self.proxy, str) and (problem := _proxy_problem(self.proxy)) is not None:
            raise InputError("WebSocketOptions.proxy", problem)
        self._check_command()
        for name in ("ping_interval", "ping_timeout"):
            validate_seconds(f"WebSocketOptions.{name}", getattr(self, name))

    def _check_command(self) -> None:
        command: object = self.proxy_command
        if command is None:
            return
        field = "WebSocketOptions.proxy_command"
        if isinstance(command, (str, bytes)) or not isinstance(command, Sequence) or not command:
            raise InputError(field, f"expected a program and its arguments, got {type(command).__name__}")
        for index, part in enumerate(cast("Sequence[object]", command)):
            if not isinstance(part, str) or not part or "\0" in part:
                raise InputError(f"{field}[{index}]", f"expected a string, got {type(part).__name__}")
        if isinstance(self.proxy, str):
            raise InputError("WebSocketOptions.proxy", "has no effect with proxy_command; remove one of them")
        if os.name != "posix":
            raise InputError(field, "not available on this system; use ws:// with a forwarded port")

    def tls_context(self) -> ssl.SSLContext:
        """Return the TLS settings of a connection.

        Raises:
            InputError: `ca_file` is unreadable or contains no certificate.
        """
        # Not at the top, because the import takes some time, and most connections do not use TLS.
        import ssl

        if self.ssl_context is not None:
            return self.ssl_context
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:
            problem = f"expected a file with certificates (PEM), got {str(self.ca_file)!r}: {error.strerror or error}"
            raise InputError("WebSocketOptions.ca_file", problem) from None

    def _check_headers(self) -> None:
        if self.headers is None:
            return
        if not isinstance(self.headers, Mapping):
            raise InputError("WebSocketOptions.headers", f"expected a mapping, got {type(self.headers).__name__}")
        for name, value in self.headers.items():
            field = f"WebSocketOptions.headers[{name!r}]"
            if not isinstance(name, str) or not isinstance(value, str):
                raise InputError(field, "expected strings as names and values")
            if any(character in name + value for character in "\r\n\0"):
                raise InputError(field, "contains a line break or a NUL character; remove it")
            if name.lower() == "authorization":
                raise InputError(field, "pass the credential as token or token_file of CodexConfig")
            if name.lower() == "origin":
                raise InputError(field, "the runtime rejects requests that have the header Origin; remove it")

    def __repr__(self) -> str:
        names = sorted(self.headers or {})
        return (
            f"WebSocketOptions(ca_file={self.ca_file!r}, headers={names!r}, ping_interval={self.ping_interval!r}, "
            f"ping_timeout={self.ping_timeout!r})"
        )


def proxy_for(options: WebSocketOptions, address: RemoteAddress) -> str | None:
    """Return the address of the proxy of a connection.

    Args:
        options: The options of the connection.
        address: The address of the runtime.

    Returns:
        The address; None for a direct connection.

    Raises:
        RuntimeStartError: The address of the proxy in the environment is invalid.
        ConfigError: A package that the proxy needs is not installed.
    """
    if address.unix_path is not None or options.proxy_command is not None or options.proxy is False:
        return None
    if isinstance(options.proxy, str):
        proxy = options.proxy
    else:
        from websockets.proxy import get_proxy
        from websockets.uri import parse_uri

        found = get_proxy(parse_uri(address.uri))
        if found is None:
            return None
        if (problem := _proxy_problem(found)) is not None:
            remedy = "correct the environment, or pass WebSocketOptions(proxy=...)"
            raise RuntimeStartError(f"the proxy of the environment is invalid: {problem}; {remedy}")
        proxy = found
    if proxy.startswith("socks"):
        require_remote_extra("websocket", "python_socks")
    return proxy


def _proxy_problem(proxy: str) -> str | None:
    """Return the problem of the address of a proxy, without the address, which may contain a password."""
    expected = "expected http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT"
    try:
        parts = urlsplit(proxy)
        parts.port  # noqa: B018  # raises an error if it is invalid
    except ValueError as problem:
        return f"{expected}: {problem}"
    if parts.scheme not in PROXY_SCHEMES:
        return f"{expected}, got the scheme {parts.scheme!r}" if parts.scheme else f"{expected}; the scheme is missing"
    if not parts.hostname:
        return f"{expected}; the host is missing"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return f"{expected}, got a path, query or fragment; remove it"
    if parts.username is not None and parts.password is None:
        return "the password is missing; expected USER:PASSWORD@HOST:PORT"
    return None


def read_secret_file(field: str, path: str | os.PathLike[str] | None) -> bytes:
    """Return the content of a file with a secret, without surrounding white space.

    Args:
        field: Name of the setting, used in the error.
        path: Path of the file.

    Returns:
        The secret.

    Raises:
        InputError: The file is unreadable or empty.
    """
    try:
        with open(os.fspath(path or ""), "rb") as file:
            secret = file.read().strip()
    except OSError as error:
        raise InputError(field, f"the file {str(path)!r} is not readable: {error.strerror}") from None
    if not secret:
        raise InputError(field, f"the file {str(path)!r} is empty")
    return secret


def _check_secret(field: str, secret: bytes) -> None:
    if len(secret) < MIN_SECRET_BYTES:
        raise InputError(field, f"expected at least {MIN_SECRET_BYTES} bytes, got {len(secret)}")
