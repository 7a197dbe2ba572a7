"""Working directories of threads, which approval requests contain."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_WORKSPACES = 10_000
"""Maximum number of threads whose working directory is kept. Policies trust no directory of an older thread."""


class Workspaces:
    """Working directories by thread id."""

    def __init__(self) -> None:
        self._directories: OrderedDict[str, str] = OrderedDict()

    def set(self, thread_id: str, cwd: object) -> None:
        """Set the working directory of a thread; a value other than a string changes nothing."""
        if isinstance(cwd, str):
            self._directories.pop(thread_id, None)
            self._directories[thread_id] = cwd
            if len(self._directories) > MAX_WORKSPACES:
                self._directories.popitem(last=False)

    def inherit(self, thread_id: str, parent_id: str) -> None:
        """Set the working directory of a sub-agent to that of the thread that has started it, unless it is known."""
        if thread_id not in self._directories:
            self.set(thread_id, self._directories.get(parent_id))

    def nearest(self, thread_ids: Iterable[str]) -> str | None:
        """Return the working directory of the first thread whose directory is known, or None."""
        return next((found for each in thread_ids if (found := self._directories.get(each)) is not None), None)
