"""Sync: memory of unread notifications that belong to no turn."""

from __future__ import annotations

from measuring import Clock, arguments, peak_bytes, report, resident_bytes, server
from openai_codex import Codex


def main() -> None:
    """Measure `--notifications` notifications, which arrive before the response to a request."""
    options = arguments(__doc__, notifications=1_000_000)
    with Codex(server(flood=options.notifications)) as codex:
        codex.models()
        before = resident_bytes()
        clock = Clock()
        codex.models()
        wall, cpu = clock.read()
        report(
            options,
            {
                "notifications": options.notifications,
                "growth_mb": (resident_bytes() - before) / 1e6,
                "peak_growth_mb": (peak_bytes() - before) / 1e6,
                "wall_us": wall / options.notifications * 1e6,
                "cpu_us": cpu / options.notifications * 1e6,
            },
        )


if __name__ == "__main__":
    main()
