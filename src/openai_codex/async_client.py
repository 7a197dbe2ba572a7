"""`AsyncCodex`: the client for asyncio."""

from __future__ import annotations

import asyncio
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_codex.async_connection import AsyncConnection
from openai_codex.async_login_handles import AsyncChatgptLoginHandle, AsyncDeviceCodeLoginHandle
from openai_codex.async_thread import AsyncThread
from openai_codex.config import CodexConfig
from openai_codex.errors import CodexError, TransportClosedError
from openai_codex.forks import LEFT_TO_PARENT
from openai_codex.login import LOGIN_START, api_key_params, login_fields
from openai_codex.metadata import RuntimeMetadata, metadata_from
from openai_codex.presets import ApprovalMode
from openai_codex.responses import decode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from codex_protocol import GetAccountResponse, ModelListResponse, ThreadArchiveResponse, ThreadListResponse
    from codex_protocol.options import ThreadListOptions
    from codex_protocol.rpc import AsyncRpc
    from openai_codex.handlers import HandlerOptions
    from openai_codex.keywords import ThreadForkKeywords, ThreadResumeKeywords, ThreadStartKeywords
    from openai_codex.presets import Sandbox


class AsyncCodex:
    """A Codex runtime, for asyncio.

    The runtime is started by `async with`, or by the first call that is awaited: once, however many tasks call at the
    same time. Call `close` where there is no `async with`. It belongs to the event loop that started it.

    `handlers` are those of `HandlerOptions`: who answers what the runtime asks. What nobody decides on is declined.

    Raises `InputError` for a handler that cannot be called, and `UnexpectedKeywordError` for one that there is not.
    """

    def __init__(self, config: CodexConfig | None = None, **handlers: Unpack[HandlerOptions]) -> None:
        from openai_codex.handlers import client_handlers

        self._config = config or CodexConfig()
        self._handlers = client_handlers(handlers)
        self._starting: asyncio.Task[AsyncConnection] | None = None
        self._closed = False
        self._owner = os.getpid()

    async def __aenter__(self) -> Self:
        await self._connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the runtime. What waits on it gets a `TransportClosedError`. Safe to call twice, and at the same time."""
        self._closed = True
        starting = self._starting
        if starting is None:
            return
        if not starting.done():
            starting.cancel()
            await asyncio.wait([starting])
        # Whether it started, failed or was stopped on the way: what matters is what there is to close.
        if not starting.cancelled() and starting.exception() is None:
            await starting.result().close()

    @property
    def metadata(self) -> RuntimeMetadata:
        """Who is at the other end: what the runtime said of itself when it was started.

        Raises `CodexError` before the runtime was started.
        """
        return metadata_from(self._started_connection.server_info)

    @cached_property
    def rpc(self) -> AsyncRpc:
        """Every method of the protocol, typed: `await codex.rpc.thread_name_set(thread_id=..., name=...)`."""
        from codex_protocol.rpc import AsyncRpc

        return AsyncRpc(_Caller(self._connect))

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
        from openai_codex.calls import thread_start_params
        from openai_codex.handlers import handlers_from

        handlers = handlers_from(options)
        params = thread_start_params(approval_mode, sandbox, options, handlers)
        connection = await self._connect()
        return AsyncThread(connection, await connection.start_thread("thread/start", params, handlers))

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
        from openai_codex.calls import thread_resume_params
        from openai_codex.handlers import handlers_from

        handlers = handlers_from(options)
        params = thread_resume_params(thread_id, approval_mode, sandbox, include_turns, options)
        connection = await self._connect()
        return AsyncThread(connection, await connection.start_thread("thread/resume", params, handlers))

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
        from openai_codex.calls import thread_fork_params
        from openai_codex.handlers import handlers_from

        handlers = handlers_from(options)
        params = thread_fork_params(thread_id, approval_mode, sandbox, include_turns, options)
        connection = await self._connect()
        return AsyncThread(connection, await connection.start_thread("thread/fork", params, handlers))

    async def thread_list(self, **options: Unpack[ThreadListOptions]) -> ThreadListResponse:
        """Return a page of the threads that are stored (`thread/list`).

        The keywords are those of `ThreadListOptions`: filters, order, `limit`, and `cursor`, which takes the
        `next_cursor` of the page before. None means "not given". Raises `JsonRpcError` if the runtime refuses.
        """
        from openai_codex.calls import thread_list_options

        return await self.rpc.thread_list(**thread_list_options(options))

    async def thread_archive(self, thread_id: str) -> ThreadArchiveResponse:
        """Put a thread away (`thread/archive`); it is listed with `archived=True` alone. Raises `JsonRpcError`."""
        return await self.rpc.thread_archive(thread_id=thread_id)

    async def thread_unarchive(self, thread_id: str) -> AsyncThread:
        """Take a thread back that was put away (`thread/unarchive`), and return it. Raises `JsonRpcError`."""
        connection = await self._connect()
        return AsyncThread(connection, await connection.started("thread/unarchive", {"threadId": thread_id}, "thread"))

    async def models(self, *, include_hidden: bool = False) -> ModelListResponse:
        """Return the models that can be chosen (`model/list`), those that pickers hide as well if asked to."""
        return await self.rpc.model_list(include_hidden=include_hidden)

    async def login_api_key(self, api_key: str) -> None:
        """Log in with an API key, which the runtime stores (`account/login/start`).

        Raises `InputError` for what is no key, and `JsonRpcError` if the runtime refuses. The key is in neither.
        """
        params = api_key_params(api_key)
        connection = await self._connect()
        await connection.call(LOGIN_START, params)

    async def login_chatgpt(self) -> AsyncChatgptLoginHandle:
        """Start to log in by browser (`account/login/start`), and return a handle with the address to open.

        Raises `JsonRpcError` if the runtime refuses.
        """
        connection = await self._connect()
        result = await connection.call(LOGIN_START, {"type": "chatgpt"})
        return AsyncChatgptLoginHandle(connection, *login_fields("chatgpt", result, ("loginId", "authUrl")))

    async def login_chatgpt_device_code(self) -> AsyncDeviceCodeLoginHandle:
        """Start to log in by a code that is typed in on another machine, and return a handle with address and code.

        Raises `JsonRpcError` if the runtime refuses, or does not get a code.
        """
        names = ("loginId", "verificationUrl", "userCode")
        connection = await self._connect()
        result = await connection.call(LOGIN_START, {"type": "chatgptDeviceCode"})
        return AsyncDeviceCodeLoginHandle(connection, *login_fields("chatgptDeviceCode", result, names))

    async def account(self, *, refresh_token: bool = False) -> GetAccountResponse:
        """Return who is logged in (`account/read`), after renewing the token if asked to."""
        return await self.rpc.account_read(refresh_token=refresh_token)

    async def logout(self) -> None:
        """Log out (`account/logout`), and forget what was stored to log in."""
        await self.rpc.account_logout()

    async def _connect(self) -> AsyncConnection:
        """Return the connection, started if it is not yet.

        Raises `ConfigError`, `RuntimeNotFoundError` or `RuntimeStartError`; the next call tries again.
        """
        if self._closed:
            raise TransportClosedError("the client was closed")
        if self._starting is None or _failed(self._starting):
            self._starting = asyncio.get_running_loop().create_task(AsyncConnection.start(self._config, self._handlers))
        elif self._owner != os.getpid():
            raise TransportClosedError(LEFT_TO_PARENT)
        elif self._starting.get_loop() is not asyncio.get_running_loop():
            raise CodexError("this AsyncCodex was started in another event loop; make one for each loop")
        try:
            # The start belongs to all who wait for it: one that is cancelled must not take it from the others.
            return await asyncio.shield(self._starting)
        except asyncio.CancelledError:
            if self._starting.cancelled():
                raise TransportClosedError("the client was closed while it started") from None
            raise

    @property
    def _started_connection(self) -> AsyncConnection:
        if self._starting is None or not self._starting.done() or _failed(self._starting):
            raise CodexError("the runtime is not started yet; enter `async with`, or await a call first")
        return self._starting.result()


class _Caller:
    """What the typed methods send their requests through: the first one starts the runtime."""

    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection]]) -> None:
        self._connect = connect

    async def request(self, method: str, params: Any, response: str) -> Any:
        connection = await self._connect()
        return decode(method, response, await connection.call(method, params))


def _failed(start: asyncio.Task[AsyncConnection]) -> bool:
    return start.done() and (start.cancelled() or start.exception() is not None)
