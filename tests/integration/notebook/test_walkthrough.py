"""The walkthrough notebook runs in a real kernel, with a scripted model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient

from openai_codex.testing import FunctionCall
from support.hostile_display import check_html
from support.paths import ROOT
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from openai_codex.testing import Reply

NOTEBOOK = ROOT / "examples" / "notebook.ipynb"


def test_walkthrough_runs_and_shows_its_results(replies: list[Reply]) -> None:
    replies += ["It is empty.", FunctionCall("square", {"number": 12}), "144", "Blue."]
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=int(TEST_TIMEOUT), kernel_name="python3").execute()
    assert replies == []
    shown: dict[str, list[Any]] = {cell.source: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    displays = [output.data for outputs in shown.values() for output in outputs if "data" in output]
    texts = [check_html(data["text/html"]) for data in displays if "text/html" in data]
    # Three live displays, and four objects.
    assert len(texts) == 7
    assert sum(text.startswith("TurnResult") for text in texts) == 4
    assert sum(text.startswith("Agent") for text in texts) == 1
    assert sum(text.startswith("Tokens") for text in texts) == 1
    assert sum(text.startswith("Thread") for text in texts) == 1
    printed = "".join(output.get("text", "") for outputs in shown.values() for output in outputs)
    assert printed == "144\n"
    assert displays[-1]["text/plain"] == "'Blue.'"


def test_walkthrough_is_stored_without_outputs() -> None:
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert cells
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
