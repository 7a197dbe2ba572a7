"""Protect open clients when the process forks: the parent keeps them, and the child closes its copies.

A child without exec (`os.fork`, the start method "fork" of multiprocessing) inherits file descriptors, but no threads.
If the child wrote to an inherited pipe, its messages would mix with those of the parent. If it kept the pipe open, the
runtime would not notice that the parent has exited. And a lock that another thread of the parent holds at the time of
the fork stays locked in the child permanently, so `os.register_at_fork` takes the registered locks before the fork.
"""

from __future__ import annotations

import os
import weakref
from typing import Protocol

FORKED_CLIENT_MESSAGE = "this client belongs to the parent process; create a new client after the fork"

FORK_LOCK_TIMEOUT = 1.0
"""Maximum time that a fork waits for a lock, in seconds. The locks are held for short times only."""


class ForkAware(Protocol):
    """An object with callbacks for forks. The thread that forks calls them."""

    def lock_before_fork(self) -> bool:
        """Take the locks that the child must not inherit locked.

        Return False if nothing was locked.
        """
        ...

    def unlock_after_fork(self) -> None:
        """Release the locks, in the parent and in the child.

        Called if `lock_before_fork` has returned True.
        """
        ...

    def detach_after_fork(self) -> None:
        """Release file descriptors, and mark the object as closed, in the child."""
        ...


_registered: dict[int, weakref.ReferenceType[ForkAware]] = {}
_locked: list[ForkAware] = []


def register(client: ForkAware) -> None:
    """Call `client` when the process forks, for as long as it lives."""
    key = id(client)
    _registered[key] = weakref.ref(client, lambda _: _registered.pop(key, None))


def _all() -> list[ForkAware]:
    # `list` copies in one step under the GIL; other threads may register clients during an iteration.
    return [client for reference in list(_registered.values()) if (client := reference()) is not None]


def _before() -> None:
    _locked.extend(client for client in _all() if client.lock_before_fork())


def _after_in_parent() -> None:
    while _locked:
        _locked.pop().unlock_after_fork()


def _after_in_child() -> None:
    _after_in_parent()
    for client in _all():
        client.detach_after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_after_in_parent, after_in_child=_after_in_child)
