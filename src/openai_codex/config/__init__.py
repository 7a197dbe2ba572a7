"""`CodexConfig`: configuration of the runtime process and of the connection."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, cast

from openai_codex._validation import describe_value, validate_integer, validate_seconds
from openai_codex._version import __version__
from openai_codex.config import _keywords, _toml
from openai_codex.errors import ConfigError

if TYPE_CHECKING:
    from openai_codex._transports.base import AsyncTransportFactory, TransportFactory
    from openai_codex.remote import SignedToken, WebSocketOptions

DEFAULT_MAX_MESSAGE_BYTES = 512 * 1024 * 1024


@dataclass(repr=False)
class CodexConfig:
    """Configuration of the runtime process and of the connection to it.

    Fields may be assigned. A client reads them when it is created and when it starts a runtime.

    The repr redacts the values of `env`, and secrets in `config_overrides` and `launch_args_override`.

    Raises:
        ConfigError: A field has an invalid value.
        UnexpectedKeywordError: A keyword is not a field.
    """

    codex_bin: str | os.PathLike[str] | None = None
    """Path of the `codex` executable, or a name that is searched in the PATH of the runtime. The working directory is
    not searched. None uses the executable of the package openai-codex-cli-bin."""

    launch_args_override: tuple[str, ...] | None = None
    """Complete command line of the runtime, which replaces `codex_bin` and `config_overrides`. The command must speak
    the app-server protocol on stdin and stdout. The executable is searched like `codex_bin`; no shell is used. None
    uses the default command line."""

    config_overrides: tuple[str, ...] | Mapping[str, object] = ()
    """Settings for this runtime only: a dictionary, which may be nested (`{"features": {"plugins": False}}`), or a
    tuple of `key=value` with a TOML value, like `codex --config` (`("features.plugins=false",)`). The field contains
    the tuple in both cases."""

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

    check_login: bool = True
    """Whether the client checks, before its first turn, that the runtime has the login that its model provider needs
    (`account/read`). Without a login, the turn raises `NotLoggedInError`."""

    max_model_retries: int | None = None
    """Maximum number of consecutive retries of a model call. If the runtime retries again, the client interrupts the
    turn, which fails with the last error. None leaves the limit to the runtime, which retries without end while it has
    no network."""

    restart: bool = False
    """Whether to restart the runtime on the next call if it has exited. Open threads are resumed, running turns fail,
    and no request is sent again. The client emits a `RuntimeRestarted` event."""

    max_message_bytes: int = DEFAULT_MAX_MESSAGE_BYTES
    """Maximum size of a message from the runtime, in bytes. A larger message is discarded, and its request fails."""

    inherit_env: bool | Sequence[str] = True
    """Environment variables that the runtime inherits from this process: all (True), none (False), or those with the
    given names. Names that are not set are ignored. If the runtime of openai-codex-cli-bin
    is used, the client also adds the directory of its tools to PATH."""

    isolated: bool = False
    """Whether the runtime gets a temporary home (`CODEX_HOME`) of its own, without the settings, the login and the
    threads of the user. Closing the client removes it. A login stays in the memory of the runtime."""

    url: str | None = None
    """Address of a runtime that already listens: `ws://HOST:PORT`, `wss://HOST:PORT` or `unix:///PATH`. Several clients
    may use one runtime. Needs the extra `remote`. None starts a runtime as a process."""

    token: str | SignedToken | None = None
    """Bearer token for `url`, or a `SignedToken`, which the client signs for each connection. None sends no token."""

    token_file: str | os.PathLike[str] | None = None
    """File that contains the bearer token. The client reads it for each connection. None uses `token`."""

    websocket: WebSocketOptions | None = None
    """TLS, headers, proxy and pings of the connection to `url`. None uses the defaults of `WebSocketOptions`."""

    reconnect_timeout: float | None = 60.0
    """Maximum time to restore a lost connection to a runtime at `url`, in seconds. Meanwhile, calls wait. Threads are
    resumed and running turns continue; requests that were sent and not answered raise `ConnectionLostError`. The client
    emits a `ConnectionRestored` event. None and 0 end the connection when it is lost."""

    transport: TransportFactory | AsyncTransportFactory | None = None
    """Creates the transports to the runtime; see `openai_codex.transports`. None starts a process, or connects to
    `url`."""

    def __post_init__(self) -> None:
        check_home(self)
        self._check_remote()

    if not TYPE_CHECKING:  # type checkers would accept the assignment of unknown fields

        def __setattr__(self, name: str, value: Any) -> None:
            if name not in self.__dataclass_fields__:
                raise ConfigError(name, f"unknown field; expected one of {', '.join(self.__dataclass_fields__)}")
            validate = _VALIDATORS.get(name)
            object.__setattr__(self, name, value if validate is None else validate(name, value))

    def _check_remote(self) -> None:
        if self.url is None:
            for name in ("token", "token_file", "websocket"):
                if getattr(self, name) is not None:
                    raise ConfigError(name, "has an effect with url only; set url to the address of a runtime")
        if self.transport is not None:
            if self.url is not None:
                raise ConfigError("transport", "expected either url or transport, got both")
            if not any(callable(getattr(self.transport, name, None)) for name in ("create", "create_async")):
                expected = "an object with the methods create() and create_async()"
                raise ConfigError("transport", f"expected {expected}, got {_type_name(self.transport)}")
        if self.url is None:
            return
        # Not at the top, because most clients start a process.
        from openai_codex._remote_address import parse_address
        from openai_codex.remote import SignedToken, WebSocketOptions

        parse_address(self.url)
        for name in ("codex_bin", "launch_args_override", "config_overrides", "cwd", "env", "isolated"):
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
        if self.transport is not None:
            # Its repr may contain a secret.
            values["transport"] = type(self.transport)
        if self.url is not None:
            from openai_codex._remote_address import parse_address

            # Without the query, which may contain a credential.
            values["url"] = parse_address(self.url).name
        if self.env is not None:
            values["env"] = redacted_field("env", dict(self.env))
        return f"CodexConfig({', '.join(f'{name}={value!r}' for name, value in values.items())})"


CONFIG_FIELDS = tuple(config_field.name for config_field in fields(CodexConfig))
"""Names of all fields."""

if not TYPE_CHECKING:
    CodexConfig.__init__ = _keywords.check_keywords(CodexConfig.__init__, CONFIG_FIELDS)


def check_home(config: CodexConfig) -> None:
    """Raise `ConfigError` if both `isolated` and `env` determine the home of the runtime."""
    if config.isolated and config.env is not None and "CODEX_HOME" in config.env:
        raise ConfigError("env['CODEX_HOME']", "conflicts with isolated=True, which sets it; give only one of them")


def validate_env(name: str, env: object) -> Mapping[str, str] | None:
    """Return environment variables, or None.

    Args:
        name: Name of the field.
        env: The variables.

    Raises:
        ConfigError: They are invalid. The message omits the values, which may be secrets.
    """
    if env is None:
        return None
    if not isinstance(env, Mapping):
        raise ConfigError(name, f"expected a mapping of strings to strings, got {_type_name(env)}")
    for key, value in cast("Mapping[object, object]", env).items():
        if problem := _name_problem(key):
            raise ConfigError(name, problem)
        if value is None:
            remedy = "to exclude a variable of this process, list the others in inherit_env"
            raise ConfigError(f"{name}[{key!r}]", f"expected a string, got None; {remedy}")
        if not isinstance(value, str):
            raise ConfigError(f"{name}[{key!r}]", f"expected a string, got {_type_name(value)}")
        if "\0" in value:
            raise ConfigError(f"{name}[{key!r}]", "contains a NUL character; remove it")
    return cast("Mapping[str, str]", env)


def _path(name: str, value: object) -> object:
    if value is None:
        return None
    if not isinstance(value, (str, os.PathLike)):
        raise ConfigError(name, f"expected a path or None, got {describe_value(value)}")
    path = cast("str | os.PathLike[str]", value)
    if not os.fspath(path):
        raise ConfigError(name, "expected a path or None, got an empty path")
    return path


def _command(name: str, value: object) -> tuple[str, ...] | None:
    command = None if value is None else _strings(name, value)
    if command == ():
        raise ConfigError(name, "expected an executable and its arguments, got an empty tuple")
    return command


def _strings(name: str, value: object, expected: str = "a tuple of strings") -> tuple[str, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, (tuple, list)):
        raise ConfigError(name, f"expected {expected}, got {_type_name(value)}")
    strings: list[str] = []
    for index, item in enumerate(cast("Sequence[object]", value)):
        if isinstance(item, os.PathLike):
            strings.append(os.fspath(cast("os.PathLike[str]", item)))
        elif isinstance(item, str):
            strings.append(item)
        else:
            raise ConfigError(f"{name}[{index}]", f"expected a string, got {_type_name(item)}")
    return tuple(strings)


def _overrides(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        return tuple(_override(name, key, item) for key, item in cast("Mapping[object, object]", value).items())
    pairs = _strings(name, value, "a tuple of strings or a dictionary")
    for index, pair in enumerate(pairs):
        # The messages omit the text, which may be the value of a secret.
        if "=" not in pair.strip("="):
            raise ConfigError(f"{name}[{index}]", f"expected 'key=value', got {len(pair)} characters")
        key, _, text = pair.partition("=")
        if not all(part.strip() for part in key.split(".")):
            raise ConfigError(f"{name}[{index}]", f"invalid key {key!r}: a part between two dots is empty")
        if problem := _toml.value_problem(text):
            raise ConfigError(f"{name}[{index}]", problem)
    return pairs


def _override(name: str, key: object, value: object) -> str:
    if not isinstance(key, str) or "=" in key or not all(part.strip() for part in key.split(".")):
        # The message omits the key: in "key=value" it contains the value.
        raise ConfigError(
            name, f"expected keys such as 'model' or 'features.plugins', got an invalid {_type_name(key)}"
        )
    try:
        return f"{key}={_toml.encode_value(value, f'{name}[{key!r}]')}"
    except TypeError as error:
        field, _, problem = str(error).partition(": ")
        raise ConfigError(field, problem) from None


def _inherit_env(name: str, value: object) -> bool | tuple[str, ...]:
    if isinstance(value, bool):
        return value
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
        raise ConfigError(name, f"expected True, False or a list of names, got {_type_name(value)}")
    names = tuple(cast("Sequence[object]", value))
    for index, item in enumerate(names):
        if problem := _name_problem(item):
            raise ConfigError(f"{name}[{index}]", problem)
    return cast("tuple[str, ...]", names)


def _text(name: str, value: object) -> object:
    if not isinstance(value, str):
        raise ConfigError(name, f"expected a string, got {describe_value(value)}")
    return value


def _flag(name: str, value: object) -> object:
    if not isinstance(value, bool):
        raise ConfigError(name, f"expected True or False, got {describe_value(value)}")
    return value


def _seconds(name: str, value: object) -> object:
    validate_seconds(name, value, error=ConfigError)
    return value


def _seconds_or_zero(name: str, value: object) -> object:
    validate_seconds(name, value, error=ConfigError, allow_zero=True)
    return value


def _integer(minimum: int, unit: str) -> Callable[[str, object], object]:
    def validate(name: str, value: object) -> object:
        validate_integer(name, value, minimum=minimum, unit=unit, error=ConfigError)
        return value

    return validate


def _optional_integer(minimum: int, unit: str) -> Callable[[str, object], object]:
    validate = _integer(minimum, unit)
    return lambda name, value: None if value is None else validate(name, value)


_VALIDATORS: Mapping[str, Callable[[str, Any], Any]] = {
    "codex_bin": _path,
    "launch_args_override": _command,
    "config_overrides": _overrides,
    "cwd": _path,
    "env": validate_env,
    "client_name": _text,
    "client_title": _text,
    "client_version": _text,
    "experimental_api": _flag,
    "request_timeout": _seconds,
    "handler_timeout": _seconds,
    "start_timeout": _seconds,
    "reconnect_timeout": _seconds_or_zero,
    "max_in_flight": _integer(1, "an integer"),
    "check_login": _flag,
    "max_model_retries": _optional_integer(0, "an integer"),
    "restart": _flag,
    "max_message_bytes": _integer(1024, "bytes"),
    "inherit_env": _inherit_env,
    "isolated": _flag,
}
"""A function for each field, which returns the value to store or raises `ConfigError`."""


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
