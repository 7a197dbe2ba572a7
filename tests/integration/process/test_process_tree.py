"""Discovery of the descendants of a process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

from openai_codex._transports.stdio import process_tree
from support.processes import still_running

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")

# A child, a child in a separate session, an orphan, and a daemon, which has lost its relation. Each prints its name and
# pid, because a program is not in the process table before it runs.
TREE = """
say() { echo "$1 $2"; }
sleep 1000 & say child $!
setsid sh -c 'echo "session $$"; exec sleep 1000' &
(sleep 1000 & say orphan $!)
(setsid sh -c 'echo "daemon $$"; exec sleep 1000' & )
wait
"""


@pytest.fixture
def tree() -> Iterator[tuple[int, dict[str, int]]]:
    """Start the processes of `TREE`; return the pid of the leader, and their pids by name."""
    leader = subprocess.Popen(["sh", "-c", TREE], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert leader.stdout is not None
    pids: dict[str, int] = {}
    try:
        while len(pids) < 4:
            name, number = leader.stdout.readline().split()
            pids[name] = int(number)
        yield leader.pid, dict(pids)
    finally:
        leader.stdout.close()
        for pid in (leader.pid, *pids.values()):
            if psutil.pid_exists(pid):
                os.kill(pid, 9)
        leader.wait()


@pytest.mark.parametrize("platform", [sys.platform, "a system without /proc"])
def test_descendants_are_found_and_killed(
    tree: tuple[int, dict[str, int]], platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, pids = tree
    monkeypatch.setattr(sys, "platform", platform)
    daemon = psutil.Process(pids.pop("daemon"))
    relatives = [psutil.Process(pid) for pid in pids.values()]
    family = process_tree.descendants(leader)
    assert {relative.pid for relative in family} == set(pids.values())
    # A process that reuses a pid.
    other = process_tree.ProcessId(daemon.pid, "another time")
    process_tree.kill({*family, other})
    assert still_running(relatives) == []
    assert daemon.is_running()


def test_descendants_of_session_are_found_after_leader_exit(tree: tuple[int, dict[str, int]]) -> None:
    leader, pids = tree
    known = process_tree.descendants(leader)
    psutil.Process(leader).kill()
    os.waitpid(leader, 0)
    found = {relative.pid for relative in process_tree.descendants(leader)}
    assert {pids["child"], pids["orphan"]} <= found
    assert pids["daemon"] not in found
    assert process_tree.descendants(leader, known) == known
