"""Write docs/performance.md from the results and from the hand-written `findings.md`."""

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

CLIENTS = {"official": "official client", "ours": "this client"}
FLOORS = (
    ("`readline` alone", "readline"),
    ("`orjson.loads`", "orjson"),
    ("`pydantic_core.from_json`", "from_json"),
    ("`from_json` and validation of the payload", "validate"),
)
PIPES = (
    ("small request", "pipe_small_us"),
    ("small request, response read by another thread", "pipe_small_thread_us"),
    ("small request, response read by an event loop", "pipe_small_asyncio_us"),
    ("request with a response of 10 KB", "pipe_models_us"),
    ("request with a response of 10 KB, decoded and validated", "pipe_models_typed_us"),
)
REAL = (
    ("start the client", "start_ms", "ms"),
    ("`thread_start`", "thread_ms", "ms"),
    ("a short turn", "turn_ms", "ms"),
    ("each event of a long turn", "stream_wall_us", "us"),
    ("CPU time of the client per event", "stream_cpu_us", "us"),
)
TRANSPORTS = (
    ("stdio", "stdio_us"),
    ("unix socket", "unix_us"),
    ("websocket, with a token", "websocket_us"),
)
TELEMETRY = (
    ("without OpenTelemetry", "telemetry_off"),
    ("installed, without `instrument()`", "telemetry_installed"),
    ("with spans and metrics", "telemetry_on"),
)
DURABLE = (
    ("`codex.run`", "plain_ms"),
    ("`run_turn_once` with a `SQLiteJournal`", "turn_once_ms"),
    ("`DurableCodex` with a worker, on SQLite", "queued_ms"),
)
DURABLE_WORKERS = (1, 2, 4)
DURABLE_GOAL = 25.0
"""Maximum of the additional time of a durable turn on SQLite, in milliseconds."""
POOL_GOAL = 1.3
"""Minimum ratio of the turns per second on three runtimes to those on one."""


def render(results: Results) -> str:
    """Return the page."""
    sections = [
        _head(results),
        _comparison(results),
        _floors(results),
        _linear(results),
        _real(results),
        _pools(results),
        _telemetry(results),
        _durable(results),
        FINDINGS.read_text(encoding="utf-8").strip(),
        _method(),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = [
        f"- {CLIENTS[client]}: {_listed(found)}"
        for client, found in sorted(results.versions.items())
        if client in CLIENTS
    ]
    return "\n".join(
        [
            "<!-- Written by `make bench` from benchmarks/results.json and benchmarks/findings.md. -->",
            "# Performance",
            "",
            f"`make bench` compares this client with the official package (`{OFFICIAL_PACKAGE}`) and writes this",
            "page. The two are measured alternately on one machine. A fake runtime gives both the same work: it",
            "replays messages recorded from the real runtime as fast as the client reads them.",
            "",
            "![Ratio of the official client to this client](performance.svg)",
            "",
            f"- date: {results.date}",
            f"- machine: {machine}",
            *versions,
        ]
    )


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _comparison(results: Results) -> str:
    head = ("Measurement", "Official", "This client", "Ratio", "Goal: at most", "Verdict")
    body = [_compared(line, results) for line in lines()]
    text = (
        "Median of all rounds, with the minimum and maximum in parentheses. Lower is better. The ratio is the figure\n"
        "of the official client divided by that of this client. `x ideal` is relative to the time of a single turn."
    )
    return f"## Comparison\n\n{text}\n\n{_table(head, body)}"


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
            timeout = _number(results.median(row, client, "patience_s") or 0)
            return f"not back after {timeout} s"
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
            "The cost of reading the same messages from the same pipe without a client. As above, the wall time\n"
            "includes the time of the server.",
            _table(("Per event", "Wall time, us", "CPU time, us"), events),
            _table(("Per request", "us"), pipes),
        ]
    )


def _linear(results: Results) -> str:
    kinds = (
        ("Events of one turn, sync stream", "events"),
        ("Events of one turn, async stream", "async_events"),
        ("Consecutive turns of one client with 20 deltas each, sync `run()`", "many_turns"),
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
            tables.append(_table((title, "Wall time each, us", "CPU time each, us", "Memory growth, MB"), body))
    if not tables:
        return ""
    text = (
        "The cost of an event or turn must not depend on the number of earlier ones. Agent messages have 1,000 deltas\n"
        "here. Memory grows by their text, which is part of the result."
    )
    return "\n\n".join(["## Scaling", text, *tables])


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
        "End to end, with a scripted model in a separate process. Most of the time is spent in the runtime, so the\n"
        "clients are close in wall time and differ in CPU time."
    )
    return f"## Real runtime\n\n{text}\n\n{_table(('Measurement', 'Official', 'This client'), body)}"


def _pools(results: Results) -> str:
    sizes = [
        (str(size), _cell(results, "pool", ("ours",), f"turns_per_second_{size}"))
        for size in (1, 2, 3)
        if results.values("pool", "ours", f"turns_per_second_{size}")
    ]
    trips = [
        (name, _cell(results, "transports", ("ours",), figure))
        for name, figure in TRANSPORTS
        if results.values("transports", "ours", figure)
    ]
    parts: list[str] = []
    if sizes:
        speedup = results.median("pool", "ours", "speedup") or 0.0
        verdict = "met" if speedup >= POOL_GOAL else "**goal missed**"
        parts += [
            "## Pools",
            "Short turns on the real runtime, with `AsyncCodexPool.map`. Goal on two cores: three runtimes run at\n"
            f"least {POOL_GOAL} x as many turns per second as one. Measured: {_number(speedup)} x ({verdict}).",
            _table(("Runtimes", "Turns per second"), sizes),
        ]
    if trips:
        parts += [
            "## Transports",
            "A small request (`thread/loaded/list`) and its response on the real runtime, sync.",
            _table(("Transport", "us"), trips),
        ]
    return "\n\n".join(parts)


def _telemetry(results: Results) -> str:
    rows = [
        (name, *(_cell(results, row, ("dev",), figure) for figure in ("turn_us", "event_us")))
        for name, row in TELEMETRY
        if row in results.runs
    ]
    if not rows:
        return ""
    text = (
        "CPU time of the client with and without [OpenTelemetry](telemetry.md): a short turn of 20 deltas, and each\n"
        "event of a long turn. The exporter drops the spans."
    )
    return f"## Telemetry\n\n{text}\n\n{_table(('State', 'Turn, us', 'Event, us'), rows)}"


def _durable(results: Results) -> str:
    rows = [(name, _cell(results, "durable", ("dev",), figure)) for name, figure in DURABLE]
    overhead = results.median("durable", "dev", "queued_overhead")
    if overhead is None:
        return ""
    verdict = "met" if overhead < DURABLE_GOAL else "**goal missed**"
    workers = [(str(size), _cell(results, "durable", ("dev",), f"turns_per_second_{size}")) for size in DURABLE_WORKERS]
    jobs = results.median("durable", "dev", "jobs") or 0
    submit = results.median("durable", "dev", "submit_us") or 0
    growth = results.median("durable", "dev", "growth_mib") or 0
    text = (
        "[Durable turns](durable.md), one after the other, on the real runtime with a scripted model that answers at\n"
        f"once. A durable turn takes {overhead:.1f} ms longer than a plain one (goal: under {DURABLE_GOAL:g} ms; "
        f"{verdict})."
    )
    queue = (
        f"Storing {jobs:,.0f} jobs takes {submit:,.0f} us for each, and the memory of the client grows by "
        f"{growth:.1f} MiB\nafter the first fifth."
    )
    return "\n\n".join(
        [
            f"## Durable turns\n\n{text}",
            _table(("Turn", "ms"), rows),
            "Workers run 4 turns each, on one machine and one SQLite file:",
            _table(("Workers", "Turns per second"), workers),
            queue,
        ]
    )


def _method() -> str:
    return """\
## Method

`make bench` installs both packages in separate environments under `.bench/` and compiles the fake runtime
(`benchmarks/server.c`; without a C compiler, a slower one in Python). It runs each script of `benchmarks/rows/` in a
new process, alternating between the two clients, for several rounds. The scripts use only public names that both
packages have. CPU time is that of the client's process. A row fails if events or responses are missing.
`make bench FULL=1` adds the longest runs. [benchmarks/README.md](../benchmarks/README.md) describes how to run or add
single rows."""


def _table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> str:
    rows = [head, tuple("---" if index == 0 else "---:" for index in range(len(head))), *body]
    return "\n".join(f"| {' | '.join(cell for cell in row)} |" for row in rows)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"
