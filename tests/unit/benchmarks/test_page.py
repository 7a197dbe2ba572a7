"""Tests of the benchmark results, page, chart and command line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from benchmarks import chart, page
from benchmarks.__main__ import machine, main, same_machine
from benchmarks.comparison import lines
from benchmarks.results import Results

from support.paths import ROOT
from unit.benchmarks.servers import BENCHMARKS

if TYPE_CHECKING:
    from pathlib import Path

PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"


def results_of(**figures: tuple[float, float]) -> Results:
    """Return results with figures of the official client and of this client."""
    results = Results(date="2026-01-02", machine={"processors": "2"}, versions={"ours": {"python": "3.12"}})
    for name, (official, ours) in figures.items():
        row, _, figure = name.partition("__")
        results.add(row, "official", {figure: official})
        results.add(row, "ours", {figure: ours})
    return results


def table_line(results: Results, title: str) -> str:
    """Return the first line of the page's table with this title."""
    return next(line for line in page.render(results).splitlines() if line.startswith(f"| {title}"))


def test_committed_page_and_chart_match_the_results() -> None:
    results = Results.load(BENCHMARKS / "results.json")
    assert PAGE.read_text(encoding="utf-8") == page.render(results)
    assert CHART.read_text(encoding="utf-8") == chart.render(results)


@pytest.mark.parametrize(("ours", "verdict"), [(2.0, "| met |"), (2.4, "| met |"), (2.6, "| **goal missed** |")])
def test_page_with_one_goal_shows_met_or_missed(ours: float, verdict: str) -> None:
    line = table_line(results_of(sync_run__wall_us=(20.0, ours)), "sync `run()`")
    assert line.endswith(verdict)
    assert f"| {ours:.2f} | {20 / ours:.2f}" in line or f"| {ours:.2f} | {20 / ours:.1f}" in line


def test_page_with_two_goals_shows_met_only_if_both_are_met() -> None:
    results = results_of(round_trip__sync_small_us=(100.0, 50.0))
    assert table_line(results, "sync request and its reply").endswith("|  |")
    results.add("floors", "ours", {"pipe_small_us": 40.0})
    assert table_line(results, "sync request and its reply").endswith("| met |")
    results.runs["floors"]["ours"] = [{"pipe_small_us": 20.0}]
    assert table_line(results, "sync request and its reply").endswith("| **goal missed** |")


def test_page_with_several_runs_shows_median_and_spread() -> None:
    results = results_of(sync_run__wall_us=(20.0, 2.0))
    results.add("sync_run", "ours", {"wall_us": 1.0})
    results.add("sync_run", "ours", {"wall_us": 9.0})
    assert "| 2.00 (1.00 to 9.00) |" in table_line(results, "sync `run()`")


def test_page_with_failed_row_shows_the_failure_and_no_verdict() -> None:
    results = results_of(sync_run__wall_us=(20.0, 2.0))
    results.runs["sync_run"]["ours"] = [{"error": "not done after 180 s"}]
    line = table_line(results, "sync `run()`")
    assert "failed: not done after 180 s" in line
    assert line.endswith("|  |")


@pytest.mark.parametrize(("speedup", "verdict"), [(1.5, "1.50 x (met)"), (1.2, "1.20 x (**goal missed**)")])
def test_page_with_pool_and_transports_shows_their_figures(speedup: float, verdict: str) -> None:
    results = results_of()
    assert "## Pools" not in page.render(results)
    results.add("pool", "ours", {"turns_per_second_1": 20.0, "turns_per_second_3": 30.0, "speedup": speedup})
    results.add("transports", "ours", {"unix_us": 300.0})
    text = page.render(results)
    assert verdict in text
    assert "| 3 | 30.0 |" in text
    assert "| unix socket | 300 |" in text
    assert "| 2 |" not in text


def test_page_with_telemetry_shows_each_state() -> None:
    results = results_of()
    assert "## Telemetry" not in page.render(results)
    results.add("telemetry_off", "dev", {"turn_us": 500.0, "event_us": 2.0})
    results.add("telemetry_on", "dev", {"turn_us": 800.0, "event_us": 2.5})
    text = page.render(results)
    assert "| without OpenTelemetry | 500 | 2.00 |" in text
    assert "| with spans and metrics | 800 | 2.50 |" in text
    assert "installed, without" not in text


@pytest.mark.parametrize(("overhead", "verdict"), [(9.5, "met"), (30.0, "**goal missed**")])
def test_page_with_durable_turns_shows_overhead_and_workers(overhead: float, verdict: str) -> None:
    results = results_of()
    assert "## Durable turns" not in page.render(results)
    figures = {"plain_ms": 100.0, "queued_ms": 100 + overhead, "queued_overhead": overhead, "turns_per_second_2": 12.0}
    results.add("durable", "dev", {**figures, "jobs": 10_000, "submit_us": 900.0, "growth_mib": 1.5})
    text = page.render(results)
    assert f"takes {overhead} ms longer than a plain one (goal: under 25 ms; {verdict})" in text
    assert "| 2 | 12.0 |" in text
    assert "Storing 10,000 jobs takes 900 us for each" in text


def test_page_with_interrupt_without_response_shows_the_timeout() -> None:
    results = Results()
    results.add("interrupt", "official", {"returned": 0, "patience_s": 10})
    results.add("interrupt", "ours", {"returned": 1, "p99_ms": 2.0})
    line = table_line(results, "async `interrupt()`")
    assert "| not back after 10.0 s | 2.00 |" in line
    assert line.endswith("| met |")


def test_chart_with_two_ratios_is_an_svg_with_two_bars() -> None:
    results = results_of(sync_run__wall_us=(20.0, 2.0), async_run__wall_us=(1.0, 4.0))
    drawn = ElementTree.fromstring(chart.render(results))
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"sync run()", "10", "async run()", "0.2"} <= set(texts)
    bars = [element for element in drawn.iter("{http://www.w3.org/2000/svg}rect") if element.get("rx") == "2"]
    assert len(bars) == 2


def test_results_after_save_and_load_are_equal(tmp_path: Path) -> None:
    results = results_of(sync_run__wall_us=(20.0, 2.0))
    results.save(tmp_path / "results.json")
    assert Results.load(tmp_path / "results.json") == results


def test_machine_description_excludes_the_host_name() -> None:
    import platform

    described = machine()
    assert int(described["processors"]) > 0
    assert platform.node() not in described.values()


def test_main_with_results_of_another_machine_refuses_a_partial_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    here = machine()
    assert same_machine(here, {**here, "load before": "99.0"})
    Results(machine={**here, "processors": "4096"}).save(tmp_path / "results.json")
    monkeypatch.setattr("benchmarks.__main__.RESULTS", tmp_path / "results.json")
    monkeypatch.setattr("sys.argv", ["benchmarks", "--only", "sync_run"])
    with pytest.raises(SystemExit):
        main()
    assert "of another machine" in capsys.readouterr().err


def test_comparison_lines_have_unique_figures() -> None:
    keys = [(line.row, line.figure) for line in lines()]
    assert len(keys) == len(set(keys))


def test_main_with_unknown_row_names_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "--only", "sync_ran"])
    with pytest.raises(SystemExit):
        main()
    assert "no such row: sync_ran" in capsys.readouterr().err
