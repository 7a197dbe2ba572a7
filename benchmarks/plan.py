"""The rows to measure: script in `rows/`, arguments, rounds and clients."""

from __future__ import annotations

from dataclasses import dataclass

BOTH = ("ours", "official")
OURS = ("ours",)


@dataclass(frozen=True)
class Row:
    """One measurement. Rounds alternate between the clients."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    rounds: int = 5
    clients: tuple[str, ...] = BOTH
    timeout: float = 180.0
    """Maximum time of one run, in seconds. A longer run is recorded as an error."""


def rows(full: bool) -> list[Row]:
    """Return the rows of `make bench`; `full` (FULL=1) adds runs of several minutes."""
    return [
        Row("floors", "floors", ("--requests", "1000"), clients=OURS),
        Row("import", "import_time", ("--times", "2"), rounds=4),
        # The environment of the developer, which has the extra `cli`.
        Row("help", "help_time", ("--times", "5"), rounds=4, clients=("dev",)),
        Row("cold_start", "cold_start", ("--times", "2"), rounds=4),
        Row("sync_stream", "sync_stream", ("--events", "100000"), rounds=7),
        Row("sync_stream_each", "sync_stream", ("--each", "1"), rounds=3),
        Row("sync_run", "sync_run", ("--events", "100000"), rounds=7),
        Row("async_stream", "async_stream", ("--events", "40000"), rounds=7),
        Row("async_run", "async_run", ("--events", "40000"), rounds=7),
        Row("round_trip", "round_trip", ("--requests", "1000")),
        Row("turns_256", "concurrent_turns", rounds=3),
        Row("turns_1024", "concurrent_turns", ("--turns", "1024"), rounds=1),
        Row("interrupt", "interrupt", rounds=2),
        Row("unread", "unread", rounds=1),
        Row("resume", "big_reply", rounds=3),
        Row("read", "big_reply", ("--read", "1"), rounds=3),
        Row("real_runtime", "real_runtime"),
        Row("pool", "pool", rounds=3, clients=OURS),
        Row("transports", "transports", rounds=3, clients=OURS),
        *_telemetry(),
        *_durable(full),
        Row("regenerate", "regenerate", rounds=2, clients=("dev",)),
        *_linear(full),
    ]


def _telemetry() -> list[Row]:
    # The environment of the developer, which has the SDK.
    names = enumerate(("telemetry_off", "telemetry_installed", "telemetry_on"))
    return [Row(name, "telemetry", ("--state", str(state)), clients=("dev",)) for state, name in names]


def _durable(full: bool) -> list[Row]:
    # The environment of the developer, which has DBOS.
    jobs = 100_000 if full else 10_000
    return [Row("durable", "durable", ("--jobs", str(jobs)), rounds=1 if full else 3, clients=("dev",), timeout=1800.0)]


def _linear(full: bool) -> list[Row]:
    events = [10_000, 100_000, 1_000_000, *([10_000_000] if full else [])]
    turns = [1, 10, 100, 1_000, 10_000, *([100_000] if full else [])]
    return [
        *(_once(f"events_{count}", ("--events", str(count))) for count in events),
        *(_once(f"async_events_{count}", ("--async", "1", "--events", str(count))) for count in events),
        *(_once(f"many_turns_{count}", ("--turns", str(count))) for count in turns),
    ]


def _once(name: str, arguments: tuple[str, ...]) -> Row:
    # Short runs are noisier, so they have more rounds.
    seconds = int(arguments[-1]) * (1e-3 if arguments[0] == "--turns" else 1e-5)
    return Row(name, "linear", arguments, rounds=1 if seconds > 5 else 3, clients=OURS, timeout=900.0)
