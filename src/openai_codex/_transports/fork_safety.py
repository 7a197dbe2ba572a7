"""What happens to open clients when the process forks: the parent keeps them, the child lets go of them.

A child without exec, as `os.fork` and the start method "fork" of multiprocessing make it, inherits the pipes, but none
of the threads that serve them. If it wrote into them, its messages would mix with the parent's; if it only kept them
open, the runtime would not see the end of the parent.
"""

from __future__ import annotations

import os
import weakref
from typing import Protocol

FORKED_CLIENT_MESSAGE = "this client belongs to the process that this one was forked from; make another one here"

FORK_LOCK_TIMEOUT = 1.0
"""How long a fork may wait for a lock that is only ever held for a moment, in seconds."""


class ForkAware(Protocol):
    """What has to know of forks. It is called by the thread that forks."""

    def lock_before_fork(self) -> bool:
        """Get into a state that can be copied, and stay in it; return False if that took too long."""
        ...

    def unlock_after_fork(self) -> None:
        """Go on, in the parent and in the child alike: after `lock_before_fork` has returned True."""
        ...

    def detach_after_fork(self) -> None:
        """Let go, in the child."""
        ...


_registered: dict[int, weakref.ReferenceType[ForkAware]] = {}
_locked: list[ForkAware] = []


def register(client: ForkAware) -> None:
    """Tell `client` of forks, for as long as it lives."""
    key = id(client)
    _registered[key] = weakref.ref(client, lambda _: _registered.pop(key, None))


def _all() -> list[ForkAware]:
    # A copy that is made in one step, for other threads may add to it.
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
