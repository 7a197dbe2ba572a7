"""Run a turn that is executed at most once, also if its process is killed and started again.

    from openai_codex import Codex
    from openai_codex.turn_once import SQLiteJournal, TurnRequest, run_turn_once

    request = TurnRequest(key="invoice-17", input="Check invoice 17.")
    with Codex() as codex, SQLiteJournal("turns.sqlite") as journal:
        outcome = run_turn_once(codex, request, journal=journal)
        print(outcome.status, outcome.final_response)

A second call with the same key returns the stored outcome, follows the turn that is still running, or reports that the
state of the turn is uncertain. `run_turn_once_async` is the asyncio variant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex.turn_once.drivers import run_turn_once as run_turn_once
    from openai_codex.turn_once.drivers import run_turn_once_async as run_turn_once_async
    from openai_codex.turn_once.file_journal import FileJournal as FileJournal
    from openai_codex.turn_once.journal import Journal as Journal
    from openai_codex.turn_once.journal import JournalConflictError as JournalConflictError
    from openai_codex.turn_once.journal import JournalEntry as JournalEntry
    from openai_codex.turn_once.journal import JournalLock as JournalLock
    from openai_codex.turn_once.models import TurnOutcome as TurnOutcome
    from openai_codex.turn_once.models import TurnRequest as TurnRequest
    from openai_codex.turn_once.sqlite_journal import SQLiteJournal as SQLiteJournal

_MODULES = {
    "FileJournal": "file_journal",
    "Journal": "journal",
    "JournalConflictError": "journal",
    "JournalEntry": "journal",
    "JournalLock": "journal",
    "SQLiteJournal": "sqlite_journal",
    "TurnOutcome": "models",
    "TurnRequest": "models",
    "run_turn_once": "drivers",
    "run_turn_once_async": "drivers",
}

__all__ = [
    "FileJournal",
    "Journal",
    "JournalConflictError",
    "JournalEntry",
    "JournalLock",
    "SQLiteJournal",
    "TurnOutcome",
    "TurnRequest",
    "run_turn_once",
    "run_turn_once_async",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return value
