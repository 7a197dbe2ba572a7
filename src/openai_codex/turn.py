"""`TurnHandle`: a turn that has started, for code that blocks."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar, overload

from openai_codex.errors import InvalidRequestError, RequestTimeoutError, TransportClosedError
from openai_codex.inputs import input_to_wire
from openai_codex.payloads import picker, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codex_protocol import TurnInterruptResponse, TurnSteerResponse
    from openai_codex.events import Notification
    from openai_codex.inputs import SteerInput
    from openai_codex.result import TurnResult
    from openai_codex.sync_connection import SyncConnection


T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")


class TurnHandle:
    """A turn that has started. Made by `Thread.turn`.

    Events are kept from the start of the turn on, so nothing is lost by looking later. The first to read gets all of
    them; who reads after that gets what a result is made of from the past, and everything from then on.
    """

    def __init__(self, connection: SyncConnection, thread_id: str, id: str) -> None:
        self._connection = connection
        self.thread_id = thread_id
        """The id of the thread."""
        self.id = id
        """The id of the turn."""
        self._mailbox = connection.mailbox(id)

    def stream(self) -> Iterator[Notification]:
        """Yield the events of this turn as they come, up to and with its `turn/completed`.

        Raises `TransportClosedError` if the runtime goes away before that.
        """
        with self._connection.subscribe(self._mailbox) as events:
            while event := events.next():
                yield event

    def text(self) -> Iterator[str]:
        """Yield the text of the agent's messages as it comes.

        Raises `TransportClosedError` if the runtime goes away before the end of the turn.
        """
        for event in self.stream():
            piece = text_of(event)
            if piece is not None:
                yield piece

    @overload
    def events(self, kind: type[T1], /) -> Iterator[T1]: ...

    @overload
    def events(self, kind: type[T1], other: type[T2], /) -> Iterator[T1 | T2]: ...

    @overload
    def events(self, kind: type[T1], other: type[T2], third: type[T3], /) -> Iterator[T1 | T2 | T3]: ...

    @overload
    def events(self, *kinds: type[T1]) -> Iterator[T1]: ...

    def events(self, *kinds: type[object]) -> Iterator[object]:
        """Yield the payloads of some classes as they come: `turn.events(ItemCompletedNotification)`.

        Raises `InputError` if no class is given, and `TransportClosedError` if the runtime goes away before the end of
        the turn.
        """
        pick = picker(kinds)
        for event in self.stream():
            if (payload := pick(event)) is not None:
                yield payload

    def run(self) -> TurnResult:
        """Wait for the end of the turn and return what it came to.

        Raises `TurnFailedError`, which carries what there was, if the turn fails, and `TransportClosedError` if the
        runtime goes away before the end.
        """
        from openai_codex.fold import Collector

        collector = Collector(self.id)
        for event in self.stream():
            collector.add(event)
        return collector.result()

    def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Give the running turn more to work on (`turn/steer`).

        Raises `InvalidRequestError` if the turn is not running any more.
        """
        items = input_to_wire(input)
        return self._connection.rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=self.id, input=items)

    def interrupt(self) -> TurnInterruptResponse:
        """Stop the turn (`turn/interrupt`); it ends with status `interrupted`.

        A turn that has been started but does not run yet is waited for, because the runtime refuses to stop it before.
        One that was interrupted already is left at that. Raises `InvalidRequestError` if the turn has ended by itself.
        """
        from codex_protocol import TurnInterruptResponse

        self._connection.wait_started(self._mailbox)
        if self._mailbox.interrupted:
            # The runtime would not answer a second time.
            return TurnInterruptResponse()
        response = self._connection.rpc.turn_interrupt(thread_id=self.thread_id, turn_id=self.id)
        self._mailbox.interrupted = True
        return response

    def __repr__(self) -> str:
        return f"TurnHandle(thread_id={self.thread_id!r}, id={self.id!r})"


class TurnStream(TurnHandle):
    """A turn for the length of a `with` statement. Made by `Thread.stream`."""

    def __init__(self, connection: SyncConnection, thread_id: str, id: str) -> None:
        super().__init__(connection, thread_id, id)
        self._detached = False

    def __iter__(self) -> Iterator[Notification]:
        return self.stream()

    def result(self) -> TurnResult:
        """Wait for the end of the turn and return what it came to; the same as `run`."""
        return self.run()

    def detach(self) -> None:
        """Let the turn go on after the `with` statement."""
        self._detached = True

    def leave(self) -> None:
        """Interrupt the turn (`turn/interrupt`) if it still runs and was not let go; the `with` statement does this."""
        if self._mailbox.ended or self._detached:
            return
        # It may end by itself in this moment, or with the runtime; there is nothing to interrupt then.
        with contextlib.suppress(InvalidRequestError, TransportClosedError, RequestTimeoutError):
            self.interrupt()
