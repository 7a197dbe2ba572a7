"""`KnownSettings`: the settings of a thread as far as the client knows them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from openai_codex._connection.settings.thread_settings import (
    ignored_settings,
    reported_settings,
    sandbox_mode,
    settings_update,
)
from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openai_codex._json_types import JsonObject

MAX_THREADS = 256
"""Maximum number of threads whose settings are kept without a handle."""

_NON_PERSISTENT_PARAMS = frozenset({"threadId", "path", "history", "initialTurnsPage", "excludeTurns"})
"""Params that describe the origin of a thread, or the response, and are not settings of the thread."""

_OVERRIDES = ("approvalPolicy", "approvalsReviewer", "cwd", "effort", "model", "serviceTier")
_ACCESS_CONFIG = frozenset({"sandbox_mode", "sandbox_workspace_write", "default_permissions", "permissions"})
_MODEL_CONFIG = frozenset({"model", "model_provider"})
_EFFORT_CONFIG = "model_reasoning_effort"


class KnownSettings:
    """The settings of a thread: those that requests of this client have set, and those that the runtime has reported.

    Args:
        thread_id: Id of the thread.
    """

    def __init__(self, thread_id: str) -> None:
        self._thread_id = thread_id
        self._settings: dict[str, Any] = {}
        self._policy: JsonObject | None = None
        self._reported: dict[str, Any] = {}
        self._access: JsonObject | None = None
        """The complete policy of the sandbox; None if it is unknown, or part of a permissions profile."""

    @property
    def reported(self) -> Mapping[str, Any]:
        """The settings that the runtime has reported last."""
        return self._reported

    def update(self, params: Mapping[str, Any], reported: Mapping[str, Any]) -> None:
        """Apply a request that opened the thread.

        Args:
            params: The params that the runtime did not ignore.
            reported: The settings in the response. They take precedence over the params.
        """
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

    def apply_turn_overrides(self, params: Mapping[str, Any]) -> None:
        """Apply the params of a turn that change settings of the thread."""
        for name in _OVERRIDES:
            if params.get(name) is not None:
                self._settings[name] = self._reported[name] = params[name]
        policy, profile = params.get("sandboxPolicy"), params.get("permissions")
        if is_object(policy):
            self._apply_policy(policy)
        elif profile is not None:
            self._set_access("permissions", profile)

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

    def apply_access(self, source: object) -> None:
        """Record the sandbox that a response or `threadSettings` of the runtime contains."""
        if not is_object(source):
            return
        policy = source.get("sandboxPolicy", source.get("sandbox"))
        if is_object(policy):
            # A profile contains more than the policy that the runtime reports for it.
            self._access = policy if source.get("activePermissionProfile") is None else None

    def resume_params(self) -> dict[str, Any]:
        """Return the params of `thread/resume`. The response contains no past turns."""
        from codex_protocol import ThreadResumeParams

        known = {field.alias or name for name, field in ThreadResumeParams.model_fields.items()}
        settings = {name: value for name, value in self._settings.items() if name in known and value is not None}
        return {**settings, "threadId": self._thread_id, "excludeTurns": True}

    def settings_update(self, response: object) -> dict[str, Any] | None:
        """Return the params of `thread/settings/update` for settings that `thread/resume` has ignored, or None."""
        ignored = ignored_settings(self.resume_params(), reported_settings(response), loaded=False)
        update = settings_update(self._thread_id, ignored)
        if self._policy is not None:
            return {**(update or {"threadId": self._thread_id}), "sandboxPolicy": self._policy}
        return update

    def with_stored(self, method: str, params: Mapping[str, Any]) -> tuple[dict[str, Any], JsonObject | None]:
        """Add the settings that the runtime does not take from the stored thread to a request that opens it.

        These are the sandbox and the service tier. A fork also lacks the model and the effort.

        Args:
            method: `thread/resume` or `thread/fork`.
            params: The params of the caller, which take precedence.

        Returns:
            The params, and the policy of the sandbox that is added; None if none is.
        """
        given = params.get("config")
        config = {} if not is_object(given) else given
        keys = {key.partition(".")[0] for key in config}
        added: dict[str, Any] = {}
        details: JsonObject = {}
        policy = None
        if not ({"sandbox", "permissions"} & params.keys() or _ACCESS_CONFIG & keys):
            added, details, policy = self._stored_access()
        self._add(added, params, keys, ("serviceTier",), {"service_tier"})
        if method == "thread/fork":
            self._add(added, params, keys, ("model", "modelProvider"), _MODEL_CONFIG)
            effort = self._value("effort")
            if effort is not None and "model" not in params and not {_EFFORT_CONFIG, "model"} & keys:
                details[_EFFORT_CONFIG] = effort
        if details:
            added["config"] = {**details, **config}
        return {**params, **added}, policy

    def _add(
        self,
        added: dict[str, Any],
        params: Mapping[str, Any],
        config: set[str],
        names: Iterable[str],
        config_keys: Iterable[str],
    ) -> None:
        """Add settings that belong together, unless the caller has passed one of them."""
        if params.keys() & set(names) or config & set(config_keys):
            return
        added.update({name: value for name in names if (value := self._value(name)) is not None})

    def _value(self, name: str) -> Any:
        value = self._reported.get(name)
        return self._settings.get(name) if value is None else value

    def _stored_access(self) -> tuple[dict[str, Any], JsonObject, JsonObject | None]:
        from openai_codex._requests.sandbox import thread_policy

        policy = self._policy or self._access
        if self._settings.get("permissions") is not None:
            return {"permissions": self._settings["permissions"]}, {}, None
        if policy is None:
            mode = self._settings.get("sandbox")
            return {} if mode is None else {"sandbox": mode}, {}, None
        wire = thread_policy(policy)
        return dict(wire.fields), dict(wire.config), policy

    def _apply_policy(self, policy: JsonObject) -> None:
        from openai_codex._requests.sandbox import thread_policy

        wire = thread_policy(policy)
        self._remove_sandbox_details()
        self._set_access("sandbox", wire.fields["sandbox"])
        if wire.config:
            self._settings["config"] = {**(self._settings.get("config") or {}), **wire.config}
        self._policy = wire.policy
        self._access = policy

    def _remove_sandbox_details(self) -> None:
        from openai_codex._requests.sandbox import WORKSPACE_CONFIG

        config = self._settings.get("config")
        if is_object(config):
            self._settings["config"] = {key: value for key, value in config.items() if key != WORKSPACE_CONFIG}

    def _set_access(self, name: str, value: Any) -> None:
        """Set the sandbox or the permissions profile, of which a request may contain only one."""
        if name == "permissions" or self._settings.get("sandbox", value) != value:
            # The details belong to the previous mode.
            self._policy = None
            self._remove_sandbox_details()
        if self._access is not None and sandbox_mode(self._access) != value:
            self._access = None
        self._settings.pop("sandbox", None)
        self._settings.pop("permissions", None)
        self._settings[name] = value


class RecentSettings:
    """The settings of the threads that were used last, whether or not they have a handle."""

    def __init__(self) -> None:
        self._settings: OrderedDict[str, KnownSettings] = OrderedDict()

    def get(self, thread_id: str) -> KnownSettings | None:
        """Return the settings of a thread, or None."""
        return self._settings.get(thread_id)

    def use(self, thread_id: str) -> KnownSettings:
        """Return the settings of a thread that is opened, which are empty for an unknown thread."""
        settings = self._settings.pop(thread_id, None) or KnownSettings(thread_id)
        self._settings[thread_id] = settings
        if len(self._settings) > MAX_THREADS:
            self._settings.popitem(last=False)
        return settings
