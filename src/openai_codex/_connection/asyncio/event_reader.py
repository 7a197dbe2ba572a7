"""The events of a turn, or of a client, for a task that waits for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from openai_codex._protocol.event_buffer import Subscription
    from openai_codex._protocol.notifications import Notification


class AsyncEventReader:
    """One reader of a mailbox or a bulletin. Leave the `with` statement to stop.

    `subscribe` makes the reader's place, and is given what wakes it.
    """

    def __init__(self, subscribe: Callable[[Callable[[], None]], Subscription]) -> None:
        self._waiter: asyncio.Future[None] | None = None
        self.subscription: Subscription = subscribe(self._wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop to read. Safe to call twice."""
        self.subscription.close()

    async def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises what ended the connection, if that came before the end of the turn.
        """
        while not (event := self.subscription.pop()) and not self.subscription.exhausted():
            await self.wait(None)
        return event

    async def wait(self, timeout: float | None) -> bool:
        """Wait until `next` would return at once; return False if that takes longer than `timeout` seconds."""
        late = False

        def on_timeout() -> None:
            nonlocal late
            late = True
            self._wake()

        loop = asyncio.get_running_loop()
        timer = None if timeout is None or self.subscription.ready else loop.call_later(max(0.0, timeout), on_timeout)
        try:
            while not self.subscription.ready and not late:
                self._waiter = loop.create_future()
                await self._waiter
        finally:
            if timer is not None:
                timer.cancel()
        return self.subscription.ready

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
