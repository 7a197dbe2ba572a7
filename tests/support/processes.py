"""Checks that a client leaves no process and no thread behind."""

from __future__ import annotations

import threading
import time

import psutil  # type: ignore[import-untyped]  # its types are in a separate package


def processes_of(pid: int | None) -> list[psutil.Process]:
    """Return a process and its descendants. The list is empty for an unknown process, and without a `pid`."""
    if pid is None:
        return []
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def still_running(processes: list[psutil.Process], timeout: float = 5.0) -> list[psutil.Process]:
    """Return the processes that have not exited after `timeout` seconds.

    A killed process needs a moment to exit. An orphan stays a zombie until the system reaps it, so zombies count as
    exited.
    """
    deadline = time.monotonic() + timeout
    running = list(filter(_is_running, processes))
    while running and time.monotonic() < deadline:
        time.sleep(0.01)
        running = list(filter(_is_running, running))
    return running


def _is_running(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def process_exists(pid: int | None) -> bool:
    """Return whether a process exists. Zombies count. Without a `pid`, there is no process."""
    return pid is not None and bool(psutil.pid_exists(pid))


def new_threads(before: set[threading.Thread], prefix: str = "") -> list[str]:
    """Return the names of the threads that started after `before` was taken."""
    return [thread.name for thread in set(threading.enumerate()) - before if thread.name.startswith(prefix)]
