"""Shortcuts of the client: run one turn, and find threads and turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, overload

from codex_protocol import UNSET
from openai_codex._async.attach import attach_turn
from openai_codex._async.notifications import AsyncNotifications
from openai_codex._async.thread import AsyncThread
from openai_codex._async.thread_operations import PAGE_SIZE
from openai_codex._async.thread_requests import open_thread, start_thread
from openai_codex._results.deadline import TurnDeadline
from openai_codex.errors import InvalidParamsError

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Callable, Mapping

    from typing_extensions import TypeForm, Unpack

    from codex_protocol import Thread as StoredThread
    from codex_protocol import ThreadDeleteResponse, ThreadSearchResult, Unset
    from codex_protocol.options import ThreadListOptions
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._async.turn import AsyncTurnHandle
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.options import Handlers
    from openai_codex._protocol.notifications import UnknownNotification
    from openai_codex._requests.input_wire import RunInput
    from openai_codex._requests.keywords import CodexRunKeywords, RunKeywords
    from openai_codex._requests.params import PreparedTurn
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting
    from openai_codex._results.result import OutputT, TurnResult
    from openai_codex._structured_output.attempts import OutputAttempts


T1 = TypeVar("T1")


class AsyncNewThread(AsyncThread):
    """A thread whose first turn shares the deadline of the thread's start."""

    async def run_first(
        self,
        input: PreparedTurn,
        attempts: OutputAttempts | None,
        deadline: TurnDeadline,
        detach: bool,
        options: RunKeywords,
    ) -> TurnResult[Any]:
        """Run the first turn, and further ones after an invalid answer."""
        return await self._run(input, attempts, deadline, detach, options)


@dataclass(frozen=True)
class AsyncFirstTurn:
    """A thread to start and its first turn, with validated arguments."""

    params: Mapping[str, Any]
    handlers: Handlers | None
    sandbox: SandboxSetting | None
    default_mode: ApprovalMode | None
    input: PreparedTurn
    attempts: OutputAttempts | None
    deadline: TurnDeadline
    detach: bool
    options: RunKeywords

    async def run(
        self, sender: AsyncRequestSender, create: Callable[[AsyncRequestSender, str, ThreadState], AsyncNewThread]
    ) -> TurnResult[Any]:
        """Start the thread with `sender`, create its handle with `create`, and run the turn."""
        capped = sender if self.deadline.timeout is None else sender.capped_at(self.deadline.remaining())
        state = await start_thread(capped, "thread/start", self.params, self.handlers, self.sandbox, self.default_mode)
        self.deadline.reset_idle()
        thread = create(sender, state.id, state)
        return await thread.run_first(self.input, self.attempts, self.deadline, self.detach, self.options)


class AsyncClientOperations:
    """The operations that `AsyncCodex` inherits."""

    _sender: AsyncRequestSender

    async def run(
        self,
        input: RunInput,
        *,
        output_type: TypeForm[OutputT] = None,  # type: ignore[assignment]  # None selects the default of `OutputT`
        retries: int = 0,
        timeout: float | None = None,
        idle_timeout: float | None = None,
        detach: bool = False,
        approval_mode: ApprovalMode | GranularApproval | Unset | None = UNSET,
        sandbox: SandboxSetting | None = None,
        **options: Unpack[CodexRunKeywords],
    ) -> TurnResult[OutputT]:
        """Start a thread (`thread/start`), run one turn in it (`turn/start`) and return the result of the turn.

        To continue, resume the thread: `await codex.thread_resume(result.thread_id)`.

        Args:
            input: A string, an input item, or a list of them.
            output_type: Any type that pydantic can validate; None for a plain answer.
            retries: Maximum number of additional turns after an invalid answer.
            timeout: Maximum time of the thread's start and of all turns together, in seconds; None disables it.
            idle_timeout: Maximum time between two events, in seconds; None disables it.
            detach: Whether the turn continues if the caller stops waiting.
            approval_mode: Approver of actions outside the sandbox. None uses the runtime's configuration. If omitted:
                `ask` if the call or the client has an approval handler, else `auto_review`.
            sandbox: Files and network that commands may access; None uses the runtime's configuration.
            **options: The keywords of `thread_start`, and those that only `AsyncThread.run` has. None means not set.

        Returns:
            The result of the last turn, with the `thread_id`.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            NotLoggedInError: The model provider needs a login. No turn was started.
            TurnFailedError: The turn failed. Its `result` is the partial result.
            TurnTimeoutError: A timeout expired. Its `result` is the partial result.
            RequestTimeoutError: `timeout` expired before the turn started.
            OutputValidationError: The last answer does not match `output_type`.
            TransportClosedError: The runtime exited before the turn ended.
            JsonRpcError: The runtime rejected a request.
        """
        deadline = TurnDeadline(timeout, idle_timeout)
        first = self._first_turn(input, output_type, retries, deadline, detach, approval_mode, sandbox, options)
        return await self._run_first(first)

    async def turn_handle(self, thread_id: str | AsyncThread, turn_id: str) -> AsyncTurnHandle:
        """Return a handle on a turn, for example in another function than the one that started it.

        A turn that has ended gives its stored items and its completion (`thread/turns/list`), unless this client
        still has its events. If the turn runs in a thread that this client has not started, the client resumes the
        thread (`thread/resume`) to receive further events.

        Args:
            thread_id: The thread, or its id.
            turn_id: Id of the turn.

        Returns:
            The handle.

        Raises:
            InputError: The thread has no such turn, or an argument has another type.
            JsonRpcError: The runtime rejected a request, for example because the thread does not exist.
        """
        from openai_codex._requests.params import thread_id_of

        return await attach_turn(self._sender, thread_id_of(thread_id), turn_id)

    def threads(self, **options: Unpack[ThreadListOptions]) -> AsyncGenerator[StoredThread, None]:
        """Iterate over the stored threads, the newest first (`thread/list`).

        Further pages are requested as needed. Each thread is returned once, also if several threads were created in
        the same second.

        Args:
            **options: See `ThreadListOptions`: filters and sort order. `limit` is the maximum size of a page, not of
                the result. If the threads are sorted by `updated_at`, all pages are requested first. None means not
                set.

        Returns:
            A generator of the threads, without their turns.

        Raises:
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            JsonRpcError: The runtime rejected a request.
        """
        from openai_codex._requests.params import thread_list_options

        return self._list_threads(thread_list_options(options))

    async def search_threads(
        self, term: str, *, archived: bool = False, newest_first: bool = True
    ) -> AsyncGenerator[ThreadSearchResult, None]:
        """Iterate over the stored threads whose messages contain a text (`thread/search`, experimental).

        The threads are sorted by the time of their last turn.

        Args:
            term: The text.
            archived: Whether to search the archived threads instead of the others.
            newest_first: Whether to begin with the newest thread.

        Yields:
            The threads, each with an excerpt.

        Raises:
            UnsupportedByRuntimeError: The runtime is older than 0.134.0.
            JsonRpcError: The runtime rejected a request.
        """
        seen: set[str] = set()
        cursor: str | None = None
        # The cursors of the other sort keys skip threads with the same time.
        sort_key = "recency_at"
        while True:
            try:
                page = await self._sender.rpc.thread_search(
                    search_term=term,
                    archived=archived,
                    limit=PAGE_SIZE,
                    cursor=cursor,
                    sort_key=sort_key,
                    sort_direction="desc" if newest_first else "asc",
                )
            except InvalidParamsError:
                if cursor is not None or sort_key == "updated_at":
                    raise
                # Older runtimes do not know the sort key.
                sort_key = "updated_at"
                continue
            for found in page.data:
                if found.thread.id not in seen:
                    seen.add(found.thread.id)
                    yield found
            cursor = page.next_cursor
            if cursor is None:
                return

    async def latest_thread(self, *, cwd: str | os.PathLike[str] | None = None) -> AsyncThread | None:
        """Resume the stored thread that was updated last (`thread/list`, `thread/resume`).

        Args:
            cwd: Working directory of the thread; None for any. A relative path refers to the current directory.

        Returns:
            The thread, or None if no thread is stored.

        Raises:
            JsonRpcError: The runtime rejected a request.
        """
        from openai_codex._requests.params import absolute_folder

        folder = None if cwd is None else absolute_folder("cwd", cwd)
        page = await self._sender.rpc.thread_list(limit=1, sort_key="updated_at", cwd=folder)
        if not page.data:
            return None
        params = {"threadId": page.data[0].id, "excludeTurns": True}
        return self._thread(await open_thread(self._sender, "thread/resume", params, None, None, None))

    async def thread_delete(self, thread_id: str | AsyncThread) -> ThreadDeleteResponse:
        """Delete a thread with its history (`thread/delete`).

        Args:
            thread_id: The thread, or its id.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            UnsupportedByRuntimeError: The runtime is older than 0.144.4.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import thread_id_of

        return await AsyncThread(self._sender, thread_id_of(thread_id)).delete()

    @overload
    def notifications(self) -> AsyncNotifications: ...

    @overload
    def notifications(self, kind: type[T1], /, *kinds: type[T1]) -> AsyncNotifications[T1 | UnknownNotification]: ...

    def notifications(self, *kinds: type[object]) -> AsyncNotifications[object]:
        """Iterate over notifications.

        The iteration ends when the client is closed. To unsubscribe, use the iterator as a context manager or close it.

        Args:
            *kinds: Payload classes: only those notifications, from any turn, from now on. Without arguments: those that
                belong to no turn or login, starting with up to 1,000 buffered ones.

        Returns:
            The iterator. It raises `TransportClosedError` if the runtime exits.

        Raises:
            InputError: A value is not a payload class.
        """
        return AsyncNotifications(self._sender.supervisor, kinds)

    async def _run_first(self, first: AsyncFirstTurn) -> TurnResult[Any]:
        return await first.run(self._sender, AsyncNewThread)

    def _first_turn(
        self,
        input: RunInput,
        output_type: object,
        retries: int,
        deadline: TurnDeadline,
        detach: bool,
        approval_mode: ApprovalMode | GranularApproval | Unset | None,
        sandbox: SandboxSetting | None,
        options: CodexRunKeywords,
    ) -> AsyncFirstTurn:
        """Validate the arguments of `run`, those of the turn too, before the thread is started."""
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.approval_modes import mode_of_new_thread
        from openai_codex._requests.params import (
            PreparedTurn,
            split_run_options,
            thread_start_params,
            turn_start_params,
        )
        from openai_codex._structured_output.attempts import output_attempts

        thread_options, turn_options = split_run_options(options)
        handlers = handlers_from(thread_options)
        files = self._sender.files
        mode, chosen = mode_of_new_thread(approval_mode, handlers, self._sender.supervisor.handlers)
        params = thread_start_params(mode, sandbox, thread_options, handlers, files)
        attempts = output_attempts(output_type, retries, turn_options)
        first_options = turn_options if attempts is None else attempts.options
        turn = PreparedTurn(turn_start_params("run", "", input, first_options, files))
        return AsyncFirstTurn(params, handlers, sandbox, chosen, turn, attempts, deadline, detach, turn_options)

    async def _list_threads(self, options: Mapping[str, Any]) -> AsyncGenerator[StoredThread, None]:
        by_update = options.get("sort_key") == "updated_at"
        fields: dict[str, Any] = {"limit": PAGE_SIZE, **options}
        if by_update:
            fields["sort_key"] = "created_at"
        if not fields.get("use_state_db_only"):
            if fields.get("cursor") is None:
                # The runtime registers stored threads that its database lacks, for example after a file was copied.
                scan: dict[str, Any] = {**fields, "limit": PAGE_SIZE}
                await self._sender.rpc.thread_list(**scan)
            # Only the cursors of the database identify a thread. The others consist of a time in seconds, and the next
            # page omits the threads that were created in the same second.
            fields["use_state_db_only"] = True
        pages = self._thread_pages(fields)
        if not by_update:
            async for thread in pages:
                yield thread
            return
        found: list[StoredThread] = []
        async for thread in pages:
            found.append(thread)
        for thread in sorted(found, key=lambda each: each.updated_at, reverse=options.get("sort_direction") != "asc"):
            yield thread

    async def _thread_pages(self, fields: Mapping[str, Any]) -> AsyncGenerator[StoredThread, None]:
        seen: set[str] = set()
        cursor = fields.get("cursor")
        while True:
            params: dict[str, Any] = {**fields, "cursor": cursor}
            page = await self._sender.rpc.thread_list(**params)
            for thread in page.data:
                # A thread that is used meanwhile may move to a later page.
                if thread.id not in seen:
                    seen.add(thread.id)
                    yield thread
            cursor = page.next_cursor
            if cursor is None:
                return

    def _thread(self, state: ThreadState) -> AsyncThread:
        return AsyncThread(self._sender, state.id, state)
