"""`AsyncCodex`: the asyncio client."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from codex_protocol import UNSET, Unset
from openai_codex._async.client_operations import AsyncClientOperations
from openai_codex._async.login import AsyncChatgptLoginHandle, AsyncDeviceCodeLoginHandle
from openai_codex._async.requests import AsyncRequestSender
from openai_codex._async.thread_requests import open_thread, start_thread
from openai_codex._connection.asyncio.supervisor import AsyncRuntimeSupervisor
from openai_codex._connection.metadata import RuntimeMetadata, metadata_from
from openai_codex._requests.login import LOGIN_START, api_key_params, parse_login_start
from openai_codex._results.deadline import validate_timeout

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from codex_protocol import GetAccountResponse, ModelListResponse, ThreadArchiveResponse, ThreadListResponse
    from codex_protocol.options import ThreadListOptions
    from codex_protocol.rpc import AsyncRpc
    from openai_codex._async.thread import AsyncThread
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._connection.listeners import Listener
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex._requests.keywords import ThreadForkKeywords, ThreadResumeKeywords, ThreadStartKeywords
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting
    from openai_codex._results.usage import TokenUsage
    from openai_codex.config import CodexConfig
    from openai_codex.health import Health

PayloadT = TypeVar("PayloadT")


class AsyncCodex(AsyncClientOperations):
    """Asyncio client for the Codex runtime.

    The runtime starts on `async with` or on the first awaited call, once for all tasks. Use the client as a context
    manager or call `close()`. An instance is bound to the event loop that started it.

    Args:
        config: Settings of the runtime and the client; None uses the defaults.
        **handlers: See `HandlerOptions`. Requests of the runtime without a handler are declined.

    Raises:
        InputError: `config` is not a `CodexConfig`, or a handler is not callable.
        UnexpectedKeywordError: A keyword is not the name of a handler.
    """

    def __init__(self, config: CodexConfig | None = None, **handlers: Unpack[HandlerOptions]) -> None:
        from openai_codex._requests.client_arguments import client_arguments

        config, checked = client_arguments("AsyncCodex", config, handlers)
        self._sender = AsyncRequestSender(AsyncRuntimeSupervisor(config, checked), config.request_timeout)

    async def __aenter__(self) -> Self:
        await self._sender.supervisor.enter()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Shut down the runtime.

        Pending calls raise `TransportClosedError`. Idempotent, also for concurrent tasks.
        """
        await self._sender.supervisor.close()

    @property
    def metadata(self) -> RuntimeMetadata:
        """Runtime information from the `initialize` response.

        Raises:
            NotStartedError: The runtime has not been started yet.
        """
        return metadata_from(self._sender.supervisor.current.server_info)

    @property
    def usage(self) -> TokenUsage:
        """Tokens of all turns of this client so far.

        The sum includes turns whose result was not read, and sub-agents.
        """
        from openai_codex._results.usage import token_usage

        return token_usage(self._sender.supervisor.notification_bus.usage.total)

    @property
    def rpc(self) -> AsyncRpc:
        """All methods of the protocol, typed.

        Example: `await codex.rpc.thread_name_set(thread_id=..., name=...)`.
        """
        return self._sender.rpc

    async def thread_start(
        self,
        *,
        approval_mode: ApprovalMode | GranularApproval | Unset | None = UNSET,
        sandbox: SandboxSetting | None = None,
        **options: Unpack[ThreadStartKeywords],
    ) -> AsyncThread:
        """Start a thread (`thread/start`).

        Args:
            approval_mode: Approver of actions outside the sandbox. None uses the runtime's configuration. If omitted:
                `ask` if the call or the client has an approval handler, else `auto_review`.
            sandbox: Files and network that commands may access; None uses the runtime's configuration.
            **options: See `ThreadStartOptions` and `HandlerOptions`, and `tools`: Python functions that the model may
                call, and `mcp_servers`. None means not set.

        Returns:
            The new thread.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.approval_modes import mode_of_new_thread
        from openai_codex._requests.params import thread_start_params

        handlers = handlers_from(options)
        mode, chosen = mode_of_new_thread(approval_mode, handlers, self._sender.supervisor.handlers)
        params = thread_start_params(mode, sandbox, options, handlers, self._sender.files)
        return self._thread(await start_thread(self._sender, "thread/start", params, handlers, sandbox, chosen))

    async def thread_resume(
        self,
        thread_id: str | AsyncThread,
        *,
        approval_mode: ApprovalMode | GranularApproval | None = None,
        sandbox: SandboxSetting | None = None,
        include_turns: bool | None = None,
        **options: Unpack[ThreadResumeKeywords],
    ) -> AsyncThread:
        """Resume a stored thread (`thread/resume`).

        If the thread is already loaded, the runtime ignores the settings. The client then applies those that can be
        changed (`thread/settings/update`), and logs a warning for the others.

        Args:
            thread_id: The thread, or its id.
            approval_mode: Approver of actions outside the sandbox. None keeps the stored mode, but changes
                `auto_review` to `ask` if an approval handler is in effect.
            sandbox: Files and network that commands may access; None keeps the setting if this client has set it.
            include_turns: Whether the response contains past turns; None means False, because the handle has none.
            **options: See `ThreadResumeOptions` and `HandlerOptions`, and `tools`: Python functions that the model may
                call, and `mcp_servers`. None means not set.

        Returns:
            The resumed thread.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.params import thread_resume_params

        handlers = handlers_from(options)
        params = thread_resume_params(thread_id, approval_mode, sandbox, include_turns, options, self._sender.files)
        return self._thread(await open_thread(self._sender, "thread/resume", params, approval_mode, handlers, sandbox))

    async def thread_fork(
        self,
        thread_id: str | AsyncThread,
        *,
        approval_mode: ApprovalMode | GranularApproval | None = None,
        sandbox: SandboxSetting | None = None,
        include_turns: bool | None = None,
        **options: Unpack[ThreadForkKeywords],
    ) -> AsyncThread:
        """Start a thread as a copy of a stored one (`thread/fork`).

        Args:
            thread_id: The thread to copy, or its id.
            approval_mode: See `thread_resume`; for the copy.
            sandbox: See `thread_resume`; for the copy.
            include_turns: Whether the response contains past turns; None means False, because the handle has none.
            **options: See `ThreadForkOptions` and `HandlerOptions`, and `tools`: Python functions that the model may
                call, and `mcp_servers`. None means not set.

        Returns:
            The new thread.

        Raises:
            InputError: An argument is invalid. Nothing was sent.
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.params import thread_fork_params

        handlers = handlers_from(options)
        params = thread_fork_params(thread_id, approval_mode, sandbox, include_turns, options, self._sender.files)
        return self._thread(await open_thread(self._sender, "thread/fork", params, approval_mode, handlers, sandbox))

    async def thread_list(self, **options: Unpack[ThreadListOptions]) -> ThreadListResponse:
        """Return one page of the stored threads (`thread/list`).

        Args:
            **options: See `ThreadListOptions`: filters, sort order, `limit`, and `cursor`, which takes the
                `next_cursor` of the previous page. None means not set.

        Returns:
            The page, with `next_cursor` None on the last one.

        Raises:
            UnexpectedKeywordError: A keyword is unknown. Nothing was sent.
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import thread_list_options

        return await self.rpc.thread_list(**thread_list_options(options))

    async def thread_archive(self, thread_id: str | AsyncThread) -> ThreadArchiveResponse:
        """Archive a thread (`thread/archive`).

        Archived threads are listed only with `archived=True`.

        Args:
            thread_id: The thread, or its id.

        Returns:
            The response of the runtime, which is empty.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import thread_id_of

        return await self.rpc.thread_archive(thread_id=thread_id_of(thread_id))

    async def thread_unarchive(self, thread_id: str | AsyncThread) -> AsyncThread:
        """Restore an archived thread (`thread/unarchive`).

        Args:
            thread_id: The thread, or its id.

        Returns:
            The restored thread. Resume it before the next turn.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        from openai_codex._requests.params import thread_id_of

        restored = await self._sender.start("thread/unarchive", {"threadId": thread_id_of(thread_id)}, "thread")
        return self._thread(self._sender.supervisor.threads.register_unloaded(restored))

    async def models(self, *, include_hidden: bool = False) -> ModelListResponse:
        """Return the available models (`model/list`).

        Args:
            include_hidden: Whether to include models that model pickers hide.

        Returns:
            The response of the runtime.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        return await self.rpc.model_list(include_hidden=include_hidden)

    async def login_api_key(self, api_key: str) -> None:
        """Log in with an API key, which the runtime stores (`account/login/start`).

        Args:
            api_key: The key. No error message contains it.

        Raises:
            InputError: The key is empty or not a string.
            JsonRpcError: The runtime rejected the request.
        """
        await self._sender.call(LOGIN_START, api_key_params(api_key))

    async def login_chatgpt(self) -> AsyncChatgptLoginHandle:
        """Start a browser login (`account/login/start`).

        Returns:
            A handle with the URL to open.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        sender = await self._sender.bind_current()
        result = await sender.call(LOGIN_START, {"type": "chatgpt"})
        fields = parse_login_start("chatgpt", result, ("loginId", "authUrl"))
        return AsyncChatgptLoginHandle(sender, await sender.connection(), *fields)

    async def login_chatgpt_device_code(self) -> AsyncDeviceCodeLoginHandle:
        """Start a login with a code for another machine (`account/login/start`).

        Returns:
            A handle with the URL and the code.

        Raises:
            JsonRpcError: The runtime rejected the request, or received no code from the login service.
        """
        sender = await self._sender.bind_current()
        result = await sender.call(LOGIN_START, {"type": "chatgptDeviceCode"})
        fields = parse_login_start("chatgptDeviceCode", result, ("loginId", "verificationUrl", "userCode"))
        return AsyncDeviceCodeLoginHandle(sender, await sender.connection(), *fields)

    async def account(self, *, refresh_token: bool = False) -> GetAccountResponse:
        """Return the account that is logged in (`account/read`).

        Args:
            refresh_token: Whether the runtime refreshes the access token first.

        Returns:
            The response of the runtime; its `account` is None without a login.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        return await self.rpc.account_read(refresh_token=refresh_token)

    async def logout(self) -> None:
        """Log out and delete the stored credentials (`account/logout`)."""
        await self.rpc.account_logout()

    def with_options(self, *, timeout: float | None) -> AsyncCodex:
        """Return a client with a different request timeout that shares this client's runtime.

        Threads that it starts keep that timeout. Closing either client closes both.

        Args:
            timeout: Maximum time of a request, in seconds; None disables it.

        Returns:
            The client: `await codex.with_options(timeout=5).models()`.

        Raises:
            InputError: `timeout` is invalid.
        """
        client = object.__new__(AsyncCodex)
        client._sender = self._sender.with_timeout(validate_timeout("timeout", timeout))
        return client

    def on(self, kind: type[PayloadT], function: Callable[[PayloadT], object]) -> Listener:
        """Register a callback for a class of notification payloads.

        Example: `codex.on(ThreadStatusChangedNotification, show)`.

        Callbacks are called in the event loop and must not block; awaitable results are awaited. Callbacks run one at a
        time, each in a copy of the context of the caller of this method, and may use the client. Exceptions are logged.

        Args:
            kind: The payload class of any notification, `ConnectionRestored`, `HandlerFailed`, `RequestDecided` or
                `RuntimeRestarted`.
            function: The callback, called with the payload.

        Returns:
            The registration. Call `remove()` to unregister.

        Raises:
            InputError: `kind` is not a payload class, or `function` is not callable or a generator function.
        """
        return self._sender.supervisor.listeners.add(kind, function)

    def diagnostics(self) -> Diagnostics:
        """Return connection statistics.

        Does not contact the runtime.

        Raises:
            NotStartedError: The runtime has not been started yet.
        """
        return self._sender.supervisor.diagnostics()

    async def health(self, *, timeout: float = 5.0) -> Health:
        """Check the connection and the runtime with a request (`thread/loaded/list`).

        Args:
            timeout: Maximum time of each check, in seconds.

        Returns:
            The state of the connection, the latency, and the error of the check if it failed.

        Raises:
            InputError: `timeout` is invalid.
        """
        from openai_codex._async.health_check import check_health

        return await check_health(self._sender, timeout)

    def __repr__(self) -> str:
        return f"AsyncCodex({self._sender.supervisor.summary})"
