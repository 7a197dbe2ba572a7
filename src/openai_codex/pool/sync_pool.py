"""`CodexPool`: several runtimes that share the turns of one program."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._requests.client_arguments import client_arguments
from openai_codex._results.usage import total_usage
from openai_codex._sync.pooled import PooledCodex, PooledTurn
from openai_codex.errors import ServerDrainingError, TransportClosedError
from openai_codex.pool.placement import Ticket, turn_ticket
from openai_codex.pool.progress import MapProgress
from openai_codex.pool.records import PoolResult, PoolStats, TurnCounts
from openai_codex.pool.settings import check_map_arguments, pool_settings
from openai_codex.pool.sync_map import RunControl, ThreadedMap
from openai_codex.pool.sync_runtimes import ThreadedRuntimes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from types import TracebackType

    from typing_extensions import Self, TypeForm, Unpack

    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._results.result import OutputT, TurnResult
    from openai_codex._results.usage import TokenUsage
    from openai_codex._sync.client import Codex
    from openai_codex._sync.thread import Thread
    from openai_codex.config import CodexConfig
    from openai_codex.pool.settings import (
        OnError,
        PoolRunKeywords,
        PoolThreadResumeKeywords,
        PoolThreadStartKeywords,
    )


class CodexPool:
    """Several runtimes that share the turns of one program.

        with CodexPool(size=3) as pool:
            for answer in pool.map(["Define a list.", "Define a set."]):
                print(answer.final_response)

    New threads go to the runtime with the fewest running turns. A thread stays on its runtime. A lost runtime is
    replaced. The constructor raises an error if no runtime starts. Instances are thread-safe.

    Args:
        runtimes: Configurations or addresses (`CodexConfig.url`), one for each runtime. None starts `size` runtimes.
        size: Number of runtimes that the pool starts; None for 2.
        spares: Number of additional runtimes that are started, and used when another one is lost. With `runtimes`, the
            number of those that are spares.
        config: Settings of the runtimes, or of the addresses in `runtimes`. None uses the defaults.
        max_turns: Maximum number of turns of `run` and `map` on one runtime at the same time. Further prompts wait;
            those of handlers and tools do not. None sets no limit.
        **handlers: See `HandlerOptions`. Requests of the runtimes without a handler are declined.

    Raises:
        InputError: An argument is invalid.
        UnexpectedKeywordError: A keyword is not the name of a handler.
        ConfigError: An address is invalid.
        RuntimeNotFoundError: No runtime was found.
        RuntimeStartError: No runtime has started.
    """

    def __init__(
        self,
        runtimes: Sequence[CodexConfig | str] | None = None,
        *,
        size: int | None = None,
        spares: int = 0,
        config: CodexConfig | None = None,
        max_turns: int | None = None,
        **handlers: Unpack[HandlerOptions],
    ) -> None:
        self._settings = pool_settings(runtimes, size, spares, config, max_turns)
        client_arguments("CodexPool", None, handlers)
        self._counts = TurnCounts()
        self._runtimes = ThreadedRuntimes(self._settings, handlers)
        try:
            self._runtimes.begin()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Shut down the runtimes of the pool, and close the connections to others.

        Turns that run raise `TransportClosedError`. Idempotent and thread-safe.
        """
        self._runtimes.close()

    @property
    def clients(self) -> tuple[Codex, ...]:
        """The clients of the runtimes that have started, for their other methods.

        A client outlives the runtimes that it replaces.
        """
        return self._runtimes.clients()

    @property
    def usage(self) -> TokenUsage:
        """Tokens of all turns of the pool so far."""
        return total_usage(client.usage for client in self.clients)

    def stats(self) -> PoolStats:
        """Return statistics of the pool.

        Does not contact the runtimes.
        """
        return self._runtimes.stats(self._counts)

    def thread_start(self, **options: Unpack[PoolThreadStartKeywords]) -> Thread:
        """Start a thread on the runtime with the fewest running turns (`thread/start`).

        Args:
            **options: The keywords of `Codex.thread_start`.

        Returns:
            The new thread. Its turns do not count for `max_turns`.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            TransportClosedError: No runtime is available, or the pool was closed.
            JsonRpcError: The runtime rejected the request.
        """
        return self._open(None, lambda client: client.for_opening().thread_start(**options))

    def thread_resume(self, thread_id: str | Thread, **options: Unpack[PoolThreadResumeKeywords]) -> Thread:
        """Resume a stored thread (`thread/resume`), on the runtime that has run it before.

        Args:
            thread_id: The thread, or its id. A thread that is unknown to the pool is resumed on the runtime with the
                fewest running turns.
            **options: The keywords of `Codex.thread_resume`.

        Returns:
            The resumed thread. Its turns do not count for `max_turns`.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            TransportClosedError: The runtime is not available, or the pool was closed.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import thread_id_of

        id = thread_id_of(thread_id)
        index = self._runtimes.runtime_of(id)
        if index is None:
            return self._open(None, lambda client: client.for_opening().thread_resume(id, **options))
        return self._open(index, lambda client: client.thread_resume(id, **options))

    def run(
        self,
        input: RunInput,
        *,
        output_type: TypeForm[OutputT] = None,  # type: ignore[assignment]  # None selects the default of `OutputT`
        **options: Unpack[PoolRunKeywords],
    ) -> TurnResult[OutputT]:
        """Run one turn in a new thread, on the runtime with the fewest running turns.

        Waits while each runtime runs `max_turns` turns. If a runtime is lost before the turn is sent, or shuts down and
        rejects it, another one runs it. To continue, resume the thread: `pool.thread_resume(result.thread_id)`.

        Args:
            input: A string, an input item, or a list of them.
            output_type: Any type that pydantic can validate; None for a plain answer.
            **options: The keywords of `Codex.run`.

        Returns:
            The result of the last turn.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            TurnFailedError: The turn failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            OutputValidationError: The last answer does not match `output_type`.
            TransportClosedError: The runtime was lost while the turn ran, no runtime is available, or the pool was
                closed.
            JsonRpcError: The runtime rejected a request.
        """
        return self._run(input, output_type, options, RunControl())

    def map(
        self,
        prompts: Iterable[RunInput],
        *,
        concurrency: int | None = None,
        output_type: TypeForm[OutputT] = None,  # type: ignore[assignment]  # None selects the default of `OutputT`
        on_error: OnError = "return",
        ordered: bool = True,
        progress: bool = False,
        **options: Unpack[PoolRunKeywords],
    ) -> Generator[PoolResult[OutputT], None, None]:
        """Run each prompt in a new thread, and yield the outcomes.

        The prompts are taken as they are needed, in a thread of the pool: at most `2 * concurrency` are taken ahead of
        the consumer. Each prompt ends exactly once, with a result or an error. If the iteration ends early, by `break`,
        an exception or Ctrl-C, the client interrupts the turns that run, without waiting for their end.

        Args:
            prompts: The prompts, from an iterable, which may be infinite.
            concurrency: Maximum number of prompts that run at the same time. None uses `max_turns` or 8 for each
                runtime.
            output_type: Any type that pydantic can validate; None for plain answers.
            on_error: Whether an error is yielded as `PoolResult.error` ("return"), or raised ("raise"), which ends the
                iteration.
            ordered: Whether to yield in the order of the prompts. False yields each outcome when it is available.
            progress: Whether to draw a progress bar on stderr. Needs the extra `cli`.
            **options: The keywords of `Codex.run`, for all prompts.

        Returns:
            A generator of the outcomes. It raises an exception of the iterable after the outcomes of the prompts before
            it.

        Raises:
            InputError: An argument is invalid, or rich is not installed.
            UnexpectedKeywordError: A keyword is unknown.
        """
        check_map_arguments(prompts, on_error, asynchronous=False)
        limit = self._settings.concurrency(concurrency)
        bar = MapProgress(prompts, enabled=progress)
        for client in self._runtimes.clients()[:1]:
            client.for_check().run("-", output_type=output_type, **options)

        def run(input: RunInput, control: RunControl) -> TurnResult[Any]:
            return self._run(input, output_type, options, control)

        thread = self._runtimes.thread
        outcomes = ThreadedMap(prompts, run, thread, self._runtimes.start_thread, limit, ordered=ordered)
        self._runtimes.add_map(outcomes)
        return _map(outcomes, bar, thread, raises=on_error == "raise")

    def _run(self, input: RunInput, output_type: Any, options: PoolRunKeywords, control: RunControl) -> TurnResult[Any]:
        with self._counts.counting():
            attempts = self._runtimes.count + 1
            while True:
                attempts -= 1
                ticket = turn_ticket()
                turn = PooledTurn(partial(setattr, ticket, "observed", True))
                try:
                    with self._runtimes.place(ticket, control) as (index, client):
                        control.begin(turn, index)
                        result = client.for_turn(turn).run(input, output_type=output_type, **options)
                        if result.thread_id is not None:
                            self._runtimes.remember(result.thread_id, index)
                        return result
                except (TransportClosedError, ServerDrainingError) as error:
                    if ticket.index is None or not turn.may_move(error) or not attempts:
                        raise

    def _open(self, index: int | None, open: Callable[[PooledCodex], Thread]) -> Thread:
        attempts = self._runtimes.count + 1
        while True:
            attempts -= 1
            ticket = Ticket(turn=False, index=index)
            try:
                with self._runtimes.place(ticket, RunControl()) as (index_of_client, client):
                    thread = open(client)
                    self._runtimes.remember(thread.id, index_of_client)
                    return thread
            except (TransportClosedError, ServerDrainingError) as error:
                if ticket.index is None or not attempts:
                    raise
                if index is not None and isinstance(error, ServerDrainingError):
                    # The client has waited for the next connection.
                    raise

    def __repr__(self) -> str:
        return f"CodexPool({self._runtimes.summary})"


def _map(
    outcomes: ThreadedMap, bar: MapProgress, thread: ClientThread, *, raises: bool
) -> Generator[PoolResult[Any], None, None]:
    try:
        bar.start()
        while (outcome := outcomes.next()) is not None:
            bar.advance(failed=not outcome.ok)
            if raises:
                outcome.unwrap()
            yield outcome
    except GeneratorExit:
        # The garbage collector may run this while the thread holds a lock of the console.
        thread.post(bar.stop)
        raise
    except BaseException:
        bar.stop()
        raise
    else:
        bar.stop()
    finally:
        outcomes.abandon()
