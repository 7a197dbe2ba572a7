"""The handlers that apply to a request of the runtime, and the context in which they run.

Handlers have four levels: those of the calls that started a turn or joined it, those of its thread, and those of the
client. The handlers of a thread belong to its handles: see `OpenThread`.
"""

from __future__ import annotations

import contextlib
import threading
import weakref
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from openai_codex._handlers.options import Handlers


class OpenThread(Protocol):
    """A thread that the client has started or resumed. Its handles, and its running turns, keep it alive."""

    @property
    def handlers(self) -> Handlers | None:
        """The handlers and tools of the thread; None if there are none."""
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
        handlers: The handlers of the turn; None if there are none.
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
        self.scopes: tuple[TurnScope, ...] = ()
        """The scopes of the calls that started the turn or joined it, newest first."""
        self.last_resolved: float | None = None


class HandlerScopes:
    """The scopes of the running turns of one connection. All methods are thread-safe.

    When a turn ends, its scope is released. Nothing else than its handles and running turns keeps the handlers of a
    thread.

    Args:
        client: The handlers of the client; None if there are none.
        threads: The threads of the client.
    """

    def __init__(self, client: Handlers | None, threads: OpenThreads) -> None:
        self.client = client
        self._threads = threads
        self._turns: dict[str, _RunningTurn] = {}
        self._starting: dict[str, tuple[TurnScope, ...]] = {}
        # The event buffer of a goal holds its scope until the goal ends.
        self._goals: weakref.WeakValueDictionary[str, TurnScope] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

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
        turn = self._turns.get(turn_id)
        return (*(turn.scopes if turn is not None else ()), *self._starting.get(thread_id, ()))

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
        turn = self._turns.get(turn_id)
        scopes = (turn.scopes if turn is not None else ()) or self._starting.get(thread_id, ())
        if scopes:
            # The oldest one: the later calls have added input to a turn that was running.
            return scopes[-1].context
        goal = self._goals.get(thread_id)
        return None if goal is None else goal.context

    def levels(self, thread_id: str, turn_id: str) -> Iterator[tuple[Handlers, Context]]:
        """Yield the handlers for the requests of a turn in the order of their precedence, each with its context.

        Args:
            thread_id: Id of the thread.
            turn_id: Id of the turn.

        Yields:
            The handlers of each level. Those of a call run in the context of that call, those of the thread and the
            client in the context of the caller of the turn, or of their registration if no call started the turn.
        """
        for scope in self.of_turn(thread_id, turn_id):
            if scope.handlers is not None:
                yield scope.handlers, scope.context
        caller = self.context(thread_id, turn_id)
        for handlers in (self.of_thread(thread_id), self.client):
            if handlers is not None:
                yield handlers, handlers.context if caller is None else caller

    # Starts and ends

    @contextlib.contextmanager
    def starting(self, thread_id: str, scope: TurnScope) -> Generator[None, None, None]:
        """Apply a scope to the requests of a thread while its `turn/start` request is pending."""
        with self._lock:
            self._starting[thread_id] = (scope, *self._starting.get(thread_id, ()))
        try:
            yield
        finally:
            with self._lock:
                rest = tuple(other for other in self._starting.get(thread_id, ()) if other is not scope)
                if rest:
                    self._starting[thread_id] = rest
                else:
                    self._starting.pop(thread_id, None)

    def bind(self, thread_id: str, turn_id: str, scope: TurnScope) -> None:
        """Apply a scope to a turn until it ends. The input of a second `turn/start` may join the running turn.

        If the turn may have ended meanwhile, the caller must check that afterwards, and call `turn_ended`.
        """
        turn = self._turns.setdefault(turn_id, _RunningTurn(thread_id))
        with self._lock:
            if scope not in turn.scopes:
                turn.scopes = (scope, *turn.scopes)

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
