"""Find and kill the descendants of a runtime. POSIX only; on Windows, a job object contains them (`windows_job`)."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
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
    zombie: bool = False

    @property
    def adopted(self) -> bool:
        """Whether this process is its parent, because it is the first one of a container or a subreaper."""
        return self.parent == os.getpid()


def descendants(leader: int, known: Iterable[ProcessId] = ()) -> frozenset[ProcessId]:
    """Return the running descendants of a session leader, without itself, and the zombies that this process must reap.

    Descendants are the children of the leader and of other descendants, in any group or session, and the processes in
    the session or group of a descendant, even if their parent has exited. A process that has created a session *and*
    lost its parent is a daemon, and is not found.

    Args:
        leader: Process id of the session leader.
        known: Descendants that an earlier call found. They may have exited while their children run.
    """
    table = [entry for entry in _process_table() if not entry.zombie or entry.adopted]
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


def kill(relatives: Iterable[ProcessId], reap_timeout: float = 0.0) -> None:
    """Kill the given processes if they still run, and reap those that have become children of this process.

    An orphan becomes a child of the first process of a container, or of a subreaper. There, nothing else would reap it.

    Args:
        relatives: The processes.
        reap_timeout: Maximum time to wait for children of this process to end, in seconds.
    """
    relatives = set(relatives)
    if sys.platform == "win32" or not relatives:
        return
    deadline, delay = time.monotonic() + reap_timeout, 0.001
    while True:
        adopted = False
        for entry in list(_process_table()):
            if entry.relative not in relatives:
                continue
            if not entry.zombie:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(entry.relative.pid, signal.SIGKILL)
            if entry.adopted:
                # The child of an adopted process is adopted once that process has been reaped.
                adopted = True
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(entry.relative.pid, os.WNOHANG)
        if not adopted or time.monotonic() >= deadline:
            return
        time.sleep(delay)
        delay = min(delay * 2, 0.02)


def _process_table() -> Iterator[_Entry]:
    """Return the processes of the system."""
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
        relative = ProcessId(int(name), fields[19].decode("ascii"))
        zombie = fields[0] in (b"Z", b"X")
        yield _Entry(relative, int(fields[1]), int(fields[2]), int(fields[3]), zombie)


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
        if started:
            relative = ProcessId(int(pid), started[0])
            yield _Entry(relative, int(parent), int(group), int(group), state.startswith("Z"))
