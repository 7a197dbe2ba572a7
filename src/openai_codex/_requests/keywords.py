"""Keywords of the convenience methods: the options in the schema, the handlers and the tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from codex_protocol.options import ThreadForkOptions, ThreadResumeOptions, ThreadStartOptions, TurnOptions
from openai_codex._handlers.options import HandlerOptions, ToolOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codex_protocol import (
        AdditionalContextEntry,
        CollaborationMode,
        CyberAccessProgram,
        ReasoningEffort,
        ReasoningSummary,
    )
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting


class SettingOptions(TypedDict, total=False):
    """Settings of a thread that are part of its configuration."""

    mcp_servers: Mapping[str, Mapping[str, object]] | None
    """MCP servers of the thread by name, like the tables `mcp_servers` in `config.toml`: each has a `command` with
    `args` and `env`, or a `url`. None means not set."""


class ThreadStartKeywords(ThreadStartOptions, SettingOptions, HandlerOptions, ToolOptions, total=False):
    """Keywords for starting a thread."""


class ThreadResumeKeywords(ThreadResumeOptions, SettingOptions, HandlerOptions, ToolOptions, total=False):
    """Keywords for resuming a thread."""


class ThreadForkKeywords(ThreadForkOptions, SettingOptions, HandlerOptions, ToolOptions, total=False):
    """Keywords for forking a thread."""


class TurnKeywords(TurnOptions, HandlerOptions, total=False):
    """Keywords for starting a turn."""


class RunKeywords(TurnKeywords, total=False):
    """Keywords for running a turn."""

    approval_mode: ApprovalMode | GranularApproval | None
    """Approval of actions outside the sandbox, for this and later turns. None leaves the mode unchanged."""

    sandbox: SandboxSetting | None
    """Access of commands, for this and later turns. None leaves the sandbox unchanged."""

    source: str | None
    """Trigger of the turn. None means not set."""

    turn_service_tier: str | None
    """Service tier of this turn only. None means not set."""


class CodexRunKeywords(ThreadStartKeywords, total=False):
    """Keywords for running the first turn of a new thread: those of the thread, and those that only a turn has."""

    additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | None
    """See `TurnOptions`, like all keywords below."""

    client_user_message_id: str | None

    collaboration_mode: CollaborationMode | Mapping[str, object] | None

    cyber_access_program: CyberAccessProgram | str | None

    disabled_plugin_ids: Sequence[str] | None

    effort: ReasoningEffort | str | None

    output_schema: object

    parent_turn_id: str | None

    responsesapi_client_metadata: Mapping[str, str] | None

    root_turn_id: str | None

    summary: ReasoningSummary | str | None

    source: str | None

    turn_service_tier: str | None
