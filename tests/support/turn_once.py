"""Journals that end their process at a step, and a turn whose command counts its executions."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openai_codex.testing import shell_call
from openai_codex.turn_once import FileJournal, SQLiteJournal, TurnRequest, run_turn_once, run_turn_once_async
from support.sync_adapter import SyncAdapter, unwrap

if TYPE_CHECKING:
    from openai_codex.testing import RecordedRequest
    from openai_codex.turn_once import Journal, JournalEntry, JournalLock, TurnOutcome

JOURNALS = ["file", "sqlite"]

UNSANDBOXED = {"sandbox": "full-access", "approval_mode": "deny_all"}


def open_journal(kind: str, folder: Path) -> Any:
    """Return a journal in a folder."""
    return FileJournal(folder / "journal") if kind == "file" else SQLiteJournal(folder / "journal.sqlite")


def close_journal(journal: Any) -> None:
    """Close a journal that has a connection."""
    if isinstance(journal, SQLiteJournal):
        journal.close()


def run_once(codex: Any, request: TurnRequest, **options: Any) -> TurnOutcome:
    """Call `run_turn_once` with a client, or `run_turn_once_async` with the async client behind a `SyncAdapter`."""
    if isinstance(codex, SyncAdapter):
        return codex._loop.call(run_turn_once_async(unwrap(codex), request, **options))
    return run_turn_once(codex, request, **options)


class CrashingJournal:
    """Kills its process before or after the call of `save` with a number, from 1."""

    def __init__(self, journal: Journal, moment: str) -> None:
        self._journal = journal
        self._moment = moment
        self._saves = 0

    def try_lock(self, name: str) -> JournalLock | None:
        return self._journal.try_lock(name)

    def load(self, key: str) -> JournalEntry | None:
        return self._journal.load(key)

    def save(self, entry: JournalEntry) -> None:
        self._saves += 1
        kill_at(self._moment, f"before save {self._saves}")
        self._journal.save(entry)
        kill_at(self._moment, f"after save {self._saves}")


def kill_at(moment: str, reached: str) -> None:
    """Kill this process if it has reached the moment."""
    if moment == reached:
        os.kill(os.getpid(), signal.SIGKILL)


def counted_request(effects: Path, **fields: Any) -> TurnRequest:
    """Return a turn whose command appends a line to a file; see `counting_reply`."""
    return TurnRequest(**{"input": f"Append to {effects}.", "thread_options": UNSANDBOXED, **fields})


def counting_reply(request: RecordedRequest) -> Any:
    """Call the command that the user has asked for, or confirm that it has run."""
    last: Any = request.body["input"][-1]
    if last.get("type") == "function_call_output":
        return "done"
    path = (request.user_text or "").removeprefix("Append to ").removesuffix(".")
    return shell_call(f"echo run >> {path}")


def main() -> None:
    """Run a turn and kill this process at a moment. The arguments are a JSON document."""
    import asyncio

    from openai_codex import AsyncCodex, Codex, CodexConfig

    values = json.loads(sys.argv[1])
    moment = values["moment"]
    journal = CrashingJournal(open_journal(values["journal"], Path(values["folder"])), moment)
    request = TurnRequest(**values["request"])
    config = CodexConfig(**values["config"])

    def on_turn(handle: object) -> None:
        kill_at(moment, "after turn/start")

    async def run() -> None:
        async with AsyncCodex(config) as codex:
            await run_turn_once_async(codex, request, journal=journal, on_turn=on_turn)

    if values["flavour"] == "async":
        asyncio.run(run())
    else:
        with Codex(config) as codex:
            run_turn_once(codex, request, journal=journal, on_turn=on_turn)


if __name__ == "__main__":
    main()
