"""The server requests that the current context answers."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex._handlers.pending_request import PendingServerRequest

_current: ContextVar[tuple[PendingServerRequest, ...]] = ContextVar("openai_codex_current_requests", default=())


def enter_request(pending: PendingServerRequest) -> None:
    """Record a request in the context in which its handler runs.

    The context may be a copy of that of another handler, so a context may have several requests.
    """
    _current.set((*_current.get(), pending))


def current_requests() -> tuple[PendingServerRequest, ...]:
    """Return the requests that the handlers in the current context answer. Some may be answered already."""
    return _current.get()
