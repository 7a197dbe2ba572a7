"""Settings of threads: those that a call passes, and those that the runtime reports.

The runtime ignores the settings of `thread/resume` if the thread is already loaded. Its response shows this.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openai_codex._json_types import JsonObject

logger = logging.getLogger("openai_codex")

SETTINGS_UPDATE = "thread/settings/update"

SANDBOX_MODES = {
    "readOnly": "read-only",
    "workspaceWrite": "workspace-write",
    "dangerFullAccess": "danger-full-access",
}
"""Type of a sandbox policy, as turns have it -> mode, as threads have it."""

_POLICY_TYPES = {mode: policy for policy, mode in SANDBOX_MODES.items()}

_REPORTED = ("approvalPolicy", "approvalsReviewer", "cwd", "model", "modelProvider", "serviceTier")
_UPDATABLE = frozenset({"approvalPolicy", "approvalsReviewer", "cwd", "model", "serviceTier", "sandbox", "permissions"})
_UNREPORTED = frozenset({"baseInstructions", "config", "developerInstructions", "personality"})


def reported_settings(source: object) -> dict[str, Any]:
    """Return the settings that the runtime reports, as params of `thread/resume`.

    Args:
        source: The response to a request that opens a thread, or the `threadSettings` of `thread/settings/updated`.

    Returns:
        The settings that `source` contains. None is the value of a setting that is not set.
    """
    if not is_object(source):
        return {}
    found = {name: source[name] for name in _REPORTED if name in source}
    policy = source.get("sandboxPolicy", source.get("sandbox"))
    effort: object = source.get("effort", source.get("reasoningEffort"))
    if effort is not None:
        found["effort"] = effort
    mode = sandbox_mode(policy)
    if mode is not None:
        found["sandbox"] = mode
    profile: object = source.get("activePermissionProfile")
    if is_object(profile):
        found["permissions"] = profile.get("id")
    return found


def sandbox_mode(policy: object) -> str | None:
    """Return the sandbox mode of a thread for a sandbox policy, or None if it has none."""
    kind = policy.get("type") if is_object(policy) else None
    return SANDBOX_MODES.get(kind) if isinstance(kind, str) else None


def same_policy(policy: JsonObject, reported: object) -> bool:
    """Return whether the runtime reports a sandbox policy, or nothing. Its report contains all details of a policy."""
    return not is_object(reported) or all(reported.get(name) == value for name, value in policy.items())


def ignored_settings(params: Mapping[str, Any], reported: Mapping[str, Any], *, loaded: bool) -> dict[str, Any]:
    """Return the params of `thread/resume` that the runtime has ignored.

    Args:
        params: The params of the request.
        reported: The settings in the response.
        loaded: Whether the thread is known to have been loaded before. The runtime then ignores the settings that it
            does not report.

    Returns:
        The settings that differ from the reported ones, and the unreported ones of a loaded thread.
    """
    ignored = {
        name: value
        for name, value in params.items()
        if value is not None and name in reported and not _equal(name, value, reported[name])
    }
    if loaded or ignored:
        ignored.update({name: params[name] for name in params if name in _UNREPORTED and params[name] is not None})
    return ignored


def settings_update(thread_id: str, settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the params of `thread/settings/update` for settings of a thread, or None if it supports none of them."""
    update = {name: value for name, value in settings.items() if name in _UPDATABLE}
    if not update:
        return None
    if "sandbox" in update:
        update["sandboxPolicy"] = {"type": _POLICY_TYPES.get(update["sandbox"], update["sandbox"])}
        del update["sandbox"]
    return {"threadId": thread_id, **update}


def not_updatable(settings: Iterable[str]) -> list[str]:
    """Return the names of settings that `thread/settings/update` does not support."""
    return [name for name in settings if name not in _UPDATABLE]


def warn_ignored(thread_id: str, names: Iterable[str], reason: Exception | None = None) -> None:
    """Log that the runtime ignores settings of `thread/resume`."""
    logger.warning(
        "thread %s is already loaded, so the runtime ignores these params of thread/resume: %s%s. "
        "Pass them when the thread starts",
        thread_id,
        ", ".join(names),
        "" if reason is None else f" ({SETTINGS_UPDATE} failed: {reason})",
    )


def _equal(name: str, given: object, reported: object) -> bool:
    if name == "cwd" and isinstance(given, str) and isinstance(reported, str):
        # The runtime reports an absolute path.
        return given == reported or os.path.realpath(given) == os.path.realpath(reported)
    return given == reported
