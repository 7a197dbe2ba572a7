# Generated from _async/turn.py by scripts/async_to_sync.py. Do not edit.
"""`TurnHandle`: a turn that has started."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, TypeVar, overload

from openai_codex._connection.sync.event_reader import EventReader, EventStream
from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex._requests.input_wire import input_to_wire
from openai_codex._results.deadline import TurnDeadline
from openai_codex._results.filters import payload_filter, text_delta
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from codex_protocol import TurnInterruptResponse, TurnSteerResponse
    from openai_codex._connection.request_claim import RequestClaim
    from openai_codex._connection.sync.connection import Connection
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.notifications import Notification
    from openai_codex._requests.input_wire import SteerInput
    from openai_codex._results.result import TurnResult
    from openai_codex._sync.requests import RequestSender

T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")


class RunningTurn:
    """A turn on the connection that it was started on: it ends with that connection."""

    def __init__(
        self,
        sender: RequestSender,
        connection: Connection,
        thread_id: str,
        buffer: EventBuffer,
        claim: RequestClaim | None = None,
    ) -> None:
        self.sender = sender.bound_to(connection)
        self.connection = connection
        self.thread_id = thread_id
        self.buffer = buffer
        self._claim = claim
        """The claim of the caller, which abandons it after an interrupt; None without a claim."""
        connection.interrupts.turn_started(thread_id, buffer)

    @property
    def id(self) -> str:
        """Id of the turn; empty if it is not known yet."""
        return self.buffer.key

    def wait(self, deadline: TurnDeadline, detach: bool) -> TurnResult:
        """Wait for the end of the turn until `deadline`, which other turns may share; see `TurnHandle.run`."""
        retained_only = deadline.idle_timeout is None
        subscribe = partial(self.connection.subscribe, self.buffer, retained_only=retained_only)
        release, release_nowait = partial(self.release, detach), partial(self.release_nowait, detach)
        stream = EventStream(self.connection, subscribe, release, release_nowait)
        try:
            with stream as events:
                return self._collect(stream, events, deadline, detach, retained_only)
        except BaseException:
            stream.abandon()
            raise

    def _collect(
        self, stream: EventStream, events: EventReader, deadline: TurnDeadline, detach: bool, merged: bool
    ) -> TurnResult:
        # Imported inside the context manager: Ctrl-C during the import must release the turn.
        from openai_codex._results.collector import TurnResultCollector

        buffer = self.buffer
        deltas = buffer.deltas if merged else None
        collector = TurnResultCollector(self.id or None, deltas, buffer.subagents, lambda: buffer.usage_before)
        while True:
            while event := events.subscription.pop():
                deadline.reset_idle()
                collector.add(event)
            if events.subscription.exhausted():
                return collector.result()
            if events.wait(deadline.remaining()):
                continue
            if deadline.extend_idle(self.connection.last_active(self.thread_id, self.id)):
                continue
            expired = deadline.expired
            stored = None if expired else self._fetch_stored_turn()
            if stored is not None:
                stream.release_on_exit = False
                self._drop_claim()
                collector.use_stored_turn(stored)
                return collector.result()
            if not detach:
                stream.release_on_exit = False
                self._cancel(timed_out=True)
                self._drop_claim()
                while event := events.subscription.pop():
                    collector.add(event)
            raise deadline.timeout_error(collector.partial_result(), idle=not expired)

    def _drop_claim(self) -> None:
        """Do not interrupt the turn again when its caller abandons the claim."""
        if self._claim is not None:
            self._claim.thread_id = None

    def interrupt(self) -> None:
        """Interrupt the turn once it has started, unless it was interrupted before."""
        self.connection.interrupt(self.thread_id, self.buffer, self.sender.timeout)

    def release(self, detach: bool) -> None:
        """Interrupt the turn if no consumer is left, and wait for its end."""
        if self._is_abandoned(detach):
            self._cancel()

    def release_nowait(self, detach: bool) -> None:
        """Interrupt the turn if no consumer is left, without waiting."""
        if self._is_abandoned(detach):
            self.connection.interrupt_nowait(self.thread_id, self.buffer)

    def _is_abandoned(self, detach: bool) -> bool:
        return not detach and self.connection.has_no_consumer(self.buffer)

    def _fetch_stored_turn(self) -> JsonObject | None:
        """Return the turn as stored by the runtime if it has ended, else None."""
        from openai_codex._results.stored_turns import is_running
        from openai_codex._sync.stored_turns import read_stored_turn

        try:
            turn = read_stored_turn(self.sender.with_timeout(INTERRUPT_TIMEOUT), self.thread_id, self.id)
        except CodexError:
            # The thread is ephemeral, or the runtime does not respond to this request either.
            return None
        return None if turn is None or is_running(turn) else turn

    def _cancel(self, *, timed_out: bool = False) -> None:
        self.connection.cancel_turn(self.thread_id, self.buffer, INTERRUPT_TIMEOUT, timed_out=timed_out)


class TurnHandle:
    """A turn that has started.

    Created by `Thread.turn`.

    Events are buffered from the start of the turn on. The first consumer receives every event. Later consumers receive
    past items, usage and completion events, and every event from then on.
    """

    def __init__(self, running: RunningTurn) -> None:
        self._running = running
        self.thread_id = running.thread_id
        """Id of the thread."""

    @property
    def id(self) -> str:
        """Id of the turn."""
        return self._running.id

    @property
    def dropped_events(self) -> int:
        """Number of events discarded because no consumer read them in time."""
        return self._running.buffer.dropped

    def stream(self, *, detach: bool = False, subagents: bool = False) -> Generator[Notification, None, None]:
        """Yield the turn's events up to and including its `turn/completed`.

        Exiting early, by `break` or an exception, interrupts the turn, unless another consumer is active. After
        `break`, the client sends the interrupt without waiting for it. To wait for it, use `Thread.stream`. The next
        turn of the thread waits for it in any case.

        Args:
            detach: Whether the turn continues if the consumer exits early.
            subagents: Whether to yield the events of sub-agents too. `thread_id` and `turn_id` of an event tell them
                apart.

        Yields:
            The events, in the order received.

        Raises:
            TransportClosedError: The runtime exited before the turn ended.
            DeadlockError: A handler or tool of the same thread is the caller.
        """
        self._running.sender.check_not_waiting("stream", self.thread_id, self._running.buffer)
        subscribe = partial(self._running.connection.subscribe, self._running.buffer, subagents=subagents)
        release, release_nowait = partial(self._release, detach), partial(self._release_nowait, detach)
        stream = EventStream(self._running.connection, subscribe, release, release_nowait)
        try:
            with stream as events:
                pop = events.subscription.pop
                while True:
                    while event := pop():
                        yield event
                    if events.subscription.exhausted():
                        return
                    events.wait(None)
        except BaseException:
            stream.abandon()
            raise

    def text(self, *, detach: bool = False) -> Generator[str, None, None]:
        """Yield the text of the agent's messages as it is generated.

        Exiting early interrupts the turn; see `stream`.

        Args:
            detach: Whether the turn continues if the consumer exits early.

        Yields:
            Pieces of text.

        Raises:
            TransportClosedError: The runtime exited before the turn ended.
        """
        with closing(self.stream(detach=detach)) as events:
            for event in events:
                piece = text_delta(event)
                if piece is not None:
                    yield piece

    @overload
    def events(
        self, kind: type[T1], /, *, detach: bool = False, subagents: bool = False
    ) -> Generator[T1, None, None]: ...

    @overload
    def events(
        self, kind: type[T1], other: type[T2], /, *, detach: bool = False, subagents: bool = False
    ) -> Generator[T1 | T2, None, None]: ...

    @overload
    def events(
        self, kind: type[T1], other: type[T2], third: type[T3], /, *, detach: bool = False, subagents: bool = False
    ) -> Generator[T1 | T2 | T3, None, None]: ...

    @overload
    def events(self, *kinds: type[T1], detach: bool = False, subagents: bool = False) -> Generator[T1, None, None]: ...

    def events(
        self, *kinds: type[object], detach: bool = False, subagents: bool = False
    ) -> Generator[object, None, None]:
        """Yield the payloads of the given classes: `turn.events(ItemCompletedNotification)`.

        Exiting early interrupts the turn; see `stream`.

        Args:
            *kinds: Classes of notification payloads.
            detach: Whether the turn continues if the consumer exits early.
            subagents: Whether to yield the payloads of sub-agents too.

        Yields:
            The payloads, in the order received.

        Raises:
            InputError: No class is given, or a value is not a class.
            TransportClosedError: The runtime exited before the turn ended.
        """
        pick = payload_filter(kinds)
        with closing(self.stream(detach=detach, subagents=subagents)) as events:
            for event in events:
                if (payload := pick(event)) is not None:
                    yield payload

    def run(
        self, *, timeout: float | None = None, idle_timeout: float | None = None, detach: bool = False
    ) -> TurnResult:
        """Wait for the turn to finish and return its result.

        If the caller is interrupted by Ctrl-C, or a timeout expires, the turn is interrupted, unless
        `detach` is true. When `idle_timeout` expires, the client first checks whether the turn has already completed
        (`thread/turns/list`).

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.
            idle_timeout: Maximum time between two events, in seconds. The timer is paused while a handler or tool is
                running. None disables it.
            detach: Whether the turn continues if the caller stops waiting.

        Returns:
            The result of the turn.

        Raises:
            TurnFailedError: The turn failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            TransportClosedError: The runtime exited before the turn ended.
            InputError: A timeout is invalid.
            DeadlockError: A handler or tool of the same thread is the caller.
        """
        self._running.sender.check_not_waiting("run", self.thread_id, self._running.buffer)
        return self._running.wait(TurnDeadline(timeout, idle_timeout), detach)

    def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Send additional input to the running turn (`turn/steer`).

        Args:
            input: A string, an input item, or a list of them.

        Returns:
            The response of the runtime.

        Raises:
            InvalidRequestError: The turn has ended.
            InputError: `input` is invalid.
        """
        items = input_to_wire(input, self._running.sender.files)
        rpc = self._running.sender.rpc
        return rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=self.id, input=items)

    def interrupt(self) -> TurnInterruptResponse:
        """Interrupt the turn and its sub-agents (`turn/interrupt`).

        They end with status `interrupted`. The client waits until the turn has started, because the runtime rejects
        earlier interrupts. Does nothing if the turn was already interrupted. If the turn has ended, its sub-agents that
        still run are interrupted.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            InvalidRequestError: The turn has ended, and no sub-agent of it runs.
        """
        from codex_protocol import TurnInterruptResponse

        self._running.interrupt()
        return TurnInterruptResponse()

    def _release(self, detach: bool) -> None:
        self._running.release(detach)

    def _release_nowait(self, detach: bool) -> None:
        self._running.release_nowait(detach)

    def __repr__(self) -> str:
        return f"TurnHandle(thread_id={self.thread_id!r}, id={self.id!r})"


class TurnStream(TurnHandle):
    """A turn scoped to a `with` block.

    Created by `Thread.stream`. Exiting an iteration early does not interrupt the turn; exiting the block does.
    """

    def __init__(self, running: RunningTurn, claim: RequestClaim) -> None:
        super().__init__(running)
        self._claim = claim
        self._detached = False
        self._left = False

    def __iter__(self) -> Iterator[Notification]:
        return self.stream()

    def result(self, *, timeout: float | None = None, idle_timeout: float | None = None) -> TurnResult:
        """Wait for the turn to finish and return its result, like `run`.

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.
            idle_timeout: Maximum time between two events, in seconds; None disables it.

        Returns:
            The result of the turn.

        Raises:
            TurnFailedError: The turn failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            TransportClosedError: The runtime exited before the turn ended.
            InputError: A timeout is invalid.
        """
        return self.run(timeout=timeout, idle_timeout=idle_timeout)

    def detach(self) -> None:
        """Let the turn continue after the `with` block."""
        self._detached = True
        self._claim.thread_id = None

    def close(self) -> None:
        """Interrupt the turn (`turn/interrupt`) if it is still running and not detached.

        Exiting the `with` block calls this method.
        """
        self._left = True
        super()._release(self._detached)

    def close_nowait(self) -> None:
        """Interrupt the turn (`turn/interrupt`) like `close`, without waiting for its end."""
        self._left = True
        super()._release_nowait(self._detached)

    def _release(self, detach: bool) -> None:
        """Release the turn if the `with` block was left before this iteration. Usually, it ends with the block."""
        if self._left:
            super()._release(self._detached)

    def _release_nowait(self, detach: bool) -> None:
        """Release the turn, like `_release`: the garbage collector may finalize block and iteration in any order."""
        if self._left:
            super()._release_nowait(self._detached)
