"""`MapProgress`: the progress bar of `CodexPool.map`, which uses rich."""

from __future__ import annotations

from collections.abc import Sized
from importlib import import_module
from typing import TYPE_CHECKING, Any

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console


class MapProgress:
    """Counts finished prompts on stderr, or does nothing if `enabled` is false.

    The bar has no thread of its own: it is drawn when a result is yielded.

    Args:
        prompts: The iterable; if it has a length, the bar shows the total.
        enabled: Whether to show the bar.
        console: Console to draw on; None for stderr.

    Raises:
        InputError: rich is not installed.
    """

    def __init__(self, prompts: object, *, enabled: bool, console: Console | None = None) -> None:
        self._bar: Any = None
        self._failed = 0
        if not enabled:
            return
        try:
            progress: Any = import_module("rich.progress")
            console = console or import_module("rich.console").Console(stderr=True)
        except ImportError:
            raise InputError(
                "progress", "missing package rich; install it with `pip install 'openai-codex-client[cli]'`"
            ) from None
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[failed]}"),
            progress.TimeElapsedColumn(),
            console=console,
            auto_refresh=False,
        )
        total = len(prompts) if isinstance(prompts, Sized) else None
        self._task = self._bar.add_task("prompts", total=total, failed="")

    def start(self) -> None:
        """Draw the bar."""
        if self._bar is not None:
            self._bar.start()
            self._bar.refresh()

    def advance(self, *, failed: bool) -> None:
        """Count a prompt that has ended."""
        if self._bar is not None:
            self._failed += failed
            text = f"{self._failed} failed" if self._failed else ""
            self._bar.update(self._task, advance=1, failed=text, refresh=True)

    def stop(self) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._bar.stop()
