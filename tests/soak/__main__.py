"""Runs the soak test with fault injection (`make soak`).

Rounds of mixed turns on the real runtime, alternately sync and async, each with a different ending. Between the rounds
no client is open, and this process is measured. The exit code is 1 if a call hung, an outcome was unexpected, or a
resource leaked.
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

MODEL = Path(__file__).with_name("model.py")


def soak(seconds: float, seed: int, endings: Sequence[Ending] = tuple(Ending)) -> Record:
    """Run rounds for some seconds, and each kind of round at least once; return the record."""
    kinds = [(ending, flavour) for ending in endings for flavour in ("sync", "async")]
    length = max(0.5, min(5.0, seconds / len(kinds) / 2))
    with subprocess.Popen([sys.executable, MODEL], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as model:
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
                play(record, ending, flavour, length, settings, seed + 100 * number)
                record.sample()
        finally:
            model.stdin.close()
            model.wait(LIMIT)
    return record


def play(record: Record, ending: Ending, flavour: str, length: float, settings: Path, seed: int) -> None:
    """Run one round."""
    # If the program hangs, print the stacks of all threads and exit.
    faulthandler.dump_traceback_later(LIMIT * 3, exit=True)
    with config(settings, ending) as configured:
        round = Round(record, ending, flavour, length)
        if flavour == "sync":
            sync_work.play(round, configured, seed)
        else:
            asyncio.run(async_work.play(round, configured, seed))
    faulthandler.cancel_dump_traceback_later()


def main() -> int:
    """Run the soak test, print the results, and write them into the page with --write; return the exit code."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800.0, help="how long, at least")
    parser.add_argument("--seed", type=int, default=0, help="what the order of the work comes from")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name}")
    options = parser.parse_args()
    # The handlers of the soak test raise on purpose.
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
