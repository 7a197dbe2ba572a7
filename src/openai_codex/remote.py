"""Settings of connections to a runtime that listens on a websocket or a unix socket."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast

from openai_codex._remote_address import proxy_problem
from openai_codex._remote_extra import require_remote_extra
from openai_codex._validation import validate_seconds
from openai_codex.errors import ConfigError, InputError, RuntimeStartError

if TYPE_CHECKING:
    import ssl

    from openai_codex._remote_address import RemoteAddress

__all__ = ["SignedToken", "WebSocketOptions"]

MIN_SECRET_BYTES = 32
"""Minimum length of a shared secret, which the runtime requires."""

OWN_HEADERS = ("connection", "host", "upgrade")
"""Headers of the handshake that the client sets itself, besides those that start with `sec-websocket-`."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


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
        _check_path("SignedToken.secret_file", self.secret_file)
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
    """HTTP headers of the handshake, in addition to those of the client: printable ASCII text. None adds no headers."""

    proxy: str | bool = True
    """Address of the proxy (`http://`, `https://` or `socks5://`). True uses the environment (`WSS_PROXY`,
    `SOCKS_PROXY`, `HTTPS_PROXY`, `NO_PROXY` and others, not `ALL_PROXY`), False connects directly, as a unix socket
    always does."""

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
        _check_path("WebSocketOptions.ca_file", self.ca_file)
        self._check_context()
        self._check_headers()
        if not isinstance(self.proxy, (str, bool)):
            raise InputError(
                "WebSocketOptions.proxy", f"expected an address or a bool, got {type(self.proxy).__name__}"
            )
        if isinstance(self.proxy, str) and (problem := proxy_problem(self.proxy)):
            raise InputError("WebSocketOptions.proxy", problem)
        self._check_command()
        for name in ("ping_interval", "ping_timeout"):
            validate_seconds(f"WebSocketOptions.{name}", getattr(self, name))

    def _check_context(self) -> None:
        if self.ssl_context is None:
            return
        import ssl

        field = "WebSocketOptions.ssl_context"
        if not isinstance(self.ssl_context, ssl.SSLContext):
            raise InputError(field, f"expected an SSLContext, got {type(self.ssl_context).__name__}")
        if self.ssl_context.protocol is ssl.PROTOCOL_TLS_SERVER:
            raise InputError(field, "expected the context of a client, got that of a server (PROTOCOL_TLS_SERVER)")

    def _check_command(self) -> None:
        command: object = self.proxy_command
        if command is None:
            return
        field = "WebSocketOptions.proxy_command"
        if isinstance(command, (str, bytes)) or not isinstance(command, Sequence) or not command:
            raise InputError(field, f"expected a program and its arguments, got {type(command).__name__}")
        for index, part in enumerate(cast("Sequence[object]", command)):
            if not isinstance(part, str) or not part or "\0" in part:
                raise InputError(f"{field}[{index}]", _part_problem(part))
        if isinstance(self.proxy, str):
            raise InputError("WebSocketOptions.proxy", "has no effect with proxy_command; remove one of them")
        if os.name != "posix":
            raise InputError(field, "not available on this system; use ws:// with a forwarded port")
        # A copy, so that later changes of the list have no effect.
        object.__setattr__(self, "proxy_command", tuple(self.proxy_command or ()))

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
        for index, (name, value) in enumerate(cast("Mapping[object, object]", self.headers).items()):
            # The messages omit an invalid name, which may contain the value, and all values.
            if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
                field = f"WebSocketOptions.headers[{index}]"
                raise InputError(field, "expected the name of a header, without spaces and a colon")
            field = f"WebSocketOptions.headers[{name!r}]"
            if not isinstance(value, str):
                raise InputError(field, f"expected a string, got {type(value).__name__}")
            if not is_printable(value.replace("\t", " "), optional=True):
                raise InputError(field, "expected printable ASCII characters on one line")
            if name.lower() == "authorization":
                raise InputError(field, "pass the credential as token or token_file of CodexConfig")
            if name.lower() == "origin":
                raise InputError(field, "the runtime rejects requests that have the header Origin; remove it")
            if name.lower() in OWN_HEADERS or name.lower().startswith("sec-websocket-"):
                raise InputError(field, "the client sets this header itself; remove it")
        object.__setattr__(self, "headers", dict(self.headers))

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
        if (problem := proxy_problem(found)) is not None:
            remedy = "correct the environment, or pass WebSocketOptions(proxy=...)"
            raise RuntimeStartError(f"the proxy of the environment is invalid: {problem}; {remedy}")
        proxy = found
    if proxy.startswith("socks"):
        require_remote_extra("websocket", "python_socks")
    return proxy


def read_secret_file(
    field: str,
    path: str | os.PathLike[str] | None,
    error: type[ConfigError] | type[InputError] = InputError,
) -> bytes:
    """Return the content of a file with a secret, without surrounding white space.

    Args:
        field: Name of the setting, used in the error.
        path: Path of the file.
        error: The exception type to raise.

    Returns:
        The secret.

    Raises:
        InputError: The file is unreadable or empty (`error` replaces this type).
    """
    try:
        with open(os.fspath(path or ""), "rb") as file:
            secret = file.read().strip()
    except OSError as problem:
        raise error(field, f"the file {str(path)!r} is not readable: {problem.strerror}") from None
    except ValueError:
        raise error(field, "expected the path of a file, got text with a NUL character") from None
    if not secret:
        raise error(field, f"the file {str(path)!r} is empty")
    return secret


def read_token_file(path: str | os.PathLike[str]) -> str:
    """Return the token in a file.

    Raises:
        ConfigError: The file is unreadable, or does not contain a token. The message omits its content.
    """
    token = read_secret_file("token_file", path, ConfigError).decode("latin-1")
    if not is_printable(token):
        problem = "contains more than one line, or characters other than printable ASCII"
        raise ConfigError("token_file", f"the file {str(path)!r} {problem}; expected the token on one line")
    return token


def is_printable(text: str, *, optional: bool = False) -> bool:
    """Return whether a text consists of printable ASCII characters, which a header accepts.

    Args:
        text: The text.
        optional: The result for an empty text.
    """
    return text.isascii() and text.isprintable() if text else optional


def _check_path(field: str, path: object) -> None:
    """Raise `InputError` unless a value is a path or None."""
    if path is None:
        return
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(field, f"expected a path or None, got {type(path).__name__}")
    if not os.fspath(cast("str | os.PathLike[str]", path)):
        raise InputError(field, "expected a path or None, got an empty path")


def _part_problem(part: object) -> str:
    if isinstance(part, str):
        return "contains a NUL character; remove it" if part else "expected a string, got an empty string"
    return f"expected a string, got {type(part).__name__}"


def _check_secret(field: str, secret: bytes) -> None:
    if len(secret) < MIN_SECRET_BYTES:
        raise InputError(field, f"expected at least {MIN_SECRET_BYTES} bytes, got {len(secret)}")
