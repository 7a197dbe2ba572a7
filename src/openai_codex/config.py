"""`CodexConfig`: configuration of the runtime process and of the connection."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, cast

from openai_codex._validation import describe_value, validate_integer, validate_seconds
from openai_codex._version import __version__
from openai_codex.errors import ConfigError

if TYPE_CHECKING:
    from openai_codex.remote import SignedToken, WebSocketOptions

DEFAULT_MAX_MESSAGE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, repr=False)
class CodexConfig:
    """Configuration of the runtime process and of the connection to it.

    The repr redacts the values of `env`, and secrets in `config_overrides` and `launch_args_override`.

    Raises:
        ConfigError: A field has an invalid value.
    """

    codex_bin: str | os.PathLike[str] | None = None
    """Path of the `codex` executable, or a name that is searched in the PATH of the runtime. The working directory is
    not searched. None uses the executable of the package openai-codex-cli-bin."""

    launch_args_override: tuple[str, ...] | None = None
    """Complete command line of the runtime, which replaces `codex_bin` and `config_overrides`. The command must speak
    the app-server protocol on stdin and stdout. The executable is searched like `codex_bin`; no shell is used. None
    uses the default command line."""

    config_overrides: tuple[str, ...] = ()
    """Settings for this runtime only, as `key=value` with a TOML value, like `codex --config`:
    `('model="gpt-5"', "features.plugins=false")`."""

    cwd: str | os.PathLike[str] | None = None
    """Working directory of the runtime. None uses the working directory of this process."""

    env: Mapping[str, str] | None = None
    """Environment variables of the runtime, in addition to those that `inherit_env` selects. None adds no variables."""

    client_name: str = "openai_codex_client"
    """Name of your program, as the runtime reports it to other services."""

    client_title: str = "Codex client for Python"
    """Display name of your program."""

    client_version: str = __version__
    """Version of your program."""

    experimental_api: bool = True
    """Whether to enable the experimental methods and fields of the protocol."""

    request_timeout: float | None = 60.0
    """Timeout of a request, in seconds. None disables it. It does not limit the duration of a turn, because the runtime
    responds to `turn/start` when the turn has started."""

    handler_timeout: float | None = 3600.0
    """Timeout of a handler (`on_approval` and the others), in seconds. When it expires, the request is declined. None
    disables it."""

    start_timeout: float | None = 30.0
    """Timeout of the start of the runtime, including `initialize`, in seconds. None disables it."""

    max_in_flight: int = 64
    """Maximum number of unanswered requests. Further requests are queued in order, because the runtime loses requests
    when several hundred arrive at once. Requests that act on running work, such as `turn/interrupt`, bypass the
    limit."""

    restart: bool = False
    """Whether to restart the runtime on the next call if it has exited. Open threads are resumed, running turns fail,
    and no request is sent again. The client emits a `RuntimeRestarted` event."""

    max_message_bytes: int = DEFAULT_MAX_MESSAGE_BYTES
    """Maximum size of a message from the runtime, in bytes. A larger message is discarded, and its request fails."""

    inherit_env: bool | Sequence[str] = True
    """Environment variables that the runtime inherits from this process: all (True), none (False), or those with the
    given names. Names that are not set are ignored. If the runtime of openai-codex-cli-bin
    is used, the client also adds the directory of its tools to PATH."""

    url: str | None = None
    """Address of a runtime that already listens: `ws://HOST:PORT`, `wss://HOST:PORT` or `unix:///PATH`. Several clients
    may use one runtime. Needs the extra `remote`. None starts a runtime as a process."""

    token: str | SignedToken | None = None
    """Bearer token for `url`, or a `SignedToken`, which the client signs for each connection. None sends no token."""

    token_file: str | os.PathLike[str] | None = None
    """File that contains the bearer token. The client reads it for each connection. None uses `token`."""

    websocket: WebSocketOptions | None = None
    """TLS, headers, proxy and pings of the connection to `url`. None uses the defaults of `WebSocketOptions`."""

    def __post_init__(self) -> None:
        for name in ("codex_bin", "cwd"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, (str, os.PathLike)):
                raise ConfigError(name, f"expected a path or None, got {describe_value(value)}")
            if value is not None and not os.fspath(value):
                raise ConfigError(name, "expected a path or None, got an empty path")
        for name in ("launch_args_override", "config_overrides"):
            object.__setattr__(self, name, self._strings(name))
        if self.launch_args_override is not None and not self.launch_args_override:
            raise ConfigError("launch_args_override", "expected an executable and its arguments, got an empty tuple")
        for index, pair in enumerate(self.config_overrides):
            if "=" not in pair.strip("="):
                # The message omits the text, which may be the value of a secret.
                raise ConfigError(
                    f"config_overrides[{index}]",
                    f"expected 'key=value', got {len(pair)} characters",
                )
        for name in ("client_name", "client_title", "client_version"):
            if not isinstance(getattr(self, name), str):
                raise ConfigError(name, f"expected a string, got {describe_value(getattr(self, name))}")
        for name in ("experimental_api", "restart"):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(name, f"expected True or False, got {describe_value(getattr(self, name))}")
        self._check_env()
        self._check_numbers()
        self._check_remote()

    def _strings(self, name: str) -> tuple[str, ...] | None:
        value = getattr(self, name)
        if value is None and name == "launch_args_override":
            return None
        if isinstance(value, (str, bytes)) or not isinstance(value, (tuple, list)):
            raise ConfigError(name, f"expected a tuple of strings, got {_type_name(value)}")
        strings: list[str] = []
        for index, item in enumerate(cast("Sequence[object]", value)):
            if isinstance(item, os.PathLike):
                strings.append(os.fspath(cast("os.PathLike[str]", item)))
            elif isinstance(item, str):
                strings.append(item)
            else:
                raise ConfigError(f"{name}[{index}]", f"expected a string, got {_type_name(item)}")
        return tuple(strings)

    def _check_env(self) -> None:
        inherit: object = self.inherit_env
        if not isinstance(inherit, bool):
            if isinstance(inherit, (str, bytes)) or not isinstance(inherit, Sequence):
                raise ConfigError("inherit_env", f"expected True, False or a list of names, got {_type_name(inherit)}")
            names = tuple(cast("Sequence[object]", inherit))
            for index, name in enumerate(names):
                if problem := _name_problem(name):
                    raise ConfigError(f"inherit_env[{index}]", problem)
            object.__setattr__(self, "inherit_env", names)
        if self.env is None:
            return
        if not isinstance(self.env, Mapping):
            raise ConfigError("env", f"expected a mapping of strings to strings, got {_type_name(self.env)}")
        # The messages omit the values, which may be secrets.
        for name, value in cast("Mapping[object, object]", self.env).items():
            if problem := _name_problem(name):
                raise ConfigError("env", problem)
            if value is None:
                remedy = "to exclude a variable of this process, list the others in inherit_env"
                raise ConfigError(f"env[{name!r}]", f"expected a string, got None; {remedy}")
            if not isinstance(value, str):
                raise ConfigError(f"env[{name!r}]", f"expected a string, got {_type_name(value)}")
            if "\0" in value:
                raise ConfigError(f"env[{name!r}]", "contains a NUL character; remove it")

    def _check_numbers(self) -> None:
        for name in ("request_timeout", "start_timeout", "handler_timeout"):
            validate_seconds(name, getattr(self, name), error=ConfigError)
        for name, minimum, unit in (("max_message_bytes", 1024, "bytes"), ("max_in_flight", 1, "an integer")):
            validate_integer(name, getattr(self, name), minimum=minimum, unit=unit, error=ConfigError)

    def _check_remote(self) -> None:
        if self.url is None:
            for name in ("token", "token_file", "websocket"):
                if getattr(self, name) is not None:
                    raise ConfigError(name, "has an effect with url only; set url to the address of a runtime")
            return
        # Not at the top, because most clients start a process.
        from openai_codex._remote_address import parse_address
        from openai_codex.remote import SignedToken, WebSocketOptions

        parse_address(self.url)
        for name in ("codex_bin", "launch_args_override", "config_overrides", "cwd", "env"):
            if getattr(self, name):
                problem = "has no effect on a runtime that already runs"
                raise ConfigError(name, f"{problem}; remove it, or pass it to the program that starts the runtime")
        if self.token is not None and self.token_file is not None:
            raise ConfigError("token", "expected either token or token_file, got both")
        if self.token is not None and not isinstance(self.token, (str, SignedToken)):
            raise ConfigError("token", f"expected a string or a SignedToken, got {_type_name(self.token)}")
        if isinstance(self.token, str) and (not self.token.isascii() or not self.token.isprintable() or not self.token):
            raise ConfigError("token", "expected printable ASCII characters")
        if self.token_file is not None and not isinstance(self.token_file, (str, os.PathLike)):
            raise ConfigError("token_file", f"expected a path, got {_type_name(self.token_file)}")
        if self.websocket is not None and not isinstance(self.websocket, WebSocketOptions):
            raise ConfigError("websocket", f"expected WebSocketOptions, got {_type_name(self.websocket)}")

    def __repr__(self) -> str:
        from openai_codex._redaction import HIDDEN, redacted, redacted_field

        values: dict[str, Any] = {name: getattr(self, name) for name in CONFIG_FIELDS}
        for name in ("launch_args_override", "config_overrides"):
            if values[name] is not None:
                values[name] = tuple(redacted(values[name]))
        if isinstance(self.token, str):
            values["token"] = HIDDEN
        if self.url is not None:
            from openai_codex._remote_address import parse_address

            # Without the query, which may contain a credential.
            values["url"] = parse_address(self.url).name
        if self.env is not None:
            values["env"] = redacted_field("env", dict(self.env))
        return f"CodexConfig({', '.join(f'{name}={value!r}' for name, value in values.items())})"


CONFIG_FIELDS = tuple(config_field.name for config_field in fields(CodexConfig))
"""Names of all fields."""


def _type_name(value: object) -> str:
    return type(value).__name__


def _name_problem(name: object) -> str | None:
    """Return the error message for an invalid name of an environment variable, or None if the name is valid."""
    if not isinstance(name, str):
        return f"expected strings as names, got {_type_name(name)}"
    if not name or "=" in name or "\0" in name:
        # The message omits the name: in "KEY=value" it contains the value.
        return "expected the name of an environment variable, without '=' and NUL"
    return None
