"""Check input that the runtime adds to a running turn, because its thread has one."""

from __future__ import annotations

import logging
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonValue
    from openai_codex._protocol.event_buffer import EventBuffer

logger = logging.getLogger("openai_codex")


class _TurnStart(NamedTuple):
    """The parts of a call that apply to the whole turn."""

    output_schema: JsonValue
    handlers: frozenset[str]


class JoinedTurns:
    """The schemas and handlers with which the running turns of a connection were started."""

    def __init__(self) -> None:
        self._starts: weakref.WeakKeyDictionary[EventBuffer, _TurnStart] = weakref.WeakKeyDictionary()

    def check(self, running: EventBuffer | None, params: Mapping[str, Any], handlers: Handlers | None) -> None:
        """Check a call whose input joins a turn.

        Handlers that replace those of the turn lead to a warning in the log.

        Args:
            running: The running turn of the thread; None without a running turn.
            params: The params of `turn/start`.
            handlers: The handlers of the call; None without handlers.

        Raises:
            InputError: The call requires another output schema, which the runtime would ignore.
        """
        start = None if running is None else self._starts.get(running)
        if running is None or start is None:
            return
        schema = params.get("outputSchema")
        if schema is not None and schema != start.output_schema:
            found = "without" if start.output_schema is None else "with another"
            raise InputError(
                "output_schema",
                f"the thread has a running turn ({running.key}) {found} output_type or output_schema, and the runtime "
                "adds the input of this call to that turn; wait for its result first, or use another thread",
            )
        replaced = sorted(start.handlers & _names(handlers))
        if replaced:
            logger.warning(
                "the input joins the running turn %s: %s of this call replaces that of the turn",
                running.key,
                ", ".join(replaced),
            )

    def started(self, turn: EventBuffer, params: Mapping[str, Any], handlers: Handlers | None) -> None:
        """Record the call that has started or joined a turn."""
        start = self._starts.get(turn)
        schema = params.get("outputSchema") if start is None else start.output_schema
        names = _names(handlers)
        self._starts[turn] = _TurnStart(schema, names if start is None else names | start.handlers)


def _names(handlers: Handlers | None) -> frozenset[str]:
    return frozenset() if handlers is None else frozenset((*handlers.named, *handlers.methods))
