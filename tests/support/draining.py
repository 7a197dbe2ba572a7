"""Servers that shut down while a turn runs, and the servers that replace them."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

from openai_codex import Codex, CodexConfig, ServerDrainingError
from openai_codex.app_server import AppServer
from openai_codex.testing import Gate, Match, ScriptedModel, Text
from support.homes import warm_home
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = "long"
"""Prompt of a turn that runs until `Draining.finish`."""


class Draining:
    """Servers on unix sockets that share a scripted model. The turn of the prompt `LONG` keeps a server running."""

    def __init__(self, model: ScriptedModel, config: CodexConfig, gate: Gate, folder: str, count: int) -> None:
        self.model = model
        self._config = config
        self._gate = gate
        self.urls = [f"unix://{folder}/{index}.sock" for index in range(count)]
        self._servers = [AppServer.start(config, listen=url) for url in self.urls]

    def terminate(self, index: int = 0) -> None:
        """Send SIGTERM to a server while the turn of the prompt `LONG` runs, and wait until it rejects requests."""
        self._gate.wait_entered()
        pid = self._servers[index].pid
        assert pid is not None
        with Codex(CodexConfig(url=self.urls[index], reconnect_timeout=0)) as other:
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: _rejects(other))

    def finish(self) -> None:
        """Let the turn of the prompt `LONG` end."""
        self._gate.open()

    @contextlib.contextmanager
    def replaced(self, index: int = 0) -> Iterator[None]:
        """Wait for the end of a server, and run another one at its address during the block."""
        self._servers[index].close()
        with AppServer.start(self._config, listen=self.urls[index]):
            yield

    def close(self) -> None:
        """End the servers."""
        self._gate.open()
        for running in self._servers:
            running.close()


@contextlib.contextmanager
def draining(count: int = 1) -> Iterator[Draining]:
    """Start a scripted model and servers that use it."""
    gate = Gate()
    script = [Match(LONG, [Text("Begin."), gate, Text("End.")])]
    with warm_home() as home, ScriptedModel(script, default="ok") as model:
        servers = Draining(model, model.config(home=home), gate, str(home), count)
        try:
            yield servers
        finally:
            servers.close()


def _rejects(codex: Codex) -> bool:
    try:
        codex.thread_start(ephemeral=True)
    except ServerDrainingError:
        return True
    return False
