"""Clients that reconnect often leak nothing. `make soak` reconnects 200 times (RECONNECTS=200)."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading

import pytest

from openai_codex.testing import Gate
from support.reconnecting import reconnecting, without_delays
from support.sync_adapter import FLAVOURS

RECONNECTS = int(os.environ.get("RECONNECTS", "12"))
WARM_UP = 4

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors in /proc")


def measure() -> dict[str, int]:
    gc.collect()
    return {
        "threads": threading.active_count(),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "blocks": sys.getallocatedblocks(),
    }


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_reconnects_leak_nothing(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # pytest keeps the records of the log.
    monkeypatch.setattr(logging.getLogger("openai_codex"), "disabled", True)
    gate = Gate()
    with without_delays(), reconnecting(flavour, [["Begin.", gate], "Again."]) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        for _ in range(WARM_UP):
            link.cut()
            link.codex.models()
        before = measure()
        for _ in range(RECONNECTS):
            link.cut()
            link.codex.models()
        after = measure()
        assert after["threads"] <= before["threads"] + 2, (before, after)
        assert after["descriptors"] <= before["descriptors"] + 4, (before, after)
        # The test and the unread stream of the turn keep one event for each gap.
        assert after["blocks"] - before["blocks"] < 2_000 + 60 * RECONNECTS, (before, after)
        assert link.codex.diagnostics().reconnects == WARM_UP + RECONNECTS
        gate.open()
        assert turn.run().final_response == "Begin."
        assert thread.run("Again").final_response == "Again."
