"""A runtime that stops reading: calls that time out are dropped, so that neither memory nor later requests grow."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from faults.harness import no_leaks
from openai_codex import CodexConfig, RequestTimeoutError
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="stops the app-server with a signal")

CALLS = 40
SIZE = 300_000
"""Size of a request, in bytes: larger than the pipe."""

# Records the names that `thread/name/set` sets, cut to their first word.
SERVER = """
import json, sys
with open(sys.argv[1], "a") as record:
    for line in sys.stdin:
        message = json.loads(line)
        if message["method"] == "thread/name/set":
            record.write(message["params"]["name"].split()[0] + "\\n")
            record.flush()
        if "id" in message:
            print(json.dumps({"id": message["id"], "result": {"userAgent": "peer/0.163.0"}}), flush=True)
"""


def timed_out(call: Callable[[], Any]) -> bool:
    """Let a call time out; return whether it was sent."""
    with pytest.raises(RequestTimeoutError) as caught:
        call()
    return caught.value.sent


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_calls_that_time_out_are_not_sent(flavour: str, tmp_path: Path) -> None:
    record = tmp_path / "record"
    config = CodexConfig(launch_args_override=(sys.executable, "-S", "-E", "-c", SERVER, str(record)))
    with no_leaks(), client(flavour, config) as codex:
        hasty = codex.with_options(timeout=0.03)
        codex.rpc.thread_name_set(thread_id="t", name="first")
        pid = codex.diagnostics().pid
        os.kill(pid, signal.SIGSTOP)
        tracemalloc.start()
        try:
            sent = [
                timed_out(lambda: hasty.rpc.thread_name_set(thread_id="t", name=f"{number} " + "x" * SIZE))  # noqa: B023
                for number in range(CALLS)
            ]
            gc.collect()
            used, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            os.kill(pid, signal.SIGCONT)
        # The pipe accepts a part of the first one, which must therefore be sent as a whole.
        assert sent == [True] + [False] * (CALLS - 1)
        assert used < 10 * SIZE
        codex.rpc.thread_name_set(thread_id="t", name="last")
    assert record.read_text(encoding="utf-8").split() == ["first", "0", "last"]
