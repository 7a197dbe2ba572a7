"""Short reprs of clients and handles."""

from __future__ import annotations

import re

import pytest

from openai_codex import AsyncCodex, CodexConfig
from support.runtimes import offline
from support.sync_adapter import FLAVOURS


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_reprs_name_state_and_ids(flavour: str) -> None:
    prefix = "Async" if flavour == "async" else ""
    with offline(flavour, [], default="Fine.") as (_, codex):
        assert re.fullmatch(rf"{prefix}Codex\(pid=\d+, runtime='[\d.]+'\)", repr(codex))
        thread = codex.thread_start()
        assert repr(thread) == f"{prefix}Thread(id={thread.id!r})"
        turn = thread.turn("Hi")
        assert repr(turn) == f"{prefix}TurnHandle(thread_id={thread.id!r}, id={turn.id!r})"
        turn.run()
        compaction = thread.compact()
        compaction.run()
        assert repr(compaction) == f"{prefix}CompactionHandle(thread_id={thread.id!r}, id={compaction.id!r})"
        codex.close()
        assert repr(codex) == f"{prefix}Codex(closed)"


def test_repr_of_client_that_is_not_started() -> None:
    config = CodexConfig(env={"OPENAI_API_KEY": "sk-abcdefghijklmnopqrstuvwxyz"})
    assert repr(AsyncCodex(config)) == "AsyncCodex(not started)"
