"""Sync `run()` of one turn, without a consumer of its deltas."""

from __future__ import annotations

from measuring import PROMPT, WARM_UP, Clock, arguments, check_count, per_event, report, server
from openai_codex import Codex


def main() -> None:
    """Measure a turn of `--events` deltas after a warm-up turn."""
    options = arguments(__doc__, events=50_000)
    with Codex(server(deltas=options.events, first_deltas=WARM_UP)) as codex:
        for expected in (WARM_UP, options.events):
            thread = codex.thread_start()
            clock = Clock()
            result = thread.run(PROMPT)
            # Within the measured time, because the client may parse it on access.
            check_count("items", len(result.items), 2)
            if len(result.final_response or "") < expected:
                raise RuntimeError("the result does not have the whole text")
            wall, cpu = clock.read()
    report(options, per_event(options.events, wall, cpu))


if __name__ == "__main__":
    main()
