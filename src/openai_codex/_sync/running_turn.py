"""A turn that has started, and what becomes of it if nobody waits for its end: for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._results.deadline import INTERRUPT_GRACE, Patience
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._connection.sync.connection import SyncConnection
    from openai_codex._json_types import JsonObject
    from openai_codex._results.result import TurnResult
    from openai_codex._sync.requests import SyncCalls


class RunningTurn:
    """One turn, in the runtime that it was started in: it lives and dies with that."""

    def __init__(self, calls: SyncCalls, connection: SyncConnection, thread_id: str, id: str) -> None:
        self.calls = calls.at(connection)
        self.connection = connection
        self.thread_id = thread_id
        self.id = id
        self.mailbox = connection.mailbox(id)

    def finish(self, patience: Patience, detach: bool) -> TurnResult:
        """Wait for the end of the turn, with patience that others may have used before; see `TurnHandle.run`."""
        try:
            # In here, because to import takes its time, and Ctrl-C may come meanwhile.
            from openai_codex._results.collector import Collector

            results_only = patience.idle_timeout is None
            collector = Collector(self.id, self.mailbox.growth if results_only else None)
            with self.connection.subscribe(self.mailbox, results_only=results_only) as events:
                while True:
                    while event := events.inner.pop():
                        patience.heard()
                        collector.add(event)
                    if events.inner.over():
                        return collector.result()
                    if events.wait(patience.left()):
                        continue
                    if patience.pardons(self.connection.questions.last_open(self.id)):
                        continue
                    late = patience.late
                    stored = None if late else self._stored()
                    if stored is None and not detach:
                        self._give_up()
                        while event := events.inner.pop():
                            collector.add(event)
                    detach = True
                    if stored is not None:
                        collector.stored(stored)
                        return collector.result()
                    raise patience.error(collector.partial_result(), idle=not late)
        finally:
            self.left(detach)

    def interrupt(self) -> None:
        """Stop the turn, once it runs, unless it was stopped already."""
        self.connection.interrupt(self.thread_id, self.mailbox, self.calls.timeout)

    def _stored(self) -> JsonObject | None:
        """Return the turn as the runtime has it (`thread/read`) if it has ended, else None."""
        from openai_codex._results.collector import ended_turn

        try:
            params = {"threadId": self.thread_id, "includeTurns": True}
            reply = self.calls.within(INTERRUPT_GRACE).call("thread/read", params)
        except CodexError:
            # One that is kept nowhere, or a runtime that is as silent about this.
            return None
        return ended_turn(reply, self.id)

    def left(self, detach: bool) -> None:
        """Interrupt the turn, if nobody here reads it any more and it was not to go on."""
        if not (detach or self.mailbox.ended or self.mailbox.readers):
            self._give_up()

    def _give_up(self) -> None:
        """Interrupt the turn, and see it end, if that takes no longer than the grace."""
        self.connection.give_up(self.thread_id, self.mailbox, INTERRUPT_GRACE)
