"""`ThreadedMap`: runs the prompts of one `CodexPool.map` in threads."""

from __future__ import annotations

from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._connection.sync.waiter import Waiter
from openai_codex.errors import CodexError, TransportClosedError
from openai_codex.pool.records import PoolResult
from openai_codex.pool.window import ResultWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._results.result import TurnResult
    from openai_codex._sync.pooled import PooledTurn


class RunControl:
    """Stops a prompt that a thread runs."""

    def __init__(self) -> None:
        self.abandoned = False
        self.runtime: int | None = None
        """Index of the runtime of the prompt; None before it has a place."""
        self._turn: PooledTurn | None = None
        self._cancel_wait: Callable[[], None] | None = None

    def wait(self, cancel: Callable[[], None]) -> None:
        """Record that the prompt waits for a place, and how the wait is cancelled."""
        self._cancel_wait = cancel
        self._check()

    def begin(self, turn: PooledTurn, runtime: int) -> None:
        """Record that the turn starts."""
        self.runtime = runtime
        self._turn = turn
        self._check()

    def abandon(self) -> None:
        """Cancel the wait, or interrupt the turn, without waiting. Called in the client thread of the pool."""
        self.abandoned = True
        if self._cancel_wait is not None:
            self._cancel_wait()
        if self._turn is not None:
            self._turn.abandon()

    def _check(self) -> None:
        # After the assignment of the caller: `abandon` sets the flag first, and then reads.
        if self.abandoned:
            raise CodexError("the prompt was abandoned")


class ThreadedMap:
    """Takes prompts in a thread while the window permits it, and runs each in a thread of its own.

    The state is changed in the client thread of the pool only.

    Args:
        prompts: The prompts.
        run: Function that runs a prompt.
        thread: The client thread of the pool.
        start_thread: Function that starts a thread of the pool. Raises `RuntimeError` if that is not possible.
        concurrency: Maximum number of prompts that run at the same time.
        ordered: Whether results are returned in the order of the prompts.
    """

    def __init__(
        self,
        prompts: Iterable[RunInput],
        run: Callable[[RunInput, RunControl], TurnResult[Any]],
        thread: ClientThread,
        start_thread: Callable[[str, Callable[[], None]], None],
        concurrency: int,
        *,
        ordered: bool,
    ) -> None:
        self._prompts = prompts
        self._run = run
        self._thread = thread
        self._start_thread = start_thread
        self._window: ResultWindow[PoolResult[Any]] = ResultWindow(concurrency, ordered=ordered)
        self._controls: dict[int, RunControl] = {}
        self._error: BaseException | None = None
        self._context = copy_context()
        self._begun = False
        self._stopped = False
        self._taking = False
        """Whether the feeder takes a prompt."""
        self._permits: Waiter[bool] = Waiter()
        self._wanted = False
        """Whether the consumer waits."""
        self._outcomes: Waiter[PoolResult[Any] | None] = Waiter()

    def next(self) -> PoolResult[Any] | None:
        """Return the next outcome; None after the last one. Raises an exception of the prompts after all outcomes."""
        self._thread.submit(self._want)
        outcome = self._outcomes.get(None)
        if outcome is None and self._error is not None:
            raise self._error
        return outcome

    def abandon(self) -> None:
        """Interrupt the prompts that run, without waiting. Finalizers may call this."""
        self._thread.post(self._stop)

    # Run in the client thread

    def pool_closed(self, error: Exception) -> None:
        """Take no further prompt, and raise `error` after the outcomes of the others."""
        if not self._window.source_ended:
            self._end_source(error)
        self._permits.put(False)

    def _want(self) -> None:
        if not self._begun:
            self._begun = True
            try:
                self._start_thread("codex-pool-feeder", partial(self._context.copy().run, self._feed))
            except RuntimeError as error:
                self._error = TransportClosedError(str(error))
                self._window.end_source()
        self._wanted = True
        self._update()

    def _update(self) -> None:
        if self._wanted:
            outcome = self._window.pop()
            if outcome is not None or self._window.exhausted:
                self._wanted = False
                self._outcomes.put(outcome)
        if self._window.may_start and not self._taking and not self._stopped:
            self._taking = True
            self._permits.put(True)

    def _launch(self, prompt: RunInput) -> None:
        self._taking = False
        if self._stopped or self._window.source_ended:
            return
        index = self._window.start()
        control = self._controls[index] = RunControl()
        work = partial(self._work, index, prompt, control)
        try:
            self._start_thread("codex-pool-worker", partial(self._context.copy().run, work))
        except RuntimeError as error:
            self._finish(index, PoolResult(index, prompt, None, TransportClosedError(str(error))))
        else:
            self._update()

    def _finish(self, index: int, outcome: PoolResult[Any]) -> None:
        del self._controls[index]
        self._window.finish(index, outcome)
        self._update()

    def _end_source(self, error: BaseException | None) -> None:
        self._error = self._error or error
        self._window.end_source()
        self._update()

    def _stop(self) -> None:
        self._stopped = True
        self._permits.put(False)
        for control in list(self._controls.values()):
            control.abandon()

    # Run in threads of their own

    def _feed(self) -> None:
        error: BaseException | None = None
        try:
            prompts: Iterator[RunInput] = iter(self._prompts)
            while self._permits.get(None):
                try:
                    prompt = next(prompts)
                except StopIteration:
                    return
                self._thread.post(partial(self._launch, prompt))
        except BaseException as raised:  # the consumer receives it
            error = raised
        finally:
            self._thread.post(partial(self._end_source, error))

    def _work(self, index: int, prompt: RunInput, control: RunControl) -> None:
        outcome: PoolResult[Any]
        try:
            outcome = PoolResult(index, prompt, self._run(prompt, control), None, control.runtime)
        except Exception as error:
            outcome = PoolResult(index, prompt, None, error, control.runtime)
        except BaseException as raised:  # for example SystemExit: the thread ends, and the prompt too
            ended = CodexError(f"the thread of the prompt ended with {type(raised).__name__}")
            outcome = PoolResult(index, prompt, None, ended, control.runtime)
        self._thread.post(partial(self._finish, index, outcome))
