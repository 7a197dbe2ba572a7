"""The handlers that apply to a request of the runtime, and the context in which they run.

Handlers have four levels: those of the calls that started a turn or joined it, those of its thread, and those of the
client. The handlers of a thread belong to its handles: see `OpenThread`.
"""

from __future__ import annotations

import contextlib
import weakref
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from openai_codex._handlers.options import Handlers
    from openai_codex._protocol.subagents.nodes import Ancestor


class OpenThread(Protocol):
    """A thread that the client has started or resumed. Its handles, and its running turns, keep it alive."""

    @property
    def handlers(self) -> Handlers | None:
        """The handlers and tools of the thread; None without handlers."""
        ...


class OpenThreads(Protocol):
    """The threads of a client, held weakly."""

    def get(self, id: str, /) -> OpenThread | None:
        """Return a thread, or None if it has neither a handle nor a running turn."""
        ...

    def release(self, id: str, /) -> None:
        """Release the handlers of a thread that the runtime has closed."""
        ...


class TurnScope:
    """The part of a call that its turn needs: the handlers, a copy of the context, and the thread.

    Args:
        handlers: The handlers of the turn; None without handlers.
        thread: The thread, which the turn keeps alive; None if it has no state.
    """

    __slots__ = ("__weakref__", "context", "handlers", "thread")

    def __init__(self, handlers: Handlers | None, thread: OpenThread | None) -> None:
        self.handlers = handlers
        self.thread = thread
        self.context: Context = copy_context()
        """The context of the caller."""


class _RunningTurn:
    """A turn from its start to its end."""

    __slots__ = ("last_resolved", "scopes", "thread", "thread_id")

    def __init__(self, thread_id: str) -> None:
        self.thread_id = thread_id
        self.thread: OpenThread | None = None
        self.scopes: dict[TurnScope, None] = {}
        """The scopes of the calls that started the turn or joined it, oldest first."""
        self.last_resolved: float | None = None


class HandlerScopes:
    """The scopes of the running turns of one connection.

    All methods are thread-safe. Each change is one atomic call of a dictionary, without a lock: a signal handler may
    interrupt the caller between any two bytecodes, and an interrupt at the end of a `with` statement would leave the
    lock held.

    When a turn ends, its scope is released. Nothing else than its handles and running turns keeps the handlers of a
    thread.

    Args:
        client: The handlers of the client; None without handlers.
        threads: The threads of the client.
    """

    def __init__(self, client: Handlers | None, threads: OpenThreads) -> None:
        self.client = client
        self._threads = threads
        self._turns: dict[str, _RunningTurn] = {}
        # Scope -> its thread.
        self._starting: dict[TurnScope, str] = {}
        # The event buffer of a goal holds its scope until the goal ends.
        self._goals: weakref.WeakValueDictionary[str, TurnScope] = weakref.WeakValueDictionary()

    # Lookup

    def of_turn(self, thread_id: str, turn_id: str) -> tuple[TurnScope, ...]:
        """Return the scopes for a turn, newest first.

        Args:
            thread_id: Id of the thread.
            turn_id: Id of the turn.

        Returns:
            The scopes of the calls that started the turn or joined it, and those of the calls that wait for the
            response to `turn/start`: the runtime may send requests of the turn before that response.
        """
        return (*self._bound(turn_id), *self._pending(thread_id))

    def _bound(self, turn_id: str) -> list[TurnScope]:
        """Return the scopes of the calls that started a turn or joined it, newest first."""
        turn = self._turns.get(turn_id)
        # `list` copies in one step under the GIL.
        return [] if turn is None else list(turn.scopes)[::-1]

    def _pending(self, thread_id: str) -> list[TurnScope]:
        """Return the scopes of the calls that wait for the response to `turn/start`, newest first."""
        return [scope for scope, starting in list(self._starting.items())[::-1] if starting == thread_id]

    def of_thread(self, thread_id: str) -> Handlers | None:
        """Return the handlers and tools of a thread, or None if it has none or is not open."""
        thread = self._threads.get(thread_id)
        return None if thread is None else thread.handlers

    def context(self, thread_id: str, turn_id: str) -> Context | None:
        """Return the context of the caller of a turn.

        Args:
            thread_id: Id of the thread.
            turn_id: Id of the turn.

        Returns:
            The context of the call that started the turn, or its goal; None if the client did not start the turn.
        """
        scopes = self._bound(turn_id) or self._pending(thread_id)
        if scopes:
            # The oldest one: the later calls have added input to a turn that was running.
            return scopes[-1].context
        goal = self._goals.get(thread_id)
        return None if goal is None else goal.context

    def levels(self, ancestors: Sequence[Ancestor], is_known: bool) -> Iterator[tuple[Handlers, Context]]:
        """Yield the handlers for the requests of a turn in the order of their precedence, each with its context.

        Args:
            ancestors: The thread and the turn of the request, and those above them, the nearest first.
            is_known: Whether the handlers of the client apply.

        Yields:
            The handlers of each level. Those of a call run in the context of that call, those of the thread and the
            client in the context of the caller of the turn, or of their registration if no call started the turn.
        """
        caller: Context | None = None
        for index, (thread_id, turn_id, _) in enumerate(ancestors):
            bound = self._bound(turn_id or "")
            # The scope of a pending `turn/start` is not that of an earlier turn, whose sub-agent still runs.
            for scope in bound if index and bound else self.of_turn(thread_id, turn_id or ""):
                if scope.handlers is not None:
                    yield scope.handlers, scope.context
            caller = caller or self.context(thread_id, turn_id or "")
            if (handlers := self.of_thread(thread_id)) is not None:
                yield handlers, caller or handlers.context
        if is_known and self.client is not None:
            yield self.client, caller or self.client.context

    # Starts and ends

    @contextlib.contextmanager
    def starting(self, thread_id: str, scope: TurnScope) -> Generator[None, None, None]:
        """Apply a scope to the requests of a thread while its `turn/start` request is pending.

        A caller that is interrupted must also call `start_ended`.
        """
        self._starting[scope] = thread_id
        try:
            yield
        finally:
            self.start_ended(scope)

    def start_ended(self, scope: TurnScope) -> None:
        """Record that the `turn/start` request of a scope has ended. Idempotent."""
        self._starting.pop(scope, None)

    def bind(self, thread_id: str, turn_id: str, scope: TurnScope) -> None:
        """Apply a scope to a turn until it ends. The input of a second `turn/start` may join the running turn.

        If the turn may have ended meanwhile, the caller must check that afterwards, and call `turn_ended`.
        """
        self._turns.setdefault(turn_id, _RunningTurn(thread_id)).scopes.setdefault(scope)

    def goal_started(self, thread_id: str, scope: TurnScope) -> None:
        """Apply a scope to the turns that the runtime starts for a goal, as long as the caller keeps the scope."""
        self._goals[thread_id] = scope

    def turn_started(self, thread_id: str, turn_id: str) -> None:
        """Keep a thread alive until a turn ends, for turns that the runtime has started as well."""
        turn = self._turns.setdefault(turn_id, _RunningTurn(thread_id))
        turn.thread = self._threads.get(thread_id)

    def turn_ended(self, turn_id: str) -> None:
        """Release the scopes of a turn."""
        self._turns.pop(turn_id, None)

    def thread_closed(self, thread_id: str) -> None:
        """Release the handlers of a thread, and the scopes of its turns, because the runtime has closed the thread."""
        self._threads.release(thread_id)
        for turn_id, turn in list(self._turns.items()):
            if turn.thread_id == thread_id:
                self._turns.pop(turn_id, None)

    def connection_lost(self) -> None:
        """Release the scopes of all turns."""
        self._turns.clear()

    # Activity

    def request_resolved(self, turn_id: str, now: float) -> None:
        """Record that a request of a running turn was resolved at `now`, in seconds of `time.monotonic`."""
        turn = self._turns.get(turn_id)
        if turn is not None:
            turn.last_resolved = now

    def last_resolved(self, turn_id: str) -> float | None:
        """Return when a request of a running turn was last resolved, or None."""
        turn = self._turns.get(turn_id)
        return None if turn is None else turn.last_resolved
