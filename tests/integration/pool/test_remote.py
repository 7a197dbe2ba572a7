"""Pools of runtimes that require a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AuthenticationError, CodexConfig, WebSocketOptions
from support.pools import pool
from support.remote import server
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from support.remote import TestServer

both = pytest.mark.parametrize("flavour", FLAVOURS)


def credentials(running: TestServer, kind: str) -> dict[str, Any]:
    path = running.token_file
    assert path is not None
    return {"token_file": path} if kind == "token_file" else {"token": path.read_text(encoding="utf-8").strip()}


@both
@pytest.mark.parametrize("kind", ["token", "token_file"])
def test_addresses_share_the_token_and_the_options_of_the_connection(flavour: str, kind: str) -> None:
    with server("ok", listen="ws") as running:
        config = CodexConfig(websocket=WebSocketOptions(proxy=False), **credentials(running, kind))
        with pool(flavour, [running.url, running.url], config=config) as target:
            results = list(target.map(["one", "two"]))
            assert [result.final_response for result in results] == ["ok", "ok"]
            assert [each.url for each in target.stats().runtimes] == [running.url] * 2


@both
def test_invalid_token_is_reported_at_the_start(flavour: str) -> None:
    with (
        server("ok", listen="ws") as running,
        pytest.raises(AuthenticationError),
        pool(flavour, [running.url], config=CodexConfig(token="wrong")),
    ):
        pytest.fail("the pool has started")
