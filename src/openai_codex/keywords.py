"""The keywords of the convenience methods: those that the schema gives them, and the handlers."""

from __future__ import annotations

from codex_protocol.options import ThreadForkOptions, ThreadResumeOptions, ThreadStartOptions, TurnOptions
from openai_codex.handlers import HandlerOptions


class ThreadStartKeywords(ThreadStartOptions, HandlerOptions, total=False):
    """Keywords for starting a thread."""


class ThreadResumeKeywords(ThreadResumeOptions, HandlerOptions, total=False):
    """Keywords for resuming a thread."""


class ThreadForkKeywords(ThreadForkOptions, HandlerOptions, total=False):
    """Keywords for forking a thread."""


class TurnKeywords(TurnOptions, HandlerOptions, total=False):
    """Keywords for starting a turn."""
