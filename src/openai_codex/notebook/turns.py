"""`display_turn`: shows a turn below the cell while it runs."""

from __future__ import annotations

import asyncio
import inspect
import time
from contextlib import aclosing, closing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from openai_codex._async.turn import AsyncTurnHandle
from openai_codex._handlers.approvals import ApprovalRequested
from openai_codex._sync.turn import TurnHandle
from openai_codex.errors import CodexError, InputError, TurnFailedError
from openai_codex.notebook.approvals import approval_style, ask
from openai_codex.notebook.bundles import mimebundle, register, result_view
from openai_codex.notebook.live import LiveTurn
from openai_codex.notebook.shell import current_kernel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine, Generator

    from openai_codex._protocol.notifications import Notification
    from openai_codex._results.result import TurnResult
    from openai_codex.notebook.approvals import ApprovalStyle
    from openai_codex.notebook.views import View

UPDATE_INTERVAL = 0.1
"""Minimum time between two updates of the display that add text only, in seconds."""

_MISSING = "missing package ipython; install it with `pip install 'openai-codex-client[notebook]'`"
_APPROVAL_METHODS = ("Approval", "elicitation/request")


@overload
def display_turn(turn: TurnHandle, *, approvals: ApprovalStyle | None = None) -> TurnResult: ...


@overload
def display_turn(
    turn: AsyncTurnHandle | Awaitable[AsyncTurnHandle], *, approvals: ApprovalStyle | None = None
) -> Coroutine[Any, Any, TurnResult]: ...


def display_turn(
    turn: TurnHandle | AsyncTurnHandle | Awaitable[AsyncTurnHandle], *, approvals: ApprovalStyle | None = None
) -> TurnResult | Coroutine[Any, Any, TurnResult]:
    """Show a turn below the cell while it runs, and return its result.

    Interrupting the cell interrupts the turn. Approvals that `ask_in_notebook` has deferred are asked below the cell.

    Args:
        turn: The turn: `thread.turn("...")`, for both clients. With the asynchronous client, await the result.
        approvals: How to ask: "buttons" needs ipywidgets, and a kernel that receives clicks while the cell runs;
            "input" reads a line. None chooses buttons for the asynchronous client if they work, else input.

    Returns:
        The result of the turn; a coroutine for the asynchronous client.

    Raises:
        TurnFailedError: The turn failed. Its `result` is displayed.
        TransportClosedError: The runtime exited before the turn ended.
        InputError: An argument is invalid.
        CodexError: IPython is not installed.
    """
    if approvals not in (None, "buttons", "input"):
        raise InputError("approvals", f"expected 'buttons', 'input' or None, got {approvals!r}")
    if isinstance(turn, TurnHandle):
        return _display(turn, _Output(approvals, is_async=False))
    if isinstance(turn, AsyncTurnHandle) or inspect.isawaitable(turn):
        return _display_async(turn, _Output(approvals, is_async=True))
    raise InputError("turn", f"expected a turn, got {type(turn).__name__}; pass thread.turn(...)")


def _display(turn: TurnHandle, output: _Output) -> TurnResult:
    try:
        # Closed here, so that an interrupt of the cell ends the turn before the next cell runs.
        with closing(turn.stream()) as events:
            for event in events:
                output.add(event)
        result = turn.run()
    except BaseException as error:
        output.fail(error)
        raise
    output.finish(result)
    return result


async def _display_async(turn: AsyncTurnHandle | Awaitable[AsyncTurnHandle], output: _Output) -> TurnResult:
    try:
        handle = turn if isinstance(turn, AsyncTurnHandle) else await turn
        with _updates(output):
            async with aclosing(handle.stream()) as events:
                async for event in events:
                    output.add(event)
            result = await handle.run()
    except BaseException as error:
        output.fail(error)
        raise
    output.finish(result)
    return result


@contextmanager
def _updates(output: _Output) -> Generator[None, None, None]:
    """Show text that arrived since the last update, every `UPDATE_INTERVAL`.

    This also wakes the event loop: ipykernel notices an interrupt of an asynchronous cell only when the loop runs.
    """

    async def update() -> None:
        while True:
            await asyncio.sleep(UPDATE_INTERVAL)
            output.show_text()

    task = asyncio.create_task(update())
    try:
        yield
    finally:
        task.cancel()


class _Output:
    """The output of the cell. Outside a notebook, only the result is shown."""

    def __init__(self, approvals: ApprovalStyle | None, *, is_async: bool) -> None:
        try:
            display: Any = import_module("IPython.display")
        except ImportError as error:
            raise CodexError(_MISSING) from error
        register()
        self._approvals: ApprovalStyle = approvals or approval_style(is_async=is_async)
        self._live = LiveTurn()
        self._display: Any = display.display
        self._text_shown = 0.0
        """When text was shown last, by `time.monotonic`; 0 after another event."""
        self._text_waits = False
        self._handle: Any = None
        if current_kernel() is not None:
            self._handle = self._display(_Shown(self._live.view()), display_id=True)

    def add(self, event: Notification) -> None:
        """Show an event, and ask for a decision if it is a deferred approval."""
        changed = self._live.add(event)
        now = time.monotonic()
        # The first text after another event is shown at once, because a pause may follow.
        if changed or now - self._text_shown >= UPDATE_INTERVAL:
            self._text_shown = 0.0 if changed else now
            self._text_waits = False
            self._show(self._live.view())
        else:
            self._text_waits = True
        if changed and event.method.endswith(_APPROVAL_METHODS) and isinstance(event.payload, ApprovalRequested):
            ask(event.payload, self._approvals)

    def show_text(self) -> None:
        """Show text that was not shown when it arrived."""
        if self._text_waits:
            self._text_waits, self._text_shown = False, time.monotonic()
            self._show(self._live.view())

    def finish(self, result: TurnResult) -> None:
        """Show the result."""
        self._show(result_view(result), final=True)

    def fail(self, error: BaseException) -> None:
        """Show the result of a failed turn, or the items of an interrupted one."""
        if isinstance(error, TurnFailedError):
            self.finish(error.result)
            return
        if self._live.status == "running":
            self._live.status = "interrupted" if not isinstance(error, Exception) else type(error).__name__
        self._show(self._live.view(), final=True)

    def _show(self, view: View, *, final: bool = False) -> None:
        if self._handle is not None:
            self._handle.update(_Shown(view))
        elif final:
            self._display(_Shown(view))


class _Shown:
    def __init__(self, view: View) -> None:
        self._view = view

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return mimebundle(self._view)

    def __repr__(self) -> str:
        return mimebundle(self._view)["text/plain"]
