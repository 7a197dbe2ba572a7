"""`ScriptedModel`: the model of a test, and the settings that make the real runtime use it."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from openai_codex.config import CONFIG_FIELDS, CodexConfig
from openai_codex.testing import toml
from openai_codex.testing.script import HttpError, Match, Reply, check_reply, logger
from openai_codex.testing.server import ResponsesServer

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex.testing.model_requests import RecordedRequest


class ScriptedModel:
    """Plays the model on loopback: each model call of the runtime gets the next reply of the script.

        with ScriptedModel(["Hello"]) as model, Codex(model.config()) as codex:
            assert codex.thread_start().run("Hi").final_response == "Hello"

    A reply is a string, a part (`Text`, `Reasoning`, `FunctionCall`, `Shell`, ...), a list of parts, a failure
    (`HttpError`, `Died`, `Failed`), or a function from the request to one of these; the whole script may be such a
    function. `When` entries answer the calls that they match, whatever the order. `default` is the reply once the
    script is used up; without one such a call fails, and `exhausted` counts it. Raises TypeError for what is no reply.

    Use it in `with` or `async with`, or call `close`.
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
        self._length = len(self._replies)
        self._default = default
        self._arrived = threading.Condition()
        self._requests: list[RecordedRequest] = []
        self._folders: list[tempfile.TemporaryDirectory[str]] = []
        self.exhausted = 0
        """How many calls came when the script was used up."""
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
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """End what is being answered, and remove the temporary folders. Safe to call twice."""
        self._server.close()
        while self._folders:
            self._folders.pop().cleanup()

    @property
    def url(self) -> str:
        """The base URL of the API, for settings made by hand."""
        return self._server.url

    @property
    def requests(self) -> list[RecordedRequest]:
        """The model calls so far, in the order in which they came."""
        with self._arrived:
            return list(self._requests)

    def wait_for_requests(self, count: int, timeout: float = 10.0) -> list[RecordedRequest]:
        """Wait until there were `count` model calls; return all so far. Raises TimeoutError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._arrived:
            while len(self._requests) < count:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"{len(self._requests)} of {count} model calls within {timeout:g} s")
                self._arrived.wait(left)
            return list(self._requests)

    async def wait_for_requests_async(self, count: int, timeout: float = 10.0) -> list[RecordedRequest]:
        """Do the same in asyncio."""
        return await asyncio.to_thread(self.wait_for_requests, count, timeout)

    def config(
        self,
        *,
        home: str | os.PathLike[str] | None = None,
        settings: Mapping[str, object] | None = None,
        **fields: Any,
    ) -> CodexConfig:
        """Return a config for a runtime that uses this model, and nothing else of this machine or of the network.

        CODEX_HOME is a new temporary folder, or `home`; `settings` are merged into its config.toml. The working folder
        is a new temporary one. `fields` are those of `CodexConfig`; an `env` is merged over what is set here. The
        folders are removed by `close`. Raises TypeError for a field that is none, and `ConfigError` for a value that
        cannot be.
        """
        for name in fields:
            if name not in CONFIG_FIELDS:
                known = ", ".join(CONFIG_FIELDS)
                raise TypeError(f"config() takes no field {name!r}; those of CodexConfig are: {known}")
        folder = Path(self._folder() if home is None else home)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        merged = _merged(self._settings(), settings or {})
        with open(folder / "config.toml", "w", encoding="utf-8", opener=_private) as file:
            file.write(toml.dumps(merged))
        given: Mapping[str, str] = fields.pop("env", None) or {}
        # A proxy of this machine must not come between the runtime and loopback.
        proxies = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        # With a home of its own, the shell of a command reads no settings of the user either.
        env = {"CODEX_HOME": str(folder), "HOME": str(folder), **proxies, **given}
        cwd = fields.pop("cwd", None) or self._folder()
        return CodexConfig(env=env, cwd=cwd, **fields)

    def _folder(self) -> str:
        folder = tempfile.TemporaryDirectory(prefix="codex-test-", ignore_cleanup_errors=True)
        self._folders.append(folder)
        return os.path.realpath(folder.name)

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
            # A shell that is started to look at the user's environment would outlive the runtime.
            "features": {"plugins": False, "apps": False, "shell_snapshot": False},
            "analytics": {"enabled": False},
            "feedback": {"enabled": False},
        }

    def _select_reply(self, request: RecordedRequest) -> Reply:
        with self._arrived:
            self._requests.append(request)
            reply = self._next_reply(request)
            self._arrived.notify_all()
            return reply

    def _next_reply(self, request: RecordedRequest) -> Reply:
        for when in self._matches:
            try:
                fits = when.matches(request)
            except Exception as error:
                logger.exception("a predicate of the script failed")
                return HttpError(400, f"a predicate of the script failed: {type(error).__name__}: {error}")
            if fits:
                if when.times is not None:
                    when.times -= 1
                return when.reply
        if self._replies:
            return self._replies.pop(0)
        if self._default is not None:
            return self._default
        self.exhausted += 1
        number = len(self._requests)
        # The runtime passes the message of this status on.
        return HttpError(400, f"the script of {self._length} replies is used up: this is model call {number}")


def _private(path: str, flags: int) -> int:
    # Settings may hold keys.
    return os.open(path, flags, 0o600)


def _merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(base)
    for name, value in over.items():
        known = merged.get(name)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            value = _merged(cast("Mapping[str, object]", known), cast("Mapping[str, object]", value))
        merged[name] = value
    return merged
