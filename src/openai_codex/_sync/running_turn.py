"""A turn that has started, and what becomes of it if nobody waits for its end: for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._connection.sync.connection import Connection
    from openai_codex._json_types import JsonObject
    from openai_codex._results.deadline import TurnDeadline
    from openai_codex._results.result import TurnResult
    from openai_codex._sync.requests import RequestSender


class RunningTurn:
    """One turn, in the runtime that it was started in: it lives and dies with that."""

    def __init__(self, sender: RequestSender, connection: Connection, thread_id: str, id: str) -> None:
        self.sender = sender.bound_to(connection)
        self.connection = connection
        self.thread_id = thread_id
        self.id = id
        self.buffer = connection.event_buffer(id)

    def wait(self, deadline: TurnDeadline, detach: bool) -> TurnResult:
        """Wait for the end of the turn, with patience that others may have used before; see `TurnHandle.run`."""
        try:
            # In here, because to import takes its time, and Ctrl-C may come meanwhile.
            from openai_codex._results.collector import TurnResultCollector

            retained_only = deadline.idle_timeout is None
            collector = TurnResultCollector(self.id, self.buffer.deltas if retained_only else None)
            with self.connection.subscribe(self.buffer, retained_only=retained_only) as events:
                while True:
                    while event := events.subscription.pop():
                        deadline.reset_idle()
                        collector.add(event)
                    if events.subscription.exhausted():
                        return collector.result()
                    if events.wait(deadline.remaining()):
                        continue
                    if deadline.extend_idle(self.connection.dispatcher.last_active(self.id)):
                        continue
                    late = deadline.expired
                    stored = None if late else self._fetch_stored_turn()
                    if stored is None and not detach:
                        self._cancel()
                        while event := events.subscription.pop():
                            collector.add(event)
                    detach = True
                    if stored is not None:
                        collector.use_stored_turn(stored)
                        return collector.result()
                    raise deadline.timeout_error(collector.partial_result(), idle=not late)
        finally:
            self.release(detach)

    def interrupt(self) -> None:
        """Stop the turn, once it runs, unless it was stopped already."""
        self.connection.interrupt(self.thread_id, self.buffer, self.sender.timeout)

    def _fetch_stored_turn(self) -> JsonObject | None:
        """Return the turn as the runtime has it (`thread/read`) if it has ended, else None."""
        from openai_codex._results.collector import find_completed_turn

        try:
            params = {"threadId": self.thread_id, "includeTurns": True}
            reply = self.sender.with_timeout(INTERRUPT_TIMEOUT).call("thread/read", params)
        except CodexError:
            # One that is kept nowhere, or a runtime that is as silent about this.
            return None
        return find_completed_turn(reply, self.id)

    def release(self, detach: bool) -> None:
        """Interrupt the turn, if nobody here reads it any more and it was not to go on."""
        if not (detach or self.buffer.ended or self.buffer.consumer_count):
            self._cancel()

    def _cancel(self) -> None:
        """Interrupt the turn, and see it end, if that takes no longer than the grace."""
        self.connection.cancel_turn(self.thread_id, self.buffer, INTERRUPT_TIMEOUT)
