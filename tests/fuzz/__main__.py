"""Runs the fuzz targets: python -m fuzz [--seconds N] [--target NAME] [--seed TEXT], or --replay FILE for one input.

An input depends only on the seed, the name of the target and a number, so runs with the same seed generate the same
inputs. The command prints a table, writes minimized failing inputs to files, and exits with 1 if a check failed.
"""

from __future__ import annotations

import argparse
import json
import logging
import secrets
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.targets import TARGETS, attempt, explore

if TYPE_CHECKING:
    from collections.abc import Sequence

# An input of the generator takes as long as hundreds of other inputs.
SHARES = {"framing": 1, "session": 3, "payload": 2, "response": 2, "codegen": 4}

KEPT = 10
"""Maximum number of different failures written per target."""


@dataclass
class Tally:
    """The results of one target."""

    name: str
    inputs: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter[str])
    failures: dict[str, Path] = field(default_factory=dict[str, Path])

    @property
    def failed(self) -> int:
        """Number of inputs that failed."""
        return sum(count for outcome, count in self.outcomes.items() if outcome.startswith("FAILED"))


def fuzz(name: str, seconds: float, seed: str, folder: Path) -> Tally:
    """Fuzz one target for the given number of seconds."""
    target, tally = TARGETS[name], Tally(name)
    start = time.monotonic()
    while (elapsed := time.monotonic() - start) < seconds:
        own_seed = f"{seed}:{name}:{tally.inputs}"
        tally.inputs += 1
        outcome, _, failure = explore(target, own_seed, minimise=False)
        tally.outcomes[outcome] += 1
        if failure is not None and len(tally.failures) < KEPT:
            place = where(failure)
            if place not in tally.failures:
                _, made, failure = explore(target, own_seed)
                assert failure is not None
                tally.failures[place] = write_down(name, made, failure, own_seed, folder)
        tally.seconds = elapsed
    return tally


def where(failure: BaseException) -> str:
    """Identify a failure by the class of its exception and its source line."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__} at {Path(last.filename).name}:{last.lineno}"


def write_down(name: str, made: Any, failure: BaseException, seed: str, folder: Path) -> Path:
    """Write a failing input with the information to reproduce it."""
    folder.mkdir(parents=True, exist_ok=True)
    trace = "".join(traceback.format_exception(failure))
    path = folder / f"{name}-{len(list(folder.glob(f'{name}-*.json')))}.json"
    content = {"target": name, "seed": seed, "failure": trace[-4_000:], "input": made.dump()}
    path.write_text(json.dumps(content, indent=1), encoding="ascii")
    return path


def replay(path: Path) -> int:
    """Check a stored input again. Raises the exception of the check."""
    content = json.loads(path.read_bytes())
    target = TARGETS[content["target"]]
    outcome, failure = attempt(target, target.load(content["input"]))
    print(outcome)
    if failure is not None:
        traceback.print_exception(failure)
    return int(failure is not None)


def report(tallies: Sequence[Tally]) -> None:
    """Print the table."""
    print(f"{'target':<10}{'inputs':>10}{'inputs/s':>10}{'outcomes':>10}{'failed':>8}")
    for tally in tallies:
        speed = tally.inputs / tally.seconds if tally.seconds else 0.0
        print(f"{tally.name:<10}{tally.inputs:>10}{speed:>10.0f}{len(tally.outcomes):>10}{tally.failed:>8}")
        for place, path in tally.failures.items():
            print(f"    {place}: {path}")
    print(f"{'all':<10}{sum(tally.inputs for tally in tallies):>10}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0, help="for all targets together (default: %(default)g)")
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="only this one; may be repeated")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="what the inputs are made of (default: chance)")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="where failures go (default: %(default)s)")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="try one input again, and nothing else")
    options = parser.parse_args(arguments)
    # Nearly every input causes warnings.
    logging.disable(logging.CRITICAL)
    if options.replay is not None:
        return replay(options.replay)
    names: list[str] = options.target or list(TARGETS)
    print(f"seed {options.seed}, {options.seconds:g} s", flush=True)
    whole = sum(SHARES[name] for name in names)
    tallies = [fuzz(name, options.seconds * SHARES[name] / whole, options.seed, options.out) for name in names]
    report(tallies)
    return int(any(tally.failed for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
