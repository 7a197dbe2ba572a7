"""`CodexConfig`: which runtime to start, and how."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

from openai_codex._validation import describe_value, validate_integer, validate_seconds
from openai_codex._version import __version__
from openai_codex.errors import ConfigError

DEFAULT_MAX_MESSAGE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, repr=False)
class CodexConfig:
    """How to start the runtime, and how to talk to it. Every field has a default that suits most programs.

    The repr shows neither the values of `env` nor what looks like a secret in the settings and the command line.
    Raises `ConfigError`, which names the field, for a value that cannot be.
    """

    codex_bin: str | os.PathLike[str] | None = None
    """The `codex` program: a path, or a bare name that is looked up in the PATH of the runtime. None means the one that
    the package openai-codex-cli-bin brings. The working folder is never searched."""

    launch_args_override: tuple[str, ...] | None = None
    """A whole command line to start instead, the program first, which is found as `codex_bin` is: it has to speak the
    app-server protocol on stdin and stdout. `codex_bin` and `config_overrides` are not looked at then. No shell reads
    it."""

    config_overrides: tuple[str, ...] = ()
    """Settings for this runtime alone, as `key=value` with a TOML value, as `codex --config` takes them:
    `('model="gpt-5"', "features.plugins=false")`."""

    cwd: str | os.PathLike[str] | None = None
    """The folder that the runtime works in. None means that of this process."""

    env: Mapping[str, str] | None = None
    """Environment variables for the runtime, on top of those of this process that `inherit_env` lets through."""

    client_name: str = "openai_codex_client"
    """The name of your program, as the runtime reports it on."""

    client_title: str = "Codex client for Python"
    """The same, for people to read."""

    client_version: str = __version__
    """The version of your program."""

    experimental_api: bool = True
    """Ask the runtime for the experimental part of the protocol as well."""

    request_timeout: float | None = 60.0
    """How long a request may take to be answered, in seconds. None means without end. Turns may take longer: what is
    answered at once is that they have started."""

    handler_timeout: float | None = 3600.0
    """How long a handler (`on_approval` and the others) may take to decide, in seconds, before it counts as a no. None
    means without end."""

    start_timeout: float | None = 30.0
    """How long the runtime may take to start and to answer `initialize`, in seconds. None means without end."""

    max_in_flight: int = 64
    """How many requests are sent at most that the runtime has not answered. More wait here, in order: the runtime loses
    requests when several hundred come at once. What acts on running work, `turn/interrupt` above all, does not wait."""

    restart: bool = False
    """Start another runtime, at the next call, if the one that there was has died. The threads that are held go on in
    it; turns that were running fail, and nothing is sent a second time. A `RuntimeRestarted` event tells of it."""

    max_message_bytes: int = DEFAULT_MAX_MESSAGE_BYTES
    """The longest message to take from the runtime, in bytes. A longer one is dropped, and its request fails."""

    inherit_env: bool | Sequence[str] = True
    """Which environment variables of this process the runtime gets as well: all, none (False), or those with these
    names. A name that is not set is left out. With the runtime of openai-codex-cli-bin, the folder of its own tools is
    added to PATH, or becomes PATH."""

    def __post_init__(self) -> None:
        for name in ("codex_bin", "cwd"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, (str, os.PathLike)):
                raise ConfigError(name, f"expected a path or None, got {describe_value(value)}")
            if value is not None and not os.fspath(value):
                raise ConfigError(name, "is empty; leave it out for the default")
        for name in ("launch_args_override", "config_overrides"):
            object.__setattr__(self, name, self._strings(name))
        if self.launch_args_override is not None and not self.launch_args_override:
            raise ConfigError("launch_args_override", "is empty; give the program and its arguments")
        for index, pair in enumerate(self.config_overrides):
            if "=" not in pair.strip("="):
                # Not the text itself: it may be the value alone.
                raise ConfigError(
                    f"config_overrides[{index}]", f"expected key=value, got {len(pair)} characters that are none"
                )
        for name in ("client_name", "client_title", "client_version"):
            if not isinstance(getattr(self, name), str):
                raise ConfigError(name, f"expected a string, got {describe_value(getattr(self, name))}")
        for name in ("experimental_api", "restart"):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(name, f"expected True or False, got {describe_value(getattr(self, name))}")
        self._check_env()
        self._check_numbers()

    def _strings(self, name: str) -> tuple[str, ...] | None:
        value = getattr(self, name)
        if value is None and name == "launch_args_override":
            return None
        if isinstance(value, (str, bytes)) or not isinstance(value, (tuple, list)):
            raise ConfigError(name, f"expected a tuple of strings, got {_kind(value)}")
        strings: list[str] = []
        for index, item in enumerate(cast("Sequence[object]", value)):
            if isinstance(item, os.PathLike):
                strings.append(os.fspath(cast("os.PathLike[str]", item)))
            elif isinstance(item, str):
                strings.append(item)
            else:
                raise ConfigError(f"{name}[{index}]", f"expected a string, got {_kind(item)}")
        return tuple(strings)

    def _check_env(self) -> None:
        inherit: object = self.inherit_env
        if not isinstance(inherit, bool):
            if isinstance(inherit, (str, bytes)) or not isinstance(inherit, Sequence):
                raise ConfigError("inherit_env", f"expected True, False or names of variables, got {_kind(inherit)}")
            names = tuple(cast("Sequence[object]", inherit))
            for index, name in enumerate(names):
                if problem := _name_problem(name):
                    raise ConfigError(f"inherit_env[{index}]", problem)
            object.__setattr__(self, "inherit_env", names)
        if self.env is None:
            return
        if not isinstance(self.env, Mapping):
            raise ConfigError("env", f"expected a mapping of strings to strings, got {_kind(self.env)}")
        # Never a value, in any of these: it may be a key.
        for name, value in cast("Mapping[object, object]", self.env).items():
            if problem := _name_problem(name):
                raise ConfigError("env", problem)
            if value is None:
                remedy = "leave it out, and name what the runtime is to get of this process in inherit_env"
                raise ConfigError(f"env[{name!r}]", f"None is no value; to keep a variable from the runtime, {remedy}")
            if not isinstance(value, str):
                raise ConfigError(f"env[{name!r}]", f"expected a string, got {_kind(value)}")
            if "\0" in value:
                raise ConfigError(f"env[{name!r}]", "holds a NUL character, which no environment can; remove it")

    def _check_numbers(self) -> None:
        for name in ("request_timeout", "start_timeout", "handler_timeout"):
            validate_seconds(name, getattr(self, name), error=ConfigError)
        for name, minimum, unit in (("max_message_bytes", 1024, "bytes"), ("max_in_flight", 1, "an integer")):
            validate_integer(name, getattr(self, name), minimum=minimum, unit=unit, error=ConfigError)

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted, redacted_field

        shown: dict[str, Any] = {name: getattr(self, name) for name in CONFIG_FIELDS}
        for name in ("launch_args_override", "config_overrides"):
            if shown[name] is not None:
                shown[name] = tuple(redacted(shown[name]))
        if self.env is not None:
            shown["env"] = redacted_field("env", dict(self.env))
        return f"CodexConfig({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


CONFIG_FIELDS = tuple(config_field.name for config_field in fields(CodexConfig))
"""The names of all fields."""


def _kind(value: object) -> str:
    return type(value).__name__


def _name_problem(name: object) -> str | None:
    """Say why something cannot be the name of an environment variable, or return None if it can."""
    if not isinstance(name, str):
        return f"expected names as strings, got {_kind(name)}"
    if not name or "=" in name or "\0" in name:
        # Not the name itself: who writes "KEY=value" has written the value as well.
        return "expected the name of a variable, which is not empty and holds neither = nor NUL"
    return None
