"""The arguments of a server, validated before anything is started."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from openai_codex._remote_address import parse_address
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex._validation import validate_seconds
from openai_codex.config import CodexConfig, check_home, check_url
from openai_codex.errors import ConfigError, InputError
from openai_codex.remote import SignedToken, read_secret_file

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from openai_codex._remote_address import RemoteAddress

EXPECTED = "expected 'unix', 'ws', unix:///PATH or ws://IP:PORT"

AUTO = "auto"
"""The token that stands for a random one."""

UNIX = "unix"
"""The value of `listen` for a unix socket in the folder of the server."""


@dataclass(frozen=True, repr=False)
class ServerSettings:
    """The validated arguments of a server. The repr omits them, because the token is a secret."""

    config: CodexConfig
    listen: str
    """`unix`, or an address, whose port may be 0."""
    unix_path: str | None
    """Path of the unix socket in `listen`; None for `unix` and for a websocket."""
    token: str | SignedToken | None
    """Token that clients must send, or `auto` for a random one. None for a unix socket, and to require no token."""
    timeout: float | None
    """Maximum time in seconds until the runtime listens; None means no limit."""


def server_settings(config: object, listen: object, token: object, timeout: float | None) -> ServerSettings:
    """Validate the arguments of a server.

    Args:
        config: Program, environment and settings of the runtime. None uses the defaults.
        listen: Address to listen on.
        token: Token that clients of a websocket must send; None requires no token.
        timeout: Maximum time in seconds until the runtime listens. None uses `start_timeout` of `config`.

    Returns:
        The settings.

    Raises:
        InputError: An argument is invalid.
        ConfigError: A field of `config` is invalid, or has no effect on a server.
        RuntimeNotFoundError: The program of the runtime does not exist.
    """
    checked = check_config(config)
    _check_fields(checked)
    address_text, address = _address(listen)
    checked_token = _token(token)
    validate_seconds("timeout", timeout)
    unix_path = None if address is None else address.unix_path
    if address is None or unix_path is not None:
        if os.name != "posix":
            raise InputError("listen", "unix sockets are not available on this system; use 'ws'")
        if checked_token not in (None, AUTO):
            raise InputError("token", "has no effect on a unix socket, which only this user may open; remove it")
        checked_token = None
    elif checked_token is None and not address.local:
        raise InputError("token", "a token is required, because other machines can reach this address")
    # For the errors of the program. The start resolves it again, because the environment may change until then.
    resolve_launch_spec(checked)
    limit = checked.start_timeout if timeout is None else timeout
    return ServerSettings(checked, address_text, unix_path, checked_token, limit)


def check_config(config: object) -> CodexConfig:
    """Return a configuration, or the default one for None. Raises `InputError` for another type."""
    if config is None:
        return CodexConfig()
    if not isinstance(config, CodexConfig):
        raise InputError("config", f"expected a CodexConfig or None, got {type(config).__name__}")
    return config


def _check_fields(config: CodexConfig) -> None:
    check_url(config)
    for name in ("url", "transport"):
        if getattr(config, name) is not None:
            raise ConfigError(name, "has no effect on a server that is started; remove it")
    if config.launch_args_override is not None:
        raise ConfigError("launch_args_override", "the server adds its own arguments; use codex_bin")
    check_home(config)


def _address(listen: object) -> tuple[str, RemoteAddress | None]:
    """Return the address to listen on, and its parts; None for a unix socket whose path the server chooses."""
    if not isinstance(listen, str):
        raise InputError("listen", f"{EXPECTED}, got {type(listen).__name__}")
    if listen == UNIX:
        return listen, None
    if listen == "ws":
        listen = "ws://127.0.0.1:0"
    # The port 0 is valid in an address to listen on only.
    given = re.sub(r":0(?=$|[/?])", ":1", listen, count=1) if listen.startswith("ws://") else listen
    address = parse_address(given, "listen", InputError)
    if address.encrypted:
        raise InputError("listen", "the runtime does not use TLS; start a TLS proxy in front of ws://")
    if address.unix_path is None:
        _check_interface(urlsplit(given))
    return listen, address


def _check_interface(parts: SplitResult) -> None:
    """Raise `InputError` unless an address consists of an IP address and a port, which the runtime requires."""
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        problem = f"expected ws://IP:PORT, got the host {parts.hostname!r}; use 127.0.0.1 for this machine"
        raise InputError("listen", problem) from None
    if parts.port is None:
        raise InputError("listen", "expected ws://IP:PORT, the port is missing; 0 selects a free port")
    if parts.path or parts.query:
        raise InputError("listen", "expected ws://IP:PORT, got an address with a path or a query; remove them")


def _token(token: object) -> str | SignedToken | None:
    # The messages omit the token.
    if token is None:
        return None
    if isinstance(token, SignedToken):
        _check_signed(token)
        return token
    if not isinstance(token, str):
        kind = type(token).__name__
        remedy = "; pass the text of the file" if isinstance(token, os.PathLike) else ""
        raise InputError("token", f"expected 'auto', a string, a SignedToken or None, got {kind}{remedy}")
    if not token or not token.isascii() or not token.isprintable() or token != token.strip():
        raise InputError("token", "expected printable ASCII characters, without white space at the start and the end")
    return token


def shared_secret(token: SignedToken) -> bytes:
    """Return the shared secret of a token. Raises `InputError` if its file is unreadable, or the secret is invalid."""
    if token.secret is None:
        secret = read_secret_file("token.secret_file", token.secret_file)
        SignedToken(secret=secret)
        return secret
    secret = token.secret.encode() if isinstance(token.secret, str) else token.secret
    if secret != secret.strip():
        raise InputError(
            "token.secret", "has white space at the start or the end, which the runtime removes; remove it"
        )
    return secret


def _check_signed(token: SignedToken) -> None:
    shared_secret(token)
    for name in ("issuer", "audience"):
        value = getattr(token, name)
        if value is not None and (not value.strip() or "\0" in value):
            raise InputError(f"token.{name}", "expected text or None, got an empty string or a NUL character")
