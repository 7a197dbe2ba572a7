"""Sync: receive one large response, to `thread_resume` or, completely typed, to `Thread.read`."""

from __future__ import annotations

from collections import Counter

from measuring import Clock, arguments, check_count, peak_bytes, report, resident_bytes, server
from openai_codex import Codex


def main() -> None:
    """Measure a response of `--megabytes`; `--read 1` uses `Thread.read(include_turns=True)`."""
    options = arguments(__doc__, megabytes=50, read=0)
    size = options.megabytes * 1_000_000
    with Codex(server(reply_bytes=size)) as codex:
        thread = codex.thread_start()
        thread.run("Load what has to be loaded.")
        before = resident_bytes()
        clock = Clock()
        if options.read:
            turns = thread.read(include_turns=True).thread.turns
            # Within the measured time, because the client may parse them on access. The official client wraps them.
            kinds = Counter(getattr(item, "root", item).type for turn in turns for item in turn.items)
            check_count("messages of the agent", kinds["agentMessage"], 2 * len(turns))
        else:
            check_count("ids that are the same", int(codex.thread_resume(thread.id).id == thread.id), 1)
        wall, cpu = clock.read()
        report(
            options,
            {
                "megabytes": options.megabytes,
                "wall_s": wall,
                "cpu_s": cpu,
                "peak_growth_mb": (peak_bytes() - before) / 1e6,
                "times_size": (peak_bytes() - before) / size,
            },
        )


if __name__ == "__main__":
    main()
