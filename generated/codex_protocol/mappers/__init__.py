"""Keyword mappers: one function per method converts snake_case keywords to the params of the method.

`mappers.thread.thread_start(model="...")` returns the params of `thread/start`. The module has the name of the method's
first segment, and is imported on first use. Omitted keywords are left out; None becomes null. Every mapper raises
`UnexpectedKeywordError` for an unknown keyword, and `WireValueError` for a value that has no JSON representation.
Generated; do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from . import (
        account,
        app,
        collaboration_mode,
        command,
        config,
        config_requirements,
        environment,
        experimental_feature,
        external_agent_config,
        feedback,
        fs,
        fuzzy_file_search,
        hooks,
        initialize,
        marketplace,
        mcp_server,
        mcp_server_status,
        memory,
        mock,
        model,
        model_provider,
        permission_profile,
        plugin,
        process,
        project,
        remote_control,
        review,
        rollout,
        server,
        skills,
        thread,
        thread_section,
        turn,
        user_verification,
        windows_sandbox,
    )

__all__ = [
    "account",
    "app",
    "collaboration_mode",
    "command",
    "config",
    "config_requirements",
    "environment",
    "experimental_feature",
    "external_agent_config",
    "feedback",
    "fs",
    "fuzzy_file_search",
    "hooks",
    "initialize",
    "marketplace",
    "mcp_server",
    "mcp_server_status",
    "memory",
    "mock",
    "model",
    "model_provider",
    "permission_profile",
    "plugin",
    "process",
    "project",
    "remote_control",
    "review",
    "rollout",
    "server",
    "skills",
    "thread",
    "thread_section",
    "turn",
    "user_verification",
    "windows_sandbox",
]


def __dir__() -> Iterable[str]:
    return __all__


if not TYPE_CHECKING:
    # Hidden from type checkers, so that they reject unknown module names.
    def __getattr__(name: str) -> ModuleType:
        if name in __all__:
            from importlib import import_module

            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
