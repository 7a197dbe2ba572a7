"""A connection to a runtime for asyncio: everything happens in the event loop, without threads."""

from __future__ import annotations

import asyncio
import contextlib
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from openai_codex._connection import handshake
from openai_codex._connection.asyncio.event_reader import AsyncSubscription
from openai_codex._connection.asyncio.handler_executor import AsyncHandlerRunner
from openai_codex._connection.capabilities import check_supported, lacking_in
from openai_codex._connection.metadata import metadata_from
from openai_codex._handlers.dispatcher import Questions
from openai_codex._protocol import wire_log
from openai_codex._protocol.decoding import stray_turn
from openai_codex._protocol.session import Session
from openai_codex._results.deadline import INTERRUPT_GRACE
from openai_codex._transports.stdio import fork_safety
from openai_codex._transports.stdio.asyncio_process import AsyncRuntimeProcess
from openai_codex._transports.stdio.launch import launch
from openai_codex._transports.stdio.process import describe_exit
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError, rpc_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._connection.capabilities import Lacking
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex._protocol.event_buffer import Mailbox
    from openai_codex._protocol.goal_events import GoalFeed
    from openai_codex._protocol.notification_bus import Bulletin
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.pending_requests import Pending
    from openai_codex._protocol.session import Batch
    from openai_codex.config import CodexConfig

T = TypeVar("T")

EXIT_GRACE = 1.0
"""How long to wait for the exit code once the output of the runtime has ended, in seconds."""

UNREAD_GRACE = 0.2
"""How long to wait for the end of a runtime that has closed its stdin, in seconds, before a request to it fails."""

Reply: TypeAlias = "asyncio.Future[Mapping[str, Any]]"


class AsyncConnection:
    """A started runtime, spoken to from one event loop. Made by `start`."""

    def __init__(self, config: CodexConfig, handlers: Handlers | None, bulletin: Bulletin | None) -> None:
        self._config = config
        self.session: Session[Reply] = Session(
            max_line_bytes=config.max_message_bytes, max_in_flight=config.max_in_flight, bulletin=bulletin
        )
        """What is known of the conversation."""
        self._loop = asyncio.get_running_loop()
        self.questions = Questions(
            self.session, handlers, config.handler_timeout, post=self.post, send=self._send_answer
        )
        """What the runtime asks, and who answers."""
        self._handlers = AsyncHandlerRunner(self.questions, self._send_answer)
        self._unsent: list[Pending[Reply]] = []
        """The requests that are about to be sent."""
        self._strays: set[asyncio.Task[None]] = set()
        self._left_to_parent = False
        self._ending: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._process: AsyncRuntimeProcess
        self.server_info: Any = None
        """The runtime's answer to `initialize`."""

    @classmethod
    async def start(
        cls, config: CodexConfig, handlers: Handlers | None = None, *, bulletin: Bulletin | None = None
    ) -> AsyncConnection:
        """Start a runtime and do the handshake.

        Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, with nothing left running.
        """
        self = cls(config, handlers, bulletin)
        self._process = await AsyncRuntimeProcess.start(launch(config), self._on_data, self._on_end)
        fork_safety.watch(self)
        try:
            self.server_info = await self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
        except CodexError as error:
            await self.close()
            raise handshake.start_error(self._process.command, error) from error
        except BaseException:
            self.session.end(TransportClosedError("the start was given up"))
            self._process.kill()
            raise
        self._write(self.session.notify(handshake.INITIALIZED))
        wire_log.started(self.pid, self._version)
        return self

    @property
    def pid(self) -> int:
        """The process id of the runtime."""
        return self._process.pid

    @property
    def ended(self) -> Exception | None:
        """What ended the connection, or None while it lives."""
        return self.session.closed

    async def request(self, method: str, params: Any, *, timeout: float | None, stray: str | None = None) -> Any:
        """Send a request and return the result of its reply, as it came.

        `timeout` is in seconds, None for none; to wait until the runtime has fewer requests to answer counts. `stray`
        is the thread of the turn that this starts: if nobody waits for the reply any more, that turn is interrupted.
        Raises `RequestTimeoutError`, `TransportClosedError`, `WireValueError`, or the `JsonRpcError` that the runtime
        answered with. If cancelled, a reply that still comes is dropped.
        """
        self.check_loop()
        waiter: Reply = self._loop.create_future()
        pending = self.session.request(method, params, waiter, stray=stray)
        alarm = None if timeout is None else self._loop.call_later(timeout, _time_out, waiter)
        try:
            if pending.sent:
                self._send(pending)
            reply = await waiter
        except _NoReplyError:
            self._carry_out(self.session.forget(pending))
            others = self.session.requests.methods()
            raise RequestTimeoutError(method, timeout or 0.0, stderr=self.stderr, pending=others) from None
        except BaseException:
            self._carry_out(self.session.forget(pending))
            raise
        finally:
            if alarm is not None:
                alarm.cancel()
        if reply.get("error") is not None:
            raise rpc_error(method, reply["error"])
        return reply.get("result")

    @cached_property
    def _version(self) -> str | None:
        return metadata_from(self.server_info).server_info.version

    @cached_property
    def _lacking(self) -> Mapping[str, Lacking]:
        return lacking_in(self._version)

    def check_supported(self, method: str, params: Any) -> None:
        """Raise `UnsupportedByRuntimeError` for what the runtime is known not to have."""
        check_supported(self._lacking, self._version, method, params)

    def mailbox(self, key: str) -> Mailbox:
        """Return the mailbox of a turn or of a login, with what has come for it so far."""
        return self.session.mailbox(key)

    def watch(self, feed: GoalFeed) -> None:
        """Put all events of a thread into `feed` as well, from now on until it ends."""
        self.session.watch(feed)

    def subscribe(self, mailbox: Mailbox, *, aside: bool = False, results_only: bool = False) -> AsyncSubscription:
        """Start to read the events of a mailbox (see `Mailbox.subscribe`); leave the `with` statement to stop."""
        self.check_loop()
        return AsyncSubscription(partial(mailbox.subscribe, aside=aside, results_only=results_only))

    async def wait_until(self, mailbox: Mailbox, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until what is expected of a mailbox holds. Raises `RequestTimeoutError` after `timeout` seconds."""
        deadline = None if timeout is None else self._loop.time() + timeout
        with self.subscribe(mailbox, aside=True) as events:
            while not reached():
                if not await events.wait(None if deadline is None else deadline - self._loop.time()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                await events.next()

    async def interrupt(self, thread_id: str, mailbox: Mailbox, timeout: float | None) -> None:
        """Stop a turn, once it runs, unless it was stopped already. Each step takes at most `timeout` seconds."""
        await self.wait_until(mailbox, lambda: mailbox.started, timeout)
        # The runtime would not answer a second time.
        if not mailbox.interrupted:
            await self.request("turn/interrupt", {"threadId": thread_id, "turnId": mailbox.key}, timeout=timeout)
            mailbox.interrupted = True

    async def give_up(self, thread_id: str, mailbox: Mailbox, timeout: float) -> None:
        """Stop a turn, and see it end; each step takes at most `timeout` seconds. Raises nothing that is expected.

        It may have ended by itself meanwhile, or with the runtime; there is nothing to stop then.
        """
        with contextlib.suppress(CodexError):
            await self.interrupt(thread_id, mailbox, timeout)
            await self.wait_until(mailbox, lambda: mailbox.ended, timeout)

    def interrupt_soon(self, thread_id: str, mailbox: Mailbox) -> None:
        """Stop a turn, once it runs, without waiting for that. For who cannot wait, because nobody awaits it."""

        def look() -> None:
            if mailbox.started:
                waiting.close()
                if not mailbox.ended and not mailbox.interrupted:
                    mailbox.interrupted = True
                    self.request_soon("turn/interrupt", {"threadId": thread_id, "turnId": mailbox.key})

        waiting = mailbox.subscribe(look, aside=True)
        look()

    def request_soon(self, method: str, params: Any) -> None:
        """Send a request whose reply nobody waits for. No task, so that none is left if the program ends just now."""
        waiter: Reply = self._loop.create_future()
        # What becomes of it is nobody's concern, but asyncio complains of errors that nobody looks at.
        waiter.add_done_callback(lambda reply: reply.cancelled() or reply.exception())
        with contextlib.suppress(TransportClosedError):
            pending = self.session.request(method, params, waiter)
            if pending.sent:
                self._process.write(pending.data)

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines that the runtime wrote to stderr."""
        return self._process.stderr_lines

    def diagnostics(self, restarts: int) -> Diagnostics:
        """Return how the client stands."""
        from openai_codex._connection.diagnostics import diagnostics

        code = self._process.exit_code()
        return diagnostics(self.session, pid=self.pid, exit_code=code, restarts=restarts, stderr=self.stderr)

    async def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and at the same time.

        Once its event loop is closed, the runtime is killed, whichever loop that is asked for in.
        """
        if self._left_to_parent:
            return
        if self._loop.is_closed():
            self.session.end(TransportClosedError("the client was closed"))
            self._process.kill_alone()
            return
        self.check_loop()
        closing = self._begin_to_close()
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            # Whoever cancels a close wants to be gone at once.
            self._process.kill()
            raise

    def close_soon(self) -> None:
        """Close without waiting for that. From any thread, and where the garbage collector happens to run."""
        if self._closing is None and not self._left_to_parent:
            # A loop that is closed has let go of the process, which has ended with that.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._begin_to_close)

    def _begin_to_close(self) -> asyncio.Task[None]:
        if self._closing is None:
            pending = self.session.requests.methods()
            self._carry_out(self.session.end(TransportClosedError("the client was closed", pending=pending)))
            self.questions.end()
            self._closing = self._loop.create_task(self._end_all())
        return self._closing

    async def _end_all(self) -> None:
        # A handler that closes the client is not to wait for itself.
        deciding = self._handlers.running()
        deciding += self._strays
        await self._process.end()
        if self._ending is None:
            wire_log.ended(self.pid, await self._process.wait(0))
        if deciding:
            await asyncio.wait(deciding, timeout=EXIT_GRACE)

    def lock_before_fork(self) -> bool:
        """Hold still for a fork; see `forks`. There is nothing that a lock is needed for."""
        return False

    def unlock_after_fork(self) -> None:
        """Go on after it."""

    def leave_to_parent(self) -> None:
        """Be closed, in a forked child."""
        self.session.closed = TransportClosedError(fork_safety.LEFT_TO_PARENT)
        self._left_to_parent = True

    def check_loop(self) -> None:
        """Raise `CodexError` in another event loop than the one that this belongs to, unless that is closed.

        `TransportClosedError` in a forked child, where no loop is the right one.
        """
        if self._left_to_parent:
            raise TransportClosedError(fork_safety.LEFT_TO_PARENT)
        if asyncio.get_running_loop() is not self._loop and not self._loop.is_closed():
            raise CodexError("this AsyncCodex was started in another event loop; make one for each loop")

    def _on_data(self, data: bytes) -> None:
        self._carry_out(self.session.feed(data))

    def _on_end(self) -> None:
        if self.session.closed is None:
            self._ending = self._loop.create_task(self._end())

    async def _end(self) -> None:
        """Find out how the runtime ended, and tell everyone who waits."""
        exit_code = await self._process.last_words(EXIT_GRACE)
        error = TransportClosedError(
            describe_exit(exit_code),
            exit_code=exit_code,
            stderr=self.stderr,
            pending=self.session.requests.methods(),
        )
        wire_log.ended(self.pid, exit_code)
        self._carry_out(self.session.end(error))

    def _carry_out(self, batch: Batch[Reply]) -> None:
        for pending, reply in batch.replies:
            if not pending.waiter.done():
                pending.waiter.set_result(reply)
        for pending, error in batch.failed:
            if not pending.waiter.done():
                pending.waiter.set_exception(error)
        if batch.admitted:
            self._unsent += batch.admitted
            self._send_all()
        try:
            self._carry_out_requests(batch)
        except Exception as error:  # no new thread, for one: what the runtime says must be read all the same
            self.session.failed("a request of the runtime was lost", error)
        for mailbox in batch.touched:
            for subscription in mailbox.subscriptions:
                subscription.wake()

    def _carry_out_requests(self, batch: Batch[Reply]) -> None:
        for thread_id, reply in batch.strays:
            task = self._loop.create_task(self._stop_stray(thread_id, reply))
            self._strays.add(task)
            task.add_done_callback(self._strays.discard)
        for request in batch.requests:
            self._handlers.ask(self.questions.take(request))
        for request_id in batch.withdrawn:
            self.questions.withdrawn(request_id)
        for turn_id in batch.ended:
            self.questions.turn_ended(turn_id)

    def _send_answer(self, data: bytes) -> None:
        self._in_loop(self._write, data)

    def _write(self, data: bytes) -> None:
        # A runtime that is gone needs no answer.
        with contextlib.suppress(OSError):
            self._process.write(data)

    def _send(self, pending: Pending[Reply]) -> None:
        """Send a request: at once if it is the only one, else with all others that are made before the loop goes on.

        One that is cancelled meanwhile goes out too: the task hears of that after this.
        """
        self._unsent.append(pending)
        if self.session.requests.sent == 1:
            self._send_all()
        elif len(self._unsent) == 1:
            self._loop.call_soon(self._send_all)

    def _send_all(self) -> None:
        unsent, self._unsent = self._unsent, []
        # Those that were made just before the end have been told of it.
        if not unsent or self.session.closed is not None:
            return
        try:
            self._process.write(b"".join([pending.data for pending in unsent]))
        except OSError as error:
            # If the runtime is dying, why will be known in a moment.
            self._loop.call_later(UNREAD_GRACE, self._unread, unsent, error)

    def _unread(self, unsent: list[Pending[Reply]], error: OSError) -> None:
        for pending in unsent:
            if self._ending is None and not pending.waiter.done():
                problem = f"{pending.method}: the runtime no longer reads: {error}"
                pending.waiter.set_exception(TransportClosedError(problem, stderr=self.stderr))

    async def _stop_stray(self, thread_id: str, reply: Mapping[str, Any]) -> None:
        """Interrupt the turn that a request has started after all, though it had been given up."""
        turn_id = stray_turn(reply)
        if turn_id is None or self.session.claimed(turn_id):
            return
        await self.give_up(thread_id, self.mailbox(turn_id), INTERRUPT_GRACE)

    def post(self, event: Notification) -> None:
        """Put an event of this client's own where the runtime's events go. From any thread."""
        self._in_loop(self._put, event)

    def _put(self, event: Notification) -> None:
        self._carry_out(self.session.put(event))

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


class _NoReplyError(Exception):
    """The time of a request has run out."""


def _time_out(waiter: Reply) -> None:
    if not waiter.done():
        waiter.set_exception(_NoReplyError())
