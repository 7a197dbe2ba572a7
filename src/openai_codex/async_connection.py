"""A connection to a runtime for asyncio: everything happens in the event loop, without threads."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from openai_codex import handshake, wire_log
from openai_codex.async_handler_runner import AsyncHandlerRunner
from openai_codex.async_process import AsyncRuntimeProcess
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError, rpc_error
from openai_codex.metadata import metadata_from
from openai_codex.process import describe_exit
from openai_codex.questions import Questions
from openai_codex.responses import decode, started_id
from openai_codex.runtime import launch
from openai_codex.session import Batch, Session
from openai_codex.support import check_supported, lacking_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from typing_extensions import Self

    from codex_protocol.rpc import AsyncRpc
    from openai_codex.config import CodexConfig
    from openai_codex.events import Notification
    from openai_codex.goal_feed import GoalFeed
    from openai_codex.handlers import Handlers
    from openai_codex.mailbox import Mailbox, Subscription
    from openai_codex.support import Lacking

T = TypeVar("T")

EXIT_GRACE = 1.0
"""How long to wait for the exit code once the output of the runtime has ended, in seconds."""

Reply: TypeAlias = "asyncio.Future[Mapping[str, Any]]"


class AsyncConnection:
    """A started runtime, spoken to from one event loop. Made by `start`."""

    def __init__(self, config: CodexConfig, handlers: Handlers | None) -> None:
        self._config = config
        self._session: Session[Reply] = Session(max_line_bytes=config.max_message_bytes)
        self._loop = asyncio.get_running_loop()
        self.questions = Questions(
            self._session, handlers, config.handler_timeout, post=self._post, send=self._send_answer
        )
        """What the runtime asks, and who answers."""
        self._handlers = AsyncHandlerRunner(self.questions, self._send_answer)
        self._ending: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._process: AsyncRuntimeProcess
        self.server_info: Any = None
        """The runtime's answer to `initialize`."""

    @classmethod
    async def start(cls, config: CodexConfig, handlers: Handlers | None = None) -> AsyncConnection:
        """Start a runtime and do the handshake.

        Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, with nothing left running.
        """
        self = cls(config, handlers)
        self._process = await AsyncRuntimeProcess.start(launch(config), self._on_data, self._on_end)
        try:
            self.server_info = await self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
        except CodexError as error:
            await self.close()
            raise handshake.start_error(self._process.command, error) from error
        except BaseException:
            self._session.end(TransportClosedError("the start was given up"))
            self._process.kill()
            raise
        self._process.write(self._session.notify(handshake.INITIALIZED))
        wire_log.started(self.pid, self._version)
        return self

    @property
    def pid(self) -> int:
        """The process id of the runtime."""
        return self._process.pid

    async def request(self, method: str, params: Any, *, timeout: float | None) -> Any:
        """Send a request and return the result of its reply, as it came.

        `timeout` is in seconds, None for none. Raises `RequestTimeoutError`, `TransportClosedError`,
        `WireValueError`, or the `JsonRpcError` that the runtime answered with. If cancelled, a reply that still comes
        is dropped.
        """
        self._check_loop()
        waiter: Reply = self._loop.create_future()
        pending, data = self._session.request(method, params, waiter)
        alarm = None if timeout is None else self._loop.call_later(timeout, _time_out, waiter)
        try:
            self._process.write(data)
            reply = await waiter
        except _NoReplyError:
            self._session.forget(pending)
            others = self._session.pending_methods()
            lines = self._process.stderr_lines
            raise RequestTimeoutError(method, timeout or 0.0, stderr=lines, pending=others) from None
        finally:
            if alarm is not None:
                alarm.cancel()
            self._session.forget(pending)
        if reply.get("error") is not None:
            raise rpc_error(method, reply["error"])
        return reply.get("result")

    @cached_property
    def rpc(self) -> AsyncRpc:
        """The typed methods of the protocol, sent over this connection."""
        from codex_protocol.rpc import AsyncRpc

        return AsyncRpc(_Caller(self))

    @cached_property
    def _version(self) -> str | None:
        return metadata_from(self.server_info).server_info.version

    @cached_property
    def _lacking(self) -> Mapping[str, Lacking]:
        return lacking_in(self._version)

    async def call(self, method: str, params: Any) -> Any:
        """Send a request with the timeout of the config; see `request`.

        Raises `UnsupportedByRuntimeError`, before anything is sent, for what the runtime is known not to have.
        """
        check_supported(self._lacking, self._version, method, params)
        return await self.request(method, params, timeout=self._config.request_timeout)

    async def started(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts a `kind` ("thread", "turn"); return the id of what it started."""
        return started_id(method, await self.call(method, params), kind)

    async def start_thread(self, method: str, params: Any, handlers: Handlers | None) -> str:
        """Send a request that starts, or takes up, a thread; return its id. Its turns will ask `handlers`."""
        thread_id = await self.started(method, params, "thread")
        self.questions.set_thread(thread_id, handlers)
        return thread_id

    async def start_turn(self, thread_id: str, params: Any, handlers: Handlers | None) -> str:
        """Start a turn, which will ask `handlers`; return its id."""
        if handlers is None:
            return await self.started("turn/start", params, "turn")
        # It may ask before the reply tells its id.
        self.questions.set_starting(thread_id, handlers)
        try:
            turn_id = await self.started("turn/start", params, "turn")
            if not self.mailbox(turn_id).ended:
                self.questions.set_turn(turn_id, handlers)
        finally:
            self.questions.set_starting(thread_id, None)
        return turn_id

    def mailbox(self, key: str) -> Mailbox:
        """Return the mailbox of a turn or of a login, with what has come for it so far."""
        return self._session.mailbox(key)

    def watch(self, feed: GoalFeed) -> None:
        """Put all events of a thread into `feed` as well, from now on until it ends."""
        self._session.watch(feed)

    def subscribe(self, mailbox: Mailbox, *, aside: bool = False) -> AsyncSubscription:
        """Start to read the events of a mailbox (see `Mailbox.subscribe`); leave the `with` statement to stop."""
        self._check_loop()
        return AsyncSubscription(mailbox, aside)

    async def wait_started(self, mailbox: Mailbox) -> None:
        """Wait until a turn runs, or has ended.

        Raises `RequestTimeoutError` if that takes longer than a request may.
        """
        await self._wait_until(mailbox, lambda: mailbox.started)

    async def wait_running(self, feed: GoalFeed) -> str:
        """Wait until a turn of a goal runs; return its id, or that of none if the goal is over.

        Raises `RequestTimeoutError` if that takes longer than a request may.
        """
        await self._wait_until(feed, lambda: feed.ended or feed.running_turn is not None)
        return feed.running_turn or ""

    async def _wait_until(self, mailbox: Mailbox, reached: Callable[[], bool]) -> None:
        timeout = self._config.request_timeout
        with self.subscribe(mailbox, aside=True) as events:
            while not reached():
                try:
                    await asyncio.wait_for(events.next(), timeout)
                except asyncio.TimeoutError:
                    stderr = self._process.stderr_lines
                    raise RequestTimeoutError("turn/started", timeout or 0.0, stderr=stderr) from None

    async def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and at the same time.

        Once its event loop is closed, the runtime is killed, whichever loop that is asked for in.
        """
        if self._loop.is_closed():
            self._session.end(TransportClosedError("the client was closed"))
            self._process.kill_alone()
            return
        self._check_loop()
        if self._closing is None:
            pending = self._session.pending_methods()
            self._carry_out(self._session.end(TransportClosedError("the client was closed", pending=pending)))
            self.questions.end()
            self._closing = self._loop.create_task(self._end_all())
        try:
            await asyncio.shield(self._closing)
        except asyncio.CancelledError:
            # Whoever cancels a close wants to be gone at once.
            self._process.kill()
            raise

    async def _end_all(self) -> None:
        # A handler that closes the client is not to wait for itself.
        deciding = self._handlers.running()
        await self._process.end()
        if self._ending is None:
            wire_log.ended(self.pid, await self._process.wait(0))
        if deciding:
            await asyncio.wait(deciding, timeout=EXIT_GRACE)

    def _check_loop(self) -> None:
        if asyncio.get_running_loop() is not self._loop:
            raise CodexError("this AsyncCodex was started in another event loop; make one for each loop")

    def _on_data(self, data: bytes) -> None:
        self._carry_out(self._session.feed(data))

    def _on_end(self) -> None:
        if self._session.closed is None:
            self._ending = self._loop.create_task(self._end())

    async def _end(self) -> None:
        """Find out how the runtime ended, and tell everyone who waits."""
        exit_code = await self._process.last_words(EXIT_GRACE)
        error = TransportClosedError(
            describe_exit(exit_code),
            exit_code=exit_code,
            stderr=self._process.stderr_lines,
            pending=self._session.pending_methods(),
        )
        wire_log.ended(self.pid, exit_code)
        self._carry_out(self._session.end(error))

    def _carry_out(self, batch: Batch[Reply]) -> None:
        for pending, reply in batch.replies:
            if not pending.waiter.done():
                pending.waiter.set_result(reply)
        for pending, error in batch.failed:
            if not pending.waiter.done():
                pending.waiter.set_exception(error)
        for request in batch.requests:
            self._handlers.ask(self.questions.take(request))
        for request_id in batch.withdrawn:
            self.questions.withdrawn(request_id)
        for turn_id in batch.ended:
            self.questions.turn_ended(turn_id)
        for mailbox in batch.touched:
            for subscription in mailbox.subscriptions:
                subscription.wake()

    def _send_answer(self, data: bytes) -> None:
        self._in_loop(self._process.write, data)

    def _post(self, event: Notification) -> None:
        self._in_loop(self._put, event)

    def _put(self, event: Notification) -> None:
        self._carry_out(self._session.put(event))

    def _in_loop(self, function: Callable[[T], None], value: T) -> None:
        """Call a function in the event loop: at once from there, soon from another thread."""
        try:
            here = asyncio.get_running_loop() is self._loop
        except RuntimeError:
            here = False
        if here:
            function(value)
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, value)


class _Caller:
    """What the typed methods send their requests through."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def request(self, method: str, params: Any, response: str) -> Any:
        return decode(method, response, await self._connection.call(method, params))


class AsyncSubscription:
    """The events of one mailbox, for a task that waits for them."""

    def __init__(self, mailbox: Mailbox, aside: bool) -> None:
        self._waiter: asyncio.Future[None] | None = None
        self._inner: Subscription = mailbox.subscribe(self._wake, aside=aside)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._inner.close()

    async def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises what ended the connection, if that came before the end of the turn.
        """
        while not (event := self._inner.pop()) and not self._inner.over():
            if not self._inner.ready:
                self._waiter = asyncio.get_running_loop().create_future()
                await self._waiter
        return event

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class _NoReplyError(Exception):
    """The time of a request has run out."""


def _time_out(waiter: Reply) -> None:
    if not waiter.done():
        waiter.set_exception(_NoReplyError())
