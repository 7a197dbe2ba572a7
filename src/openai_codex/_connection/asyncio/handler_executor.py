"""Run handlers as tasks of an event loop, and keep their time."""

from __future__ import annotations

import asyncio
import inspect
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._connection.asyncio.off_loop import off_loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.dispatcher import Question, Questions


class AsyncHandlerRunner:
    """Puts questions to their handlers, each in a task of its own. `send` sends the bytes of an answer."""

    def __init__(self, questions: Questions, send: Callable[[bytes], None]) -> None:
        self._questions = questions
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._deciding: set[asyncio.Task[None]] = set()

    def ask(self, question: Question) -> None:
        """See to it that a question is answered."""
        self._answer(self._questions.prepare(question))
        if question.handler is None:
            return
        task = self._loop.create_task(self._decide(question, question.handler))
        self._deciding.add(task)
        task.add_done_callback(self._deciding.discard)
        question.cancel = partial(_cancel, task)
        if question.timeout is not None:
            self._loop.call_later(question.timeout, self._expire, weakref.ref(question))

    def running(self) -> list[asyncio.Task[None]]:
        """Return the tasks of the handlers that have not ended."""
        return [task for task in self._deciding if not task.done()]

    def _expire(self, reference: weakref.ref[Question]) -> None:
        question = reference()
        if question is not None:
            self._answer(self._questions.expired(question))

    async def _decide(self, question: Question, handler: Callable[[Any], Any]) -> None:
        """Run a handler to its end: a sync one in a thread, because it may block."""
        try:
            if is_async(handler):
                answer = await handler(question.subject)
            else:
                answer = await off_loop(handler, question.subject)
                if inspect.isawaitable(answer):
                    answer = await answer
        except BaseException as error:  # whatever it raises, it has not decided
            self._answer(self._questions.failed(question, "the handler raised", error))
            if not isinstance(error, Exception):
                raise
        else:
            self._answer(self._questions.answered(question, answer))

    def _answer(self, data: bytes | None) -> None:
        if data is not None:
            self._send(data)


def is_async(function: Callable[[Any], Any]) -> bool:
    """Return whether calling a function gives a coroutine; of an object, its `__call__` is what is called."""
    call = getattr(function, "__call__", None)  # noqa: B004  # not whether there is one, but what it is
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _cancel(task: asyncio.Task[None]) -> None:
    # A handler that is the cause of its own end, by closing the client perhaps, is left to finish.
    if task is not asyncio.current_task():
        task.cancel()
