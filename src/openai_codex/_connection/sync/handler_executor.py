"""Run handlers in threads, each in one of its own, and keep their time."""

from __future__ import annotations

import contextlib
import heapq
import inspect
import queue
import time
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import threading
    from collections.abc import Awaitable, Callable

    from openai_codex._handlers.dispatcher import Question, Questions


class HandlerRunner:
    """Puts questions to their handlers, away from the reader, which must never wait for the runtime to read.

    `send` sends the bytes of an answer, `thread` starts a thread of a name.
    """

    def __init__(
        self,
        questions: Questions,
        send: Callable[[bytes], None],
        thread: Callable[[str, Callable[[], None]], threading.Thread],
    ) -> None:
        self._questions = questions
        self._send = send
        self._thread = thread
        self._asked: queue.SimpleQueue[Question | None] = queue.SimpleQueue()
        self._deadlines: list[tuple[float, int, Question]] = []
        self.worker: threading.Thread | None = None
        """The thread that sees to what is asked, once something was."""

    def ask(self, question: Question) -> None:
        """See to it that a question is answered. For the reader alone."""
        if self.worker is None:
            self.worker = self._thread("answers", self._work)
        self._asked.put(question)

    def stop(self) -> None:
        """Ask nobody any more."""
        self._asked.put(None)

    def _work(self) -> None:
        while True:
            try:
                question = self._asked.get(timeout=self._next_deadline())
            except queue.Empty:
                _, _, late = heapq.heappop(self._deadlines)
                self._answer(self._questions.expired(late))
                continue
            if question is None:
                return
            self._begin(question)

    def _next_deadline(self) -> float | None:
        """Return how long it is until a question has to be answered, in seconds, or None if there is none."""
        while self._deadlines and not self._questions.is_open(self._deadlines[0][2]):
            heapq.heappop(self._deadlines)
        return max(0.0, self._deadlines[0][0] - time.monotonic()) if self._deadlines else None

    def _begin(self, question: Question) -> None:
        self._answer(self._questions.prepare(question))
        if question.handler is None or not self._questions.is_open(question):
            return
        if question.timeout is not None:
            heapq.heappush(self._deadlines, (time.monotonic() + question.timeout, id(question), question))
        self._thread("handler", partial(self._decide, question, question.handler))

    def _decide(self, question: Question, handler: Callable[[Any], Any]) -> None:
        """Run a handler to its end: it may take its time, and use the client."""
        try:
            answer = handler(question.subject)
            if inspect.isawaitable(answer):
                answer = _run(question, answer)
        except BaseException as error:  # even SystemExit is a handler that has not decided
            self._answer(self._questions.failed(question, "the handler raised", error))
        else:
            self._answer(self._questions.answered(question, answer))

    def _answer(self, data: bytes | None) -> None:
        if data is not None:
            self._send(data)


def _run(question: Question, answer: Awaitable[Any]) -> Any:
    """Wait for the answer of an async handler, in an event loop of its own, which ends early if it is withdrawn."""
    import asyncio

    async def run() -> Any:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()

        def cancel() -> None:
            # The handler may have ended in the meantime, and its loop with it.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(task.cancel if task else loop.stop)

        question.cancel = cancel
        if question.withdrawn:
            cancel()
        return await answer

    return asyncio.run(run())
