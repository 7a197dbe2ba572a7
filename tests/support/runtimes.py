"""Clients of the real runtime with a scripted model, and clients of a runtime that the test plays."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from openai_codex._handlers.options import HANDLER_KEYWORDS
from openai_codex.testing import ScriptedModel
from support.fake_runtime import FakeRuntime
from support.homes import warm_home
from support.processes import new_threads
from support.sync_adapter import client
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def offline(flavour: str, script: Any, *, default: Any = "ok", **fields: Any) -> Iterator[tuple[ScriptedModel, Any]]:
    """Start a scripted model and a client of the real runtime that uses it; afterwards check that no thread is left.

    Args:
        flavour: "sync" or "async".
        script: replies of the model.
        default: reply to requests beyond the script; None makes such a request fail.
        **fields: fields of the config, or handlers of the client.
    """
    threads = set(threading.enumerate())
    handlers = {name: fields.pop(name) for name in HANDLER_KEYWORDS if name in fields}
    with warm_home() as home, ScriptedModel(script, default=default) as model:
        # A prepared home fits the bundled runtime only.
        fields = fields if "codex_bin" in fields else {"home": home, **fields}
        with client(flavour, model.config(**fields), **handlers) as codex:
            yield model, codex
    assert new_threads(threads) == []


@contextlib.contextmanager
def fake_runtime(
    flavour: str, responses: dict[str, Any] | None = None, **fields: Any
) -> Iterator[tuple[FakeRuntime, Any]]:
    """Start a runtime that the test plays, and a client of it. `fields` are those of the config, or handlers."""
    handlers = {name: fields.pop(name) for name in HANDLER_KEYWORDS if name in fields}
    with FakeRuntime(**(responses or {})) as runtime, client(flavour, runtime.config(**fields), **handlers) as codex:
        yield runtime, codex


def wait_until_closed(codex: Any) -> None:
    """Wait until the client notices the end of its runtime."""
    wait_until(
        lambda: codex._sender.supervisor.current.close_reason is not None,
        "the client did not see the end of its runtime",
    )
