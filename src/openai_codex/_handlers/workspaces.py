"""Working directories of threads, which approval requests contain."""

from __future__ import annotations

from collections import OrderedDict

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

    def find(self, thread_id: str) -> str | None:
        """Return the working directory of a thread, or None if it is unknown."""
        return self._directories.get(thread_id)
