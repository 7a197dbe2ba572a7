"""Run the soak test: use the client for a long time with injected faults (`make soak`).

The test runs rounds of mixed operations on the real runtime, alternately with the sync and the async client. Each round
ends in a different way. Between rounds no client is open, and the test measures this process. The exit code is 1 if a
call stays pending, an outcome is unexpected, or memory, files, threads, tasks or child processes leak.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import itertools
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from soak import async_work, sync_work
from soak.page import PAGE, report, write
from soak.record import Record
from soak.rounds import LIMIT, Ending, Round, config

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTS = Path(__file__).parents[1]


def soak(seconds: float, seed: int, endings: Sequence[Ending] = tuple(Ending)) -> Record:
    """Run rounds for a number of seconds, but each kind of round at least once; return the results."""
    kinds = [(ending, flavour) for ending in endings for flavour in ("sync", "async")]
    length = max(0.5, min(5.0, seconds / len(kinds) / 2))
    command = [sys.executable, "-m", "soak.model"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=TESTS) as model:
        assert model.stdin is not None
        assert model.stdout is not None
        try:
            settings = Path(model.stdout.readline().decode().strip())
            record = Record()
            record.sample()
            until = time.monotonic() + seconds
            for number, (ending, flavour) in enumerate(itertools.cycle(kinds)):
                if record.problems or (time.monotonic() >= until and number >= len(kinds)):
                    break
                run_round(record, ending, flavour, length, settings, seed + 100 * number)
                record.sample()
        finally:
            model.stdin.close()
            model.wait(LIMIT)
    return record


def run_round(record: Record, ending: Ending, flavour: str, length: float, settings: Path, seed: int) -> None:
    """Run one round."""
    # If a wait without a timeout never ends, print all stacks and exit.
    faulthandler.dump_traceback_later(LIMIT * 3, exit=True)
    with config(settings, ending) as configured:
        round = Round(record, ending, flavour, length)
        if flavour == "sync":
            sync_work.run_round(round, configured, seed)
        else:
            asyncio.run(async_work.run_round(round, configured, seed))
    faulthandler.cancel_dump_traceback_later()


def main() -> int:
    """Run the soak test, print its report, and write it into the page if requested; return the exit code."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800.0, help="minimum duration in seconds")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random order of operations")
    parser.add_argument("--write", action="store_true", help=f"write the report into {PAGE.name}")
    options = parser.parse_args()
    # The handlers of this test raise on purpose.
    logging.getLogger("openai_codex").setLevel(logging.CRITICAL)
    record = soak(options.seconds, options.seed)
    print(report(record))
    problems = record.verdict()
    for problem in problems:
        print(f"PROBLEM: {problem}", file=sys.stderr)
    if options.write and not problems:
        write(record)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
