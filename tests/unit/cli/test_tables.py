"""Tables at several widths of the terminal."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from openai_codex.cli.tables import Rows, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

IDS = ["01a217b5-c00f-7821-ad22-427f3f26ea92", "01a217b5-c00f-7821-ad22-427f3f26ea93"]
TITLES = ["Please fix the failing test in the billing module", "鳥の名前を 言って ください"]
EXCERPTS = ["the failing test", f"a {'very-' * 12}long word"]
SEARCH = (("ID", "TITLE", "EXCERPT"), list(zip(IDS, TITLES, EXCERPTS, strict=True)), 2)
LIST = (("ID", "UPDATED", "TITLE"), [(id, "2026-11-26 12:02", title) for id, title in zip(IDS, TITLES, strict=True)], 1)
MODELS = (
    ("MODEL", "", "EFFORTS", "DESCRIPTION"),
    [
        (f"gpt-6-{name}", default, "low, medium, high, xhigh", f"Model {name}.")
        for name, default in (("astra", "default"), ("sol", ""), ("luna", ""), ("terra", ""))
    ],
    2,
)
STYLE = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = (12, 30, 50, 76, 80, 100, 200)


class TerminalStream(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(monkeypatch: pytest.MonkeyPatch, width: int, *arguments: object, **options: object) -> list[str]:
    """Return the lines that are printed to a terminal."""
    stream = TerminalStream()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    print_table(*arguments, **options)  # type: ignore[arg-type]
    return [line.rstrip() for line in STYLE.sub("", stream.getvalue()).splitlines()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("columns", "rows", "wrapped"), [SEARCH, LIST, MODELS], ids=["search", "list", "models"])
def test_values_are_complete_at_every_width(
    monkeypatch: pytest.MonkeyPatch,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    wrapped: int,
    width: int,
) -> None:
    lines = printed(monkeypatch, width, columns, rows, wrapped=wrapped)
    text = "\n".join(lines)
    joined = "".join(text.split())
    for row in rows:
        # Identifiers are not broken.
        assert row[0] in text
        # Lines of a table have words of several columns.
        for word in " ".join(row).split():
            assert word in text or word in joined, (word, text)
    assert "…" not in text
    too_long = [line for line in lines if cell_len(line) > width]
    # Lines that exceed the width are single words, with or without a title.
    assert all(len(line.split()) <= 2 for line in too_long), too_long


def test_narrow_terminal_shows_one_value_per_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, 50, *SEARCH[:2], wrapped=2) == [
        f"ID       {IDS[0]}",
        "TITLE    Please fix the failing test in the",
        "         billing module",
        "EXCERPT  the failing test",
        "",
        f"ID       {IDS[1]}",
        "TITLE    鳥の名前を 言って ください",
        "EXCERPT  a",
        f"         {'very-' * 12}long",
        "         word",
    ]


def test_very_narrow_terminal_shows_titles_above_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, 20, ("ID", "", "TITLE"), [(IDS[0], "default", "Fix the failing test")]) == [
        "ID",
        IDS[0],
        "default",
        "TITLE",
        "Fix the failing test",
    ]


@pytest.mark.parametrize(("width", "is_table"), [(75, False), (76, True)])
def test_table_is_used_from_the_width_that_it_needs(
    monkeypatch: pytest.MonkeyPatch, width: int, is_table: bool
) -> None:
    lines = printed(monkeypatch, width, *LIST[:2])
    assert (lines[0].split() == ["ID", "UPDATED", "TITLE"]) is is_table


def test_empty_table_says_so_in_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    print_table(("ID",), [], empty="No threads.")
    assert capsys.readouterr().out == ""
    assert printed(monkeypatch, 80, ("ID",), [], empty="No threads.") == ["No threads."]
    assert printed(monkeypatch, 80, ("ID", "TITLE"), []) == ["ID  TITLE"]


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_with_broken_words_do_not_exceed_the_width(width: int) -> None:
    # A live display crops lines that are longer than the terminal.
    output = io.StringIO()
    Console(file=output, width=width).print(Rows(*SEARCH[:2], wrapped=2, break_words=True))
    lines = output.getvalue().splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    joined = "".join("".join(lines).split())
    assert [id for id in IDS if id not in joined] == []
