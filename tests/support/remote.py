"""Servers on the real runtime that use a scripted model."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from openai_codex.app_server import AppServer
from openai_codex.testing import ScriptedModel
from support.homes import warm_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex import CodexConfig


class TestServer(AppServer):
    """A server that tells the configuration of its runtime."""

    __test__ = False

    @property
    def config(self) -> CodexConfig:
        return self._settings.config


@contextlib.contextmanager
def server(script: Any, *, fields: dict[str, Any] | None = None, **arguments: Any) -> Iterator[TestServer]:
    """Start a scripted model and a server that uses it.

    Args:
        script: replies of the model; a single text is the reply to every request.
        fields: fields of the config of the runtime.
        **arguments: arguments of `AppServer.start`.
    """
    replies = (lambda request: script) if isinstance(script, str) else script
    with (
        warm_home() as home,
        ScriptedModel(replies, default="ok") as model,
        TestServer.start(model.config(home=home, **(fields or {})), **arguments) as running,
    ):
        yield running
