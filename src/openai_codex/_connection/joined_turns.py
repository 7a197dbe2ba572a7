"""Check input that the runtime adds to a running turn, because its thread has one."""

from __future__ import annotations

import logging
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonValue
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex.errors import InternalRpcError

logger = logging.getLogger("openai_codex")


class _TurnStart(NamedTuple):
    """The parts of a call that apply to the whole turn."""

    output_schema: JsonValue
    handlers: frozenset[str]


class JoinedTurns:
    """The schemas and handlers with which the running turns of a connection were started."""

    def __init__(self) -> None:
        self._starts: weakref.WeakKeyDictionary[EventBuffer, _TurnStart] = weakref.WeakKeyDictionary()

    def check(self, running: EventBuffer | None, params: Mapping[str, Any]) -> None:
        """Check a call whose input joins a turn.

        Args:
            running: The running turn of the thread; None without a running turn.
            params: The params of `turn/start`.

        Raises:
            InputError: The call requires another output schema than the turn has.
        """
        start = None if running is None else self._starts.get(running)
        if running is None or start is None:
            return
        schema = params.get("outputSchema")
        if schema is not None and schema != start.output_schema:
            found = "without" if start.output_schema is None else "with another"
            raise _mismatch(f"({running.key}) {found} output_type or output_schema")

    def started(
        self,
        turn: EventBuffer,
        params: Mapping[str, Any],
        handlers: Handlers | None,
        outer: Iterable[Handlers | None] = (),
    ) -> None:
        """Record the call that has started or joined a turn.

        Handlers that replace those of a joined turn lead to a warning in the log.

        Args:
            turn: The turn.
            params: The params of `turn/start`.
            handlers: The handlers of the call; None without handlers.
            outer: The handlers of the thread and of the client.
        """
        start = self._starts.get(turn)
        names = _names(handlers)
        if start is None:
            self._starts[turn] = _TurnStart(params.get("outputSchema"), names)
            return
        self._starts[turn] = _TurnStart(start.output_schema, names | start.handlers)
        replaced = sorted(names & start.handlers.union(*map(_names, outer)))
        if replaced:
            logger.warning(
                "the input joins the running turn %s: %s of this call replaces that of the turn",
                turn.key,
                ", ".join(replaced),
            )


def schema_mismatch(error: InternalRpcError) -> InputError | None:
    """Return the error for a call that the runtime rejects because of the schema of the turn that it joins, or None."""
    if "ActiveTurnOutputSchemaMismatch" not in error.message:
        return None
    return _mismatch("with another output_type or output_schema, or without one")


def _mismatch(found: str) -> InputError:
    return InputError(
        "output_schema",
        f"the thread has a running turn {found}, and the runtime adds the input of this call to that turn; wait for "
        "its result first, or use another Codex thread (codex.thread_start())",
    )


def _names(handlers: Handlers | None) -> frozenset[str]:
    return frozenset() if handlers is None else frozenset((*handlers.named, *handlers.methods))
