"""Messages of the runtime that wait until the state of their threads is restored."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from openai_codex._protocol.event_buffer import RETAINED_METHODS

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject

logger = logging.getLogger("openai_codex")

MAX_HELD_BYTES = 64 * 1024 * 1024
"""Maximum size of the messages that are held, in bytes. Beyond it, deltas are discarded."""


class HeldMessages:
    """The messages of the threads that are being restored, in order.

    After a lost connection, the client reads which items a turn has completed meanwhile. Messages that arrive before
    are newer than those items, and must follow them.
    """

    def __init__(self) -> None:
        self.threads: frozenset[str] = frozenset()
        """Ids of the threads. Read by `Session` for each message."""
        self.dropped = 0
        """Number of deltas that were discarded because too many messages were held."""
        self._lines: list[bytes] = []
        self._size = 0

    def hold(self, thread_id: str) -> None:
        """Hold the messages of a thread from now on."""
        self.threads |= {thread_id}

    def add(self, method: str, params: JsonObject, line: bytes, *, is_request: bool) -> bool:
        """Keep a message if it concerns one of the threads; return whether it does.

        A request is always kept, because the runtime waits for the response.
        """
        if params.get("threadId") not in self.threads:
            return False
        is_delta = method.startswith("item/") and method not in RETAINED_METHODS and not is_request
        if is_delta and self._size > MAX_HELD_BYTES:
            if not self.dropped:
                logger.warning("too many messages arrived while the connection was restored; deltas are discarded")
            self.dropped += 1
            return True
        self._lines.append(line)
        self._size += len(line)
        return True

    def take(self) -> tuple[list[bytes], frozenset[str]]:
        """Remove and return the messages and the ids of the threads, and hold no more messages."""
        lines, threads = self._lines, self.threads
        self.clear()
        return lines, threads

    def clear(self) -> None:
        """Discard all messages, and hold no more."""
        self.threads, self._lines, self._size = frozenset(), [], 0
