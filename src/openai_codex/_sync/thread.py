# Generated from _async/thread.py by scripts/async_to_sync.py. Do not edit.
"""`Thread`: a conversation with the agent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from openai_codex._connection.request_claim import RequestClaim
from openai_codex._connection.sync.event_reader import ReleaseScope
from openai_codex._connection.thread_registry import explain_lost_thread
from openai_codex._results.deadline import TurnDeadline
from openai_codex._sync.goal import GoalClaim, GoalHandle, cancel_goal
from openai_codex._sync.thread_operations import ThreadOperations
from openai_codex._sync.turn import RunningTurn, TurnHandle, TurnStream
from openai_codex.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Generator

    from typing_extensions import TypeForm, Unpack

    from codex_protocol import ThreadGoal, ThreadReadResponse, ThreadSetNameResponse
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._requests.keywords import RunKeywords, TurnKeywords
    from openai_codex._requests.params import PreparedTurn
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting
    from openai_codex._results.result import GoalResult, OutputT, TurnResult
    from openai_codex._sync.requests import RequestSender


class Thread(ThreadOperations):
    """A conversation with the agent, stored by the runtime.

    Created by `Codex.thread_start`.
    """

    def __init__(self, sender: RequestSender, id: str, state: ThreadState | None = None) -> None:
        self._sender = sender
        self.id = id
        """Id of the thread."""
        # Owns the handlers. A restarted runtime resumes the threads whose state is referenced.
        self._state = state

    def turn(
        self,
        input: RunInput,
        *,
        approval_mode: ApprovalMode | GranularApproval | None = None,
        sandbox: SandboxSetting | None = None,
        source: str | None = None,
        turn_service_tier: str | None = None,
        **options: Unpack[TurnKeywords],
    ) -> TurnHandle:
        """Start a turn (`turn/start`) and return a handle without waiting for it to finish.

        Args:
            input: A string, an input item, or a list of them.
            approval_mode: Approver of actions outside the sandbox, from this turn on. None keeps the mode; if no caller
                has chosen one, the client uses `ask` if an approval handler is in effect, else `auto_review`.
            sandbox: Files and network that commands may access, from this turn on; None keeps the current setting.
            source: Cause of the turn; None sends nothing.
            turn_service_tier: Service tier of this turn only; None uses that of the thread.
            **options: See `TurnOptions` and `HandlerOptions`; None means not set.

        Returns:
            A handle of the turn.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            NotLoggedInError: The model provider needs a login. No turn was started.
            JsonRpcError: The runtime rejected the request.
        """
        claim = RequestClaim(self.id)
        try:
            running = self._start(
                "turn",
                input,
                None,
                claim,
                approval_mode=approval_mode,
                sandbox=sandbox,
                source=source,
                turn_service_tier=turn_service_tier,
                **options,
            )
            return TurnHandle(running)
        except BaseException:
            claim.abandon()
            raise

    def run(
        self,
        input: RunInput,
        *,
        output_type: TypeForm[OutputT] = None,  # type: ignore[assignment]  # None selects the default of `OutputT`
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
        **options: Unpack[RunKeywords],
    ) -> TurnResult[OutputT]:
        """Run a turn (`turn/start`) and return its result.

        With `output_type`, the model's answer is validated against that type and available as `result.output`. Invalid
        answers are sent back to the model with a description of the problem, up to `retries` times.

        If the caller is interrupted by Ctrl-C, or a timeout expires, the turn is interrupted, unless
        `detach` is true.

        Args:
            input: A string, an input item, or a list of them.
            output_type: Any type that pydantic can validate; None for a plain answer.
            retries: Maximum number of additional turns after an invalid answer.
            timeout: Maximum time of all turns together, in seconds; None disables it.
            idle_timeout: Maximum time between two events, in seconds. The timer is paused while a handler or tool is
                running. None disables it.
            detach: Whether the turn continues if the caller stops waiting.
            **options: The keywords of `turn`; None means not set.

        Returns:
            The result of the last turn.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            NotLoggedInError: The model provider needs a login. No turn was started.
            TurnFailedError: The turn failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            RequestTimeoutError: `timeout` expired before the turn started.
            OutputValidationError: The last answer does not match `output_type`.
            TransportClosedError: The runtime exited before the turn ended.
            DeadlockError: A handler or tool of the same thread is the caller. Nothing was sent.
            JsonRpcError: The runtime rejected a request.
        """
        from openai_codex._structured_output.attempts import output_attempts

        self._sender.check_not_waiting("run", self.id)
        attempts = output_attempts(output_type, retries, options)
        return self._run(input, attempts, TurnDeadline(timeout, idle_timeout), detach, options)

    @contextmanager
    def stream(self, input: RunInput, **options: Unpack[RunKeywords]) -> Generator[TurnStream, None, None]:
        """Start a turn (`turn/start`) scoped to a `with` block.

            with thread.stream("Go.") as turn:
                for text in turn.text():
                    print(text, end="")
                result = turn.result()

        If the turn is still running when the block exits, it is interrupted, unless `turn.detach()` was called.

        Args:
            input: A string, an input item, or a list of them.
            **options: The keywords of `turn`; None means not set.

        Returns:
            A context manager that returns a handle of the turn.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            NotLoggedInError: The model provider needs a login. No turn was started.
            DeadlockError: A handler or tool of the same thread is the caller. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        self._sender.check_not_waiting("stream", self.id)
        claim = RequestClaim(self.id)
        try:
            running = self._start("stream", input, None, claim, **options)
            stream = TurnStream(running, claim)
            with ReleaseScope(running.connection, stream.close, stream.close_nowait):
                yield stream
        except BaseException:
            claim.abandon()
            raise

    def read(self, *, include_turns: bool = False) -> ThreadReadResponse:
        """Return the stored thread (`thread/read`).

        Args:
            include_turns: Whether the response contains the turns and their items.

        Returns:
            The response of the runtime.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        self._sender.settle(self.id)
        return self._sender.rpc.thread_read(thread_id=self.id, include_turns=include_turns)

    def set_name(self, name: str) -> ThreadSetNameResponse:
        """Set the name of this thread (`thread/name/set`).

        Args:
            name: The new name.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        return self._sender.rpc.thread_name_set(thread_id=self.id, name=name)

    def start_goal(self, objective: str, *, token_budget: int | None = None) -> GoalHandle:
        """Set a goal that the runtime pursues over several turns (`thread/goal/set`).

        Args:
            objective: The goal in words.
            token_budget: Maximum number of tokens for the goal; None sets no limit.

        Returns:
            A handle that presents all turns of the goal as one, without waiting for them.

        Raises:
            InputError: `objective` is empty.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import validate_objective

        goal = {"objective": validate_objective(objective), "status": "active", "token_budget": token_budget}
        claim = GoalClaim(self.id)
        try:
            return self._set_goal(claim, **goal)
        except BaseException:
            claim.abandon()
            raise

    def run_goal(self, objective: str, *, token_budget: int | None = None) -> GoalResult:
        """Set a goal, wait until it ends, and return its result (`thread/goal/set`).

        Args:
            objective: The goal in words.
            token_budget: Maximum number of tokens for the goal; None sets no limit.

        Returns:
            The result of the goal, with the items of all turns.

        Raises:
            InputError: `objective` is empty.
            TurnFailedError: A turn failed. Its `result` is a `GoalResult`.
            TransportClosedError: The runtime exited before the goal ended.
            DeadlockError: A handler or tool of the same thread is the caller. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import validate_objective

        self._sender.check_not_waiting("run_goal", self.id)
        goal = {"objective": validate_objective(objective), "status": "active", "token_budget": token_budget}
        claim = GoalClaim(self.id)
        try:
            handle = self._set_goal(claim, **goal)
            return handle.run()
        except BaseException:
            # Ctrl-C may arrive after the goal is set and before the wait for its end.
            claim.abandon()
            raise

    def resume_goal(self) -> GoalHandle:
        """Resume a goal that was paused, blocked or limited (`thread/goal/set`).

        Returns:
            A handle that presents all turns of the goal as one.

        Raises:
            JsonRpcError: The thread has no goal.
        """
        claim = GoalClaim(self.id)
        try:
            return self._set_goal(claim, status="active")
        except BaseException:
            claim.abandon()
            raise

    def goal(self) -> ThreadGoal | None:
        """Return the goal of this thread (`thread/goal/get`), or None if it has no goal."""
        response = self._sender.rpc.thread_goal_get(thread_id=self.id)
        return response.goal

    def pause_goal(self) -> ThreadGoal:
        """Pause the goal of this thread (`thread/goal/set`).

        The running turn ends, and no turn follows.

        Returns:
            The paused goal.

        Raises:
            JsonRpcError: The thread has no goal.
        """
        response = self._sender.rpc.thread_goal_set(thread_id=self.id, status="paused")
        return response.goal

    def clear_goal(self) -> bool:
        """Remove the goal of this thread (`thread/goal/clear`).

        Return whether it had one.
        """
        response = self._sender.rpc.thread_goal_clear(thread_id=self.id)
        return response.cleared

    def _start(
        self,
        call: str,
        input: RunInput | PreparedTurn,
        deadline: TurnDeadline | None,
        claim: RequestClaim,
        /,
        **options: Unpack[RunKeywords],
    ) -> RunningTurn:
        from openai_codex._connection.settings.default_modes import changed_mode
        from openai_codex._handlers.options import handlers_from
        from openai_codex._handlers.scopes import TurnScope
        from openai_codex._requests.params import turn_start_params
        from openai_codex._requests.presets import approval_fields

        # First, because it rejects unknown keywords, such as `tools`.
        params = turn_start_params(call, self.id, input, options, self._sender.files)
        handlers = handlers_from(options)
        mode = changed_mode(self._state, options.get("approval_mode"), handlers, self._sender.supervisor.handlers)
        params.update(approval_fields(mode))
        scope = TurnScope(handlers, self._state)
        sender = self._sender if deadline is None else self._sender.capped_at(deadline.remaining())
        try:
            connection, buffer = sender.start_turn(self.id, params, scope, claim)
        except InvalidRequestError as error:
            raise explain_lost_thread(error, self._state) from None
        if self._state is not None:
            self._state.apply_turn_overrides(params)
            if "approvalPolicy" in params:
                self._state.default_mode = mode
        return RunningTurn(self._sender, connection, self.id, buffer, claim)

    def _set_goal(self, claim: GoalClaim, **goal: Any) -> GoalHandle:
        from openai_codex._handlers.scopes import TurnScope
        from openai_codex._requests.params import goal_set_params

        # Subscribed before the request: the first turn may start before the response arrives.
        connection = self._sender.goal_connection(self.id)
        handle = GoalHandle(self._sender, connection, claim.buffer, claim)
        self._sender.stream_goal(connection, claim.buffer, TurnScope(None, self._state))
        try:
            self._sender.set_goal(connection, goal_set_params(self.id, goal), claim.buffer)
        except Exception as error:
            connection.remove_goal_buffer(claim.buffer, error)
            raise
        except BaseException:
            # The runtime may already have received the request.
            cancel_goal(self._sender, connection, claim.buffer, unclaimed=True)
            raise
        return handle

    def __repr__(self) -> str:
        return f"Thread(id={self.id!r})"
