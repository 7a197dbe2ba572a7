"""Check the fields of `CodexConfig` that describe a connection to a runtime that already runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from openai_codex._remote_address import parse_address
from openai_codex.errors import ConfigError
from openai_codex.remote import SignedToken, WebSocketOptions, is_printable

if TYPE_CHECKING:
    from openai_codex.config import CodexConfig

PROCESS_FIELDS = ("codex_bin", "launch_args_override", "config_overrides", "cwd", "env", "isolated")
"""Fields that describe a process to start."""


def check_connection(config: CodexConfig) -> None:
    """Raise `ConfigError` if a field of the connection has an invalid value."""
    token: object = config.token
    if token is not None and config.token_file is not None:
        raise ConfigError("token", "expected either token or token_file, got both")
    if token is not None and not isinstance(token, (str, SignedToken)):
        raise ConfigError("token", f"expected a string or a SignedToken, got {type(token).__name__}")
    if isinstance(token, str) and not is_printable(token):
        raise ConfigError("token", "expected printable ASCII characters")
    path: object = config.token_file
    if path is not None and not isinstance(path, (str, os.PathLike)):
        raise ConfigError("token_file", f"expected a path, got {type(path).__name__}")
    options: object = config.websocket
    if options is not None and not isinstance(options, WebSocketOptions):
        raise ConfigError("websocket", f"expected WebSocketOptions, got {type(options).__name__}")


def check_remote(config: CodexConfig) -> None:
    """Raise `ConfigError` if the address is invalid, or a field has no effect on a runtime at this address."""
    address = parse_address(config.url)
    for name in PROCESS_FIELDS:
        if getattr(config, name):
            problem = "has no effect on a runtime that already runs"
            raise ConfigError(name, f"{problem}; remove it, or pass it to the program that starts the runtime")
    for name in ("token", "token_file"):
        if address.unix_path is not None and getattr(config, name) is not None:
            raise ConfigError(name, "has no effect on a unix socket, whose access the file system controls; remove it")
    options = config.websocket
    if options is None:
        return
    for name in ("ca_file", "ssl_context"):
        if getattr(options, name) is not None and not address.encrypted:
            raise ConfigError(f"websocket.{name}", "has an effect with wss:// only; change url, or remove it")
    if address.unix_path is not None:
        if options.proxy_command is not None:
            raise ConfigError("websocket.proxy_command", "has no effect with unix://; use ws://NAME as url")
        if isinstance(options.proxy, str):
            raise ConfigError("websocket.proxy", "has no effect with unix://; remove it")
