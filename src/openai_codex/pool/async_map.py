"""`AsyncMap`: runs the prompts of one `AsyncCodexPool.map` in tasks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING, Any

from openai_codex.errors import CodexError
from openai_codex.pool.records import PoolResult
from openai_codex.pool.window import ResultWindow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from openai_codex._requests.input_wire import RunInput
    from openai_codex._results.result import TurnResult


class AsyncMap:
    """Takes prompts while the window permits it, and runs each in a task.

    Args:
        prompts: The prompts.
        run: Function that runs a prompt, and reports the index of the runtime.
        concurrency: Maximum number of prompts that run at the same time.
        ordered: Whether results are returned in the order of the prompts.
    """

    def __init__(
        self,
        prompts: Iterable[RunInput] | AsyncIterable[RunInput],
        run: Callable[[RunInput, Callable[[int], None]], Awaitable[TurnResult[Any]]],
        concurrency: int,
        *,
        ordered: bool,
    ) -> None:
        self._prompts = prompts
        self._run = run
        self._window: ResultWindow[PoolResult[Any]] = ResultWindow(concurrency, ordered=ordered)
        self._tasks: set[asyncio.Task[None]] = set()
        self._error: BaseException | None = None
        self._feeder: asyncio.Task[None] | None = None
        self._has_result = asyncio.Event()
        self._may_start = asyncio.Event()

    async def next(self) -> PoolResult[Any] | None:
        """Return the next outcome; None after the last one. Raises an exception of the prompts after all outcomes."""
        if self._feeder is None:
            self._feeder = asyncio.create_task(self._feed())
        while (outcome := self._window.pop()) is None:
            if self._window.exhausted:
                if self._error is not None:
                    raise self._error
                return None
            self._has_result.clear()
            await self._has_result.wait()
        self._may_start.set()
        return outcome

    def pool_closed(self, error: Exception) -> None:
        """Take no further prompt, and raise `error` after the outcomes of the others."""
        if self._window.source_ended:
            return
        self._error = error
        self._window.end_source()
        self._has_result.set()
        if self._feeder is not None:
            self._feeder.cancel()

    async def close(self) -> None:
        """Cancel the prompts that run, and wait for their end."""
        tasks = [*self._tasks, *(() if self._feeder is None else (self._feeder,))]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _feed(self) -> None:
        try:
            prompts = _iterate(self._prompts)
            while True:
                while not self._window.may_start:
                    self._may_start.clear()
                    await self._may_start.wait()
                try:
                    prompt = await anext(prompts)
                except StopAsyncIteration:
                    return
                task = asyncio.create_task(self._work(self._window.start(), prompt))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        except Exception as error:
            self._error = error
        finally:
            self._window.end_source()
            self._has_result.set()

    async def _work(self, index: int, prompt: RunInput) -> None:
        runtime: list[int] = []
        outcome: PoolResult[Any] = PoolResult(index, prompt, None, CodexError("the prompt was cancelled"))
        try:
            result = await self._run(prompt, runtime.append)
            outcome = PoolResult(index, prompt, result, None, runtime[-1])
        except Exception as error:
            outcome = PoolResult(index, prompt, None, error, runtime[-1] if runtime else None)
        finally:
            self._window.finish(index, outcome)
            self._has_result.set()
            self._may_start.set()


async def _iterate(prompts: Iterable[RunInput] | AsyncIterable[RunInput]) -> AsyncIterator[RunInput]:
    if isinstance(prompts, AsyncIterable):
        async for prompt in prompts:
            yield prompt
    else:
        for prompt in prompts:
            yield prompt
