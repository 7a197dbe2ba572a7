# Generated from _async/requests.py by scripts/async_to_sync.py. Do not edit.
"""`RequestSender`: sends requests with the timeout and the connection of a handle."""

from __future__ import annotations

import contextlib
from math import inf
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from openai_codex._connection.joined_turns import schema_mismatch
from openai_codex._connection.login_check import ACCOUNT_READ, CONFIG_READ, lacks_login
from openai_codex._connection.request_claim import RequestClaim
from openai_codex._connection.settings.thread_settings import (
    SETTINGS_UPDATE,
)
from openai_codex._handlers.current_requests import current_requests
from openai_codex._protocol.decoding import decode, started_id
from openai_codex._requests.local_files import LocalFiles
from openai_codex.errors import (
    DeadlockError,
    InternalRpcError,
    JsonRpcError,
    ServerBusyError,
    ServerDrainingError,
    UnsupportedByRuntimeError,
)
from openai_codex.retry import retry_delays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from codex_protocol.rpc import Rpc
    from openai_codex._connection.sync.connection import Connection
    from openai_codex._connection.sync.supervisor import RuntimeSupervisor
    from openai_codex._handlers.scopes import TurnScope
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.goal_events import GoalEventBuffer


CLOSING_METHODS = frozenset({"thread/archive", "thread/delete", "thread/unsubscribe"})
"""Methods after which the runtime sends no further requests of a thread."""


class RequestSender:
    """Sends requests over the current connection of a client, or over a fixed one (see `bound_to`).

    Args:
        supervisor: Owner of the connection.
        timeout: Maximum time of one request, in seconds; None disables the limit.
        connection: The fixed connection; None for the current one, which is started if necessary.
        deadline: End of the time that all requests share, by `time.monotonic`; None disables the limit.
    """

    def __init__(
        self,
        supervisor: RuntimeSupervisor,
        timeout: float | None,
        connection: Connection | None = None,
        deadline: float | None = None,
    ) -> None:
        self.supervisor = supervisor
        self._timeout = timeout
        self._connection = connection
        self._deadline = deadline
        self._rpc: Rpc | None = None
        self.waits = True
        """Whether a request that a runtime rejects because it shuts down waits for the next connection."""

    @property
    def timeout(self) -> float | None:
        """Maximum time of a request that starts now, in seconds; None disables the limit."""
        if self._deadline is None:
            return self._timeout
        remaining = max(0.0, self._deadline - monotonic())
        return remaining if self._timeout is None else min(remaining, self._timeout)

    def deadline(self, begun: float) -> float:
        """Return the end of a request that has begun at a time, by `time.monotonic`; infinite without a limit."""
        return min(inf if self._timeout is None else begun + self._timeout, self._deadline or inf)

    @property
    def is_bound(self) -> bool:
        """Whether the sender has a fixed connection."""
        return self._connection is not None

    def connection(self) -> Connection:
        """Return the connection for the next request."""
        return self._connection or self.supervisor.connection()

    def bound_to(self, connection: Connection) -> RequestSender:
        """Return a sender for one connection, for handles that end with it."""
        return self._copy(self._timeout, connection, self._deadline)

    def bind_current(self) -> RequestSender:
        """Return a sender for the current connection."""
        return self.bound_to(self.connection())

    def with_timeout(self, timeout: float | None) -> RequestSender:
        """Return a sender with another timeout per request, in seconds; None disables the limit."""
        return self._copy(timeout, self._connection, None)

    def capped_at(self, seconds: float | None) -> RequestSender:
        """Return a sender whose requests end within `seconds` from now, all together; None sets no cap."""
        if seconds is None:
            return self
        return self._copy(self._timeout, self._connection, monotonic() + seconds)

    def without_waiting(self) -> RequestSender:
        """Return a sender that raises the error of a runtime that shuts down at once."""
        sender = self._copy(self._timeout, self._connection, self._deadline)
        sender.waits = False
        return sender

    def _copy(self, timeout: float | None, connection: Connection | None, deadline: float | None) -> RequestSender:
        sender = RequestSender(self.supervisor, timeout, connection, deadline)
        sender.waits = self.waits
        return sender

    @property
    def files(self) -> LocalFiles:
        """The files that the runtime can read."""
        return LocalFiles(self.supervisor.config)

    @property
    def rpc(self) -> Rpc:
        """The typed methods of the protocol."""
        if self._rpc is None:
            from codex_protocol.rpc import Rpc

            self._rpc = Rpc(self)
        return self._rpc

    def request(self, method: str, params: Any, response: str) -> Any:
        """Send a request and decode its result as the protocol type named `response`. `Rpc` calls this."""
        return decode(method, response, self.call(method, params))

    def call(self, method: str, params: Any) -> Any:
        """Send a request and return its result as received.

        Safe methods are sent again while the runtime is overloaded, and all methods after its replacement if it shuts
        down, within the timeout. Raises `UnsupportedByRuntimeError` if the runtime is known to lack the method or a
        field of its params, and what `Connection.request` raises.
        """
        sender, begun = self, monotonic()
        while True:
            connection = sender.connection()
            try:
                result = sender.send(connection, method, params)
                break
            except ServerDrainingError as error:
                sender = sender.after_drain(method, error, begun)
        if method in CLOSING_METHODS:
            connection.dispatcher.scopes.thread_closed(params["threadId"])
        elif method == SETTINGS_UPDATE:
            # The runtime may exit before it reports the change.
            self.supervisor.threads.apply_update(params)
        return result

    def settle(self, thread_id: str) -> None:
        """Wait until the turns of a thread that were abandoned before have ended."""
        connection = self.connection()
        connection.settle(thread_id, self.timeout)

    def start(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts a `kind` ("thread" or "turn") and return the id of the started object."""
        return started_id(method, self.call(method, params), kind)

    def apply_default_mode(self, thread_id: str) -> None:
        """Change the approval mode of a thread before a turn whose request has no such field."""
        from openai_codex._connection.settings.default_modes import changed_mode
        from openai_codex._requests.presets import approval_fields

        state = self.supervisor.threads.get(thread_id)
        mode = changed_mode(state, None, None, self.supervisor.handlers)
        if state is None or mode is None:
            return
        fields = approval_fields(mode)
        # Older runtimes do not have the method.
        with contextlib.suppress(JsonRpcError, UnsupportedByRuntimeError):
            self.call(SETTINGS_UPDATE, {"threadId": thread_id, **fields})
            state.default_mode = mode

    def check_login(self, thread_id: str) -> None:
        """Raise `NotLoggedInError` before the first turn if its model provider needs a login (`account/read`)."""
        check = self.supervisor.login_check
        if not check.pending:
            return
        connection = self.connection()
        read = self.bound_to(connection).with_timeout(None)._configuration_without_login
        # Concurrent first turns share one check.
        config = self.supervisor.login_call.run(connection, ACCOUNT_READ, read, self.timeout)
        if config is None:
            check.pending = False
            return
        state = self.supervisor.threads.get(thread_id)
        check.require_provider(config, None if state is None else state.reported.get("modelProvider"))

    def _configuration_without_login(self) -> object:
        """Return the response to `config/read` if the runtime lacks the login that it requires, else None."""
        try:
            if lacks_login(self.call(ACCOUNT_READ, {"refreshToken": False})):
                return self.call(CONFIG_READ, {"includeLayers": False})
        except (JsonRpcError, UnsupportedByRuntimeError):
            # The turn shows whether the runtime can do without the login.
            pass
        return None

    def check_not_waiting(self, call: str, thread_id: str, events: EventBuffer | None = None) -> None:
        """Raise `DeadlockError` if a call waits for a thread whose turn waits for the caller, a handler or tool.

        Args:
            call: Name of the method that the caller has called.
            thread_id: Id of the thread.
            events: The events for which the call waits, unless they are complete; None for those of another turn.
        """
        if events is not None and events.ended:
            return
        if current_requests() and (self.connection()).dispatcher.has_waiting_handler(thread_id):
            raise DeadlockError(call, thread_id)

    def start_turn(
        self, thread_id: str, params: Mapping[str, Any], scope: TurnScope, claim: RequestClaim
    ) -> tuple[Connection, EventBuffer]:
        """Start a turn with a scope of its own; return its connection and its event buffer.

        If the caller abandons `claim`, the turn is interrupted, also if its response arrives later.
        """
        return self._start_held("turn/start", thread_id, params, scope, claim)

    def start_review(
        self, thread_id: str, params: Mapping[str, Any], scope: TurnScope, claim: RequestClaim
    ) -> tuple[Connection, EventBuffer]:
        """Start a review; return its connection and the event buffer of its turn.

        If the caller abandons `claim`, the review is interrupted.
        """
        self.apply_default_mode(thread_id)
        return self._start_held("review/start", thread_id, params, scope, claim)

    def goal_connection(self, thread_id: str) -> Connection:
        """Return the connection for a goal of a thread, once no abandoned turn of the thread runs."""
        self.check_login(thread_id)
        self.apply_default_mode(thread_id)
        connection = self.connection()
        connection.settle(thread_id, self.timeout)
        return connection

    def stream_goal(self, connection: Connection, goal_buffer: GoalEventBuffer, scope: TurnScope) -> None:
        """Route the events of a thread to `goal_buffer` as well, until the goal ends.

        The scope applies to the turns of the goal.
        """
        goal_buffer.owned = scope
        connection.dispatcher.scopes.goal_started(goal_buffer.routed_thread_id, scope)
        connection.add_goal_buffer(goal_buffer)

    def set_goal(self, connection: Connection, params: Mapping[str, Any], goal_buffer: GoalEventBuffer) -> None:
        """Set the goal whose events `goal_buffer` receives (`thread/goal/set`)."""
        self.send(connection, "thread/goal/set", params, claim=RequestClaim(goal=goal_buffer))

    def _start_held(
        self, method: str, thread_id: str, params: Mapping[str, Any], scope: TurnScope, claim: RequestClaim
    ) -> tuple[Connection, EventBuffer]:
        sender, begun = self, monotonic()
        while True:
            try:
                return sender._start(method, thread_id, params, scope, claim)
            except ServerDrainingError as error:
                sender = sender.after_drain(method, error, begun)

    def _start(
        self, method: str, thread_id: str, params: Mapping[str, Any], scope: TurnScope, claim: RequestClaim
    ) -> tuple[Connection, EventBuffer]:
        self.check_login(thread_id)
        connection = self.connection()
        connection.settle(thread_id, self.timeout)
        connection.joined_turns.check(connection.interrupts.running_turn(thread_id), params)
        connection.dispatcher.workspaces.set(thread_id, params.get("cwd"))
        scopes = connection.dispatcher.scopes
        claim.connection, claim.scope = connection, scope
        # The runtime may send requests of the turn before the response that contains the id of the turn.
        with scopes.starting(thread_id, scope):
            try:
                result = self.send(connection, method, params, claim=claim)
            except InternalRpcError as error:
                raise schema_mismatch(error) or error from None
            turn_id = started_id(method, result, "turn")
            scopes.bind(thread_id, turn_id, scope)
        # Only here: once it is claimed, the buffer of a turn that has ended may be discarded.
        buffer = connection.claim_buffer(turn_id, claim)
        of_thread = None if scope.thread is None else scope.thread.handlers
        connection.joined_turns.started(buffer, params, scope.handlers, (of_thread, self.supervisor.handlers))
        if buffer.ended:
            connection.dispatcher.turn_completed(turn_id)
        # The handle keeps the claim for longer than the turn runs.
        claim.scope = None
        return connection, buffer

    def after_drain(self, method: str, error: ServerDrainingError, begun: float) -> RequestSender:
        # Not at the top, because most runtimes do not shut down while clients use them.
        from openai_codex._sync.draining import next_sender

        return next_sender(self, method, error, begun)

    def send(self, connection: Connection, method: str, params: Any, *, claim: RequestClaim | None = None) -> Any:
        connection.check_supported(method, params)
        self.supervisor.threads.check_observed(method, params)
        remaining = self.timeout
        deadline = None if remaining is None else monotonic() + remaining
        delays: Iterator[float] | None = None
        while True:
            try:
                return connection.request(method, params, timeout=remaining, claim=claim)
            except ServerBusyError as error:
                delays = retry_delays(method) if delays is None else delays
                delay = next(delays, None)
                if delay is None or not error.retryable:
                    raise
                remaining = None if deadline is None else deadline - monotonic() - delay
                if remaining is not None and remaining <= 0:
                    raise
            sleep(delay)
