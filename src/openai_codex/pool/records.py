"""Results and statistics of a pool."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, cast

from openai_codex._results.result import OutputT
from openai_codex.pool.placement import State

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from typing_extensions import Self

    from openai_codex._requests.input_wire import RunInput
    from openai_codex._results.result import TurnResult
    from openai_codex.config import CodexConfig
    from openai_codex.pool.placement import Placement, Slot


@dataclass(frozen=True)
class PoolResult(Generic[OutputT]):
    """Outcome of one prompt of `CodexPool.map`: a result or an error."""

    index: int
    """Position of the prompt in the iterable, from 0."""

    input: RunInput
    """The prompt."""

    result: TurnResult[OutputT] | None = None
    """Result of the turn; None if it failed. The partial result of a failed turn is an attribute of `error`."""

    error: Exception | None = None
    """Error of the turn; None if it succeeded."""

    runtime: int | None = None
    """Index of the runtime in `PoolStats.runtimes`; None if the prompt was not assigned to a runtime."""

    @property
    def ok(self) -> bool:
        """Whether the turn succeeded."""
        return self.error is None

    @property
    def final_response(self) -> str | None:
        """Text of the agent's answer.

        None after an error, and without an answer.
        """
        return None if self.result is None else self.result.final_response

    @property
    def output(self) -> OutputT:
        """Answer as an object of `output_type`.

        None after an error, and without an `output_type`.
        """
        return cast("OutputT", None) if self.result is None else self.result.output

    def unwrap(self) -> TurnResult[OutputT]:
        """Return the result of the turn, or raise its error."""
        if self.error is not None:
            raise self.error
        return cast("TurnResult[OutputT]", self.result)


@dataclass(frozen=True)
class RuntimeStats:
    """Statistics of one runtime of a pool."""

    index: int
    """Position of the runtime in the pool, from 0."""

    state: str
    """`ready`, `spare`, `starting`, `draining` (the runtime shuts down) or `failed`."""

    url: str | None
    """Address of the runtime; None if the pool has started it as a process."""

    pid: int | None
    """Process id of the runtime; None if it does not run, or was not started by the pool."""

    turns: int
    """Number of turns that the pool runs there."""

    open_turns: int
    """Number of all turns that run there, also those of threads that callers hold."""

    threads: int
    """Number of threads that were placed there."""

    restarts: int
    """Number of times that the runtime was replaced."""

    error: Exception | None = None
    """Reason why the runtime has not started; None if it has."""


class TurnCounts:
    """Counts the turns of `run` and `map` that have ended."""

    def __init__(self) -> None:
        self.completed = 0
        self.failed = 0

    @contextlib.contextmanager
    def counting(self) -> Generator[None, None, None]:
        """Count the turn of the `with` block. A turn that is cancelled does not count."""
        try:
            yield
        except Exception:
            self.failed += 1
            raise
        self.completed += 1


class _Client(Protocol):
    """The properties of a client that statistics contain."""

    @property
    def pid(self) -> int | None: ...

    @property
    def restarts(self) -> int: ...

    @property
    def open_turns(self) -> int: ...


@dataclass(frozen=True)
class PoolStats:
    """Statistics of a pool."""

    runtimes: tuple[RuntimeStats, ...]
    """The runtimes, in the order of the configurations."""

    waiting: int
    """Number of calls that wait for a runtime."""

    completed: int
    """Number of turns of `run` and `map` that succeeded."""

    failed: int
    """Number of turns of `run` and `map` that ended with an error."""

    @property
    def restarts(self) -> int:
        """Number of times that a runtime was replaced."""
        return sum(runtime.restarts for runtime in self.runtimes)

    @classmethod
    def of(
        cls, placement: Placement, clients: Sequence[_Client | None], configs: Sequence[CodexConfig], counts: TurnCounts
    ) -> Self:
        """Return the statistics of a pool.

        Args:
            placement: The state of the runtimes.
            clients: The clients of the runtimes; None for those that have not started.
            configs: The configurations of the runtimes.
            counts: The turns that have ended.

        Returns:
            The statistics.
        """
        runtimes = tuple(
            _runtime_stats(slot, client, config.url)
            for slot, client, config in zip(placement.slots, clients, configs, strict=True)
        )
        return cls(runtimes, placement.waiting, counts.completed, counts.failed)


def _runtime_stats(slot: Slot, client: _Client | None, url: str | None) -> RuntimeStats:
    return RuntimeStats(
        index=slot.index,
        state="spare" if slot.state is State.ready and not slot.active else slot.state.value,
        url=url,
        pid=None if client is None else client.pid,
        turns=slot.turns,
        open_turns=0 if client is None else client.open_turns,
        threads=slot.threads,
        restarts=0 if client is None else client.restarts,
        error=slot.error,
    )
