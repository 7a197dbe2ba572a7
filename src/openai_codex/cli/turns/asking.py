"""`Asker`: how handlers reach the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class QuestionWithdrawnError(Exception):
    """The request has ended: its turn ended or was interrupted, a timeout expired, or the runtime exited."""


class Asker(Protocol):
    """Asks the questions of handlers, one at a time."""

    prompt_end: str
    """Text after the prompt of a question."""

    async def ask(self, ask: Callable[[], T]) -> T:
        """Call a function that asks a question, in a thread that may wait for lines.

        If the caller is cancelled, `read_line` raises `QuestionWithdrawnError` in that function.

        Args:
            ask: Asks the question, and returns the answer.

        Returns:
            The answer.
        """
        ...

    def read_line(self) -> str:
        """Wait for the next line, which answers the question that is asked.

        Raises:
            EOFError: The input has ended.
            QuestionWithdrawnError: The request has ended.
        """
        ...
