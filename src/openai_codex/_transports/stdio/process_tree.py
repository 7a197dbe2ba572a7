"""Find and kill the descendants of a runtime. POSIX only; on Windows, a job object contains them (`windows_job`)."""

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
"""Maximum time for `ps`, on systems without /proc, in seconds."""


@dataclass(frozen=True)
class ProcessId:
    """Identity of a process. The start time distinguishes later processes with the same id."""

    pid: int
    started: str


@dataclass(frozen=True)
class _Entry:
    """One line of the process table."""

    relative: ProcessId
    parent: int
    group: int
    session: int


def descendants(leader: int, known: Iterable[ProcessId] = ()) -> frozenset[ProcessId]:
    """Return the running descendants of a session leader, without itself.

    Descendants are the children of the leader and of other descendants, in any group or session, and the processes in
    the session or group of a descendant, even if their parent has exited. A process that has created a session *and*
    lost its parent is a daemon, and is not found.

    Args:
        leader: Process id of the session leader.
        known: Descendants that an earlier call found. They may have exited while their children run.
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
    """Kill the given processes if they still run."""
    relatives = set(relatives)
    if sys.platform == "win32" or not relatives:
        return
    for entry in list(_process_table()):
        if entry.relative in relatives:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(entry.relative.pid, signal.SIGKILL)


def _process_table() -> Iterator[_Entry]:
    """Return the processes of the system, without zombies."""
    return _from_proc() if sys.platform == "linux" else _from_ps()


def _from_proc() -> Iterator[_Entry]:
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                stat = file.read()
        except OSError:
            # The process has exited since the directory was listed.
            continue
        # The second field, the program name in parentheses, may contain any character. See proc(5).
        fields = stat[stat.rindex(b")") + 2 :].split()
        if fields[0] not in (b"Z", b"X"):
            relative = ProcessId(int(name), fields[19].decode("ascii"))
            yield _Entry(relative, int(fields[1]), int(fields[2]), int(fields[3]))


def _from_ps() -> Iterator[_Entry]:
    """Read the output of `ps`.

    Not every `ps` prints the session, so the group takes its place.
    """
    command = ("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "pgid=", "-o", "stat=", "-o", "lstart=")
    try:
        # LC_ALL, so that two calls print the same start time in the same way.
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
        logger.warning("descendants of the runtime may keep running: ps failed: %s", error)
        return
    for line in printed.decode("ascii", "replace").splitlines():
        pid, parent, group, state, *started = line.split(None, 4)
        if started and not state.startswith("Z"):
            yield _Entry(ProcessId(int(pid), started[0]), int(parent), int(group), int(group))
