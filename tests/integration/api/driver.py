"""The whole public API behind one face, so that one test covers both clients.

An object of the async client is driven in an event loop of another thread: its coroutines are waited for, and what they
give is wrapped in turn where it is an object of the client as well.
"""

from __future__ import annotations

import contextlib
import inspect
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from integration.process.clients import Loop, StoppedError, processes_of, still_running
from openai_codex import AsyncCodex, Codex
from openai_codex._handlers.options import HANDLER_KEYWORDS
from openai_codex.testing import ScriptedModel
from support.homes import warm_home
from support.played_runtime import PlayedRuntime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from openai_codex import CodexConfig

FLAVOURS = ["sync", "async"]


class Driven:
    """An object of the async client, called without await."""

    def __init__(self, inner: object, loop: Loop) -> None:
        self._inner = inner
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return self._wrap(found)

        def call(*values: Any, **keywords: Any) -> Any:
            result = found(*values, **keywords)
            if inspect.isasyncgen(result):
                return self._iterate(result)
            if inspect.iscoroutine(result):
                result = self._loop.call(result)
            return self._wrap(result)

        return call

    def __repr__(self) -> str:
        return repr(self._inner)

    def _wrap(self, value: Any) -> Any:
        ours = type(value).__name__.startswith("Async")
        return Driven(value, self._loop) if ours and type(value).__module__.startswith(_PACKAGES) else value

    def _iterate(self, generator: Any) -> Iterator[Any]:
        async def following() -> Any:
            return await anext(generator, None)

        async def close() -> None:
            # Awaited as a program would, and not by the loop itself.
            await generator.aclose()

        try:
            while (value := self._loop.call(following())) is not None:
                yield value
        finally:
            # A thread may be told last of all that the client is closed.
            with contextlib.suppress(StoppedError):
                self._loop.call(close())


_PACKAGES = ("openai_codex.", "codex_protocol.")


@contextlib.contextmanager
def client(flavour: str, config: CodexConfig, **handlers: Any) -> Iterator[Any]:
    """Give a client of the flavour, its runtime started; afterwards see that it left no process."""
    if flavour == "sync":
        with Codex(config, **handlers) as codex:
            family = processes_of(codex._sender.supervisor.current.pid)
            yield codex
    else:
        loop = Loop()
        inner = AsyncCodex(config, **handlers)
        try:
            family = processes_of(loop.call(inner._sender.supervisor.connection()).pid)
            yield Driven(inner, loop)
        finally:
            loop.call(inner.close())
            loop.stop()
    assert still_running(family) == []


@contextlib.contextmanager
def offline(flavour: str, script: Any, *, default: Any = "ok", **fields: Any) -> Iterator[tuple[ScriptedModel, Any]]:
    """Give a model that plays a script, and a client whose runtime uses it. `fields` may be handlers as well."""
    handlers = {name: fields.pop(name) for name in HANDLER_KEYWORDS if name in fields}
    with warm_home() as home, ScriptedModel(script, default=default) as model:
        # Another runtime than the bundled one could not make use of its home.
        given = fields if "codex_bin" in fields else {"home": home, **fields}
        with client(flavour, model.config(**given), **handlers) as codex:
            yield model, codex


@contextlib.contextmanager
def played(flavour: str, answers: dict[str, Any] | None = None, **fields: Any) -> Iterator[tuple[PlayedRuntime, Any]]:
    """Give a runtime that the test plays, and a client of it."""
    with PlayedRuntime(**(answers or {})) as runtime, client(flavour, runtime.config(**fields)) as codex:
        yield runtime, codex


class Background:
    """Runs calls beside the test. Leave the `with` statement once all of them can end."""

    def __init__(self, workers: int = 8) -> None:
        self._pool = ThreadPoolExecutor(workers)

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def start(self, function: Any, *values: Any, **keywords: Any) -> Future[Any]:
        return self._pool.submit(function, *values, **keywords)
