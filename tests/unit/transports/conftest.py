"""Starts the servers of the transports under test."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from support.websocket_peer import WebSocketPeer
from unit.transports.peers import servers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="session")
def _servers() -> Iterator[None]:
    # The path of a unix socket has at most 107 characters, which a folder of pytest may exceed.
    with (
        tempfile.TemporaryDirectory(prefix="codex-") as folder,
        WebSocketPeer() as websocket,
        WebSocketPeer(f"{folder}/s.sock") as unix,
    ):
        servers.update(websocket=websocket, unix=unix)
        yield
        servers.clear()
