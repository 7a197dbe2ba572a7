"""Open threads of a client, with the settings that a restarted runtime needs to resume them."""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING, Any

from openai_codex._connection.thread_settings import (
    SETTINGS_UPDATED,
    ignored_settings,
    reported_settings,
    settings_update,
)
from openai_codex._json_types import is_object
from openai_codex._protocol.client_events import RUNTIME_RESTARTED_METHOD, RuntimeRestarted
from openai_codex._protocol.decoding import thread_id_of
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import InvalidRequestError, JsonRpcError, ServerDrainingError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._requests.presets import ApprovalMode

_NON_PERSISTENT_PARAMS = frozenset({"threadId", "path", "history", "initialTurnsPage", "excludeTurns"})
"""Params that describe the origin of a thread, or the response, and are not settings of the thread."""

_TURN_STARTING_METHODS = frozenset({"turn/start", "review/start", "thread/compact/start", "thread/goal/set"})

_NOT_STORED = "no rollout found"
_STORAGE = "the runtime stores a thread with its first turn, so a restart loses a thread that never had a turn"


class ThreadState:
    """Settings and handlers of an open thread.

    All handles on the thread share this object. They and the running turns of the thread keep it alive.
    """

    def __init__(
        self, id: str, params: Mapping[str, Any], handlers: Handlers | None, reported: Mapping[str, Any] | None = None
    ) -> None:
        self.id = id
        self.workspace: object = None
        """The working directory that the runtime or a turn has reported last; None if it is unknown."""
        self.handlers: Handlers | None = None
        """The handlers of all requests that opened this thread; None without handlers, or after `close`."""
        self.closed = False
        """Whether the runtime has closed the thread. Resuming it opens it again."""
        self._settings: dict[str, Any] = {}
        self._policy: JsonObject | None = None
        self.lost: JsonRpcError | None = None
        """The error with which the runtime refused to resume the thread, after a restart or a lost connection; None
        if the thread is open."""
        self.unobserved = False
        """Whether the runtime would run turns of the lost thread without sending their events to this client."""
        self._reported: dict[str, Any] = {}
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
        reported = reported or {}
        if "sandbox" in params or "permissions" in params:
            self._policy = None
            if "config" not in params:
                self._remove_sandbox_details()
        for name, value in params.items():
            if name in ("sandbox", "permissions"):
                self._set_access(name, reported.get(name, value))
            elif name not in _NON_PERSISTENT_PARAMS:
                self._settings[name] = reported.get(name, value)
        self._reported.update(reported)
        self.closed = False
        if handlers is not None:
            self.handlers = handlers.with_fallback(self.handlers)

    @property
    def reported(self) -> Mapping[str, Any]:
        """The settings that the runtime has reported last."""
        return self._reported

    def close(self) -> None:
        """Release the handlers, because the runtime has closed the thread."""
        self.closed = True
        self.handlers = None

    def apply_turn_overrides(self, params: Mapping[str, Any]) -> None:
        """Apply the params of a turn that change settings of the thread."""
        for name in ("approvalPolicy", "approvalsReviewer", "cwd", "model", "serviceTier"):
            if params.get(name) is not None:
                self._settings[name] = self._reported[name] = params[name]
        if params.get("cwd") is not None:
            self.workspace = params["cwd"]
        policy, profile = params.get("sandboxPolicy"), params.get("permissions")
        if is_object(policy):
            self._apply_policy(policy)
        elif profile is not None:
            self._set_access("permissions", profile)

    def _apply_policy(self, policy: JsonObject) -> None:
        from openai_codex._requests.sandbox import thread_policy

        wire = thread_policy(policy)
        self._remove_sandbox_details()
        self._set_access("sandbox", wire.fields["sandbox"])
        if wire.config:
            self._settings["config"] = {**(self._settings.get("config") or {}), **wire.config}
        self._policy = wire.policy

    def _remove_sandbox_details(self) -> None:
        from openai_codex._requests.sandbox import WORKSPACE_CONFIG

        config = self._settings.get("config")
        if is_object(config):
            self._settings["config"] = {key: value for key, value in config.items() if key != WORKSPACE_CONFIG}

    def apply_reported(self, settings: Mapping[str, Any]) -> None:
        """Apply the settings that the runtime reports after a change, by any request.

        A setting that did not change and that no caller has passed is left to the runtime.
        """
        for name, value in settings.items():
            if name in self._settings or (name in self._reported and value != self._reported[name]):
                if name not in ("sandbox", "permissions"):
                    self._settings[name] = value
                elif name == "sandbox" and "permissions" not in self._settings:
                    self._set_access(name, value)
        self._reported.update(settings)

    def _set_access(self, name: str, value: Any) -> None:
        """Set the sandbox or the permissions profile, of which a request may contain only one."""
        if name == "permissions" or self._settings.get("sandbox", value) != value:
            # The details belong to the previous mode.
            self._policy = None
            self._remove_sandbox_details()
        self._settings.pop("sandbox", None)
        self._settings.pop("permissions", None)
        self._settings[name] = value

    def resume_params(self) -> dict[str, Any]:
        """Return the params of `thread/resume`. The response contains no past turns."""
        from codex_protocol import ThreadResumeParams

        known = {field.alias or name for name, field in ThreadResumeParams.model_fields.items()}
        settings = {name: value for name, value in self._settings.items() if name in known and value is not None}
        return {**settings, "threadId": self.id, "excludeTurns": True}

    def settings_update(self, response: object) -> dict[str, Any] | None:
        """Return the params of `thread/settings/update` for settings that `thread/resume` has ignored, or None."""
        ignored = ignored_settings(self.resume_params(), reported_settings(response), loaded=False)
        update = settings_update(self.id, ignored)
        if self._policy is not None:
            return {**(update or {"threadId": self.id}), "sandboxPolicy": self._policy}
        return update


class ThreadRegistry:
    """All open threads of a client. A thread that is referenced by no handle and no running turn is removed.

    The only owner of the handlers of threads. Nothing takes a lock: the garbage collector may cause removals, and a
    signal handler may interrupt a caller at the end of a `with` statement, which would leave the lock held.

    Args:
        run: Runs an operation as a whole, and not concurrently with others; None calls it.
    """

    def __init__(self, run: Callable[[Callable[[], ThreadState]], ThreadState] | None = None) -> None:
        self._threads: weakref.WeakValueDictionary[str, ThreadState] = weakref.WeakValueDictionary()
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
                thread = self._threads[id] = ThreadState(id, params, handlers, reported)
            else:
                # One object for all handles, so that the thread stays registered until the last handle is dropped.
                thread.update(params, handlers, reported)
            return thread

        # Concurrent calls may resume the same thread.
        return register() if self._run is None else self._run(register)

    def get(self, id: str) -> ThreadState | None:
        """Return a registered thread, or None."""
        return self._threads.get(id)

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
        thread = self._threads.get(str(params.get("threadId")))
        if thread is not None:
            thread.apply_turn_overrides(params)

    def follow(self, notification_bus: NotificationBus) -> None:
        """Record the settings that the runtime reports from now on."""

        def apply() -> None:
            while (event := subscription.pop()) is not None:
                thread = self._threads.get(str(event.params.get("threadId")))
                if thread is not None:
                    thread.apply_reported(reported_settings(event.params.get("threadSettings")))

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
