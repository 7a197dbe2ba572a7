"""What happens to open clients when the process forks: the parent keeps them, the child lets go of them.

A child without exec, as `os.fork` and the start method "fork" of multiprocessing make it, inherits the pipes, but none
of the threads that serve them. If it wrote into them, its messages would mix with the parent's; if it only kept them
open, the runtime would not see the end of the parent.
"""

from __future__ import annotations

import os
import weakref
from typing import Protocol

LEFT_TO_PARENT = "this client belongs to the process that this one was forked from; make another one here"

PATIENCE = 1.0
"""How long a fork may wait for a lock that is only ever held for a moment, in seconds."""


class Forkable(Protocol):
    """What has to know of forks. It is called by the thread that forks."""

    def lock_before_fork(self) -> bool:
        """Get into a state that can be copied, and stay in it; return False if that took too long."""
        ...

    def unlock_after_fork(self) -> None:
        """Go on, in the parent and in the child alike: after `lock_before_fork` has returned True."""
        ...

    def leave_to_parent(self) -> None:
        """Let go, in the child."""
        ...


_watched: dict[int, weakref.ReferenceType[Forkable]] = {}
_locked: list[Forkable] = []


def watch(forkable: Forkable) -> None:
    """Tell `forkable` of forks, for as long as it lives."""
    key = id(forkable)
    _watched[key] = weakref.ref(forkable, lambda _: _watched.pop(key, None))


def _all() -> list[Forkable]:
    # A copy that is made in one step, for other threads may add to it.
    return [forkable for reference in list(_watched.values()) if (forkable := reference()) is not None]


def _before() -> None:
    _locked.extend(forkable for forkable in _all() if forkable.lock_before_fork())


def _after_in_parent() -> None:
    while _locked:
        _locked.pop().unlock_after_fork()


def _after_in_child() -> None:
    _after_in_parent()
    for forkable in _all():
        forkable.leave_to_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_after_in_parent, after_in_child=_after_in_child)
