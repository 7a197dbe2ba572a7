"""Consumers of events for asyncio: `AsyncEventReader` waits for them, `AsyncEventStream` also releases their turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from openai_codex._connection.asyncio.loop_calls import call_later, running_loop
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._connection.base import ConnectionBase
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subscription import Subscription


WRONG_LOOP_MESSAGE = "this AsyncCodex was started in another event loop; create one AsyncCodex per event loop"


class AsyncEventReader:
    """A consumer of an event buffer or of the notification bus.

    Leaving the `with` statement unsubscribes.

    Several tasks of one event loop may share a reader; each event is delivered to one of them.

    Args:
        subscribe: Creates the subscription. Its argument is the function that wakes this reader.
        check_loop: Raises an error if the running event loop is not that of the client; None if the caller has checked.
    """

    def __init__(
        self,
        subscribe: Callable[[Callable[[], None]], Subscription],
        check_loop: Callable[[], None] | None = None,
    ) -> None:
        self._check_loop = check_loop
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiters: list[asyncio.Future[None]] = []
        self.subscription: Subscription = subscribe(self._wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Unsubscribe, and wake all tasks that wait. Idempotent."""
        self.subscription.close()
        self._wake()

    def close_nowait(self) -> None:
        """Unsubscribe, like `close`."""
        self.close()

    async def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises the close reason of the connection if it was lost before the last event.
        """
        while not (event := self.subscription.pop()) and not self.subscription.exhausted():
            await self.wait(None)
        return event

    async def wait(self, timeout: float | None) -> bool:
        """Wait until `next` would not wait.

        Return False after `timeout` seconds; None disables the limit. Raises `CodexError` in another event loop than
        that of the client, where the wake-up would not arrive.
        """
        late = False

        def on_timeout() -> None:
            nonlocal late
            late = True
            self._wake()

        loop = running_loop()
        if loop is not self._loop:
            self._bind(loop)
        timer = None if timeout is None or self.subscription.ready else call_later(loop, max(0.0, timeout), on_timeout)
        try:
            while not self.subscription.ready and not late:
                waiter: asyncio.Future[None] = loop.create_future()
                self._waiters.append(waiter)
                try:
                    await waiter
                except BaseException:
                    # Cancelled: the list must not grow with waits that nothing wakes.
                    if waiter in self._waiters:
                        self._waiters.remove(waiter)
                    raise
        finally:
            if timer is not None:
                timer.cancel()
        return self.subscription.ready

    def _bind(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._check_loop is not None:
            self._check_loop()
        if self._loop is not None:
            raise CodexError(WRONG_LOOP_MESSAGE)
        self._loop = loop

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            # Done if the task was cancelled.
            if not waiter.done():
                waiter.set_result(None)


class AsyncReleaseScope:
    """Context manager that releases a turn or goal on exit: interrupts it if no consumer is left.

    If an event loop finalizes an abandoned async generator, it runs `aclose()` in a task of its own that nothing
    awaits, and may stop before that task is done. A coroutine that is closed without a running loop cannot await
    either, and the garbage collector may close it in any thread. In these cases the exit does not wait.

    Args:
        connection: Connection of the turn.
        release: Releases the turn, and waits for its end.
        release_nowait: Releases the turn without waiting. Called in the event loop.
    """

    def __init__(
        self,
        connection: ConnectionBase[Any],
        release: Callable[[], Awaitable[None]],
        release_nowait: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._release = release
        self._release_nowait = release_nowait

    async def __aenter__(self) -> object:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._exit(wait=kind is not GeneratorExit or not _in_finalizer())

    async def _exit(self, *, wait: bool) -> None:
        if wait:
            await self._release()
        else:
            self._connection.run_nowait(self._release_nowait)


class AsyncEventStream(AsyncReleaseScope):
    """Context manager that also subscribes to the events, and unsubscribes before the release.

    Args:
        connection: Connection of the turn.
        subscribe: Creates the consumer.
        release: See `AsyncReleaseScope`.
        release_nowait: See `AsyncReleaseScope`.
    """

    def __init__(
        self,
        connection: ConnectionBase[Any],
        subscribe: Callable[[], AsyncEventReader],
        release: Callable[[], Awaitable[None]],
        release_nowait: Callable[[], None],
    ) -> None:
        super().__init__(connection, release, release_nowait)
        self.release_on_exit = True
        """Whether the exit releases the turn. Set it to False once the turn is taken care of."""
        self._subscribe = subscribe
        self._reader: AsyncEventReader | None = None

    async def __aenter__(self) -> AsyncEventReader:
        try:
            self._reader = self._subscribe()
        except BaseException:
            await self._release()
            raise
        return self._reader

    def abandon(self) -> None:
        """Exit without waiting. Idempotent.

        Ctrl-C may arrive between a bytecode of `__aenter__` and the first one that is covered by the `with` statement.
        """
        if self._reader is not None:
            self._connection.run_nowait(self._reader.close)
        if self.release_on_exit:
            self._connection.run_nowait(self._release_nowait)

    async def _exit(self, *, wait: bool) -> None:
        if not wait:
            self.abandon()
            return
        if self._reader is not None:
            self._reader.close()
        if self.release_on_exit:
            await self._release()


def _in_finalizer() -> bool:
    """Return whether the current task was created to finalize an async generator, or no event loop is running."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return True
    # The event loop passes `aclose()` itself to `create_task()`. A caller awaits it in a coroutine of its own.
    return task is None or isinstance(task.get_coro(), _Aclose)


async def _empty() -> AsyncGenerator[None, None]:
    yield


# The type has no public name. Closing the object prevents the warning that it was never awaited.
_aclose: Any = _empty().aclose()
_Aclose = cast("type[object]", type(_aclose))
_aclose.close()
