"""`Progress`: show the events of a turn as they arrive."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Protocol

from openai_codex.cli.output import safe_line, safe_text, styled
from openai_codex.cli.turns.items import item_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console
    from rich.status import Status
    from typing_extensions import Self

    from openai_codex import Notification, TurnResult


class SupportsWrite(Protocol):
    """The members of a text stream that are used."""

    def write(self, text: str, /) -> object:
        """Write a text."""

    def flush(self) -> object:
        """Write buffered text."""


class _Activity:
    """The line below the output, which rich renders again for each frame of its spinner."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._start = clock()
        self.action = "Working"
        self.tokens = 0

    def __rich__(self) -> Any:
        seconds = int(self._clock() - self._start)
        tokens = f", {self.tokens:,} tokens" if self.tokens else ""
        return styled(f"{self.action} ({seconds} s{tokens}, Ctrl-C interrupts)", "dim")


class Progress:
    """Show reasoning, commands, changes of files, messages and tokens of a turn on a console.

    Args:
        console: The console, usually on stderr.
        answer: Stream for the text of the agent's messages as it is generated; None shows messages that precede the
            final answer on the console, and leaves the final answer to the caller.
        root: Working directory of the agent, to which paths are shown relative; None shows them as they are.
        spinner: Whether to show the activity below the output, if the console is a terminal.
        clock: Returns the time in seconds.
    """

    def __init__(
        self,
        console: Console,
        answer: SupportsWrite | None = None,
        *,
        root: str | None = None,
        spinner: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = console
        self._root = root
        self._spinner = spinner and console.is_terminal and not console.is_dumb_terminal
        self._answer = answer
        self._activity = _Activity(clock)
        self._status: Status | None = None
        self._streaming = False
        self._held: str | None = None
        """A message that may be the final answer."""
        self._handlers: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "item/started": self._item_started,
            "item/completed": self._item_completed,
            "item/agentMessage/delta": self._message_delta,
            "turn/plan/updated": self._plan,
            "thread/tokenUsage/updated": self._usage,
            "error": self._error,
            "warning": self._warning,
        }

    def __enter__(self) -> Self:
        self._start_status()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop_status()
        self._end_stream()

    def show(self, event: Notification) -> None:
        """Show an event. Events without a form for terminals are ignored."""
        if event.method == "client/requestDecided":
            self._decided(event.payload)
        elif event.method == "client/handlerFailed":
            self._line(str(getattr(event.payload, "error", "")), "red")
        handler = self._handlers.get(event.method)
        if handler is not None:
            handler(event.params)

    def pause(self) -> None:
        """Remove the line of the activity, for example to ask a question."""
        self._stop_status()
        self._end_stream()

    def resume(self) -> None:
        """Show the line of the activity again."""
        self._start_status()

    def summary(self, result: TurnResult, remedy: str | None = None) -> None:
        """Print the duration and the tokens of a turn.

        Args:
            result: The result of the turn.
            remedy: The command that continues the thread; None omits it.
        """
        parts = [] if result.duration_ms is None else [f"{result.duration_ms / 1000:.1f} s"]
        if result.usage is not None:
            turn = result.usage.turn
            parts.append(f"{turn.total_tokens:,} tokens ({turn.input_tokens:,} in, {turn.output_tokens:,} out)")
        if parts:
            self._line(", ".join(parts), "dim")
        if remedy is not None:
            self._line(f"Continue with: {remedy}", "dim")

    def _item_started(self, params: Mapping[str, Any]) -> None:
        item = params["item"]
        kind = item.get("type")
        if kind == "agentMessage":
            self._activity.action = "Writing"
        elif kind == "reasoning":
            self._activity.action = "Thinking"
        elif kind == "commandExecution":
            self._activity.action = "Running a command"
        else:
            self._activity.action = "Working"

    def _item_completed(self, params: Mapping[str, Any]) -> None:
        item = params["item"]
        self._activity.action = "Working"
        if item.get("type") == "agentMessage":
            self._message(item)
            return
        lines = item_lines(item, self._root)
        if lines:
            self._end_stream()
        for text, style in lines:
            self._line(text, style)

    def _message(self, item: Mapping[str, Any]) -> None:
        if self._answer is not None:
            if not self._streaming:
                # The runtime sent no deltas.
                self._message_delta({"delta": item.get("text", "")})
            self._end_stream()
            self._start_status()
            return
        if self._held is not None:
            self._line(self._held, "italic")
        final = item.get("phase") != "commentary"
        self._held = item.get("text", "") if final else None
        if not final:
            self._line(item.get("text", ""), "italic")

    def _message_delta(self, params: Mapping[str, Any]) -> None:
        if self._answer is None or not params["delta"]:
            return
        self._stop_status()
        self._streaming = True
        # Without `safe_text`, which removes line breaks at the end.
        self._answer.write("\n".join(safe_text(line) for line in params["delta"].split("\n")))
        self._answer.flush()

    def _plan(self, params: Mapping[str, Any]) -> None:
        marks = {"completed": "[x]", "inProgress": "[>]"}
        self._end_stream()
        self._line("Plan:", "bold")
        for step in params.get("plan", ()):
            done = step.get("status") == "completed"
            self._line(f"  {marks.get(step.get('status'), '[ ]')} {step.get('step')}", "dim" if done else "")

    def _usage(self, params: Mapping[str, Any]) -> None:
        self._activity.tokens = params["tokenUsage"]["total"]["totalTokens"]

    def _error(self, params: Mapping[str, Any]) -> None:
        if params.get("willRetry"):
            self._line(f"The runtime tries again: {params['error'].get('message')}", "yellow")

    def _warning(self, params: Mapping[str, Any]) -> None:
        self._line(f"Warning: {params.get('message')}", "yellow")

    def _decided(self, payload: Any) -> None:
        if payload.decision == "accept" or payload.decider == "handler":
            # The person has just seen the request.
            return
        reason = "" if payload.reason is None else f": {payload.reason}"
        self._line(f"{payload.decision} by {payload.decider} ({payload.method}){reason}", "yellow")

    def _line(self, text: str, style: str = "") -> None:
        self._end_stream()
        self._console.print(styled(text, style))

    def _end_stream(self) -> None:
        if self._streaming and self._answer is not None:
            self._streaming = False
            self._answer.write("\n")
            self._answer.flush()

    def _start_status(self) -> None:
        if self._status is None and self._spinner:
            utf = self._console.encoding.startswith("utf")
            self._status = self._console.status(self._activity, spinner="dots" if utf else "line", refresh_per_second=4)
            self._status.start()

    def _stop_status(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None


def print_answer(text: str) -> None:
    """Print an answer to standard output: as it is to a pipe, and without control characters to a terminal."""
    print(safe_text(text) if sys.stdout.isatty() else text, flush=True)


def short(text: str, limit: int = 80) -> str:
    """Return the beginning of a text on one line."""
    line = safe_line(text)
    return line if len(line) <= limit else f"{line[: limit - 3]}..."
