# Generated from _async/thread_operations.py by scripts/async_to_sync.py. Do not edit.
"""Operations of a thread other than its turns and goals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openai_codex._connection.request_claim import RequestClaim
from openai_codex._display.displayed import Displayed
from openai_codex._results.deadline import TurnDeadline
from openai_codex._sync.attach import attach_turn
from openai_codex._sync.turn import RunningTurn, TurnHandle
from openai_codex.errors import InvalidRequestError, JsonRpcError, MethodNotFoundError, UnsupportedByRuntimeError

if TYPE_CHECKING:
    from collections.abc import Generator

    from typing_extensions import TypeForm, Unpack

    from codex_protocol import ThreadDeleteResponse, ThreadItem, ThreadSearchOccurrence
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._requests.keywords import RunKeywords
    from openai_codex._requests.params import PreparedTurn
    from openai_codex._requests.review import ReviewTargetInput
    from openai_codex._results.result import OutputT, TurnResult
    from openai_codex._structured_output.attempts import OutputAttempts
    from openai_codex._sync.compaction import CompactionHandle
    from openai_codex._sync.requests import RequestSender

PAGE_SIZE = 100
"""Maximum number of entries of a page, which the runtime limits to 100."""


class ThreadOperations(Displayed, ABC):
    """The operations that `Thread` inherits."""

    _sender: RequestSender
    _state: ThreadState | None
    id: str

    @abstractmethod
    def _start(
        self,
        call: str,
        input: RunInput | PreparedTurn,
        deadline: TurnDeadline | None,
        claim: RequestClaim,
        /,
        **options: Unpack[RunKeywords],
    ) -> RunningTurn: ...

    def active_turn(self) -> TurnHandle | None:
        """Return a handle on the turn that is running in this thread, or None.

        The client first looks at the events that it has received, then asks the runtime (`thread/turns/list`).

        Returns:
            The handle. Its events are complete if this client has started the thread or the turn.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        connection = self._sender.connection()
        buffer = connection.running_turn(self.id)
        if buffer is not None:
            return TurnHandle(RunningTurn(self._sender, connection, self.id, buffer))
        sender = self._sender.bound_to(connection)
        try:
            page = sender.rpc.thread_turns_list(thread_id=self.id, limit=1)
        except InvalidRequestError:
            # The runtime lists no turns of an ephemeral thread, and of a thread before its first turn. This request
            # fails if the thread does not exist.
            sender.rpc.thread_read(thread_id=self.id)
            return None
        if not page.data or page.data[0].status != "inProgress":
            return None
        return attach_turn(sender, self.id, page.data[0].id)

    def items(self, *, turn_id: str | None = None) -> Generator[ThreadItem, None, None]:
        """Iterate over the stored items of this thread, the oldest first (`thread/items/list`).

        Further pages are requested as needed. If the runtime cannot list the items of the thread, the client reads all
        turns at once (`thread/read`).

        Args:
            turn_id: Id of a turn, to iterate over its items only; None for all turns.

        Yields:
            The items.

        Raises:
            JsonRpcError: The runtime rejected a request, for example because the thread is ephemeral.
        """
        rpc = self._sender.rpc
        cursor: str | None = None
        while True:
            try:
                page = rpc.thread_items_list(thread_id=self.id, turn_id=turn_id, limit=PAGE_SIZE, cursor=cursor)
            except (MethodNotFoundError, UnsupportedByRuntimeError):
                for item in self._read_items(turn_id):
                    yield item
                return
            for entry in page.data:
                yield entry.item
            cursor = page.next_cursor
            if cursor is None:
                return

    def search(self, term: str) -> Generator[ThreadSearchOccurrence, None, None]:
        """Iterate over the places in this thread where a text occurs (`thread/searchOccurrences`, experimental).

        The runtime searches the messages of the user and of the agent, and ignores case.

        Args:
            term: The text.

        Yields:
            The occurrences: the ids of turn and item, and an excerpt.

        Raises:
            UnsupportedByRuntimeError: The runtime is older than 0.147.0.
            JsonRpcError: The runtime rejected a request, for example because the thread has no turn yet.
        """
        cursor: str | None = None
        while True:
            page = self._sender.rpc.thread_search_occurrences(
                thread_id=self.id, search_term=term, limit=PAGE_SIZE, cursor=cursor
            )
            for occurrence in page.data:
                yield occurrence
            cursor = page.next_cursor
            if cursor is None:
                return

    def delete(self) -> ThreadDeleteResponse:
        """Delete this thread with its history (`thread/delete`).

        The runtime interrupts a turn that is running, and rejects later requests for the thread.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            UnsupportedByRuntimeError: The runtime is older than 0.144.4.
            JsonRpcError: The runtime rejected the request.
        """
        return self._sender.rpc.thread_delete(thread_id=self.id)

    def compact(self) -> CompactionHandle:
        """Start compacting the thread's history into a summary (`thread/compact/start`).

        The runtime does this in a separate turn, which this method does not wait for. If another turn is running, the
        runtime interrupts it.

        Returns:
            The response of the runtime, which is empty, as a handle of that turn:
            `(thread.compact()).run()` waits for it.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._sync.compaction import start_compaction

        self._sender.settle(self.id)
        return start_compaction(self._sender, self.id)

    def start_review(self, target: ReviewTargetInput | None = None) -> TurnHandle:
        """Start a code review in this thread (`review/start`) and return a handle without waiting for it to finish.

        Args:
            target: See `review`.

        Returns:
            A handle of the turn. A review cannot be steered.

        Raises:
            InputError: `target` is invalid. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        claim = RequestClaim(self.id)
        try:
            return TurnHandle(self._start_review(target, None, claim))
        except BaseException:
            claim.abandon()
            raise

    def review(
        self,
        target: ReviewTargetInput | None = None,
        *,
        output_type: TypeForm[OutputT] = None,  # type: ignore[assignment]  # None selects the default of `OutputT`
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
    ) -> TurnResult[OutputT]:
        """Review code in this thread (`review/start`) and return the result.

        The runtime returns the review as text. With `output_type`, the client then runs a second turn (`turn/start`),
        in which the model states the review as an object of that type.

        Args:
            target: Instructions as a string, or a `ReviewTarget` as an object or a mapping: uncommitted changes, a base
                branch, a commit, or instructions. None for uncommitted changes.
            output_type: Any type that pydantic can validate; None for text.
            retries: Maximum number of additional turns after an invalid answer.
            timeout: Maximum time of all turns together, in seconds; None disables it.
            idle_timeout: Maximum time between two events, in seconds; None disables it.
            detach: Whether the turn continues if the caller stops waiting.

        Returns:
            The result of the review. `final_response` is its text, and `output` is the answer of the second turn.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            TurnFailedError: A turn failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            OutputValidationError: The last answer does not match `output_type`.
            TransportClosedError: The runtime exited before the turn ended.
            DeadlockError: A handler or tool of the same thread is the caller. Nothing was sent.
            JsonRpcError: The runtime rejected a request.
        """
        from openai_codex._structured_output.attempts import output_attempts

        self._sender.check_not_waiting("review", self.id)
        attempts = output_attempts(output_type, retries, {})
        deadline = TurnDeadline(timeout, idle_timeout)
        result: TurnResult[Any] = self._run_review(target, deadline, detach)
        if attempts is None or result.status != "completed":
            return result
        from openai_codex._requests.review import OUTPUT_PROMPT

        answer = self._run(OUTPUT_PROMPT, attempts, deadline, detach, {})
        return replace(result, output=answer.output)

    def _run(
        self,
        input: RunInput | PreparedTurn,
        attempts: OutputAttempts | None,
        deadline: TurnDeadline,
        detach: bool,
        options: RunKeywords,
    ) -> TurnResult[Any]:
        """Run turns until an answer is valid, or no attempt or time is left."""
        if attempts is None:
            return self._run_turn(input, deadline, detach, options)
        from openai_codex._structured_output.output_type import OutputValidationError

        while True:
            result = self._run_turn(input, deadline, detach, attempts.options)
            try:
                return attempts.parse(result)
            except OutputValidationError as error:
                input = attempts.next_input(error)

    def _run_turn(
        self, input: RunInput | PreparedTurn, deadline: TurnDeadline, detach: bool, options: RunKeywords
    ) -> TurnResult:
        claim = RequestClaim(None if detach else self.id)
        try:
            running = self._start("run", input, deadline, claim, **options)
            return running.wait(deadline, detach)
        except BaseException:
            # Ctrl-C may arrive after the start of the turn and before the wait for its end.
            claim.abandon()
            raise

    def _run_review(self, target: ReviewTargetInput | None, deadline: TurnDeadline, detach: bool) -> TurnResult:
        claim = RequestClaim(None if detach else self.id)
        try:
            running = self._start_review(target, deadline, claim)
            return running.wait(deadline, detach)
        except BaseException:
            claim.abandon()
            raise

    def _start_review(
        self, target: ReviewTargetInput | None, deadline: TurnDeadline | None, claim: RequestClaim
    ) -> RunningTurn:
        from openai_codex._handlers.scopes import TurnScope
        from openai_codex._requests.review import review_params

        params = review_params(self.id, target)
        sender = self._sender if deadline is None else self._sender.capped_at(deadline.remaining())
        scope = TurnScope(None, self._state)
        connection, buffer = sender.start_review(self.id, params, scope, claim)
        return RunningTurn(self._sender, connection, self.id, buffer, claim)

    def _read_items(self, turn_id: str | None) -> list[ThreadItem]:
        """Return the items of all turns, or of one turn (`thread/read`)."""
        rpc = self._sender.rpc
        try:
            stored = rpc.thread_read(thread_id=self.id, include_turns=True)
        except JsonRpcError:
            thread = (rpc.thread_read(thread_id=self.id)).thread
            # The runtime stores a thread only after its first turn.
            if thread.ephemeral or thread.preview:
                raise
            return []
        return [item for turn in stored.thread.turns if turn_id in (None, turn.id) for item in turn.items]
