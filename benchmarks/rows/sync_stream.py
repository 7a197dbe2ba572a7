"""Sync stream of one turn, reading every payload."""

from __future__ import annotations

from measuring import PROMPT, WARM_UP, Clock, arguments, check_count, delta_of, per_event, report, server
from openai_codex import Codex


def main() -> None:
    """Measure a turn of `--events` deltas after a warm-up turn."""
    options = arguments(__doc__, events=50_000, each=0)
    with Codex(server(deltas=options.events, first_deltas=WARM_UP, each=options.each)) as codex:
        for expected in (WARM_UP, options.events):
            thread = codex.thread_start()
            clock = Clock()
            events = sum(delta_of(event.payload) for event in thread.turn(PROMPT).stream())
            wall, cpu = clock.read()
            check_count("pieces of text", events, expected)
    report(options, per_event(events, wall, cpu))


if __name__ == "__main__":
    main()
