"""Write docs/performance.md from the results. What a person has found out about them is in `findings.md`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.comparison import lines
from benchmarks.environments import OFFICIAL_PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.comparison import Line
    from benchmarks.results import Results

FINDINGS = Path(__file__).with_name("findings.md")

FLOORS = (
    ("`readline` alone", "readline"),
    ("`orjson.loads`", "orjson"),
    ("`pydantic_core.from_json`", "from_json"),
    ("`from_json`, and validate the payload", "validate"),
)
PIPES = (
    ("write a small request, read its reply", "pipe_small_us"),
    ("the same, where a thread reads and hands the reply over", "pipe_small_thread_us"),
    ("the same, where an event loop of asyncio reads", "pipe_small_asyncio_us"),
    ("the first, with a reply of 10 KB", "pipe_models_us"),
    ("the same, with the reply decoded and validated", "pipe_models_typed_us"),
)
REAL = (
    ("start the client", "start_ms", "ms"),
    ("`thread_start`", "thread_ms", "ms"),
    ("a short turn", "turn_ms", "ms"),
    ("each event of a long one", "stream_wall_us", "us"),
    ("the client's CPU time for it", "stream_cpu_us", "us"),
)


def render(results: Results) -> str:
    """Return the page."""
    sections = [
        _head(results),
        FINDINGS.read_text(encoding="utf-8").strip(),
        _comparison(results),
        _floors(results),
        _linear(results),
        _real(results),
        _method(),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = [
        f"- {client}: {_listed(found)}" for client, found in sorted(results.versions.items()) if client != "dev"
    ]
    return "\n".join(
        [
            "<!-- Written by `make bench` from benchmarks/results.json and benchmarks/findings.md. -->",
            "# Performance",
            "",
            f"This client beside the official one (`{OFFICIAL_PACKAGE}`), measured in turn on one machine by",
            "`make bench`, which writes this page. Both are given the same work by the same fake runtime, which",
            "repeats, as fast as it is read, messages that were recorded from the real one.",
            "",
            "![How many times less this client takes](performance.svg)",
            "",
            f"- measured on {results.date}",
            f"- machine: {machine}",
            *versions,
        ]
    )


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _comparison(results: Results) -> str:
    head = ("", "official", "this client", "times less", "goal: at most", "")
    body = [_compared(line, results) for line in lines()]
    text = "Medians, with the lowest and the highest of all rounds in brackets. Less is better everywhere."
    return f"## Side by side\n\n{text}\n\n{_table(head, body)}"


def _compared(line: Line, results: Results) -> tuple[str, ...]:
    ratio = line.ratio(results)
    return (
        f"{line.title}, {line.unit}" if line.unit else line.title,
        _cell(results, line.row, ("official",), line.figure),
        _cell(results, line.row, ("ours", "dev"), line.figure),
        "" if ratio is None else _number(ratio),
        "; ".join(limit.words for limit in line.limits),
        line.verdict(results),
    )


def _cell(results: Results, row: str, clients: Iterable[str], figure: str) -> str:
    for client in clients:
        if error := results.error(row, client):
            return f"failed: {error}"
        values = results.values(row, client, figure)
        if values:
            middle = _number(results.median(row, client, figure) or 0.0)
            spread = f" ({_number(values[0])} to {_number(values[-1])})" if len(values) > 1 else ""
            return middle + spread
        if results.values(row, client, "returned")[:1] == [0]:
            patience = _number(results.median(row, client, "patience_s") or 0)
            return f"not back after {patience} s"
    return ""


def _floors(results: Results) -> str:
    events = [
        (name, *(_cell(results, "floors", ("ours",), f"{figure}_{clock}_us") for clock in ("wall", "cpu")))
        for name, figure in FLOORS
    ]
    pipes = [(name, _cell(results, "floors", ("ours",), figure)) for name, figure in PIPES]
    return "\n\n".join(
        [
            "## Floors",
            "What it costs to read the same messages by hand from the same pipe, without a client. The times of the\n"
            "server are in the wall time, as they are above.",
            _table(("each event", "wall time, us", "CPU time, us"), events),
            _table(("a request", "us"), pipes),
        ]
    )


def _linear(results: Results) -> str:
    kinds = (
        ("events of one turn, sync stream", "events"),
        ("events of one turn, async stream", "async_events"),
        ("turns on one client, one after the other, of 20 deltas each, sync `run()`", "many_turns"),
    )
    tables = []
    for title, prefix in kinds:
        counts = sorted(int(row.removeprefix(f"{prefix}_")) for row in results.runs if row.startswith(f"{prefix}_"))
        body = [
            (
                f"{count:,}",
                *(
                    _cell(results, f"{prefix}_{count}", ("ours",), figure)
                    for figure in ("wall_us", "cpu_us", "growth_mb")
                ),
            )
            for count in counts
        ]
        if body:
            tables.append(_table((title, "wall time each, us", "CPU time each, us", "memory grown by, MB"), body))
    if not tables:
        return ""
    text = (
        "What an event or a turn costs must not depend on how many there were. Messages of the agent are 1,000 events\n"
        "long here; their texts, which the result of the turn will have, are what memory grows by."
    )
    return "\n\n".join(["## Long turns, and many of them", text, *tables])


def _real(results: Results) -> str:
    body = [
        (
            f"{name}, {unit}",
            _cell(results, "real_runtime", ("official",), figure),
            _cell(results, "real_runtime", ("ours",), figure),
        )
        for name, figure, unit in REAL
    ]
    text = (
        "End to end, with a scripted model on loopback in a process of its own. Most of the time is the runtime's, so\n"
        "the two are close; what is left of a client is its CPU time."
    )
    return f"## On the real runtime\n\n{text}\n\n{_table(('', 'official', 'this client'), body)}"


def _method() -> str:
    return """\
## How it is measured

`make bench` makes an environment for each of the two under `.bench/`, from packages, as users have them, compiles the
fake runtime (`benchmarks/server.c`; without a compiler a slower one in Python), and runs each script of
`benchmarks/rows/` in a process of its own, for ours and the official one in turn, some rounds. Only public names that
both have are used. CPU time is that of the client's process alone. A row fails if what was to be delivered was not.
`make bench FULL=1` adds the longest runs. See [benchmarks/README.md](../benchmarks/README.md) for how to run one row,
or to add one."""


def _table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> str:
    rows = [head, tuple("---" if index == 0 else "---:" for index in range(len(head))), *body]
    return "\n".join(f"| {' | '.join(cell for cell in row)} |" for row in rows)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"
