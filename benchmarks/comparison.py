"""The compared figures and their goals: the lines of the first table of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.results import Results


@dataclass(frozen=True)
class Limit:
    """The maximum of a figure of this client, with its description."""

    words: str
    of: Callable[[Results], float | None]

    def met(self, ours: float, results: Results) -> bool | None:
        """Return whether the goal is met, or None if the reference figure is missing."""
        most = self.of(results)
        return None if most is None else ours <= most


@dataclass(frozen=True)
class Line:
    """One figure of both clients. Lower is better."""

    title: str
    row: str
    figure: str
    unit: str
    limits: tuple[Limit, ...] = ()
    charted: str = ""
    """Label in the chart; empty if the line is not in the chart."""

    def official(self, results: Results) -> float | None:
        """Return the median for the official client, or None."""
        return results.median(self.row, "official", self.figure)

    def ours(self, results: Results) -> float | None:
        """Return the median for this client, or None."""
        for client in ("ours", "dev"):
            found = results.median(self.row, client, self.figure)
            if found is not None:
                return found
        return None

    def ratio(self, results: Results) -> float | None:
        """Return the ratio of the official client to this client, or None."""
        official, ours = self.official(results), self.ours(results)
        return None if official is None or not ours else official / ours

    def verdict(self, results: Results) -> str:
        """Return "met" or "goal missed", or "" if the goal or a measurement is missing."""
        ours = self.ours(results)
        if ours is None or not self.limits:
            return ""
        verdicts = [limit.met(ours, results) for limit in self.limits]
        if False in verdicts:
            return "**goal missed**"
        return "" if None in verdicts else "met"


def lines() -> tuple[Line, ...]:
    """Return the lines in the order of the page."""
    return (*_starts(), *_streams(), *_round_trips(), *_load())


def _starts() -> tuple[Line, ...]:
    # Both are limited, because the package loads names on first use.
    imported = (_share("import", "package_ms", 1 / 8, "1/8"), _yardstick())
    classes = (_share("import", "classes_ms", 1 / 8, "1/8"), _yardstick())
    return (
        Line("`import openai_codex`", "import", "package_ms", "ms", imported, "import"),
        Line("import of `Codex`, `AsyncCodex` and `CodexConfig`", "import", "classes_ms", "ms", classes),
        _help("`codex-py --help`", "help_more_ms"),
        _help("`codex-py --help`, CPU time", "help_more_cpu_ms"),
        _help("`codex-py run --help`", "run_help_more_ms"),
        _help("`codex-py run --help`, CPU time", "run_help_more_cpu_ms"),
        _start("sync", "cold start"),
        _start("async", ""),
        Line(
            "memory after one turn",
            "cold_start",
            "sync_peak_mb",
            "MB",
            (_share("cold_start", "sync_peak_mb", 0.7, "0.7"),),
            "memory after a turn",
        ),
    )


def _help(command: str, figure: str) -> Line:
    return Line(f"{command}, in addition to the bare interpreter", "help", figure, "ms", (_fixed("300 ms", 300),))


def _start(kind: str, charted: str) -> Line:
    title = f"{kind} cold start: new process to result of first turn"
    figure = f"{kind}_ms"
    return Line(title, "cold_start", figure, "ms", (_share("cold_start", figure, 1 / 4, "1/4"),), charted)


def _streams() -> tuple[Line, ...]:
    floor = Limit("1.8 x CPU time of decoding and validation", lambda found: _times(found, "validate_cpu_us", 1.8))
    return (
        _stream("sync stream, all payloads read", "sync_stream", 5),
        Line("sync stream, CPU time", "sync_stream", "cpu_us", "us/event", (floor,)),
        _stream("sync `run()`", "sync_run", 8),
        _stream("async stream, all payloads read", "async_stream", 40),
        Line("async stream, CPU time", "async_stream", "cpu_us", "us/event"),
        _stream("async `run()`", "async_run", 60),
        Line("sync stream, one write per event", "sync_stream_each", "wall_us", "us/event"),
    )


def _stream(title: str, row: str, times: int) -> Line:
    return Line(title, row, "wall_us", "us/event", (_share(row, "wall_us", 1 / times, f"1/{times}"),), title)


def _round_trips() -> tuple[Line, ...]:
    pipe = Limit("1.5 x the raw pipe", lambda found: _times(found, "pipe_small_us", 1.5))
    sync = (_share("round_trip", "sync_small_us", 0.6, "0.6"), pipe)
    asynchronous = (_share("round_trip", "async_small_us", 0.4, "0.4"), pipe)
    models = _share("round_trip", "sync_models_us", 0.6, "0.6")
    async_models = _share("round_trip", "async_models_us", 0.4, "0.4")
    return (
        Line("sync request and its reply (`set_name`)", "round_trip", "sync_small_us", "us", sync, "sync request"),
        Line(
            "async request and its reply (`set_name`)",
            "round_trip",
            "async_small_us",
            "us",
            asynchronous,
            "async request",
        ),
        Line("sync request with a typed response of 10 KB (`models`)", "round_trip", "sync_models_us", "us", (models,)),
        Line(
            "async request with a typed response of 10 KB (`models`)",
            "round_trip",
            "async_models_us",
            "us",
            (async_models,),
        ),
    )


def _load() -> tuple[Line, ...]:
    return (
        _turns(256, (_fixed("1.3 x ideal", 1.3),), "256 async turns"),
        Line("threads added by 256 async turns", "turns_256", "threads_added", "", (_fixed("none", 0),)),
        _turns(1024, (), "1,024 async turns"),
        Line(
            "async `interrupt()` among 1,000 silent turns, p99",
            "interrupt",
            "p99_ms",
            "ms",
            (_fixed("10 ms", 10),),
        ),
        Line(
            "memory for 1 M unread notifications",
            "unread",
            "peak_growth_mb",
            "MB",
            (_fixed("20 MB", 20),),
            "unread notifications (memory)",
        ),
        *_big("`thread_resume` with a response of 50 MB", "resume", "50 MB response"),
        *_big("`Thread.read` with a response of 50 MB", "read", ""),
        Line("generation of the protocol package", "regenerate", "wall_s", "s", (_fixed("30 s", 30),)),
    )


def _turns(count: int, limits: tuple[Limit, ...], charted: str) -> Line:
    title = f"{count:,} concurrent async turns, one event per 5 ms each"
    return Line(title, f"turns_{count}", "times_ideal", "x ideal", limits, charted)


def _big(title: str, row: str, charted: str) -> tuple[Line, ...]:
    time = Line(title, row, "wall_s", "s", (_share(row, "wall_s", 0.5, "0.5"),), charted)
    return time, Line(f"{title}, peak memory", row, "times_size", "x response size", (_fixed("4 x response size", 4),))


def _share(row: str, figure: str, share: float, words: str) -> Limit:
    def most(results: Results) -> float | None:
        official = results.median(row, "official", figure)
        return None if official is None else official * share

    return Limit(f"{words} of official", most)


def _fixed(words: str, most: float) -> Limit:
    return Limit(words, lambda _: most)


def _yardstick() -> Limit:
    def most(results: Results) -> float | None:
        found = results.median("import", "ours", "pydantic_ms")
        return None if found is None else found * 1.5

    return Limit("1.5 x `import pydantic.main`", most)


def _times(results: Results, figure: str, times: float) -> float | None:
    found = results.median("floors", "ours", figure)
    return None if found is None else found * times
