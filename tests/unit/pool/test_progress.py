"""The progress bar of `map`."""

from __future__ import annotations

import io
import sys
import threading

import pytest
from rich.console import Console

from openai_codex.errors import InputError
from openai_codex.pool.progress import MapProgress
from support.processes import new_threads


def output_of(prompts: object, outcomes: list[bool]) -> str:
    """Return the text of a bar after some prompts have ended; True stands for a failure."""
    file = io.StringIO()
    bar = MapProgress(prompts, enabled=True, console=Console(file=file, force_terminal=True, width=100))
    threads = set(threading.enumerate())
    bar.start()
    for failed in outcomes:
        bar.advance(failed=failed)
    assert new_threads(threads) == []
    bar.stop()
    return file.getvalue()


def test_bar_shows_ended_prompts_total_and_failures() -> None:
    text = output_of(["a", "b", "c"], [False, True])
    assert "2/3" in text
    assert "1 failed" in text


def test_bar_without_length_shows_ended_prompts_only() -> None:
    text = output_of(iter("abc"), [False])
    assert "1/?" in text
    assert "failed" not in text


def test_disabled_bar_writes_nothing_and_needs_no_rich(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    bar = MapProgress([], enabled=False)
    bar.start()
    bar.advance(failed=True)
    bar.stop()
    assert capsys.readouterr() == ("", "")


def test_bar_without_rich_is_rejected_with_the_name_of_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with pytest.raises(InputError, match=r"progress: missing package rich; .*openai-codex-client\[cli\]"):
        MapProgress([], enabled=True)
