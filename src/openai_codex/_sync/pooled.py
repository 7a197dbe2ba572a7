# Generated from _async/pooled.py by scripts/async_to_sync.py. Do not edit.
"""`PooledCodex`: a client that belongs to a pool."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._results.result import lazy_result
from openai_codex._sync.client import Codex
from openai_codex._sync.client_operations import NewThread
from openai_codex._sync.draining import wait_for_end
from openai_codex._sync.thread import Thread
from openai_codex.errors import CodexError, ServerDrainingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Unpack

    from openai_codex._connection.request_claim import RequestClaim
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._requests.keywords import RunKeywords
    from openai_codex._requests.params import PreparedTurn
    from openai_codex._results.deadline import TurnDeadline
    from openai_codex._results.result import TurnResult
    from openai_codex._sync.client_operations import FirstTurn
    from openai_codex._sync.requests import RequestSender
    from openai_codex._sync.turn import RunningTurn


class PooledTurn:
    """A turn that a pool runs.

    Args:
        started: Function that is called when the runtime reports the turn as open.
    """

    def __init__(self, started: Callable[[], None]) -> None:
        self.sent = False
        """Whether `turn/start` may have been sent."""
        self.abandoned = False
        self._started = started
        self._running: RunningTurn | None = None

    def may_move(self, error: CodexError) -> bool:
        """Return whether another runtime can run the turn after an error of this one."""
        if isinstance(error, ServerDrainingError):
            # The runtime has not run the request, but it may have run an earlier turn of the prompt.
            return self._running is None
        return not self.sent

    def check(self) -> None:
        """Raise an error if the turn was abandoned."""
        if self.abandoned:
            raise CodexError("the turn was abandoned")

    def run(self, running: RunningTurn) -> None:
        """Record that the runtime has started the turn."""
        self._running = running
        self._started()
        # After the assignment: `abandon` sets the flag first, and then interrupts this turn.
        if self.abandoned:
            self._interrupt(running)

    def abandon(self) -> None:
        """Interrupt the turn, now or when it starts, without waiting. Finalizers may call this."""
        self.abandoned = True
        if self._running is not None:
            self._interrupt(self._running)

    def _interrupt(self, running: RunningTurn) -> None:
        running.connection.interrupt_nowait(running.thread_id, running.buffer)


class _PooledThread(NewThread):
    """The thread of a turn that a pool runs, on one connection."""

    def __init__(self, turn: PooledTurn, sender: RequestSender, id: str, state: ThreadState) -> None:
        super().__init__(sender, id, state)
        self._turn = turn

    def _start(
        self,
        call: str,
        input: RunInput | PreparedTurn,
        deadline: TurnDeadline | None,
        claim: RequestClaim,
        /,
        **options: Unpack[RunKeywords],
    ) -> RunningTurn:
        self._turn.check()
        connection = self._sender.connection()
        if connection.close_reason is not None and not self._turn.sent:
            raise connection.close_reason
        self._turn.sent = True
        running = super()._start(call, input, deadline, claim, **options)
        self._turn.run(running)
        return running


class _TurnClient(Codex):
    """A client for one turn, on the connection of `sender`."""

    def __init__(self, sender: RequestSender, turn: PooledTurn) -> None:
        self._sender = sender
        self._turn = turn

    def _run_first(self, first: FirstTurn) -> TurnResult[Any]:
        self._turn.check()
        return first.run(self._sender, partial(_PooledThread, self._turn))


class _OpeningClient(Codex):
    """A client that opens threads for another one, and does not wait while the runtime shuts down."""

    def __init__(self, sender: RequestSender) -> None:
        self._sender = sender.without_waiting()
        self._handle_sender = sender

    def _thread(self, state: ThreadState) -> Thread:
        return Thread(self._handle_sender, state.id, state)


class _ArgumentCheck(Codex):
    """A client whose `run` only validates its arguments."""

    def __init__(self, sender: RequestSender) -> None:
        self._sender = sender

    def _run_first(self, first: FirstTurn) -> TurnResult[Any]:
        return lazy_result({}, {})


class PooledCodex(Codex):
    """A client that belongs to a pool."""

    @property
    def close_reason(self) -> Exception | None:
        """The error that ended the connection; None while it is open."""
        try:
            return self._sender.supervisor.current.close_reason
        except CodexError as error:
            return error

    @property
    def open_turns(self) -> int:
        """Number of turns that have started and not ended."""
        try:
            return len(self._sender.supervisor.current.open_turns())
        except CodexError:
            return 0

    @property
    def draining(self) -> bool:
        """Whether the runtime shuts down, and rejects requests that start work."""
        try:
            return self._sender.supervisor.current.session.draining
        except CodexError:
            return False

    @property
    def pid(self) -> int | None:
        """Process id of the runtime; None if it does not run, or is not a process of this client."""
        return None if self.close_reason is not None else self._sender.supervisor.current.pid

    @property
    def restarts(self) -> int:
        """Number of runtimes that replaced one that had exited."""
        return self._sender.supervisor.restarts

    def connect(self) -> None:
        """Start the runtime, also after its connection was lost. Wait for the end of one that shuts down."""
        wait_for_end(self._sender.supervisor.connection(), restored=True)
        connection = self._sender.supervisor.connection()
        if connection.close_reason is not None:
            raise connection.close_reason

    def for_turn(self, turn: PooledTurn) -> Codex:
        """Return a client whose `run` uses one connection only, and records its progress in `turn`."""
        return _TurnClient((self._sender.bind_current()).without_waiting(), turn)

    def for_opening(self) -> Codex:
        """Return a client that opens threads of this one, and raises the error of a runtime that shuts down at once."""
        return _OpeningClient(self._sender)

    def for_check(self) -> Codex:
        """Return a client whose `run` validates its arguments and sends nothing."""
        return _ArgumentCheck(self._sender)
