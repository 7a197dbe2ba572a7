"""`Codex`: the client for code that blocks."""

from __future__ import annotations

import weakref
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_codex.config import CodexConfig
from openai_codex.presets import ApprovalMode
from openai_codex.responses import decode, started_id
from openai_codex.sync_connection import SyncConnection
from openai_codex.thread import Thread

if TYPE_CHECKING:
    from types import TracebackType

    from codex_protocol.options import ThreadStartOptions
    from codex_protocol.rpc import Rpc
    from typing_extensions import Self, Unpack

    from openai_codex.presets import Sandbox


class Codex:
    """A Codex runtime, started and ready.

    `Codex()` starts the runtime and does the handshake before it returns. Use it in a `with` statement, or call
    `close`. It may be shared between threads.

    Raises `ConfigError`, `RuntimeNotFoundError` or `RuntimeStartError`, with nothing left running.
    """

    def __init__(self, config: CodexConfig | None = None) -> None:
        self._connection = SyncConnection(config or CodexConfig())
        # A client that is dropped without being closed takes its runtime with it.
        self._finalizer = weakref.finalize(self, self._connection.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the runtime. What waits on it gets a `TransportClosedError`. Safe to call twice, and from any thread."""
        self._connection.close()

    @cached_property
    def rpc(self) -> Rpc:
        """Every method of the protocol, typed: `codex.rpc.thread_name_set(thread_id=..., name=...)`."""
        from codex_protocol.rpc import Rpc

        return Rpc(_Caller(self._connection))

    def thread_start(
        self,
        *,
        approval_mode: ApprovalMode = ApprovalMode.auto_review,
        sandbox: Sandbox | None = None,
        **options: Unpack[ThreadStartOptions],
    ) -> Thread:
        """Start a thread (`thread/start`).

        `approval_mode` says who decides on what the sandbox does not allow, `sandbox` what commands may touch (None:
        as configured). The other keywords are those of `ThreadStartOptions`; None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex.calls import thread_start_params

        params = thread_start_params(approval_mode, sandbox, options)
        return Thread(self, self._started("thread/start", params, "thread"))

    def _started(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts something; return the id of what it started."""
        connection = self._connection
        result = connection.request(method, params, timeout=connection.request_timeout)
        return started_id(method, result, kind)


class _Caller:
    """What `Rpc` sends its requests through."""

    def __init__(self, connection: SyncConnection) -> None:
        self._connection = connection

    def request(self, method: str, params: Any, response: str) -> Any:
        timeout = self._connection.request_timeout
        return decode(method, response, self._connection.request(method, params, timeout=timeout))
