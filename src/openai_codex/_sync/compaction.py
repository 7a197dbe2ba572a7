# Generated from _async/compaction.py by scripts/async_to_sync.py. Do not edit.
"""`CompactionHandle`: a compaction of a thread's history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import PrivateAttr

from codex_protocol import ThreadCompactStartResponse
from openai_codex._protocol.goal_events import NextTurnBuffer
from openai_codex._sync.turn import RunningTurn, TurnHandle

if TYPE_CHECKING:
    from collections.abc import Generator

    from codex_protocol import TurnInterruptResponse
    from openai_codex._protocol.notifications import Notification
    from openai_codex._results.result import TurnResult
    from openai_codex._sync.requests import RequestSender


class CompactionHandle(ThreadCompactStartResponse):
    """A compaction that has started.

    The handle is also the response of the runtime, which has no fields. Created by `Thread.compact`.

    If the handle is dropped, the compaction continues.
    """

    _turn: Any = PrivateAttr()

    def __init__(self, turn: TurnHandle) -> None:
        super().__init__()
        self._turn = turn

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self._handle.thread_id

    @property
    def id(self) -> str | None:
        """Id of the turn that compacts the history.

        None until the runtime reports its start.
        """
        return self._handle.id or None

    def run(
        self, *, timeout: float | None = None, idle_timeout: float | None = None, detach: bool = False
    ) -> TurnResult:
        """Wait for the compaction to finish and return its result.

        If the caller is cancelled or interrupted by Ctrl-C, or a timeout expires, the compaction is interrupted, unless
        `detach` is true.

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.
            idle_timeout: Maximum time between two events, in seconds; None disables it.
            detach: Whether the compaction continues if the caller stops waiting.

        Returns:
            The result of the turn, whose items contain a `ContextCompactionThreadItem`.

        Raises:
            TurnFailedError: The compaction failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            TransportClosedError: The runtime exited before the compaction ended.
            InputError: A timeout is invalid.
        """
        return self._handle.run(timeout=timeout, idle_timeout=idle_timeout, detach=detach)

    def stream(self, *, detach: bool = False) -> Generator[Notification, None, None]:
        """Yield the events of the compaction up to and including `turn/completed`.

        Exiting early interrupts the compaction, unless another consumer is active.

        Args:
            detach: Whether the compaction continues if the consumer exits early.

        Returns:
            A generator of the events, in the order received.

        Raises:
            TransportClosedError: The runtime exited before the compaction ended.
        """
        return self._handle.stream(detach=detach)

    def interrupt(self) -> TurnInterruptResponse:
        """Interrupt the compaction (`turn/interrupt`), once its turn has started.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            InvalidRequestError: The compaction has ended.
        """
        return self._handle.interrupt()

    @property
    def _handle(self) -> TurnHandle:
        handle: TurnHandle = self._turn
        return handle

    def __repr__(self) -> str:
        return f"CompactionHandle(thread_id={self.thread_id!r}, id={self.id!r})"


def start_compaction(sender: RequestSender, thread_id: str) -> CompactionHandle:
    """Start a compaction (`thread/compact/start`) and return its handle."""
    sender.check_login(thread_id)
    connection = sender.connection()
    # Subscribed before the request: the turn may start before the response arrives.
    buffer = NextTurnBuffer(thread_id, connection.open_turns())
    connection.add_goal_buffer(buffer)
    try:
        sender.bound_to(connection).call("thread/compact/start", {"threadId": thread_id})
    except Exception as error:
        connection.remove_goal_buffer(buffer, error)
        raise
    return CompactionHandle(TurnHandle(RunningTurn(sender, connection, thread_id, buffer)))
