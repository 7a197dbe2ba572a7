"""Tables for terminals of every width, and for pipes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from openai_codex.cli.output import console, is_terminal, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions
    from rich.table import Table
    from rich.text import Text

GAP = 2
"""Columns of the terminal between two columns of a table."""

MIN_WIDTH = 20
"""Minimum width of a column whose values are wrapped, unless all its values are shorter."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, wrapped: int = 1, empty: str = "") -> None:
    """Print a table: fitted to the width of a terminal, else one line per row with tabs between its values.

    Args:
        columns: Titles of the columns, which are printed to a terminal only.
        rows: The values of each row.
        wrapped: Number of columns, counted from the last, whose values may be wrapped.
        empty: Printed to a terminal without rows. If empty, the titles are printed.
    """
    found = list(rows)
    if not is_terminal(sys.stdout):
        for row in found:
            print("\t".join(map(safe_line, row)))
    elif empty and not found:
        print(empty)
    else:
        # The terminal wraps identifiers that are longer than its lines. Copies of them contain no line break.
        console().print(Rows(columns, found, wrapped=wrapped), crop=False)


class Rows:
    """Rows as a table or, on a console that is too narrow for it, as records with one value per line.

    Args:
        columns: Titles of the columns.
        rows: The values of each row.
        wrapped: Number of columns, counted from the last, whose values may be wrapped.
        break_words: Whether to break words that are longer than a line. Otherwise, such lines exceed the width.
    """

    def __init__(
        self, columns: Sequence[str], rows: Iterable[Sequence[object]], *, wrapped: int = 1, break_words: bool = False
    ) -> None:
        self._columns = columns
        self._rows = [[safe_line(value) for value in row] for row in rows]
        self._first_wrapped = len(columns) - wrapped
        self._break_words = break_words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Table | Text]:
        """Yield the table, or the lines of the records."""
        if self._table_width() <= options.max_width:
            yield self._table()
        else:
            yield from self._records(options.max_width)

    def _table_width(self) -> int:
        """Return the minimum width of the table."""
        from rich.cells import cell_len

        width = GAP * (len(self._columns) - 1)
        for index, title in enumerate(self._columns):
            longest = max(map(cell_len, (title, *(row[index] for row in self._rows))))
            width += longest if index < self._first_wrapped else min(longest, MIN_WIDTH)
        return width

    def _table(self) -> Table:
        from rich.table import Table
        from rich.text import Text

        result = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
        for index, title in enumerate(self._columns):
            result.add_column(title, no_wrap=index < self._first_wrapped, overflow="fold")
        for row in self._rows:
            result.add_row(*map(Text, row))
        return result

    def _records(self, width: int) -> Iterator[Text]:
        from rich.cells import cell_len, set_cell_size
        from rich.text import Text

        indent = max(map(cell_len, self._columns)) + GAP
        # Without room for the values beside the titles, they are below.
        beside = width - indent >= MIN_WIDTH
        for number, row in enumerate(self._rows):
            if number:
                yield Text("")
            for title, value in zip(self._columns, row, strict=True):
                if not value:
                    continue
                lines = self._wrap(value, width - indent if beside else width)
                if beside:
                    titles = [title, *("" for _ in lines[1:])]
                    for label, line in zip(titles, lines, strict=True):
                        yield self._line(set_cell_size(label, indent), line)
                    continue
                if title:
                    yield self._line(title)
                for line in lines:
                    yield self._line("", line)

    def _wrap(self, value: str, width: int) -> list[str]:
        """Return the lines of a value. Long words exceed the width, unless they are broken."""
        from rich.cells import cell_len, chop_cells

        lines: list[str] = []
        for word in value.split():
            parts = chop_cells(word, width) if self._break_words else [word]
            if lines and cell_len(lines[-1]) + 1 + cell_len(parts[0]) <= width:
                lines[-1] += f" {parts.pop(0)}"
            lines += parts
        return lines

    def _line(self, label: str, value: str = "") -> Text:
        from rich.text import Text

        # Without wrapping, because the lines of a value are wrapped already.
        return Text(no_wrap=True, overflow="ignore").append(label, "bold").append(value)
