"""`TurnLoop`: run a turn, with the main thread as the only user of the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from openai_codex.cli.stdin import StandardInput
from openai_codex.cli.turns.asking import QuestionWithdrawnError
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openai_codex import Notification, TurnHandle, TurnResult

T = TypeVar("T")

END_TIMEOUT = 10.0
"""Maximum time between an interrupt and the end of the turn, in seconds."""

POLL_INTERVAL = 0.2
"""Time between two checks for Ctrl-C on Windows, in seconds."""

SETTLE_TIME = 0.1
"""Time without an event before a question is asked, in seconds."""


@dataclass(frozen=True)
class Question(Generic[T]):
    """A question of the runtime, which the main thread asks."""

    ask: Callable[[], T]
    answer: Future[T]
    """The answer. It is cancelled if the request has ended."""


@dataclass(frozen=True)
class End:
    """The end of the turn."""

    result: TurnResult | None
    error: BaseException | None


@dataclass(frozen=True)
class _Line:
    """A line of standard input; None at its end."""

    text: str | None


@dataclass(frozen=True)
class _Interrupt:
    """Ctrl-C was pressed, or the deadline has passed."""

    timed_out: bool = False


class _Withdrawal:
    """A question was cancelled, which the main thread may be asking."""


_Entry: TypeAlias = "Notification | Question[Any] | End | _Line | _Interrupt | _Withdrawal"


class TurnLoop:
    """Pass the events of a turn to the main thread, together with the questions of handlers.

    Handlers run in threads of their own. A thread that waits for the terminal is not interruptible by Ctrl-C, so
    handlers hand their questions over to the main thread. While a question is open, the main thread waits for the line
    that a daemon thread reads, and for the events that withdraw the question.
    """

    prompt_end = ""

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Entry] = SimpleQueue()
        self._postponed: deque[_Entry] = deque()
        self._input = StandardInput()
        self._reading = False
        """Whether a thread waits for a line."""
        self._asked: Question[Any] | None = None
        """The question that the main thread asks."""
        self._deadline: float | None = None
        """When the turn, or its interrupt, has taken too long, by `time.monotonic`; None disables it."""
        self._stopping = False
        """Whether the turn was interrupted."""
        self._interrupts = 0
        self.timed_out = False
        """Whether the timeout has expired."""

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed during the turn."""
        return self._interrupts > 0

    async def ask(self, ask: Callable[[], T]) -> T:
        """Ask a question in the main thread while `run` runs, and wait for the answer.

        If the caller is cancelled, the question is withdrawn.

        Args:
            ask: Asks the question, and returns the answer.

        Returns:
            The answer.
        """
        question = Question[T](ask, Future())
        self._queue.put(question)
        try:
            return await asyncio.wrap_future(question.answer)
        except asyncio.CancelledError:
            question.answer.cancel()
            self._queue.put(_Withdrawal())
            raise

    def read_line(self) -> str:
        """Wait for a line of standard input, in the function that was passed to `ask`.

        Returns:
            The line.

        Raises:
            EOFError: The input has ended.
            QuestionWithdrawnError: The request or the turn has ended, the timeout has expired, or Ctrl-C was pressed.
        """
        if not self._reading:
            self._reading = True
            threading.Thread(target=self._read_input, name="codex-py-input", daemon=True).start()
        while True:
            entry = self._receive()
            if isinstance(entry, _Line):
                self._reading = False
                if entry.text is None:
                    raise EOFError
                return entry.text
            if isinstance(entry, _Interrupt):
                self._postponed.appendleft(entry)
                raise QuestionWithdrawnError
            if not isinstance(entry, _Withdrawal):
                self._postponed.append(entry)
            if isinstance(entry, End) or self._asked is None or self._asked.answer.cancelled():
                raise QuestionWithdrawnError

    def run(self, turn: TurnHandle, show: Callable[[Notification], None], timeout: float | None = None) -> TurnResult:
        """Show the events of a turn until it ends. The first Ctrl-C interrupts the turn.

        Args:
            turn: The turn, which has started.
            show: Called with each event, in the main thread.
            timeout: Maximum time of the turn, in seconds; None disables it.

        Returns:
            The result of the turn.

        Raises:
            TurnFailedError: The turn failed.
            TransportClosedError: The runtime exited before the turn ended.
            KeyboardInterrupt: Ctrl-C was pressed twice, or the turn did not end after an interrupt.
        """
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._stopping = self.timed_out = False
        threading.Thread(target=self._read_events, args=(turn,), name="codex-py-events", daemon=True).start()
        with self._sigint_handler():
            end = self._consume(turn, show)
        if end.error is not None:
            raise end.error
        assert end.result is not None
        return end.result

    def _consume(self, turn: TurnHandle, show: Callable[[Notification], None]) -> End:
        while True:
            entry = self._next()
            if isinstance(entry, Question):
                # After an interrupt without an answer: the client cancels the request when the turn ends.
                interruption = None if self._stopping else self._settle(entry, show)
                if interruption is None:
                    if not self._stopping:
                        self._answer(entry)
                    continue
                entry = interruption
            if isinstance(entry, End):
                return entry
            if isinstance(entry, _Interrupt):
                if entry.timed_out and self._stopping:
                    raise KeyboardInterrupt
                self.timed_out = self.timed_out or entry.timed_out
                self._stopping = True
                self._deadline = time.monotonic() + END_TIMEOUT
                threading.Thread(target=_interrupt, args=(turn,), daemon=True).start()
            else:
                self._show(entry, show)

    def _show(self, entry: Notification | _Line | _Withdrawal, show: Callable[[Notification], None]) -> None:
        if isinstance(entry, _Line):
            # The question was withdrawn to which it belongs.
            self._reading = False
        elif not isinstance(entry, _Withdrawal):
            show(entry)

    def _next(self) -> _Entry:
        return self._postponed.popleft() if self._postponed else self._receive()

    def _receive(self) -> _Entry:
        """Return the next entry of the queue, or an interrupt at the deadline."""
        while True:
            remaining = None if self._deadline is None else max(0.0, self._deadline - time.monotonic())
            # A wait without end is not interruptible by Ctrl-C on Windows.
            limit = POLL_INTERVAL if os.name == "nt" and (remaining is None or remaining > POLL_INTERVAL) else remaining
            try:
                return self._queue.get(timeout=limit)
            except Empty:
                if limit == remaining:
                    return _Interrupt(timed_out=True)

    def _settle(self, question: Question[Any], show: Callable[[Notification], None]) -> End | _Interrupt | None:
        """Show the events that the runtime has sent before a question.

        Another thread passes them on, and may be slower than the thread of the handler.

        Args:
            question: The question, which is postponed if the turn ends or Ctrl-C is pressed.
            show: Called with each event.

        Returns:
            The entry to handle before the question, or None.
        """
        later: list[_Entry] = []
        try:
            while True:
                entry = self._postponed.popleft() if self._postponed else self._queue.get(timeout=SETTLE_TIME)
                if isinstance(entry, Question):
                    later.append(entry)
                elif isinstance(entry, (End, _Interrupt)):
                    later.insert(0, question)
                    return entry
                else:
                    self._show(entry, show)
        except Empty:
            return None
        finally:
            self._postponed.extendleft(reversed(later))

    def _answer(self, question: Question[Any]) -> None:
        """Ask a question, unless its request has ended."""
        if question.answer.cancelled():
            return
        self._asked = question
        # The future may be cancelled at any time.
        with contextlib.suppress(QuestionWithdrawnError, InvalidStateError):
            try:
                answer = question.ask()
            except QuestionWithdrawnError:
                # Without an answer: the client cancels the request when the turn ends.
                raise
            except Exception as error:
                question.answer.set_exception(error)
            else:
                question.answer.set_result(answer)
        self._asked = None

    def _read_events(self, turn: TurnHandle) -> None:
        """Put the events of the turn, and its end, into the queue."""
        try:
            for event in turn.stream(detach=True):
                self._queue.put(event)
            end = End(turn.run(), None)
        except BaseException as error:
            end = End(None, error)
        self._queue.put(end)

    def _read_input(self) -> None:
        """Put a line of standard input into the queue."""
        try:
            line = _Line(self._input.read_line())
        except EOFError:
            line = _Line(None)
        self._queue.put(line)

    @contextlib.contextmanager
    def _sigint_handler(self) -> Generator[None, None, None]:
        """Handle Ctrl-C. Other threads than the main thread cannot set signal handlers."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        previous = signal.signal(signal.SIGINT, self._on_sigint)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)

    def _on_sigint(self, number: int, frame: object) -> None:
        self._interrupts += 1
        if self._interrupts > 1:
            raise KeyboardInterrupt
        # An exception could be raised while an event is shown, and the event would be lost.
        self._queue.put(_Interrupt())


def _interrupt(turn: TurnHandle) -> None:
    # The turn may have ended.
    with contextlib.suppress(CodexError):
        turn.interrupt()
