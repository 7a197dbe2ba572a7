"""What the fake runtime repeats is what the real one writes."""

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


def test_recorded_messages_contain_nothing_of_one_machine() -> None:
    text = "\n".join(recorded().values())
    assert "/tmp/" not in text
    assert "/root" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-", text)
