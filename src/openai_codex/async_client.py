"""`AsyncCodex`: the client for asyncio."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_codex.async_connection import AsyncConnection
from openai_codex.async_thread import AsyncThread
from openai_codex.config import CodexConfig
from openai_codex.errors import CodexError, TransportClosedError
from openai_codex.presets import ApprovalMode
from openai_codex.responses import decode, started_id

if TYPE_CHECKING:
    from types import TracebackType

    from codex_protocol.options import ThreadStartOptions
    from codex_protocol.rpc import AsyncRpc
    from typing_extensions import Self, Unpack

    from openai_codex.presets import Sandbox


class AsyncCodex:
    """A Codex runtime, for asyncio.

    The runtime is started by `async with`, or by the first call that is awaited: once, however many tasks call at the
    same time. Call `close` where there is no `async with`. It belongs to the event loop that started it.
    """

    def __init__(self, config: CodexConfig | None = None) -> None:
        self._config = config or CodexConfig()
        self._starting: asyncio.Task[AsyncConnection] | None = None
        self._closed = False

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
        # Whether it started, failed or was stopped on the way: what matters is what there is to close.
        await asyncio.wait([starting])
        if not starting.cancelled() and starting.exception() is None:
            await starting.result().close()

    @cached_property
    def rpc(self) -> AsyncRpc:
        """Every method of the protocol, typed: `await codex.rpc.thread_name_set(thread_id=..., name=...)`."""
        from codex_protocol.rpc import AsyncRpc

        return AsyncRpc(_Caller(self))

    async def thread_start(
        self,
        *,
        approval_mode: ApprovalMode = ApprovalMode.auto_review,
        sandbox: Sandbox | None = None,
        **options: Unpack[ThreadStartOptions],
    ) -> AsyncThread:
        """Start a thread (`thread/start`).

        `approval_mode` says who decides on what the sandbox does not allow, `sandbox` what commands may touch (None:
        as configured). The other keywords are those of `ThreadStartOptions`; None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex.calls import thread_start_params

        params = thread_start_params(approval_mode, sandbox, options)
        return AsyncThread(self, await self._started("thread/start", params, "thread"))

    async def _connect(self) -> AsyncConnection:
        """Return the connection, started if it is not yet.

        Raises `ConfigError`, `RuntimeNotFoundError` or `RuntimeStartError`; the next call tries again.
        """
        if self._closed:
            raise TransportClosedError("the client was closed")
        if self._starting is None or _failed(self._starting):
            self._starting = asyncio.get_running_loop().create_task(AsyncConnection.start(self._config))
        elif self._starting.get_loop() is not asyncio.get_running_loop():
            raise CodexError("this AsyncCodex was started in another event loop; make one for each loop")
        try:
            # The start belongs to all who wait for it: one that is cancelled must not take it from the others.
            return await asyncio.shield(self._starting)
        except asyncio.CancelledError:
            if self._starting.cancelled():
                raise TransportClosedError("the client was closed while it started") from None
            raise

    async def _started(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts something; return the id of what it started."""
        connection = await self._connect()
        result = await connection.request(method, params, timeout=connection.request_timeout)
        return started_id(method, result, kind)


class _Caller:
    """What `AsyncRpc` sends its requests through."""

    def __init__(self, codex: AsyncCodex) -> None:
        self._codex = codex

    async def request(self, method: str, params: Any, response: str) -> Any:
        connection = await self._codex._connect()
        result = await connection.request(method, params, timeout=connection.request_timeout)
        return decode(method, response, result)


def _failed(start: asyncio.Task[AsyncConnection]) -> bool:
    return start.done() and (start.cancelled() or start.exception() is not None)
