"""A connection to a runtime for code that blocks: one thread reads, any thread may call."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_codex import handshake, wire_log
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError, rpc_error
from openai_codex.handler_runner import HandlerRunner
from openai_codex.metadata import metadata_from
from openai_codex.pipe_writer import PipeWriter
from openai_codex.process import RuntimeProcess, describe_exit
from openai_codex.questions import Questions
from openai_codex.responses import decode, started_id
from openai_codex.runtime import launch
from openai_codex.session import Batch, Pending, Session
from openai_codex.support import check_supported, lacking_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from typing_extensions import Self

    from codex_protocol.rpc import Rpc
    from openai_codex.config import CodexConfig
    from openai_codex.events import Notification
    from openai_codex.goal_feed import GoalFeed
    from openai_codex.handlers import Handlers
    from openai_codex.mailbox import Mailbox, Subscription
    from openai_codex.support import Lacking

logger = logging.getLogger("openai_codex")

READ_BYTES = 256 * 1024
EXIT_GRACE = 1.0
"""How long to wait for the exit code once the output of the runtime has ended, in seconds."""


class Waiter:
    """What the thread of one request waits on. A bare lock: the cheapest thing to wait on with a timeout."""

    __slots__ = ("_lock", "error", "reply")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()
        self.reply: Mapping[str, Any] | None = None
        self.error: Exception | None = None

    def wake(self) -> None:
        """End the wait. Called once."""
        self._lock.release()

    def wait(self, timeout: float | None) -> bool:
        """Wait; return False if the timeout (seconds, None for none) ran out first."""
        return self._lock.acquire(timeout=-1 if timeout is None else max(0.0, timeout))


class SyncConnection:
    """A started runtime, spoken to from threads.

    Starting one spawns the runtime and does the handshake; `server_info` is the runtime's answer to `initialize`.
    Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, with nothing left running.
    """

    def __init__(self, config: CodexConfig, handlers: Handlers | None = None) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._session: Session[Waiter] = Session(max_line_bytes=config.max_message_bytes)
        self.questions = Questions(
            self._session, handlers, config.handler_timeout, post=self._post, send=self._send_answer
        )
        """What the runtime asks, and who answers."""
        self._process = RuntimeProcess(launch(config))
        self._writer = PipeWriter(self._process.stdin)
        self._handlers = HandlerRunner(self.questions, self._send_answer, self._thread)
        self._close_lock = threading.Lock()
        self._closed = False
        self._stderr_reader = self._thread("stderr", self._read_stderr)
        self._reader = self._thread("reader", self._read)
        try:
            self.server_info = self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
            self._write(self._session.notify(handshake.INITIALIZED), config.request_timeout)
            wire_log.started(self.pid, self._version)
        except CodexError as error:
            self.close()
            raise handshake.start_error(self._process.command, error) from error
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the runtime."""
        return self._process.pid

    def request(self, method: str, params: Any, *, timeout: float | None) -> Any:
        """Send a request and return the result of its reply, as it came.

        `timeout` is in seconds, None for none. Raises `RequestTimeoutError`, `TransportClosedError`,
        `WireValueError`, or the `JsonRpcError` that the runtime answered with.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        waiter = Waiter()
        with self._lock:
            pending, data = self._session.request(method, params, waiter)
        try:
            try:
                self._writer.write(data, deadline)
            except OSError as error:
                # The reader will find out why, and say so.
                if not waiter.wait(EXIT_GRACE * 3):
                    raise TransportClosedError(f"{method}: the runtime no longer reads: {error}") from error
            else:
                if not waiter.wait(None if deadline is None else deadline - time.monotonic()):
                    raise self._timed_out(pending, timeout or 0.0)
        finally:
            with self._lock:
                self._session.forget(pending)
        if waiter.error is not None:
            raise waiter.error
        reply = waiter.reply or {}
        if reply.get("error") is not None:
            raise rpc_error(method, reply["error"])
        return reply.get("result")

    @cached_property
    def rpc(self) -> Rpc:
        """The typed methods of the protocol, sent over this connection."""
        from codex_protocol.rpc import Rpc

        return Rpc(_Caller(self))

    @cached_property
    def _version(self) -> str | None:
        return metadata_from(self.server_info).server_info.version

    @cached_property
    def _lacking(self) -> Mapping[str, Lacking]:
        return lacking_in(self._version)

    def call(self, method: str, params: Any) -> Any:
        """Send a request with the timeout of the config; see `request`.

        Raises `UnsupportedByRuntimeError`, before anything is sent, for what the runtime is known not to have.
        """
        check_supported(self._lacking, self._version, method, params)
        return self.request(method, params, timeout=self._config.request_timeout)

    def started(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts a `kind` ("thread", "turn"); return the id of what it started."""
        return started_id(method, self.call(method, params), kind)

    def start_thread(self, method: str, params: Any, handlers: Handlers | None) -> str:
        """Send a request that starts, or takes up, a thread; return its id. Its turns will ask `handlers`."""
        thread_id = self.started(method, params, "thread")
        self.questions.set_thread(thread_id, handlers)
        return thread_id

    def start_turn(self, thread_id: str, params: Any, handlers: Handlers | None) -> str:
        """Start a turn, which will ask `handlers`; return its id."""
        if handlers is None:
            return self.started("turn/start", params, "turn")
        # It may ask before the reply tells its id.
        self.questions.set_starting(thread_id, handlers)
        try:
            turn_id = self.started("turn/start", params, "turn")
            if not self.mailbox(turn_id).ended:
                self.questions.set_turn(turn_id, handlers)
        finally:
            self.questions.set_starting(thread_id, None)
        return turn_id

    def mailbox(self, key: str) -> Mailbox:
        """Return the mailbox of a turn or of a login, with what has come for it so far."""
        with self._lock:
            return self._session.mailbox(key)

    def watch(self, feed: GoalFeed) -> None:
        """Put all events of a thread into `feed` as well, from now on until it ends."""
        with self._lock:
            self._session.watch(feed)

    def subscribe(self, mailbox: Mailbox, *, aside: bool = False) -> SyncSubscription:
        """Start to read the events of a mailbox (see `Mailbox.subscribe`); leave the `with` statement to stop."""
        return SyncSubscription(self._lock, mailbox, aside)

    def wait_started(self, mailbox: Mailbox) -> None:
        """Wait until a turn runs, or has ended.

        Raises `RequestTimeoutError` if that takes longer than a request may.
        """
        self._wait_until(mailbox, lambda: mailbox.started)

    def wait_running(self, feed: GoalFeed) -> str:
        """Wait until a turn of a goal runs; return its id, or that of none if the goal is over.

        Raises `RequestTimeoutError` if that takes longer than a request may.
        """
        self._wait_until(feed, lambda: feed.ended or feed.running_turn is not None)
        return feed.running_turn or ""

    def _wait_until(self, mailbox: Mailbox, reached: Callable[[], bool]) -> None:
        timeout = self._config.request_timeout
        deadline = None if timeout is None else time.monotonic() + timeout
        with self.subscribe(mailbox, aside=True) as events:
            while not reached():
                if not events.wait(None if deadline is None else deadline - time.monotonic()):
                    raise RequestTimeoutError("turn/started", timeout or 0.0, stderr=self._process.stderr.lines())
                events.next()

    def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and from any thread."""
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
        with self._lock:
            # What is waiting now was not answered; what calls later finds the client closed.
            pending = self._session.pending_methods()
            batch = self._session.end(TransportClosedError("the client was closed", pending=pending))
        self._carry_out(batch)
        stdin_closed = self._writer.close(EXIT_GRACE)
        self._process.end(stdin_closed)
        self.questions.end()
        self._handlers.stop()
        for thread in (self._reader, self._stderr_reader, self._handlers.worker):
            if thread is not None and thread is not threading.current_thread():
                thread.join(EXIT_GRACE)

    def _thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=f"codex-{name}-{self._process.pid}", daemon=True)
        thread.start()
        return thread

    def _read(self) -> None:
        fd = self._process.stdout.fileno()
        # To read from a pipe whose other end has just died may fail instead of ending.
        with self._process.stdout, contextlib.suppress(OSError):
            while data := os.read(fd, READ_BYTES):
                with self._lock:
                    batch = self._session.feed(data)
                self._carry_out(batch)
        exit_code = self._process.wait(EXIT_GRACE)
        self._stderr_reader.join(EXIT_GRACE)
        with self._lock:
            error = TransportClosedError(
                describe_exit(exit_code),
                exit_code=exit_code,
                stderr=self._process.stderr.lines(),
                pending=self._session.pending_methods(),
            )
            batch = self._session.end(error)
        wire_log.ended(self.pid, exit_code)
        self._carry_out(batch)

    def _read_stderr(self) -> None:
        with self._process.stderr_pipe as pipe, contextlib.suppress(OSError):
            while data := os.read(pipe.fileno(), READ_BYTES):
                self._process.stderr.feed(data)

    def _carry_out(self, batch: Batch[Waiter]) -> None:
        for pending, reply in batch.replies:
            pending.waiter.reply = reply
            pending.waiter.wake()
        for pending, error in batch.failed:
            pending.waiter.error = error
            pending.waiter.wake()
        for request in batch.requests:
            self._handlers.ask(self.questions.take(request))
        # A request is taken before it is withdrawn; who reads the end of a turn finds none of its questions open.
        for request_id in batch.withdrawn:
            self.questions.withdrawn(request_id)
        for turn_id in batch.ended:
            self.questions.turn_ended(turn_id)
        for mailbox in batch.touched:
            for subscription in mailbox.subscriptions:
                subscription.wake()

    def _send_answer(self, data: bytes) -> None:
        # A runtime that is gone needs no answer.
        with contextlib.suppress(OSError):
            self._write(data, self._config.request_timeout)

    def _post(self, event: Notification) -> None:
        with self._lock:
            batch = self._session.put(event)
        self._carry_out(batch)

    def _write(self, data: bytes, timeout: float | None) -> None:
        self._writer.write(data, None if timeout is None else time.monotonic() + timeout)

    def _timed_out(self, pending: Pending[Waiter], timeout: float) -> RequestTimeoutError:
        with self._lock:
            self._session.forget(pending)
            others = self._session.pending_methods()
        return RequestTimeoutError(pending.method, timeout, stderr=self._process.stderr.lines(), pending=others)


class _Caller:
    """What the typed methods send their requests through."""

    def __init__(self, connection: SyncConnection) -> None:
        self._connection = connection

    def request(self, method: str, params: Any, response: str) -> Any:
        return decode(method, response, self._connection.call(method, params))


class SyncSubscription:
    """The events of one mailbox, for a thread that waits for them."""

    def __init__(self, lock: threading.Lock, mailbox: Mailbox, aside: bool) -> None:
        self._lock = lock
        self._arrived = threading.Condition(threading.Lock())
        with lock:
            self._inner: Subscription = mailbox.subscribe(self._wake, aside=aside)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._inner.close()

    def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises what ended the connection, if that came before the end of the turn.
        """
        while not (event := self._inner.pop()) and not self._inner.over():
            self.wait(None)
        return event

    def wait(self, timeout: float | None) -> bool:
        """Wait until `next` would return at once; return False if that takes longer than `timeout` seconds."""
        with self._arrived:
            return self._arrived.wait_for(lambda: self._inner.ready, timeout)

    def _wake(self) -> None:
        with self._arrived:
            self._arrived.notify_all()
