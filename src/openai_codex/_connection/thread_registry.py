"""Open threads of a client, with the settings that a restarted runtime needs to resume them."""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object
from openai_codex._protocol.client_events import RUNTIME_RESTARTED_METHOD, RuntimeRestarted
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import InvalidRequestError, JsonRpcError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from openai_codex._handlers.dispatcher import ServerRequestDispatcher
    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonObject

_NON_PERSISTENT_PARAMS = frozenset({"threadId", "path", "history", "initialTurnsPage", "excludeTurns"})
"""Params that describe the origin of a thread, or the response, and are not settings of the thread."""


_NOT_STORED = "no rollout found"
_STORAGE = "the runtime stores a thread with its first turn, so a restart loses a thread that never had a turn"


class ThreadState:
    """Settings and handlers of an open thread.

    All handles on the thread share this object and keep it alive.
    """

    def __init__(self, id: str, params: Mapping[str, Any], handlers: Handlers | None) -> None:
        self.id = id
        self.handlers: Handlers | None = None
        """The handlers of all requests that opened this thread."""
        self._settings: dict[str, Any] = {}
        self._policy: JsonObject | None = None
        self.lost: JsonRpcError | None = None
        """The error with which a restarted runtime refused to resume the thread; None if the thread is open."""
        self.update(params, handlers)

    def update(self, params: Mapping[str, Any], handlers: Handlers | None) -> None:
        """Apply the params of another request that opened this thread, and add its handlers to the existing ones."""
        self.lost = None
        self._settings.update({name: value for name, value in params.items() if name not in _NON_PERSISTENT_PARAMS})
        if "sandbox" in params:
            self._policy = None
            if "config" not in params:
                self._remove_sandbox_details()
        if handlers is not None:
            self.handlers = handlers.with_fallback(self.handlers)

    def apply_turn_overrides(self, params: Mapping[str, Any]) -> None:
        """Apply the params of a turn that change settings of the thread."""
        for name in ("approvalPolicy", "approvalsReviewer", "cwd", "model", "serviceTier"):
            if params.get(name) is not None:
                self._settings[name] = params[name]
        policy = params.get("sandboxPolicy")
        if is_object(policy):
            self._apply_policy(policy)

    def _remove_sandbox_details(self) -> None:
        from openai_codex._requests.sandbox import WORKSPACE_CONFIG

        config = self._settings.get("config")
        if is_object(config):
            self._settings["config"] = {key: value for key, value in config.items() if key != WORKSPACE_CONFIG}

    def _apply_policy(self, policy: JsonObject) -> None:
        from openai_codex._requests.sandbox import thread_policy

        wire = thread_policy(policy)
        self._remove_sandbox_details()
        self._settings.update(wire.fields)
        if wire.config:
            self._settings["config"] = {**(self._settings.get("config") or {}), **wire.config}
        self._policy = wire.policy

    def resume_requests(self) -> list[tuple[str, JsonObject]]:
        """Return the methods and params of the requests that resume the thread."""
        requests = [("thread/resume", self.resume_params())]
        if self._policy is not None:
            requests.append(("thread/settings/update", {"threadId": self.id, "sandboxPolicy": self._policy}))
        return requests

    def resume_params(self) -> dict[str, Any]:
        """Return the params of `thread/resume`. The response contains no past turns."""
        from codex_protocol import ThreadResumeParams

        known = {field.alias or name for name, field in ThreadResumeParams.model_fields.items()}
        settings = {name: value for name, value in self._settings.items() if name in known}
        return {**settings, "threadId": self.id, "excludeTurns": True}


class ThreadRegistry:
    """All open threads of a client. A thread without handles is removed."""

    def __init__(self) -> None:
        self._threads: weakref.WeakValueDictionary[str, ThreadState] = weakref.WeakValueDictionary()

    def register(self, id: str, params: Mapping[str, Any], handlers: Handlers | None) -> ThreadState:
        """Register a thread that was started, resumed or forked.

        The handle must keep the returned object.
        """
        thread = self._threads.get(id)
        if thread is None:
            thread = self._threads[id] = ThreadState(id, params, handlers)
        else:
            # One object for all handles, so that the thread stays registered until the last handle is dropped.
            thread.update(params, handlers)
        return thread

    def all(self) -> list[ThreadState]:
        """Return the threads that have a handle now."""
        return list(self._threads.values())


class ResumeOutcome:
    """Records which threads a restarted runtime has resumed.

    `dispatcher` is that of the new connection.
    """

    def __init__(self, dispatcher: ServerRequestDispatcher) -> None:
        self._dispatcher = dispatcher
        self._resumed: list[str] = []
        self._lost: dict[str, JsonRpcError] = {}

    @contextlib.contextmanager
    def resuming(self, thread: ThreadState) -> Generator[None, None, None]:
        """Record the outcome of the `thread/resume` request in the `with` block.

        If the runtime rejects the request, the thread is lost; any other error propagates.
        """
        # Before the request: the runtime may send requests of the thread before the response.
        self._dispatcher.set_thread_handlers(thread.id, thread.handlers)
        try:
            yield
        except JsonRpcError as error:
            if error.message.startswith(_NOT_STORED):
                error = type(error)(error.code, f"{error.message}; {_STORAGE}", error.data, method=error.method)
            thread.lost = self._lost[thread.id] = error
        else:
            self._resumed.append(thread.id)

    def notification(self, cause: Exception) -> Notification:
        """Return the event that reports the restart. `cause` ended the previous connection."""
        params = {"resumed": list(self._resumed), "lost": {id: str(error) for id, error in self._lost.items()}}
        payload = RuntimeRestarted(cause, self._resumed, self._lost)
        return Notification(RUNTIME_RESTARTED_METHOD, params, payload=payload)


def explain_lost_thread(error: InvalidRequestError, thread: ThreadState | None) -> InvalidRequestError:
    """Return the error for a request that the runtime has rejected, with the reason if it has lost the thread.

    Args:
        error: The error of the request.
        thread: The state of the thread; None if it has none.
    """
    if thread is None or thread.lost is None:
        return error
    message = f"{error.message}: the restarted runtime did not resume the thread ({thread.lost.message}); start another"
    return InvalidRequestError(error.code, message, error.data, method=error.method)
