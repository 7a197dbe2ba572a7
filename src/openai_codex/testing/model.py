"""`ScriptedModel`: a scripted Responses API, and the settings that make the runtime use it."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from openai_codex._callbacks import call_in_thread
from openai_codex.config import CONFIG_FIELDS, CodexConfig
from openai_codex.testing import toml
from openai_codex.testing.script import HttpError, Match, Reply, check_reply, logger
from openai_codex.testing.server import ResponsesServer

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex.testing.model_requests import RecordedRequest


class ScriptedModel:
    """Serve scripted model replies on loopback; each model call gets the next reply.

        with ScriptedModel(["Hello"]) as model, Codex(model.config()) as codex:
            assert codex.thread_start().run("Hi").final_response == "Hello"

    A reply is a string, a part (`Text`, `Reasoning`, `FunctionCall`, `shell_call(...)`, ...), a list of parts, a
    failure (`HttpError`, `StreamAborted`, `ResponseFailed`), or a function that takes the request and returns a reply.
    A `Match` in the script answers matching calls, independent of the order.

    Use it with `with` or `async with`, or call `close()`.

    Args:
        script: The replies in order, or a function that returns the reply to each call.
        default: The reply to calls after the script is exhausted. None answers them with an HTTP error and counts them
            in `exhausted`.

    Raises:
        TypeError: A reply has an invalid type.
    """

    def __init__(
        self, script: Sequence[Reply | Match] | Callable[[RecordedRequest], Reply], *, default: Reply | None = None
    ):
        if isinstance(script, str) or not (callable(script) or isinstance(script, Sequence)):
            raise TypeError(f"script: expected a list of replies or a function, got {type(script).__name__}")
        entries: Sequence[Reply | Match] = [Match(lambda _: True, script, times=None)] if callable(script) else script
        for index, entry in enumerate(entries):
            check_reply(entry.reply if isinstance(entry, Match) else entry, f"script[{index}]")
        if default is not None:
            check_reply(default, "default")
        self._matches = [entry for entry in entries if isinstance(entry, Match)]
        self._replies: list[Reply] = [entry for entry in entries if not isinstance(entry, Match)]
        self._reply_count = len(self._replies)
        self._default = default
        self._request_arrived = threading.Condition()
        self._requests: list[RecordedRequest] = []
        self._directories: list[tempfile.TemporaryDirectory[str]] = []
        self.exhausted = 0
        """Number of calls that arrived after the script was exhausted."""
        self._server = ResponsesServer(self._select_reply)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await call_in_thread(self.close)

    def close(self) -> None:
        """Stop the server, end running replies and remove the temporary directories.

        Idempotent.
        """
        self._server.close()
        while self._directories:
            self._directories.pop().cleanup()

    @property
    def url(self) -> str:
        """The base URL of the API, for a custom configuration."""
        return self._server.url

    @property
    def requests(self) -> list[RecordedRequest]:
        """The model calls received so far, in order of arrival."""
        with self._request_arrived:
            return list(self._requests)

    def wait_for_requests(self, count: int, timeout: float = 10.0) -> list[RecordedRequest]:
        """Wait until a number of model calls have arrived.

        Args:
            count: The number of calls, counted from the start of the server.
            timeout: Maximum time to wait, in seconds.

        Returns:
            All calls received so far.

        Raises:
            TimeoutError: Fewer calls arrived in time.
        """
        deadline = time.monotonic() + timeout
        with self._request_arrived:
            while len(self._requests) < count:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise TimeoutError(f"received {len(self._requests)} of {count} model calls within {timeout:g} s")
                self._request_arrived.wait(remaining)
            return list(self._requests)

    async def wait_for_requests_async(self, count: int, timeout: float = 10.0) -> list[RecordedRequest]:
        """Wait until a number of model calls have arrived, without blocking the event loop.

        Args:
            count: The number of calls, counted from the start of the server.
            timeout: Maximum time to wait, in seconds.

        Returns:
            All calls received so far.

        Raises:
            TimeoutError: Fewer calls arrived in time.
        """
        return await call_in_thread(self.wait_for_requests, count, timeout)

    def config(
        self,
        *,
        home: str | os.PathLike[str] | None = None,
        settings: Mapping[str, object] | None = None,
        **fields: Any,
    ) -> CodexConfig:
        """Return a configuration for a runtime that uses only this model.

        The runtime is isolated from the user's settings and from the network. `close()` removes the temporary
        directories.

        Args:
            home: The directory for CODEX_HOME; None creates a temporary one.
            settings: Settings that are merged into `config.toml`; None for none.
            **fields: Fields of `CodexConfig`. `env` is merged over the isolated environment; `cwd` is a temporary
                directory by default.

        Returns:
            The configuration, for `Codex` or `AsyncCodex`.

        Raises:
            TypeError: A field is unknown, or a setting has no TOML form.
            ConfigError: A field has an invalid value.
        """
        for name in fields:
            if name not in CONFIG_FIELDS:
                known = ", ".join(CONFIG_FIELDS)
                raise TypeError(f"config(): unknown field {name!r}; the fields of CodexConfig are: {known}")
        directory = Path(self._create_directory() if home is None else home)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        merged = _merge(self._settings(), settings or {})
        with open(directory / "config.toml", "w", encoding="utf-8", opener=_open_private) as file:
            file.write(toml.dumps(merged))
        extra_env: Mapping[str, str] = fields.pop("env", None) or {}
        # A configured proxy must not intercept connections to loopback.
        proxies = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        # The shell of a command must not read the user's startup files either.
        env = {"CODEX_HOME": str(directory), "HOME": str(directory), **proxies, **extra_env}
        cwd = fields.pop("cwd", None) or self._create_directory()
        return CodexConfig(env=env, cwd=cwd, **fields)

    def _create_directory(self) -> str:
        directory = tempfile.TemporaryDirectory(prefix="codex-test-", ignore_cleanup_errors=True)
        self._directories.append(directory)
        return os.path.realpath(directory.name)

    def _settings(self) -> dict[str, object]:
        provider = {
            "name": "scripted",
            "base_url": self.url,
            "wire_api": "responses",
            "requires_openai_auth": False,
            "supports_websockets": False,
            "request_max_retries": 0,
            "stream_max_retries": 0,
        }
        return {
            "model": "mock-model",
            "model_provider": "scripted",
            "check_for_update_on_startup": False,
            "web_search": "disabled",
            "model_providers": {"scripted": provider},
            # The shell that takes a snapshot of the environment would outlive the runtime.
            "features": {"plugins": False, "apps": False, "shell_snapshot": False},
            "analytics": {"enabled": False},
            "feedback": {"enabled": False},
        }

    def _select_reply(self, request: RecordedRequest) -> Reply:
        with self._request_arrived:
            self._requests.append(request)
            reply = self._next_reply(request)
            self._request_arrived.notify_all()
            return reply

    def _next_reply(self, request: RecordedRequest) -> Reply:
        for match in self._matches:
            try:
                is_match = match.matches(request)
            except Exception as error:
                logger.exception("the predicate of a Match failed")
                return HttpError(400, f"the predicate of a Match failed: {type(error).__name__}: {error}")
            if is_match:
                if match.times is not None:
                    match.times -= 1
                return match.reply
        if self._replies:
            return self._replies.pop(0)
        if self._default is not None:
            return self._default
        self.exhausted += 1
        number = len(self._requests)
        # The runtime passes the message of a status 400 on to the client.
        return HttpError(
            400, f"the script is exhausted: it has {self._reply_count} replies, and this is model call {number}"
        )


def _open_private(path: str, flags: int) -> int:
    # The settings may contain API keys.
    return os.open(path, flags, 0o600)


def _merge(base: Mapping[str, object], overrides: Mapping[str, object]) -> dict[str, object]:
    merged = dict(base)
    for name, value in overrides.items():
        existing = merged.get(name)
        if isinstance(existing, Mapping) and isinstance(value, Mapping):
            value = _merge(cast("Mapping[str, object]", existing), cast("Mapping[str, object]", value))
        merged[name] = value
    return merged
