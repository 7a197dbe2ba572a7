"""`AsyncGoalHandle`: a goal that the runtime pursues over several turns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.asyncio.event_reader import AsyncEventStream
from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex._protocol.goal_events import GoalEventBuffer, find_running_turn
from openai_codex._requests.input_wire import input_to_wire
from openai_codex.errors import CodexError, JsonRpcError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from codex_protocol import TurnSteerResponse
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._protocol.notifications import Notification
    from openai_codex._requests.input_wire import SteerInput
    from openai_codex._results.result import GoalResult

CANCELLED_MESSAGE = "the goal was cancelled before it was set"


class AsyncGoalHandle:
    """A running goal, presented as a single turn.

    Created by `AsyncThread.start_goal` and `AsyncThread.resume_goal`.

    It ends when the goal is complete, blocked, paused, out of budget or cleared, or when a turn is interrupted or
    fails. Events are buffered from the start of the goal on, like those of a turn.
    """

    def __init__(
        self,
        sender: AsyncRequestSender,
        connection: AsyncConnection,
        goal_buffer: GoalEventBuffer,
        claim: AsyncGoalClaim | None = None,
    ) -> None:
        # A goal ends with the runtime that pursues it.
        self._sender = sender.bound_to(connection)
        self._connection = connection
        self._goal_buffer = goal_buffer
        self.thread_id = goal_buffer.key
        """Id of the thread."""
        if claim is not None:
            claim.release = partial(connection.run_nowait, self._abandon)

    async def stream(self, *, detach: bool = False, subagents: bool = False) -> AsyncGenerator[Notification, None]:
        """Yield the events of all turns until the goal ends.

        Exiting early interrupts the goal, unless another consumer is active.

        Args:
            detach: Whether the goal continues if the consumer exits early.
            subagents: Whether to yield the events of sub-agents too.

        Yields:
            The events, in the order received.

        Raises:
            TransportClosedError: The runtime exited before the goal ended.
            DeadlockError: A handler or tool of the same thread is the caller.
        """
        await self._sender.check_not_waiting("stream", self.thread_id, self._goal_buffer)
        stream = self._event_stream(detach, subagents=subagents)
        try:
            async with stream as events:
                while event := await events.next():
                    yield event
        except BaseException:
            stream.abandon()
            raise

    async def run(self, *, detach: bool = False) -> GoalResult:
        """Wait until the goal ends and return its result.

        If the caller is cancelled or interrupted by Ctrl-C, the goal is interrupted, unless `detach` is true.

        Args:
            detach: Whether the goal continues if the caller stops waiting.

        Returns:
            The result of the goal, with the items of all turns.

        Raises:
            TurnFailedError: A turn failed. Its `result` is a `GoalResult`.
            TransportClosedError: The runtime exited before the goal ended.
            DeadlockError: A handler or tool of the same thread is the caller.
        """
        await self._sender.check_not_waiting("run", self.thread_id, self._goal_buffer)
        from openai_codex._results.goal_collector import GoalCollector

        collector = GoalCollector(self.thread_id, self._goal_buffer.subagents, lambda: self._goal_buffer.usage_before)
        # Not `stream()`: a generator that is closed before its first step does not interrupt the goal.
        stream = self._event_stream(detach)
        try:
            async with stream as events:
                while event := await events.next():
                    collector.add(event)
        except BaseException:
            stream.abandon()
            raise
        return collector.result()

    async def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Send additional input to the running turn (`turn/steer`).

        Between two turns, the client waits for the next turn first.

        Args:
            input: A string, an input item, or a list of them.

        Returns:
            The response of the runtime.

        Raises:
            InvalidRequestError: The goal has ended.
            InputError: `input` is invalid.
        """
        items = input_to_wire(input, self._sender.files)
        buffer = self._goal_buffer
        await self._connection.wait_until(
            buffer, lambda: buffer.ended or buffer.running_turn is not None, self._sender.timeout
        )
        turn_id = buffer.running_turn or ""
        return await self._sender.rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=turn_id, input=items)

    async def interrupt(self) -> None:
        """Pause the goal (`thread/goal/set`) and interrupt its running turn (`turn/interrupt`).

        The sub-agents of the thread are interrupted as well.

        Does nothing if the goal has ended.

        Raises:
            JsonRpcError: The runtime rejected a request.
        """
        if self._goal_buffer.ended:
            return
        await self._sender.rpc.thread_goal_set(thread_id=self.thread_id, status="paused")
        turn_id = self._goal_buffer.running_turn or await self._find_unreported_turn()
        buffer = None if turn_id is None else self._connection.event_buffer(turn_id)
        if buffer is not None and not buffer.ended:
            await self._connection.interrupt(self.thread_id, buffer, self._sender.timeout)
        else:
            self._connection.interrupt_subagents(self.thread_id, None)
        self._goal_buffer.pausing = True

    async def _find_unreported_turn(self) -> str | None:
        """Return the id of a turn that the runtime was starting when the goal was paused, or None."""
        try:
            page = await self._sender.call("thread/turns/list", {"threadId": self.thread_id, "limit": 1})
        except JsonRpcError:
            # The runtime stores a thread only after its first turn.
            return None
        return find_running_turn(page)

    def _event_stream(self, detach: bool, *, subagents: bool = False) -> AsyncEventStream:
        subscribe = partial(self._connection.subscribe, self._goal_buffer, subagents=subagents)
        release, release_nowait = partial(self._release, detach), partial(self._release_nowait, detach)
        return AsyncEventStream(self._connection, subscribe, release, release_nowait)

    async def _release(self, detach: bool) -> None:
        """Interrupt the goal if no consumer is left."""
        if self._is_abandoned(detach):
            await cancel_goal(self._sender, self._connection, self._goal_buffer)

    def _release_nowait(self, detach: bool) -> None:
        """Send the requests that interrupt the goal if no consumer is left, without waiting."""
        goal_buffer = self._goal_buffer
        if not self._is_abandoned(detach) or goal_buffer.pausing:
            return
        goal_buffer.pausing = True
        self._connection.send_nowait("thread/goal/set", {"threadId": self.thread_id, "status": "paused"})
        self._connection.interrupt_subagents(self.thread_id, goal_buffer.running_turn)
        # The turn may be reported later.
        self._connection.interrupt_nowait(self.thread_id, self._connection.open_turn(goal_buffer) or goal_buffer)

    def _abandon(self) -> None:
        """Interrupt the goal without waiting if it has no consumer, and release its buffer."""
        if self._is_abandoned(False):
            self._release_nowait(False)
            self._connection.remove_goal_buffer(self._goal_buffer, CodexError(CANCELLED_MESSAGE))

    def _is_abandoned(self, detach: bool) -> bool:
        return not detach and self._connection.has_no_consumer(self._goal_buffer)

    def __repr__(self) -> str:
        return f"AsyncGoalHandle(thread_id={self.thread_id!r})"


class AsyncGoalClaim:
    """The caller's share in a goal. The caller creates it before the goal is set.

    A caller that is interrupted or cancelled calls `abandon`, at whichever point it has arrived.

    Args:
        thread_id: Thread of the goal.
    """

    def __init__(self, thread_id: str) -> None:
        self.buffer = GoalEventBuffer(thread_id)
        """The events of the goal."""
        self.release: Callable[[], None] | None = None
        """Interrupts the goal, once its handle exists."""

    def abandon(self) -> None:
        """Interrupt the goal without waiting, unless it has ended or has a consumer. Idempotent."""
        if self.release is not None:
            self.release()


async def cancel_goal(
    sender: AsyncRequestSender, connection: AsyncConnection, goal_buffer: GoalEventBuffer, *, unclaimed: bool = False
) -> None:
    """Interrupt a goal that its caller has abandoned, within `INTERRUPT_TIMEOUT`. Raises no `CodexError`.

    The goal may end meanwhile, or the runtime exit. Nothing is left to interrupt then.

    Args:
        sender: Sends the requests.
        connection: Connection of the goal.
        goal_buffer: Events of the goal.
        unclaimed: Whether no handle of the goal exists, so that its buffer is released.
    """
    handle = AsyncGoalHandle(sender.capped_at(INTERRUPT_TIMEOUT), connection, goal_buffer)

    async def cancel() -> None:
        try:
            await handle.interrupt()
        finally:
            if unclaimed:
                connection.remove_goal_buffer(goal_buffer, CodexError(CANCELLED_MESSAGE))

    await connection.finish(cancel)
