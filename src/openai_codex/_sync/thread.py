"""`Thread`: a conversation, for code that blocks."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, overload

from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex._protocol.goal_events import GoalEventBuffer
from openai_codex._results.deadline import TurnDeadline
from openai_codex._sync.goal import GoalHandle
from openai_codex._sync.running_turn import RunningTurn
from openai_codex._sync.turn import TurnHandle, TurnStream
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Generator

    from typing_extensions import Unpack

    from codex_protocol import ThreadCompactStartResponse, ThreadGoal, ThreadReadResponse, ThreadSetNameResponse
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._requests.keywords import RunKeywords, TurnKeywords
    from openai_codex._requests.presets import ApprovalMode, Sandbox
    from openai_codex._results.result import GoalResult, OutputT, TurnResult
    from openai_codex._sync.requests import RequestSender


class Thread:
    """A conversation that the runtime keeps. Made by `Codex.thread_start`."""

    def __init__(self, sender: RequestSender, id: str, state: ThreadState | None = None) -> None:
        self._sender = sender
        self.id = id
        """The id of the thread."""
        # Held here, so that the thread goes on in another runtime as long as somebody has it.
        self._state = state

    def turn(
        self,
        input: RunInput,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        source: str | None = None,
        turn_service_tier: str | None = None,
        **options: Unpack[TurnKeywords],
    ) -> TurnHandle:
        """Start a turn (`turn/start`) and return a handle on it, without waiting for its end.

        `input` is a string, or pieces of input. `approval_mode` and `sandbox` hold from this turn on; None leaves
        them as they are. `source` says what caused the turn, `turn_service_tier` is the service tier for this turn
        alone. The other keywords are those of `TurnOptions`, and
        the handlers of `HandlerOptions`. None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        running = self._start(
            input,
            None,
            False,
            approval_mode=approval_mode,
            sandbox=sandbox,
            source=source,
            turn_service_tier=turn_service_tier,
            **options,
        )
        return TurnHandle(running)

    @overload
    def run(
        self,
        input: RunInput,
        *,
        output_type: None = None,
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
        **options: Unpack[RunKeywords],
    ) -> TurnResult: ...

    @overload
    def run(
        self,
        input: RunInput,
        *,
        output_type: type[OutputT],
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
        **options: Unpack[RunKeywords],
    ) -> TurnResult[OutputT]: ...

    @overload
    def run(
        self,
        input: RunInput,
        *,
        output_type: object,
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
        **options: Unpack[RunKeywords],
    ) -> TurnResult[object]: ...

    def run(
        self,
        input: RunInput,
        *,
        output_type: object = None,
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
        **options: Unpack[RunKeywords],
    ) -> TurnResult[object]:
        """Start a turn, wait for its end, and return what it came to. Takes what `turn` takes.

        With `output_type`, any type that pydantic can validate, the model answers in the JSON form of that type, and
        the result has the answer as its `output`. An answer that does not fit is sent back to the model with what is
        wrong with it, up to `retries` times.

        `timeout` is how long the turn, and those that try again, may take in all, in seconds, and `idle_timeout` how
        long the runtime may tell nothing of it, unless it waits for an answer from here; None means without end. A
        turn that is out of time is interrupted, as it is if this is cancelled or broken off by Ctrl-C; `detach` leaves
        it running.

        Raises `TurnFailedError` if the turn fails, `TurnTimeoutError`, which carries what there was, if it is out of
        time, `RequestTimeoutError` if it is before it has started, `OutputValidationError` if the answer does not fit
        `output_type`, `TransportClosedError` if the runtime goes away, and what `turn` raises.
        """
        from openai_codex._structured_output.attempts import output_attempts

        attempts = output_attempts(output_type, retries, options)
        deadline = TurnDeadline(timeout, idle_timeout)
        if attempts is None:
            return self._start(input, deadline, detach, **options).wait(deadline, detach)
        from openai_codex._structured_output.output_type import OutputValidationError

        attempt = input
        while True:
            result = self._start(attempt, deadline, detach, **attempts.options).wait(deadline, detach)
            try:
                return attempts.parse(result)
            except OutputValidationError as error:
                attempt = attempts.next_input(error)

    @contextmanager
    def stream(self, input: RunInput, **options: Unpack[RunKeywords]) -> Generator[TurnStream, None, None]:
        """Start a turn for the length of a `with` statement. Takes what `turn` takes.

            with thread.stream("Go.") as turn:
                for text in turn.text():
                    print(text, end="")
                result = turn.result()

        A turn that still runs when the statement is left, by `break`, `return` or an error, is interrupted, unless it
        was let go with `turn.detach()`.

        Raises what `turn` raises.
        """
        stream = TurnStream(self._start(input, None, False, **options))
        try:
            yield stream
        finally:
            stream.close()

    def read(self, *, include_turns: bool = False) -> ThreadReadResponse:
        """Return what is stored of this thread (`thread/read`), with its turns and their items if asked to.

        Raises `JsonRpcError` if the runtime refuses.
        """
        return self._sender.rpc.thread_read(thread_id=self.id, include_turns=include_turns)

    def set_name(self, name: str) -> ThreadSetNameResponse:
        """Give this thread a name (`thread/name/set`). Raises `JsonRpcError` if the runtime refuses."""
        return self._sender.rpc.thread_name_set(thread_id=self.id, name=name)

    def compact(self) -> ThreadCompactStartResponse:
        """Start to shorten the history of this thread to a summary (`thread/compact/start`).

        It happens in a turn of its own, which this does not wait for. Raises `JsonRpcError` if the runtime refuses.
        """
        return self._sender.rpc.thread_compact_start(thread_id=self.id)

    def start_goal(self, objective: str, *, token_budget: int | None = None) -> GoalHandle:
        """Give this thread a goal that the runtime pursues over as many turns as it takes (`thread/goal/set`).

        `token_budget` is how many tokens it may use; None leaves that open. Returns a handle at once, which shows all
        the turns as one. Raises `InputError` for an empty objective, and `JsonRpcError` if the runtime refuses.
        """
        from openai_codex._requests.params import validate_objective

        return self._set_goal(objective=validate_objective(objective), status="active", token_budget=token_budget)

    def run_goal(self, objective: str, *, token_budget: int | None = None) -> GoalResult:
        """Give this thread a goal, wait until it is over, and return what it came to. Takes what `start_goal` takes.

        Raises `TurnFailedError` if a turn fails, `TransportClosedError` if the runtime goes away, and what `start_goal`
        raises.
        """
        return self.start_goal(objective, token_budget=token_budget).run()

    def resume_goal(self) -> GoalHandle:
        """Go on with the goal of this thread that was paused, blocked or limited (`thread/goal/set`).

        Raises `JsonRpcError` if there is none.
        """
        return self._set_goal(status="active")

    def goal(self) -> ThreadGoal | None:
        """Return the goal of this thread, or None if it has none (`thread/goal/get`)."""
        return self._sender.rpc.thread_goal_get(thread_id=self.id).goal

    def pause_goal(self) -> ThreadGoal:
        """Pause the goal of this thread: the turn that runs ends, and none follows (`thread/goal/set`).

        Raises `JsonRpcError` if there is no goal.
        """
        return self._sender.rpc.thread_goal_set(thread_id=self.id, status="paused").goal

    def clear_goal(self) -> bool:
        """Forget the goal of this thread; return whether there was one (`thread/goal/clear`)."""
        return self._sender.rpc.thread_goal_clear(thread_id=self.id).cleared

    def _start(
        self, input: RunInput, deadline: TurnDeadline | None, detach: bool, /, **options: Unpack[RunKeywords]
    ) -> RunningTurn:
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.params import turn_start_params

        handlers = handlers_from(options)
        params = turn_start_params(
            self.id,
            input,
            options.get("approval_mode"),
            options.get("sandbox"),
            options.get("source"),
            options.get("turn_service_tier"),
            options,
        )
        sender = self._sender if deadline is None else self._sender.capped_at(deadline.remaining())
        connection, turn_id = sender.start_turn(self.id, params, handlers, detach=detach)
        if self._state is not None:
            self._state.apply_turn_overrides(params)
        return RunningTurn(self._sender, connection, self.id, turn_id)

    def _set_goal(self, **goal: Any) -> GoalHandle:
        from openai_codex._requests.params import goal_set_params

        # Watched from before the request on: the first turn may start before the reply.
        goal_buffer = GoalEventBuffer(self.id)
        connection = self._sender.stream_goal(goal_buffer)
        try:
            self._sender.bound_to(connection).call("thread/goal/set", goal_set_params(self.id, goal))
        except Exception as error:
            goal_buffer.connection_lost(error)
            raise
        except BaseException:
            # The request may be on its way: what was broken off is not to be pursued.
            with suppress(CodexError):
                GoalHandle(self._sender.with_timeout(INTERRUPT_TIMEOUT), connection, goal_buffer).interrupt()
            raise
        return GoalHandle(self._sender, connection, goal_buffer)

    def __repr__(self) -> str:
        return f"Thread(id={self.id!r})"
