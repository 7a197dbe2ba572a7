"""Tests of the recorded messages, which the fake runtimes of the benchmarks send."""

from __future__ import annotations

import json
import re

from benchmarks import record

from unit.benchmarks.servers import recorded

MARKS = re.compile(r"@(id|ms|s)@")


def test_recorded_messages_match_those_of_the_real_runtime() -> None:
    fresh, stored = record.record(), recorded()
    assert list(fresh) == list(stored)
    for name in ("turn_started", "item_started", "delta", "item_completed", "turn_completed", "turn_interrupted"):
        # Only the durations vary.
        fresh_text, stored_text = (
            re.sub(r'"durationMs":\d+', '"durationMs":0', found[name]) for found in (fresh, stored)
        )
        assert fresh_text == stored_text
    for name in ("thread_start", "turn_start", "thread_name_set", "turn_interrupt", "model_list"):
        fresh_keys, stored_keys = (list(json.loads(MARKS.sub("0", found[name]))["result"]) for found in (fresh, stored))
        assert fresh_keys == stored_keys


def test_recorded_messages_contain_no_path_or_id_of_a_machine() -> None:
    text = "\n".join(recorded().values())
    assert "/tmp/" not in text
    assert "/root" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-", text)
