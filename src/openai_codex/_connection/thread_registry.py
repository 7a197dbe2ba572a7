"""Open threads of a client, with the settings that a restarted runtime needs to resume them."""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING, Any

from openai_codex._connection.settings.known_settings import KnownSettings, RecentSettings
from openai_codex._connection.settings.thread_settings import reported_settings
from openai_codex._protocol.client_events import RUNTIME_RESTARTED_METHOD, RuntimeRestarted
from openai_codex._protocol.decoding import thread_id_of
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.subagents.thread_tree import SETTINGS_UPDATED
from openai_codex.errors import InvalidRequestError, JsonRpcError, ServerDrainingError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._requests.presets import ApprovalMode

_TURN_STARTING_METHODS = frozenset({"turn/start", "review/start", "thread/compact/start", "thread/goal/set"})

_NOT_STORED = "no rollout found"
_STORAGE = "the runtime stores a thread with its first turn, so a restart loses a thread that never had a turn"


class ThreadState:
    """Settings and handlers of an open thread.

    All handles on the thread share this object. They and the running turns of the thread keep it alive.
    """

    def __init__(
        self,
        id: str,
        params: Mapping[str, Any],
        handlers: Handlers | None,
        reported: Mapping[str, Any] | None = None,
        settings: KnownSettings | None = None,
    ) -> None:
        self.id = id
        self.settings = KnownSettings(id) if settings is None else settings
        """The settings of the thread."""
        self.workspace: object = None
        """The working directory that the runtime or a turn has reported last; None if it is unknown."""
        self.handlers: Handlers | None = None
        """The handlers of all requests that opened this thread; None without handlers, or after `close`."""
        self.closed = False
        """Whether the runtime has closed the thread. Resuming it opens it again."""
        self.lost: JsonRpcError | None = None
        """The error with which the runtime refused to resume the thread, after a restart or a lost connection; None
        if the thread is open."""
        self.unobserved = False
        """Whether the runtime would run turns of the lost thread without sending their events to this client."""
        self.default_mode: ApprovalMode | None = None
        """The approval mode that the client has chosen; None if the caller or the configuration has chosen it."""
        self.update(params, handlers, reported)

    def update(
        self, params: Mapping[str, Any], handlers: Handlers | None, reported: Mapping[str, Any] | None = None
    ) -> None:
        """Apply another request that opened this thread.

        Args:
            params: The params that the runtime did not ignore.
            handlers: The handlers, which are added to the existing ones.
            reported: The settings in the response. They take precedence over the params; None if it has none.
        """
        self.lost, self.unobserved = None, False
        self.settings.update(params, reported or {})
        self.closed = False
        if handlers is not None:
            self.handlers = handlers.with_fallback(self.handlers)

    @property
    def reported(self) -> Mapping[str, Any]:
        """The settings that the runtime has reported last."""
        return self.settings.reported

    def close(self) -> None:
        """Release the handlers, because the runtime has closed the thread."""
        self.closed = True
        self.handlers = None

    def apply_turn_overrides(self, params: Mapping[str, Any]) -> None:
        """Apply the params of a turn that change settings of the thread."""
        if params.get("cwd") is not None:
            self.workspace = params["cwd"]
        self.settings.apply_turn_overrides(params)

    def resume_params(self) -> dict[str, Any]:
        """Return the params of `thread/resume`. The response contains no past turns."""
        return self.settings.resume_params()

    def settings_update(self, response: object) -> dict[str, Any] | None:
        """Return the params of `thread/settings/update` for settings that `thread/resume` has ignored, or None."""
        return self.settings.settings_update(response)


class ThreadRegistry:
    """All open threads of a client. A thread that is referenced by no handle and no running turn is removed.

    The settings of recent threads are kept. The only owner of the handlers of threads. Nothing takes a lock:
    the garbage collector may cause removals, and a signal handler may interrupt a caller at the end of a `with`
    statement, which would leave the lock held.

    Args:
        run: Runs an operation as a whole, and not concurrently with others; None calls it.
    """

    def __init__(self, run: Callable[[Callable[[], ThreadState]], ThreadState] | None = None) -> None:
        self._threads: weakref.WeakValueDictionary[str, ThreadState] = weakref.WeakValueDictionary()
        self._settings = RecentSettings()
        self._run = run

    def register(
        self, id: str, params: Mapping[str, Any], handlers: Handlers | None, reported: Mapping[str, Any] | None = None
    ) -> ThreadState:
        """Register a thread that was started, resumed or forked.

        Args:
            id: Id of the thread.
            params: The params of the request that the runtime did not ignore.
            handlers: The handlers of the request.
            reported: The settings in the response; None if it has none.

        Returns:
            The state, which the handle must keep.
        """

        def register() -> ThreadState:
            thread = self._threads.get(id)
            if thread is None:
                thread = ThreadState(id, params, handlers, reported, self._settings.use(id))
                self._threads[id] = thread
            else:
                # One object for all handles, so that the thread stays registered until the last handle is dropped.
                thread.update(params, handlers, reported)
            return thread

        # Concurrent calls may resume the same thread.
        return register() if self._run is None else self._run(register)

    def register_unloaded(self, id: str) -> ThreadState:
        """Register a thread that the runtime has not loaded."""
        thread = self.register(id, {}, None)
        thread.closed = True
        return thread

    def get(self, id: str) -> ThreadState | None:
        """Return a registered thread, or None."""
        return self._threads.get(id)

    def settings(self, id: str) -> KnownSettings | None:
        """Return the settings of a thread that this client has opened, also if it has no handle now; else None."""
        thread = self._threads.get(id)
        return self._settings.get(id) if thread is None else thread.settings

    def check_observed(self, method: str, params: object) -> None:
        """Raise `InvalidRequestError` before a turn starts whose events the client would not receive."""
        if method not in _TURN_STARTING_METHODS or (thread := self._threads.get(thread_id_of(params) or "")) is None:
            return
        if thread.unobserved and thread.lost is not None:
            problem = f"the runtime did not resume the thread after the connection was lost ({thread.lost.message})"
            raise InvalidRequestError(thread.lost.code, f"{problem}; start another", method=method)

    def is_open(self, id: str) -> bool:
        """Return whether a thread has a handle or a running turn now, and the runtime has not closed it."""
        thread = self._threads.get(id)
        return thread is not None and not thread.closed

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

    def apply_update(self, params: JsonObject) -> None:
        """Record the params of `thread/settings/update`, which the runtime has accepted."""
        thread_id = str(params.get("threadId"))
        thread = self._threads.get(thread_id) or self.settings(thread_id)
        if thread is not None:
            thread.apply_turn_overrides(params)

    def follow(self, notification_bus: NotificationBus) -> None:
        """Record the settings that the runtime reports from now on."""

        def apply() -> None:
            while (event := subscription.pop()) is not None:
                thread_id = str(event.params.get("threadId"))
                settings = self.settings(thread_id)
                if settings is not None:
                    reported = event.params.get("threadSettings")
                    known = reported_settings(reported)
                    settings.apply_reported(known)
                    settings.apply_access(reported)
                    if (thread := self._threads.get(thread_id)) is not None:
                        thread.workspace = known.get("cwd") or thread.workspace

        subscription = notification_bus.subscribe((SETTINGS_UPDATED,), apply)


class ResumeOutcome:
    """Records which threads a restarted runtime has resumed."""

    def __init__(self) -> None:
        self._resumed: list[str] = []
        self._lost: dict[str, JsonRpcError] = {}

    @contextlib.contextmanager
    def resuming(self, thread: ThreadState) -> Generator[None, None, None]:
        """Record the outcome of the `thread/resume` request in the `with` block.

        If the runtime rejects the request, the thread is lost, unless it shuts down. Any other error propagates.
        """
        try:
            yield
        except ServerDrainingError:
            # The runtime that replaces this one can resume the thread.
            raise
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
    if thread is None or thread.lost is None or isinstance(error, ServerDrainingError):
        return error
    message = f"{error.message}: the restarted runtime did not resume the thread ({thread.lost.message}); start another"
    return InvalidRequestError(error.code, message, error.data, method=error.method)
