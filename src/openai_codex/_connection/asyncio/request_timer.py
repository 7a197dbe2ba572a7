"""The timeout of a request: an exception that a timer sets on its future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class RequestTimeout(Exception):
    """The timeout of a request has expired."""


def time_out(waiter: asyncio.Future[Any]) -> None:
    """Fail the future of a request, unless its response has arrived."""
    if not waiter.done():
        waiter.set_exception(RequestTimeout())
