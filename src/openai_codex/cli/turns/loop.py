"""`TurnLoop`: run a turn, with the main thread as the only user of the terminal."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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
    default: T


@dataclass(frozen=True)
class End:
    """The end of the turn."""

    result: TurnResult | None
    error: BaseException | None


class _Interrupt:
    """Ctrl-C was pressed."""


class TurnLoop:
    """Pass the events of a turn to the main thread, together with the questions of handlers.

    Handlers run in threads of their own. A thread that waits for the terminal could not be interrupted by Ctrl-C and
    would block the exit of the interpreter, so handlers hand their questions over to the main thread.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[Notification | Question[Any] | End | _Interrupt] = SimpleQueue()
        self._postponed: deque[Question[Any]] = deque()
        self._lock = threading.Lock()
        self._open: list[Question[Any]] = []
        self._ended = False
        self._asking = False
        self._interrupts = 0
        self.timed_out = False
        """Whether the timeout has expired."""

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed during the turn."""
        return self._interrupts > 0

    def ask(self, ask: Callable[[], T], default: T) -> T:
        """Ask a question in the main thread, and wait for the answer.

        Args:
            ask: Asks the question and returns the answer.
            default: The answer if the turn ends before, or if the person presses Ctrl-C.

        Returns:
            The answer.
        """
        question = Question[T](ask, Future(), default)
        with self._lock:
            if self._ended:
                return default
            self._open.append(question)
        self._queue.put(question)
        return question.answer.result()

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
        reader = threading.Thread(target=self._read, args=(turn,), name="codex-py-events", daemon=True)
        reader.start()
        try:
            with self._sigint_handler():
                end = self._consume(turn, show, None if timeout is None else time.monotonic() + timeout)
        finally:
            self._close()
        if end.error is not None:
            raise end.error
        assert end.result is not None
        return end.result

    def _consume(self, turn: TurnHandle, show: Callable[[Notification], None], deadline: float | None) -> End:
        stopping = False
        while True:
            entry = self._next(deadline)
            if entry is None:
                if stopping:
                    raise KeyboardInterrupt
                self.timed_out = True
                entry = _Interrupt()
            if isinstance(entry, Question):
                entry = self._settle(entry, show) or self._answer(entry) or entry
            if isinstance(entry, End):
                return entry
            if isinstance(entry, _Interrupt):
                stopping = True
                deadline = time.monotonic() + END_TIMEOUT
                threading.Thread(target=_interrupt, args=(turn,), daemon=True).start()
            elif not isinstance(entry, Question):
                show(entry)

    def _next(self, deadline: float | None) -> Notification | Question[Any] | End | _Interrupt | None:
        """Return the next entry of the queue, or None at the deadline."""
        if self._postponed:
            return self._postponed.popleft()
        while True:
            remaining = None if deadline is None else max(0.0, deadline - time.monotonic())
            # A wait without end is not interruptible by Ctrl-C on Windows.
            limit = POLL_INTERVAL if os.name == "nt" and (remaining is None or remaining > POLL_INTERVAL) else remaining
            try:
                return self._queue.get(timeout=limit)
            except Empty:
                if limit == remaining:
                    return None

    def _settle(self, question: Question[Any], show: Callable[[Notification], None]) -> End | _Interrupt | None:
        """Show the events that the runtime has sent before a question.

        Another thread passes them on, and may be slower than the thread of the handler.

        Args:
            question: The question, which is postponed if the turn ends or Ctrl-C is pressed.
            show: Called with each event.

        Returns:
            The entry to handle before the question, or None.
        """
        while True:
            try:
                entry = self._queue.get(timeout=SETTLE_TIME)
            except Empty:
                return None
            if isinstance(entry, Question):
                self._postponed.append(entry)
            elif isinstance(entry, (End, _Interrupt)):
                self._postponed.appendleft(question)
                return entry
            else:
                show(entry)

    def _answer(self, question: Question[Any]) -> _Interrupt | None:
        """Ask a question. Return an interrupt if the person pressed Ctrl-C instead of answering."""
        try:
            self._asking = True
            try:
                answer = question.ask()
            finally:
                self._asking = False
        except KeyboardInterrupt:
            # Without an answer, because the turn could end before the interrupt arrives.
            return _Interrupt()
        except Exception as error:
            question.answer.set_exception(error)
        else:
            question.answer.set_result(answer)
        return None

    def _read(self, turn: TurnHandle) -> None:
        """Put the events of the turn, and its end, into the queue."""
        try:
            for event in turn.stream(detach=True):
                self._queue.put(event)
            end = End(turn.run(), None)
        except BaseException as error:
            end = End(None, error)
        self._queue.put(end)

    def _close(self) -> None:
        """Give the default answer to the questions that were not asked."""
        with self._lock:
            self._ended = True
            questions, self._open = self._open, []
        for question in questions:
            if not question.answer.done():
                question.answer.set_result(question.default)

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
        if self._asking or self._interrupts > 1:
            raise KeyboardInterrupt
        # An exception could be raised while an event is shown, and the event would be lost.
        self._queue.put(_Interrupt())


def _interrupt(turn: TurnHandle) -> None:
    # The turn may have ended.
    with contextlib.suppress(CodexError):
        turn.interrupt()
