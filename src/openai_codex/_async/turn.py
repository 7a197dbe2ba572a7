"""`AsyncTurnHandle`: a turn that has started, for asyncio."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar, overload

from openai_codex._connection.asyncio.async_closing import in_asyncgen_finalizer
from openai_codex._requests.input_wire import input_to_wire
from openai_codex._results.deadline import TurnDeadline
from openai_codex._results.filters import payload_filter, text_delta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from codex_protocol import TurnInterruptResponse, TurnSteerResponse
    from openai_codex._async.running_turn import AsyncRunningTurn
    from openai_codex._protocol.notifications import Notification
    from openai_codex._requests.input_wire import SteerInput
    from openai_codex._results.result import TurnResult


T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")


class AsyncTurnHandle:
    """A turn that has started. Made by `AsyncThread.turn`.

    Events are kept from the start of the turn on, so nothing is lost by looking later. The first to read gets all of
    them; who reads after that gets what a result is made of from the past, and everything from then on.
    """

    def __init__(self, running: AsyncRunningTurn) -> None:
        self._running = running
        self.thread_id = running.thread_id
        """The id of the thread."""
        self.id = running.id
        """The id of the turn."""

    @property
    def dropped_events(self) -> int:
        """How many events were not kept, because nobody read them and there were too many: deltas, mostly."""
        return self._running.buffer.dropped

    async def stream(self, *, detach: bool = False) -> AsyncGenerator[Notification, None]:
        """Yield the events of this turn as they come, up to and with its `turn/completed`.

        Who stops before the end, by `break` or an error, interrupts the turn, unless somebody else reads it too. After
        `break` that happens soon; to wait for it, close the stream (`aclosing`), or use `AsyncThread.stream`.
        `detach` leaves it running. Raises `TransportClosedError` if the runtime goes away before the end.
        """
        try:
            with self._running.connection.subscribe(self._running.buffer) as events:
                pop = events.subscription.pop
                while True:
                    while event := pop():
                        yield event
                    if events.subscription.exhausted():
                        return
                    await events.wait(None)
        except GeneratorExit:
            if in_asyncgen_finalizer():
                self._release_nowait(detach)
            else:
                await self._release(detach)
            raise
        except BaseException:
            await self._release(detach)
            raise

    async def text(self, *, detach: bool = False) -> AsyncGenerator[str, None]:
        """Yield the text of the agent's messages as it comes.

        Who stops before the end interrupts the turn; see `stream`. Raises `TransportClosedError` if the runtime goes
        away before the end of the turn.
        """
        async with aclosing(self.stream(detach=detach)) as events:
            async for event in events:
                piece = text_delta(event)
                if piece is not None:
                    yield piece

    @overload
    def events(self, kind: type[T1], /, *, detach: bool = False) -> AsyncGenerator[T1, None]: ...

    @overload
    def events(self, kind: type[T1], other: type[T2], /, *, detach: bool = False) -> AsyncGenerator[T1 | T2, None]: ...

    @overload
    def events(
        self, kind: type[T1], other: type[T2], third: type[T3], /, *, detach: bool = False
    ) -> AsyncGenerator[T1 | T2 | T3, None]: ...

    @overload
    def events(self, *kinds: type[T1], detach: bool = False) -> AsyncGenerator[T1, None]: ...

    async def events(self, *kinds: type[object], detach: bool = False) -> AsyncGenerator[object, None]:
        """Yield the payloads of some classes as they come: `turn.events(ItemCompletedNotification)`.

        Who stops before the end interrupts the turn; see `stream`. Raises `InputError` if no class is given, and
        `TransportClosedError` if the runtime goes away before the end of the turn.
        """
        pick = payload_filter(kinds)
        async with aclosing(self.stream(detach=detach)) as events:
            async for event in events:
                if (payload := pick(event)) is not None:
                    yield payload

    async def run(
        self, *, timeout: float | None = None, idle_timeout: float | None = None, detach: bool = False
    ) -> TurnResult:
        """Wait for the end of the turn and return what it came to.

        `timeout` is how long that may take from now on, in seconds, and `idle_timeout` how long the runtime may tell
        nothing of it, unless it waits for an answer from here; None means without end. A turn that is silent for too
        long is looked up (`thread/read`): one that has ended by then gives its result all the same. Any other is
        interrupted, as it is if the wait is broken off by Ctrl-C or a cancellation; `detach` leaves it running.

        Raises `TurnFailedError`, which carries what there was, if the turn fails, `TurnTimeoutError`, which does too,
        `TransportClosedError` if the runtime goes away before the end, and `InputError` for what is no time.
        """
        return await self._running.wait(TurnDeadline(timeout, idle_timeout), detach)

    async def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Give the running turn more to work on (`turn/steer`).

        Raises `InvalidRequestError` if the turn is not running any more.
        """
        items = input_to_wire(input)
        return await self._running.sender.rpc.turn_steer(
            thread_id=self.thread_id, expected_turn_id=self.id, input=items
        )

    async def interrupt(self) -> TurnInterruptResponse:
        """Stop the turn (`turn/interrupt`); it ends with status `interrupted`.

        A turn that has been started but does not run yet is waited for, because the runtime refuses to stop it before.
        One that was interrupted already is left at that. Raises `InvalidRequestError` if the turn has ended by itself.
        """
        from codex_protocol import TurnInterruptResponse

        await self._running.interrupt()
        return TurnInterruptResponse()

    async def _release(self, detach: bool) -> None:
        await self._running.release(detach)

    def _release_nowait(self, detach: bool) -> None:
        """The same where the event loop closes a stream that was left: it may not live for as long as that takes."""
        self._running.release_nowait(detach)

    def __repr__(self) -> str:
        return f"AsyncTurnHandle(thread_id={self.thread_id!r}, id={self.id!r})"


class AsyncTurnStream(AsyncTurnHandle):
    """A turn for the length of a `with` statement. Made by `AsyncThread.stream`.

    To stop to read does not interrupt it: the end of the statement does.
    """

    def __init__(self, running: AsyncRunningTurn) -> None:
        super().__init__(running)
        self._detached = False

    def __aiter__(self) -> AsyncIterator[Notification]:
        return self.stream()

    async def result(self, *, timeout: float | None = None, idle_timeout: float | None = None) -> TurnResult:
        """Wait for the end of the turn and return what it came to; the same as `run`."""
        return await self.run(timeout=timeout, idle_timeout=idle_timeout)

    def detach(self) -> None:
        """Let the turn go on after the `with` statement."""
        self._detached = True

    async def close(self) -> None:
        """Interrupt the turn (`turn/interrupt`) if it still runs and was not let go; the `with` statement does this."""
        await super()._release(self._detached)

    async def _release(self, detach: bool) -> None:
        """Leave the turn running; the `with` statement has the say."""

    def _release_nowait(self, detach: bool) -> None:
        """Leave the turn running; the `with` statement has the say."""
