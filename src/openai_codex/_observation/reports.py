"""Reports of a connection to its observer, if it has one."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

    from openai_codex._connection.base import ConnectionBase
    from openai_codex._protocol.event_buffer import EventBuffer


@contextlib.contextmanager
def observed_start(connection: ConnectionBase[Any]) -> Generator[None, None, None]:
    """Report an error of the `with` block as a failed start."""
    try:
        yield
    except BaseException as error:
        report_failed_start(connection, error)
        raise


def report_failed_start(connection: ConnectionBase[Any], error: BaseException) -> None:
    """Report that the connection was not established."""
    if (observer := connection.session.observer) is not None:
        observer.connection_lost(error, by_client=False)


def report_timeout(connection: ConnectionBase[Any], buffer: EventBuffer) -> None:
    """Report that a timeout has expired for a turn, which the client interrupts."""
    if (observer := connection.session.observer) is not None:
        connection.run_nowait(partial(observer.turn_timed_out, buffer.key))


def report_abandoned_turn(connection: ConnectionBase[Any], buffer: EventBuffer) -> None:
    """Report that the client no longer waits for the end of an interrupted turn, unless it has ended."""
    if (observer := connection.session.observer) is not None and not buffer.ended:
        connection.run_nowait(partial(observer.turn_abandoned, buffer.key))
