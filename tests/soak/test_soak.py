"""Tests of the soak test: a short run, its counters, and the failures that it reports."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from soak import page
from soak.__main__ import soak
from soak.record import SLOPE_LIMIT, Record, Sample, slope
from soak.rounds import EXPECTED, Ending, Round

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(os.name != "posix", reason="requires POSIX signals")
@pytest.mark.runtime
def test_soak_with_two_endings_succeeds_and_counts_outcomes() -> None:
    record = soak(2.0, seed=1, endings=(Ending.close, Ending.kill))
    assert record.verdict() == []
    assert len(record.samples) == 5
    assert record.turns == sum(record.outcomes.values()) >= 8
    assert record.outcomes[Ending.kill.value, "TransportClosedError"] >= 2
    assert any(outcome == "completed" for _, outcome in record.outcomes)


def sample(number: int, rss: int, files: int = 8, blocks: int = 10_000) -> Sample:
    return Sample(at=number, turns=100 * number, rss=rss, blocks=blocks, files=files, threads=1, children=1)


def test_verdict_with_growing_memory_reports_a_leak() -> None:
    record = Record(samples=[sample(number, 50_000 + 100 * number + number % 2) for number in range(60)])
    found = record.slope("rss")
    assert found is not None
    assert found.value == pytest.approx(1000, rel=0.01)
    assert record.verdict() == ["memory grows by 1000 KiB per 1,000 turns"]


def test_verdict_with_growing_blocks_in_constant_memory_reports_a_leak() -> None:
    # Leaked objects may fill memory that the process has freed before.
    leaking = [sample(number, 50_000, blocks=10_000 + 100 * number + number % 2) for number in range(60)]
    assert Record(samples=leaking).verdict() == ["memory grows by 1000 blocks per 1,000 turns"]
    steady = [sample(number, 50_000, blocks=10_000 + 900 * (number % 3)) for number in range(60)]
    assert Record(samples=steady).verdict() == []


def test_verdict_with_varying_memory_reports_nothing() -> None:
    noise = [sample(number, 50_000 + 900 * (number % 3)) for number in range(60)]
    found = slope(noise, "rss")
    assert found is not None
    assert abs(found.value) < SLOPE_LIMIT
    assert Record(samples=noise).verdict() == []
    assert slope(noise[:10], "rss") is None


def test_verdict_with_open_file_reports_it() -> None:
    record = Record(samples=[sample(0, 1), sample(1, 1, files=9), sample(2, 1, files=9), sample(3, 1, files=9)])
    assert record.verdict() == ["files: 8 at the start, 9 at the end []"]
    # A later sample without the file shows that it was only being closed.
    assert Record(samples=[*record.samples, sample(4, 1)]).verdict() == []


def test_verdict_with_unexpected_outcome_or_duration_reports_it() -> None:
    record = Record(samples=[sample(0, 1)])
    round = Round(record, Ending.kill, "sync", 60)
    round.record_outcome("run", "completed", time.monotonic())
    assert record.verdict() == []
    round.record_outcome("run", "TransportClosedError", time.monotonic())
    round.record_outcome("interrupted turn", "completed", time.monotonic() - 100)
    assert len(record.verdict()) == 3
    round.fault_injected.set()
    round.record_outcome("run", "TransportClosedError", time.monotonic())
    assert len(record.verdict()) == 3
    assert record.outcomes[Ending.kill.value, "TransportClosedError"] == 1


def test_write_replaces_the_text_between_the_markers(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    gaps = f"{page.GAPS_BEGIN}\nold\n{page.GAPS_END}"
    path.write_text(f"{gaps}\nBefore.\n{page.BEGIN}\nold\n{page.END}\nAfter.\n", encoding="utf-8")
    record = Record(samples=[sample(0, 2048), sample(1, 3072)])
    record.done("run", "completed", 0.5)
    page.write(record, path)
    text = path.read_text(encoding="utf-8")
    assert f"\nBefore.\n{page.BEGIN}\n" in text
    assert f"{page.GAPS_BEGIN}\n{page.gaps(text)}\n{page.GAPS_END}\n" in text
    assert page.missing_operations(text) == [each for each in EXPECTED if each != "run"]
    assert text.endswith(f"\n{page.END}\nAfter.\n")
    assert "| run | completed | 1 |" in text
    assert "2.0 MiB, 3.0 MiB" in text
    assert "old" not in text
    path.write_text("No markers.", encoding="utf-8")
    with pytest.raises(ValueError, match="markers"):
        page.write(record, path)


def test_page_names_operations_that_the_recorded_run_lacks() -> None:
    if os.environ.get("UPDATE_SOAK_GAPS"):
        page.write_gaps()
    text = page.PAGE.read_text(encoding="utf-8")
    lines = "\n".join(each for each in (page.GAPS_BEGIN, page.gaps(text), page.GAPS_END) if each)
    assert lines in text, "run: UPDATE_SOAK_GAPS=1 pytest tests/soak/test_soak.py"


def test_gaps_of_a_complete_run_are_empty() -> None:
    rows = "".join(f"| {operation} | completed | 1 |\n" for operation in EXPECTED)
    assert page.gaps(f"{page.BEGIN}\n{rows}{page.END}") == ""
