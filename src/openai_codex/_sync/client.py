"""`Codex`: the client for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from openai_codex._connection.metadata import RuntimeMetadata, metadata_from
from openai_codex._connection.sync.supervisor import RuntimeSupervisor
from openai_codex._requests.login import LOGIN_START, api_key_params, parse_login_start
from openai_codex._requests.presets import ApprovalMode
from openai_codex._results.deadline import validate_timeout
from openai_codex._sync.login import ChatgptLoginHandle, DeviceCodeLoginHandle
from openai_codex._sync.notifications import Notifications
from openai_codex._sync.requests import RequestSender
from openai_codex._sync.thread import Thread
from openai_codex.config import CodexConfig

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from codex_protocol import GetAccountResponse, ModelListResponse, ThreadArchiveResponse, ThreadListResponse
    from codex_protocol.options import ThreadListOptions
    from codex_protocol.rpc import Rpc
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._connection.listeners import Listener
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex._requests.keywords import ThreadForkKeywords, ThreadResumeKeywords, ThreadStartKeywords
    from openai_codex._requests.presets import Sandbox

PayloadT = TypeVar("PayloadT")


class Codex:
    """A Codex runtime, started and ready.

    `Codex()` starts the runtime and does the handshake before it returns. Use it in a `with` statement, or call
    `close`. It may be shared between threads.

    `handlers` are those of `HandlerOptions`: who answers what the runtime asks. What nobody decides on is declined.

    Raises `InputError` for a handler that cannot be called, `UnexpectedKeywordError` for one that there is not,
    `ConfigError`, `RuntimeNotFoundError` or `RuntimeStartError`, with nothing left running.
    """

    def __init__(self, config: CodexConfig | None = None, **handlers: Unpack[HandlerOptions]) -> None:
        from openai_codex._handlers.options import client_handlers

        config = config or CodexConfig()
        self._sender = RequestSender(RuntimeSupervisor(config, client_handlers(handlers)), config.request_timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the runtime. What waits on it gets a `TransportClosedError`. Safe to call twice, and from any thread."""
        self._sender.supervisor.close()

    @property
    def metadata(self) -> RuntimeMetadata:
        """Who is at the other end: what the runtime said of itself when it was started."""
        return metadata_from(self._sender.supervisor.current.server_info)

    @property
    def rpc(self) -> Rpc:
        """Every method of the protocol, typed: `codex.rpc.thread_name_set(thread_id=..., name=...)`."""
        return self._sender.rpc

    def thread_start(
        self,
        *,
        approval_mode: ApprovalMode = ApprovalMode.auto_review,
        sandbox: Sandbox | None = None,
        **options: Unpack[ThreadStartKeywords],
    ) -> Thread:
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
        return self._thread(self._sender.start_thread("thread/start", params, handlers))

    def thread_resume(
        self,
        thread_id: str,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        include_turns: bool | None = None,
        **options: Unpack[ThreadResumeKeywords],
    ) -> Thread:
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
        return self._thread(self._sender.start_thread("thread/resume", params, handlers))

    def thread_fork(
        self,
        thread_id: str,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        include_turns: bool | None = None,
        **options: Unpack[ThreadForkKeywords],
    ) -> Thread:
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
        return self._thread(self._sender.start_thread("thread/fork", params, handlers))

    def thread_list(self, **options: Unpack[ThreadListOptions]) -> ThreadListResponse:
        """Return a page of the threads that are stored (`thread/list`).

        The keywords are those of `ThreadListOptions`: filters, order, `limit`, and `cursor`, which takes the
        `next_cursor` of the page before. None means "not given". Raises `JsonRpcError` if the runtime refuses.
        """
        from openai_codex._requests.params import thread_list_options

        return self.rpc.thread_list(**thread_list_options(options))

    def thread_archive(self, thread_id: str) -> ThreadArchiveResponse:
        """Put a thread away (`thread/archive`); it is listed with `archived=True` alone. Raises `JsonRpcError`."""
        return self.rpc.thread_archive(thread_id=thread_id)

    def thread_unarchive(self, thread_id: str) -> Thread:
        """Take a thread back that was put away (`thread/unarchive`), and return it. Raises `JsonRpcError`."""
        back = self._sender.start("thread/unarchive", {"threadId": thread_id}, "thread")
        return self._thread(self._sender.supervisor.threads.register(back, {}, None))

    def models(self, *, include_hidden: bool = False) -> ModelListResponse:
        """Return the models that can be chosen (`model/list`), those that pickers hide as well if asked to."""
        return self.rpc.model_list(include_hidden=include_hidden)

    def login_api_key(self, api_key: str) -> None:
        """Log in with an API key, which the runtime stores (`account/login/start`).

        Raises `InputError` for what is no key, and `JsonRpcError` if the runtime refuses. The key is in neither.
        """
        self._sender.call(LOGIN_START, api_key_params(api_key))

    def login_chatgpt(self) -> ChatgptLoginHandle:
        """Start to log in by browser (`account/login/start`), and return a handle with the address to open.

        Raises `JsonRpcError` if the runtime refuses.
        """
        sender = self._sender.bind_current()
        result = sender.call(LOGIN_START, {"type": "chatgpt"})
        return ChatgptLoginHandle(
            sender, sender.connection(), *parse_login_start("chatgpt", result, ("loginId", "authUrl"))
        )

    def login_chatgpt_device_code(self) -> DeviceCodeLoginHandle:
        """Start to log in by a code that is typed in on another machine, and return a handle with address and code.

        Raises `JsonRpcError` if the runtime refuses, or does not get a code.
        """
        names = ("loginId", "verificationUrl", "userCode")
        sender = self._sender.bind_current()
        result = sender.call(LOGIN_START, {"type": "chatgptDeviceCode"})
        return DeviceCodeLoginHandle(
            sender, sender.connection(), *parse_login_start("chatgptDeviceCode", result, names)
        )

    def account(self, *, refresh_token: bool = False) -> GetAccountResponse:
        """Return who is logged in (`account/read`), after renewing the token if asked to."""
        return self.rpc.account_read(refresh_token=refresh_token)

    def logout(self) -> None:
        """Log out (`account/logout`), and forget what was stored to log in."""
        self.rpc.account_logout()

    def with_options(self, *, timeout: float | None) -> Codex:
        """Return this client with another timeout: `codex.with_options(timeout=5).models()`.

        `timeout` is how long a request may take to be answered, in seconds; None means without end. It shares the
        runtime with this one, and so do the threads that it starts, with that timeout for what they ask. To close
        either closes both. Raises `InputError` for what is no time.
        """
        client = object.__new__(Codex)
        client._sender = self._sender.with_timeout(validate_timeout("timeout", timeout))
        return client

    def on(self, kind: type[PayloadT], function: Callable[[PayloadT], object]) -> Listener:
        """Call a function with each payload of a class, from now on: `codex.on(ThreadStatusChangedNotification, show)`.

        It may be of any notification, whether it belongs to a turn or not, and `RuntimeRestarted` or `HandlerFailed`.
        Functions are called one after the other, in a thread of their own, and may use the client. What one raises is
        logged. Returns what ends it again: `listener.remove()`.

        Raises `InputError` for a class that is no payload, and for what cannot be called.
        """
        return self._sender.supervisor.listeners.add(kind, function)

    def notifications(self, *kinds: type[object]) -> Notifications:
        """Return the notifications as they come, to iterate over; leave its `with` statement, or close it, to stop.

        Without `kinds`: all that belong to no turn and no login, from the last 1,000 on that nobody has read. With
        kinds, classes of payloads: those, wherever they belong, from now on. It ends when the client is closed, and
        raises `TransportClosedError` if the runtime goes away before.

        Raises `InputError` for a class that is no payload.
        """
        return Notifications(self._sender.supervisor, kinds)

    def diagnostics(self) -> Diagnostics:
        """Return how this client stands: what is in flight, what went wrong on the wire, what was not kept.

        Asks nothing of the runtime, so it works when that does not answer.
        """
        return self._sender.supervisor.diagnostics()

    def _thread(self, state: ThreadState) -> Thread:
        return Thread(self._sender, state.id, state)
