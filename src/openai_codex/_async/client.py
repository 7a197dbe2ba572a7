"""`AsyncCodex`: the client for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from openai_codex._async.login import AsyncChatgptLoginHandle, AsyncDeviceCodeLoginHandle
from openai_codex._async.notifications import AsyncNotifications
from openai_codex._async.requests import AsyncRequestSender
from openai_codex._async.thread import AsyncThread
from openai_codex._connection.asyncio.supervisor import AsyncRuntimeSupervisor
from openai_codex._connection.metadata import RuntimeMetadata, metadata_from
from openai_codex._requests.login import LOGIN_START, api_key_params, parse_login_start
from openai_codex._requests.presets import ApprovalMode
from openai_codex._results.deadline import validate_timeout
from openai_codex.config import CodexConfig

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from codex_protocol import GetAccountResponse, ModelListResponse, ThreadArchiveResponse, ThreadListResponse
    from codex_protocol.options import ThreadListOptions
    from codex_protocol.rpc import AsyncRpc
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._connection.listeners import Listener
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex._requests.keywords import ThreadForkKeywords, ThreadResumeKeywords, ThreadStartKeywords
    from openai_codex._requests.presets import Sandbox

PayloadT = TypeVar("PayloadT")


class AsyncCodex:
    """A Codex runtime, for asyncio.

    The runtime is started by `async with`, or by the first call that is awaited: once, however many tasks call at the
    same time. Call `close` where there is no `async with`. It belongs to the event loop that started it.

    `handlers` are those of `HandlerOptions`: who answers what the runtime asks. What nobody decides on is declined.

    Raises `InputError` for a handler that cannot be called, and `UnexpectedKeywordError` for one that there is not.
    """

    def __init__(self, config: CodexConfig | None = None, **handlers: Unpack[HandlerOptions]) -> None:
        from openai_codex._handlers.options import client_handlers

        config = config or CodexConfig()
        self._sender = AsyncRequestSender(
            AsyncRuntimeSupervisor(config, client_handlers(handlers)), config.request_timeout
        )

    async def __aenter__(self) -> Self:
        await self._sender.supervisor.connection()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the runtime. What waits on it gets a `TransportClosedError`. Safe to call twice, and at the same time."""
        await self._sender.supervisor.close()

    @property
    def metadata(self) -> RuntimeMetadata:
        """Who is at the other end: what the runtime said of itself when it was started.

        Raises `CodexError` before the runtime was started.
        """
        return metadata_from(self._sender.supervisor.current.server_info)

    @property
    def rpc(self) -> AsyncRpc:
        """Every method of the protocol, typed: `await codex.rpc.thread_name_set(thread_id=..., name=...)`."""
        return self._sender.rpc

    async def thread_start(
        self,
        *,
        approval_mode: ApprovalMode = ApprovalMode.auto_review,
        sandbox: Sandbox | None = None,
        **options: Unpack[ThreadStartKeywords],
    ) -> AsyncThread:
        """Start a thread (`thread/start`).

        `approval_mode` says who decides on what the sandbox does not allow, `sandbox` what commands may touch (None:
        as configured). The other keywords are those of `ThreadStartOptions`, the
        handlers of `HandlerOptions`, and `tools`: functions to lend to the model. None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.params import thread_start_params

        handlers = handlers_from(options)
        params = thread_start_params(approval_mode, sandbox, options, handlers)
        return self._thread(await self._sender.start_thread("thread/start", params, handlers))

    async def thread_resume(
        self,
        thread_id: str,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        include_turns: bool | None = None,
        **options: Unpack[ThreadResumeKeywords],
    ) -> AsyncThread:
        """Go on with a thread that is stored (`thread/resume`).

        `approval_mode` and `sandbox` change what is stored; None leaves it. `include_turns` says whether the runtime
        loads the turns of the past into its reply. The other keywords are those of `ThreadResumeOptions`, the
        handlers of `HandlerOptions`, and `tools`: functions to lend to the model. None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.params import thread_resume_params

        handlers = handlers_from(options)
        params = thread_resume_params(thread_id, approval_mode, sandbox, include_turns, options)
        return self._thread(await self._sender.start_thread("thread/resume", params, handlers))

    async def thread_fork(
        self,
        thread_id: str,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        include_turns: bool | None = None,
        **options: Unpack[ThreadForkKeywords],
    ) -> AsyncThread:
        """Start a thread that begins as a copy of another (`thread/fork`).

        `approval_mode` and `sandbox` are set for the copy; None takes them over. `include_turns` says whether the
        runtime loads the turns of the past into its reply. The other keywords are those of `ThreadForkOptions`, the
        handlers of `HandlerOptions`, and `tools`: functions to lend to the model. None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex._handlers.options import handlers_from
        from openai_codex._requests.params import thread_fork_params

        handlers = handlers_from(options)
        params = thread_fork_params(thread_id, approval_mode, sandbox, include_turns, options)
        return self._thread(await self._sender.start_thread("thread/fork", params, handlers))

    async def thread_list(self, **options: Unpack[ThreadListOptions]) -> ThreadListResponse:
        """Return a page of the threads that are stored (`thread/list`).

        The keywords are those of `ThreadListOptions`: filters, order, `limit`, and `cursor`, which takes the
        `next_cursor` of the page before. None means "not given". Raises `JsonRpcError` if the runtime refuses.
        """
        from openai_codex._requests.params import thread_list_options

        return await self.rpc.thread_list(**thread_list_options(options))

    async def thread_archive(self, thread_id: str) -> ThreadArchiveResponse:
        """Put a thread away (`thread/archive`); it is listed with `archived=True` alone. Raises `JsonRpcError`."""
        return await self.rpc.thread_archive(thread_id=thread_id)

    async def thread_unarchive(self, thread_id: str) -> AsyncThread:
        """Take a thread back that was put away (`thread/unarchive`), and return it. Raises `JsonRpcError`."""
        back = await self._sender.start("thread/unarchive", {"threadId": thread_id}, "thread")
        return self._thread(self._sender.supervisor.threads.register(back, {}, None))

    async def models(self, *, include_hidden: bool = False) -> ModelListResponse:
        """Return the models that can be chosen (`model/list`), those that pickers hide as well if asked to."""
        return await self.rpc.model_list(include_hidden=include_hidden)

    async def login_api_key(self, api_key: str) -> None:
        """Log in with an API key, which the runtime stores (`account/login/start`).

        Raises `InputError` for what is no key, and `JsonRpcError` if the runtime refuses. The key is in neither.
        """
        await self._sender.call(LOGIN_START, api_key_params(api_key))

    async def login_chatgpt(self) -> AsyncChatgptLoginHandle:
        """Start to log in by browser (`account/login/start`), and return a handle with the address to open.

        Raises `JsonRpcError` if the runtime refuses.
        """
        sender = await self._sender.bind_current()
        result = await sender.call(LOGIN_START, {"type": "chatgpt"})
        return AsyncChatgptLoginHandle(
            sender, await sender.connection(), *parse_login_start("chatgpt", result, ("loginId", "authUrl"))
        )

    async def login_chatgpt_device_code(self) -> AsyncDeviceCodeLoginHandle:
        """Start to log in by a code that is typed in on another machine, and return a handle with address and code.

        Raises `JsonRpcError` if the runtime refuses, or does not get a code.
        """
        names = ("loginId", "verificationUrl", "userCode")
        sender = await self._sender.bind_current()
        result = await sender.call(LOGIN_START, {"type": "chatgptDeviceCode"})
        return AsyncDeviceCodeLoginHandle(
            sender, await sender.connection(), *parse_login_start("chatgptDeviceCode", result, names)
        )

    async def account(self, *, refresh_token: bool = False) -> GetAccountResponse:
        """Return who is logged in (`account/read`), after renewing the token if asked to."""
        return await self.rpc.account_read(refresh_token=refresh_token)

    async def logout(self) -> None:
        """Log out (`account/logout`), and forget what was stored to log in."""
        await self.rpc.account_logout()

    def with_options(self, *, timeout: float | None) -> AsyncCodex:
        """Return this client with another timeout: `codex.with_options(timeout=5).models()`.

        `timeout` is how long a request may take to be answered, in seconds; None means without end. It shares the
        runtime with this one, and so do the threads that it starts, with that timeout for what they ask. To close
        either closes both. Raises `InputError` for what is no time.
        """
        client = object.__new__(AsyncCodex)
        client._sender = self._sender.with_timeout(validate_timeout("timeout", timeout))
        return client

    def on(self, kind: type[PayloadT], function: Callable[[PayloadT], object]) -> Listener:
        """Call a function with each payload of a class, from now on: `codex.on(ThreadStatusChangedNotification, show)`.

        It may be of any notification, whether it belongs to a turn or not, and `RuntimeRestarted` or `HandlerFailed`.
        A plain function is called in the event loop and must not block; an async one is awaited. They are called one
        after the other, and may use the client. What one raises is logged. Returns what ends it again:
        `listener.remove()`.

        Raises `InputError` for a class that is no payload, and for what cannot be called.
        """
        return self._sender.supervisor.listeners.add(kind, function)

    def notifications(self, *kinds: type[object]) -> AsyncNotifications:
        """Return the notifications as they come, to iterate over; leave its `with` statement, or close it, to stop.

        Without `kinds`: all that belong to no turn and no login, from the last 1,000 on that nobody has read. With
        kinds, classes of payloads: those, wherever they belong, from now on. It ends when the client is closed, and
        raises `TransportClosedError` if the runtime goes away before.

        Raises `InputError` for a class that is no payload.
        """
        return AsyncNotifications(self._sender.supervisor, kinds)

    def diagnostics(self) -> Diagnostics:
        """Return how this client stands: what is in flight, what went wrong on the wire, what was not kept.

        Asks nothing of the runtime, so it works when that does not answer. Raises `CodexError` before the runtime was
        started.
        """
        return self._sender.supervisor.diagnostics()

    def _thread(self, state: ThreadState) -> AsyncThread:
        return AsyncThread(self._sender, state.id, state)
