"""Which processes a runtime has started, and their end. POSIX only; on Windows a job object knows (`windows_job`)."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

logger = logging.getLogger("openai_codex")

PS_TIMEOUT = 2.0
"""How long `ps` may take where there is no /proc, in seconds."""


@dataclass(frozen=True)
class ProcessId:
    """A process, told from a later one of the same id by when it started (in whatever unit the system uses)."""

    pid: int
    started: str


@dataclass(frozen=True)
class _Entry:
    """One line of the table of processes."""

    relative: ProcessId
    parent: int
    group: int
    session: int


def descendants(leader: int, known: Iterable[ProcessId] = ()) -> frozenset[ProcessId]:
    """Return the processes that came of `leader`, the leader of a session: without itself, as far as they are there.

    Those are its children and theirs, in whatever group or session they put themselves; and who is left in the session
    or in a group of one of them after its parent has ended. A process that made a session of its own *and* lost its
    parent is a daemon, which has left the family for good.
    `known` are those who were found before: they may have ended since, and their children not.
    """
    table = list(_process_table())
    found = {leader, *(relative.pid for relative in known)}
    before = 0
    while len(found) != before:
        before = len(found)
        found.update(
            entry.relative.pid
            for entry in table
            if entry.parent in found or entry.group in found or entry.session in found
        )
    return frozenset(entry.relative for entry in table if entry.relative.pid in found - {leader, os.getpid()})


def kill(relatives: Iterable[ProcessId]) -> None:
    """Kill those of the processes that are still there."""
    relatives = set(relatives)
    if sys.platform == "win32" or not relatives:
        return
    for entry in list(_process_table()):
        if entry.relative in relatives:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(entry.relative.pid, signal.SIGKILL)


def _process_table() -> Iterator[_Entry]:
    """Return the processes of the system, except for zombies, which have ended already."""
    return _from_proc() if sys.platform == "linux" else _from_ps()


def _from_proc() -> Iterator[_Entry]:
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                stat = file.read()
        except OSError:
            continue  # it has just ended
        # The name of the program comes second, in parentheses, and may hold anything. See proc(5).
        fields = stat[stat.rindex(b")") + 2 :].split()
        if fields[0] not in (b"Z", b"X"):
            relative = ProcessId(int(name), fields[19].decode("ascii"))
            yield _Entry(relative, int(fields[1]), int(fields[2]), int(fields[3]))


def _from_ps() -> Iterator[_Entry]:
    """Read the table that `ps` prints. It tells no session everywhere; groups do for what stays in the session."""
    command = ("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "pgid=", "-o", "stat=", "-o", "lstart=")
    try:
        # In one language, so that the same time reads the same.
        printed = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PS_TIMEOUT,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        logger.warning("the children of the runtime cannot be found, because ps does not run: %s", error)
        return
    for line in printed.decode("ascii", "replace").splitlines():
        pid, parent, group, state, *started = line.split(None, 4)
        if started and not state.startswith("Z"):
            yield _Entry(ProcessId(int(pid), started[0]), int(parent), int(group), int(group))
