"""The soak test runs, records outcomes, and finds leaks."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from soak import page
from soak.__main__ import soak
from soak.record import SLOPE_LIMIT, Record, Sample, slope
from soak.rounds import Ending, Round

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.runtime
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_soak_short_run_passes() -> None:
    record = soak(2.0, seed=1, endings=(Ending.close, Ending.kill))
    assert record.verdict() == []
    assert len(record.samples) == 5
    assert record.turns == sum(record.outcomes.values()) >= 8
    assert record.outcomes[Ending.kill.value, "TransportClosedError"] >= 2
    assert any(outcome == "completed" for _, outcome in record.outcomes)


def sample(number: int, rss: int, files: int = 8) -> Sample:
    return Sample(at=number, turns=100 * number, rss=rss, files=files, threads=1, children=1)


def test_slope_memory_leak_is_found() -> None:
    record = Record(samples=[sample(number, 50_000 + 100 * number + number % 2) for number in range(60)])
    found = record.slope()
    assert found is not None
    assert found.value == pytest.approx(1000, rel=0.01)
    assert record.verdict() == ["the memory grows by 1000 KiB for 1,000 turns"]


def test_slope_memory_noise_is_no_leak() -> None:
    noise = [sample(number, 50_000 + 900 * (number % 3)) for number in range(60)]
    found = slope(noise)
    assert found is not None
    assert abs(found.value) < SLOPE_LIMIT
    assert Record(samples=noise).verdict() == []
    assert slope(noise[:10]) is None


def test_record_leaked_file_is_found() -> None:
    record = Record(samples=[sample(0, 1), sample(1, 1, files=9), sample(2, 1, files=9), sample(3, 1, files=9)])
    assert record.verdict() == ["files: 8 at the start, 9 at the end []"]
    # A single sample is no leak: the file was about to be closed.
    assert Record(samples=[*record.samples, sample(4, 1)]).verdict() == []


def test_record_unexpected_outcome_is_found() -> None:
    record = Record(samples=[sample(0, 1)])
    playing = Round(record, Ending.kill, "sync", 60)
    playing.took("run", "completed", time.monotonic())
    assert record.verdict() == []
    playing.took("run", "TransportClosedError", time.monotonic())
    playing.took("interrupted turn", "completed", time.monotonic() - 100)
    assert len(record.verdict()) == 3
    playing.struck.set()
    playing.took("run", "TransportClosedError", time.monotonic())
    assert len(record.verdict()) == 3
    assert record.outcomes[Ending.kill.value, "TransportClosedError"] == 1


def test_page_figures_are_written_between_marks(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(f"Before.\n{page.BEGIN}\nold\n{page.END}\nAfter.\n", encoding="utf-8")
    record = Record(samples=[sample(0, 2048), sample(1, 3072)])
    record.done("run", "completed", 0.5)
    page.write(record, path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{page.BEGIN}\n")
    assert text.endswith(f"\n{page.END}\nAfter.\n")
    assert "| run | completed | 1 |" in text
    assert "2.0 MiB, 3.0 MiB" in text
    assert "old" not in text
    path.write_text("No marks.", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        page.write(record, path)
