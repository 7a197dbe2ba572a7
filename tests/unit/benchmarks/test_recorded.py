"""Tests of the recorded messages, which the fake runtimes of the benchmarks send."""

from __future__ import annotations

import re

from unit.benchmarks.servers import recorded


def test_recorded_messages_contain_no_path_or_id_of_a_machine() -> None:
    text = "\n".join(recorded().values())
    assert "/tmp/" not in text
    assert "/root" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-", text)
