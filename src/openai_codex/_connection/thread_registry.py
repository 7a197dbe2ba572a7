"""Open threads of a client, with the settings that a restarted runtime needs to resume them."""

from __future__ import annotations

import contextlib
import threading
import weakref
from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object
from openai_codex._protocol.client_events import RUNTIME_RESTARTED_METHOD, RuntimeRestarted
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import JsonRpcError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from openai_codex._handlers.options import Handlers

_NON_PERSISTENT_PARAMS = frozenset({"threadId", "path", "history", "initialTurnsPage", "excludeTurns"})
"""Params that describe the origin of a thread, or the response, and are not settings of the thread."""

_SANDBOX_MODES = {
    "readOnly": "read-only",
    "workspaceWrite": "workspace-write",
    "dangerFullAccess": "danger-full-access",
}


class ThreadState:
    """Settings and handlers of an open thread.

    All handles on the thread share this object. They and the running turns of the thread keep it alive.
    """

    def __init__(self, id: str, params: Mapping[str, Any], handlers: Handlers | None) -> None:
        self.id = id
        self.handlers: Handlers | None = None
        """The handlers of all requests that opened this thread; None if there are none, or after `close`."""
        self.closed = False
        """Whether the runtime has closed the thread. Resuming it opens it again."""
        self._settings: dict[str, Any] = {}
        self.update(params, handlers)

    def update(self, params: Mapping[str, Any], handlers: Handlers | None) -> None:
        """Apply the params of another request that opened this thread, and add its handlers to the existing ones."""
        self._settings.update({name: value for name, value in params.items() if name not in _NON_PERSISTENT_PARAMS})
        self.closed = False
        if handlers is not None:
            self.handlers = handlers.with_fallback(self.handlers)

    def close(self) -> None:
        """Release the handlers, because the runtime has closed the thread."""
        self.closed = True
        self.handlers = None

    def apply_turn_overrides(self, params: Mapping[str, Any]) -> None:
        """Apply the params of a turn that change settings of the thread."""
        for name in ("approvalPolicy", "approvalsReviewer", "cwd", "model", "serviceTier"):
            if params.get(name) is not None:
                self._settings[name] = params[name]
        policy = params.get("sandboxPolicy")
        mode = _SANDBOX_MODES.get(policy.get("type", "")) if is_object(policy) else None
        if mode is not None:
            self._settings["sandbox"] = mode

    def resume_params(self) -> dict[str, Any]:
        """Return the params of `thread/resume`. The response contains no past turns."""
        from codex_protocol import ThreadResumeParams

        known = {field.alias or name for name, field in ThreadResumeParams.model_fields.items()}
        settings = {name: value for name, value in self._settings.items() if name in known}
        return {**settings, "threadId": self.id, "excludeTurns": True}


class ThreadRegistry:
    """All open threads of a client. A thread that is referenced by no handle and no running turn is removed.

    The only owner of the handlers of threads. Removal takes no lock, because the garbage collector may cause it.
    """

    def __init__(self) -> None:
        self._threads: weakref.WeakValueDictionary[str, ThreadState] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def register(self, id: str, params: Mapping[str, Any], handlers: Handlers | None) -> ThreadState:
        """Register a thread that was started, resumed or forked.

        The handle must keep the returned object.
        """
        # Concurrent calls may resume the same thread.
        with self._lock:
            thread = self._threads.get(id)
            if thread is None:
                thread = self._threads[id] = ThreadState(id, params, handlers)
            else:
                # One object for all handles, so that the thread stays registered until the last handle is dropped.
                thread.update(params, handlers)
        return thread

    def get(self, id: str) -> ThreadState | None:
        """Return a registered thread, or None."""
        return self._threads.get(id)

    def release(self, id: str) -> None:
        """Release the handlers of a thread that the runtime has closed. A restarted runtime does not resume it."""
        thread = self._threads.get(id)
        if thread is not None:
            thread.close()

    def open(self) -> list[ThreadState]:
        """Return the threads that a restarted runtime resumes."""
        # Not `values()`, because other threads may register threads meanwhile.
        threads = [reference() for reference in self._threads.valuerefs()]
        return [thread for thread in threads if thread is not None and not thread.closed]


class ResumeOutcome:
    """Records which threads a restarted runtime has resumed."""

    def __init__(self) -> None:
        self._resumed: list[str] = []
        self._lost: dict[str, JsonRpcError] = {}

    @contextlib.contextmanager
    def resuming(self, thread: ThreadState) -> Generator[None, None, None]:
        """Record the outcome of the `thread/resume` request in the `with` block.

        If the runtime rejects the request, the thread is lost; any other error propagates.
        """
        try:
            yield
        except JsonRpcError as error:
            self._lost[thread.id] = error
        else:
            self._resumed.append(thread.id)

    def notification(self, cause: Exception) -> Notification:
        """Return the event that reports the restart. `cause` ended the previous connection."""
        params = {"resumed": list(self._resumed), "lost": {id: str(error) for id, error in self._lost.items()}}
        payload = RuntimeRestarted(cause, self._resumed, self._lost)
        return Notification(RUNTIME_RESTARTED_METHOD, params, payload=payload)
