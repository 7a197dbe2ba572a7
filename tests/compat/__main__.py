"""Checks the client with every published runtime and writes docs/compatibility.md (`make compat`).

Runtimes are downloaded one at a time and removed again, except for those that the tests need. Results are stored in
the cache folder, so that an interrupted run continues. Results of another version of the client are discarded.
"""

from __future__ import annotations

import argparse
import datetime
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from codex_codegen.sources.cache import cache_folder
from codex_codegen.sources.published import forget, is_cached, published_versions, runtime
from compat.check import Outcome, check
from compat.conformance import CAPABILITIES
from compat.matrix import PAGE, Row, fingerprint, load_rows, render, save_rows
from compat.versions import TESTED

if TYPE_CHECKING:
    from pathlib import Path


def row_of(version: str) -> Row:
    """Check the client with one runtime."""
    program = runtime(version)
    day = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    # As many as there are cores: a runtime that waits for a core would appear slow.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = dict(
            zip(CAPABILITIES, pool.map(lambda name: _check_with_retry(program, name), CAPABILITIES), strict=True)
        )
    return Row(version, reported_version(program), day, outcomes)


def reported_version(program: Path) -> str:
    """Return the name and version that a runtime reports."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def _check_with_retry(program: Path, capability: str) -> Outcome:
    """Check a capability, and repeat a failed check once to exclude problems of this machine."""
    outcome = check(program, capability)
    return outcome if outcome.passed else check(program, capability)


def main() -> int:
    """Write the page; return the exit code."""
    parser = argparse.ArgumentParser(prog="make compat", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="take nothing over from an earlier run")
    fresh = parser.parse_args().fresh
    versions = published_versions()
    saved = cache_folder() / "conformance.json"
    saved.parent.mkdir(parents=True, exist_ok=True)
    client = fingerprint()
    rows = {} if fresh else load_rows(saved, client)
    for number, version in enumerate(versions, 1):
        known = version in rows
        if not known:
            had = is_cached(version)
            try:
                rows[version] = row_of(version)
            finally:
                if not had and version not in TESTED:
                    forget(version)
            save_rows(saved, rows, client)
        row = rows[version]
        gaps = [name for name, outcome in row.outcomes.items() if not outcome.passed]
        took = " (from an earlier run)" if known else ""
        print(
            f"[{number}/{len(versions)}] {version}: {len(CAPABILITIES) - len(gaps)} of {len(CAPABILITIES)}{took}"
            + (f", not {', '.join(gaps)}" if gaps else ""),
            flush=True,
        )
    PAGE.write_text(render([rows[version] for version in versions]), encoding="utf-8")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
