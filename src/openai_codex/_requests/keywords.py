"""The keywords of the convenience methods: those that the schema gives them, and the handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codex_protocol.options import ThreadForkOptions, ThreadResumeOptions, ThreadStartOptions, TurnOptions
from openai_codex._handlers.options import HandlerOptions, ToolOptions

if TYPE_CHECKING:
    from openai_codex._requests.presets import ApprovalMode, Sandbox


class ThreadStartKeywords(ThreadStartOptions, HandlerOptions, ToolOptions, total=False):
    """Keywords for starting a thread."""


class ThreadResumeKeywords(ThreadResumeOptions, HandlerOptions, ToolOptions, total=False):
    """Keywords for resuming a thread."""


class ThreadForkKeywords(ThreadForkOptions, HandlerOptions, ToolOptions, total=False):
    """Keywords for forking a thread."""


class TurnKeywords(TurnOptions, HandlerOptions, total=False):
    """Keywords for starting a turn."""


class RunKeywords(TurnKeywords, total=False):
    """All that `turn` takes by keyword."""

    approval_mode: ApprovalMode | None
    """Who decides on what the sandbox does not allow, from this turn on."""

    sandbox: Sandbox | None
    """What commands may touch, from this turn on."""

    source: str | None
    """What caused the turn."""

    turn_service_tier: str | None
    """The service tier for this turn alone."""
