"""The messages that the fake runtime repeats are those of the real runtime."""

from __future__ import annotations

import json
import re

from benchmarks import record

from unit.benchmarks.servers import recorded

MARKS = re.compile(r"@(id|ms|s)@")


def test_recorded_messages_match_real_runtime() -> None:
    now, then = record.record(), recorded()
    assert list(now) == list(then)
    for name in ("turn_started", "item_started", "delta", "item_completed", "turn_completed", "turn_interrupted"):
        # Durations, and nothing else, are as it happens.
        fresh, kept = (re.sub(r'"durationMs":\d+', '"durationMs":0', found[name]) for found in (now, then))
        assert fresh == kept
    for name in ("thread_start", "turn_start", "thread_name_set", "turn_interrupt", "model_list"):
        fresh_keys, kept_keys = (list(json.loads(MARKS.sub("0", found[name]))["result"]) for found in (now, then))
        assert fresh_keys == kept_keys
