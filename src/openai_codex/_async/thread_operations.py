"""Operations of a thread other than its turns and goals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openai_codex._async.attach import attach_turn
from openai_codex._async.turn import AsyncRunningTurn, AsyncTurnHandle
from openai_codex._connection.request_claim import RequestClaim
from openai_codex._display.displayed import Displayed
from openai_codex._results.deadline import TurnDeadline
from openai_codex.errors import InvalidRequestError, JsonRpcError, MethodNotFoundError, UnsupportedByRuntimeError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from typing_extensions import TypeForm, Unpack

    from codex_protocol import ThreadDeleteResponse, ThreadItem, ThreadSearchOccurrence
    from openai_codex._async.compaction import AsyncCompactionHandle
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._requests.keywords import RunKeywords
    from openai_codex._requests.params import PreparedTurn
    from openai_codex._requests.review import ReviewTargetInput
    from openai_codex._results.result import OutputT, TurnResult
    from openai_codex._structured_output.attempts import OutputAttempts

PAGE_SIZE = 100
"""Maximum number of entries of a page, which the runtime limits to 100."""


class AsyncThreadOperations(Displayed, ABC):
    """The operations that `AsyncThread` inherits."""

    _sender: AsyncRequestSender
    _state: ThreadState | None
    id: str

    @abstractmethod
    async def _start(
        self,
        call: str,
        input: RunInput | PreparedTurn,
        deadline: TurnDeadline | None,
        claim: RequestClaim,
        /,
        **options: Unpack[RunKeywords],
    ) -> AsyncRunningTurn: ...

    async def active_turn(self) -> AsyncTurnHandle | None:
        """Return a handle on the turn that is running in this thread, or None.

        The client first looks at the events that it has received, then asks the runtime (`thread/turns/list`).

        Returns:
            The handle. Its events are complete if this client has started the thread or the turn.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        connection = await self._sender.connection()
        buffer = connection.running_turn(self.id)
        if buffer is not None:
            return AsyncTurnHandle(AsyncRunningTurn(self._sender, connection, self.id, buffer))
        sender = self._sender.bound_to(connection)
        try:
            page = await sender.rpc.thread_turns_list(thread_id=self.id, limit=1)
        except InvalidRequestError:
            # The runtime lists no turns of an ephemeral thread, and of a thread before its first turn. This request
            # fails if the thread does not exist.
            await sender.rpc.thread_read(thread_id=self.id)
            return None
        if not page.data or page.data[0].status != "inProgress":
            return None
        return await attach_turn(sender, self.id, page.data[0].id)

    async def items(self, *, turn_id: str | None = None) -> AsyncGenerator[ThreadItem, None]:
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
                page = await rpc.thread_items_list(thread_id=self.id, turn_id=turn_id, limit=PAGE_SIZE, cursor=cursor)
            except (MethodNotFoundError, UnsupportedByRuntimeError):
                for item in await self._read_items(turn_id):
                    yield item
                return
            for entry in page.data:
                yield entry.item
            cursor = page.next_cursor
            if cursor is None:
                return

    async def search(self, term: str) -> AsyncGenerator[ThreadSearchOccurrence, None]:
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
            page = await self._sender.rpc.thread_search_occurrences(
                thread_id=self.id, search_term=term, limit=PAGE_SIZE, cursor=cursor
            )
            for occurrence in page.data:
                yield occurrence
            cursor = page.next_cursor
            if cursor is None:
                return

    async def delete(self) -> ThreadDeleteResponse:
        """Delete this thread with its history (`thread/delete`).

        The runtime interrupts a turn that is running, and rejects later requests for the thread.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            UnsupportedByRuntimeError: The runtime is older than 0.144.4.
            JsonRpcError: The runtime rejected the request.
        """
        return await self._sender.rpc.thread_delete(thread_id=self.id)

    async def compact(self) -> AsyncCompactionHandle:
        """Start compacting the thread's history into a summary (`thread/compact/start`).

        The runtime does this in a separate turn, which this method does not wait for. If another turn is running, the
        runtime interrupts it.

        Returns:
            The response of the runtime, which is empty, as a handle of that turn:
            `await (await thread.compact()).run()` waits for it.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._async.compaction import start_compaction

        await self._sender.settle(self.id)
        return await start_compaction(self._sender, self.id)

    async def start_review(self, target: ReviewTargetInput | None = None) -> AsyncTurnHandle:
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
            return AsyncTurnHandle(await self._start_review(target, None, claim))
        except BaseException:
            claim.abandon()
            raise

    async def review(
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

        await self._sender.check_not_waiting("review", self.id)
        attempts = output_attempts(output_type, retries, {})
        deadline = TurnDeadline(timeout, idle_timeout)
        result: TurnResult[Any] = await self._run_review(target, deadline, detach)
        if attempts is None or result.status != "completed":
            return result
        from openai_codex._requests.review import OUTPUT_PROMPT

        answer = await self._run(OUTPUT_PROMPT, attempts, deadline, detach, {})
        return replace(result, output=answer.output)

    async def _run(
        self,
        input: RunInput | PreparedTurn,
        attempts: OutputAttempts | None,
        deadline: TurnDeadline,
        detach: bool,
        options: RunKeywords,
    ) -> TurnResult[Any]:
        """Run turns until an answer is valid, or no attempt or time is left."""
        if attempts is None:
            return await self._run_turn(input, deadline, detach, options)
        from openai_codex._structured_output.output_type import OutputValidationError

        while True:
            result = await self._run_turn(input, deadline, detach, attempts.options)
            try:
                return attempts.parse(result)
            except OutputValidationError as error:
                input = attempts.next_input(error)

    async def _run_turn(
        self, input: RunInput | PreparedTurn, deadline: TurnDeadline, detach: bool, options: RunKeywords
    ) -> TurnResult:
        claim = RequestClaim(None if detach else self.id)
        try:
            running = await self._start("run", input, deadline, claim, **options)
            return await running.wait(deadline, detach)
        except BaseException:
            # Ctrl-C may arrive after the start of the turn and before the wait for its end.
            claim.abandon()
            raise

    async def _run_review(self, target: ReviewTargetInput | None, deadline: TurnDeadline, detach: bool) -> TurnResult:
        claim = RequestClaim(None if detach else self.id)
        try:
            running = await self._start_review(target, deadline, claim)
            return await running.wait(deadline, detach)
        except BaseException:
            claim.abandon()
            raise

    async def _start_review(
        self, target: ReviewTargetInput | None, deadline: TurnDeadline | None, claim: RequestClaim
    ) -> AsyncRunningTurn:
        from openai_codex._handlers.scopes import TurnScope
        from openai_codex._requests.review import review_params

        params = review_params(self.id, target)
        sender = self._sender if deadline is None else self._sender.capped_at(deadline.remaining())
        scope = TurnScope(None, self._state)
        connection, buffer = await sender.start_review(self.id, params, scope, claim)
        return AsyncRunningTurn(self._sender, connection, self.id, buffer, claim)

    async def _read_items(self, turn_id: str | None) -> list[ThreadItem]:
        """Return the items of all turns, or of one turn (`thread/read`)."""
        rpc = self._sender.rpc
        try:
            stored = await rpc.thread_read(thread_id=self.id, include_turns=True)
        except JsonRpcError:
            thread = (await rpc.thread_read(thread_id=self.id)).thread
            # The runtime stores a thread only after its first turn.
            if thread.ephemeral or thread.preview:
                raise
            return []
        return [item for turn in stored.thread.turns if turn_id in (None, turn.id) for item in turn.items]
