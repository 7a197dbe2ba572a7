"""`run_turn_once` and `run_turn_once_async`: perform the steps with a client."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING, Any

from openai_codex._callbacks import call_in_thread
from openai_codex._validation import validate_seconds
from openai_codex.errors import InputError
from openai_codex.turn_once.actions import Blocking, Call, Settings, Sleep
from openai_codex.turn_once.models import TurnRequest
from openai_codex.turn_once.steps import TurnOnce

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Unpack

    from openai_codex._async.client import AsyncCodex
    from openai_codex._async.turn import AsyncTurnHandle
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex._sync.client import Codex
    from openai_codex._sync.turn import TurnHandle
    from openai_codex.turn_once.actions import Action, Steps
    from openai_codex.turn_once.journal import Journal
    from openai_codex.turn_once.models import TurnOutcome

LOOKUP_TIMEOUT = 60.0
"""Default time to wait for another runtime that has loaded the thread, in seconds."""


def run_turn_once(
    codex: Codex,
    request: TurnRequest,
    *,
    journal: Journal,
    home: str | None = None,
    lookup_timeout: float | None = LOOKUP_TIMEOUT,
    on_turn: Callable[[TurnHandle], object] | None = None,
    **handlers: Unpack[HandlerOptions],
) -> TurnOutcome:
    """Run a turn, unless an earlier call with the same key has started it.

    The client records its intent in the journal before it sends anything. If the journal shows that the turn may have
    been sent, the client looks it up (`thread/resume`, `thread/read`): it returns the result of a turn that has ended,
    follows a turn that is running, and starts the turn only if the runtime shows that it has not begun.

    Args:
        codex: The client.
        request: The turn.
        journal: Journal that all calls with the same key share.
        home: Name of the CODEX_HOME of the runtime, which all runtimes that share it must use. None for a name of the
            installation, folder and host, or of the address for a runtime that listens.
        lookup_timeout: Maximum time to wait for another runtime that has loaded the thread, in seconds; None disables
            it.
        on_turn: Called with a handle of each turn that is started or found.
        **handlers: See `HandlerOptions`; for the thread of the turn.

    Returns:
        The outcome. Turns that fail are outcomes, not errors.

    Raises:
        InputError: The request is invalid, its key was used for another request, or the thread is not stored.
        JournalConflictError: Another process has taken over the turn.
        TransportClosedError: The runtime exited. Call again with a new client.
        RequestTimeoutError: The runtime did not respond. Call again.
        ServerDrainingError: The runtime shuts down, and has not started the turn. Call again when it was replaced.
        JsonRpcError: The runtime rejected a request.
    """
    steps = _steps(request, journal, home, lookup_timeout, on_turn, handlers)
    try:
        action = next(steps)
        while True:
            try:
                result = _perform(codex, action)
            except BaseException as error:
                action = steps.throw(error)
            else:
                action = steps.send(result)
    except StopIteration as end:
        outcome: TurnOutcome = end.value
        return outcome


async def run_turn_once_async(
    codex: AsyncCodex,
    request: TurnRequest,
    *,
    journal: Journal,
    home: str | None = None,
    lookup_timeout: float | None = LOOKUP_TIMEOUT,
    on_turn: Callable[[AsyncTurnHandle], object] | None = None,
    **handlers: Unpack[HandlerOptions],
) -> TurnOutcome:
    """Run a turn, unless an earlier call with the same key has started it.

    See `run_turn_once`. The journal is called in a thread.

    Args:
        codex: The client.
        request: The turn.
        journal: Journal that all calls with the same key share.
        home: Name of the CODEX_HOME of the runtime; None for a name of the installation, folder and host.
        lookup_timeout: Maximum time to wait for another runtime that has loaded the thread, in seconds; None disables
            it.
        on_turn: Called with a handle of each turn that is started or found.
        **handlers: See `HandlerOptions`; for the thread of the turn.

    Returns:
        The outcome. Turns that fail are outcomes, not errors.

    Raises:
        InputError: The request is invalid, its key was used for another request, or the thread is not stored.
        JournalConflictError: Another process has taken over the turn.
        TransportClosedError: The runtime exited. Call again with a new client.
        RequestTimeoutError: The runtime did not respond. Call again.
        ServerDrainingError: The runtime shuts down, and has not started the turn. Call again when it was replaced.
        JsonRpcError: The runtime rejected a request.
    """
    steps = _steps(request, journal, home, lookup_timeout, on_turn, handlers)
    action: Action | None = None
    result: Any = None
    raised: BaseException | None = None
    while True:
        try:
            action = steps.send(result) if raised is None else steps.throw(raised)
        except StopIteration as end:
            outcome: TurnOutcome = end.value
            return outcome
        result = raised = None
        try:
            result = await _perform_async(codex, action)
        except BaseException as error:
            raised = error


def _steps(
    request: TurnRequest,
    journal: Journal,
    home: str | None,
    lookup_timeout: float | None,
    on_turn: Callable[[Any], object] | None,
    handlers: HandlerOptions,
) -> Steps[TurnOutcome]:
    if not isinstance(request, TurnRequest):
        raise InputError("request", f"expected a TurnRequest, got {type(request).__name__}")
    validate_seconds("lookup_timeout", lookup_timeout, allow_zero=True)
    return TurnOnce(Settings(request, journal, home, lookup_timeout, on_turn, dict(handlers))).steps()


def _perform(codex: Codex, action: Action) -> Any:
    if isinstance(action, Call):
        return action.function(codex)
    if isinstance(action, Blocking):
        return action.function()
    return time.sleep(action.seconds)


async def _perform_async(codex: AsyncCodex, action: Action) -> Any:
    if isinstance(action, Call):
        result = action.function(codex)
        return await result if inspect.isawaitable(result) else result
    if isinstance(action, Sleep):
        return await asyncio.sleep(action.seconds)
    call = asyncio.ensure_future(call_in_thread(action.function))
    try:
        return await asyncio.shield(call)
    except asyncio.CancelledError:
        # The locks are released afterwards, so that the journal must not be changed later.
        await asyncio.wait([call])
        raise
