"""Pools for tests that run against `CodexPool` and `AsyncCodexPool`."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from openai_codex import AsyncCodexPool, CodexPool
from openai_codex.testing import ScriptedModel
from support.event_loop import EventLoopThread
from support.homes import warm_home
from support.processes import new_threads, processes_of, still_running
from support.sync_adapter import SyncAdapter

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def pool(flavour: str, *values: Any, **fields: Any) -> Iterator[Any]:
    """Start a pool. After closing it, check that no process, thread or task is left.

    Args:
        flavour: "sync" or "async".
        *values: Arguments of the pool.
        **fields: Keyword arguments of the pool.
    """
    threads = set(threading.enumerate())
    loop: EventLoopThread | None = None
    target: Any
    if flavour == "sync":
        target = CodexPool(*values, **fields)
    else:
        loop = EventLoopThread()
        try:
            target = SyncAdapter(AsyncCodexPool(*values, **fields), loop)
            target.__aenter__()
        except BaseException:
            loop.stop()
            raise
    pids = pids_of(target)
    try:
        yield target
    finally:
        pids += pids_of(target)
        processes = [process for pid in pids for process in processes_of(pid)]
        target.close()
        if loop is not None:
            loop.stop()
    assert still_running(processes) == []
    left = new_threads(threads, "codex-")
    assert left == [], left


@contextlib.contextmanager
def offline_pool(
    flavour: str, script: Any, *, default: Any = "ok", settings: dict[str, Any] | None = None, **fields: Any
) -> Iterator[tuple[ScriptedModel, Any]]:
    """Start a scripted model and a pool of real runtimes that use it.

    Args:
        flavour: "sync" or "async".
        script: Replies of the model.
        default: Reply to requests beyond the script; None makes such a request fail.
        settings: Fields of the configuration.
        **fields: Keyword arguments of the pool.
    """
    with warm_home() as home, ScriptedModel(script, default=default) as model:
        config = model.config(home=home, **(settings or {}))
        with pool(flavour, config=config, **fields) as started:
            yield model, started


def pids_of(target: Any) -> list[int]:
    """Return the process ids of the runtimes of a pool."""
    return [runtime.pid for runtime in target.stats().runtimes if runtime.pid is not None]


def clients_of(target: Any) -> list[Any]:
    """Return the clients of a pool, with methods that need no `await`."""
    if isinstance(target, SyncAdapter):
        return [SyncAdapter(client, target._loop) for client in target.clients]
    return list(target.clients)
