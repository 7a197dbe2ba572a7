"""The journals on disk, and their locks between callers and processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError
from openai_codex.turn_once import FileJournal, JournalEntry, SQLiteJournal, TurnOutcome
from support.turn_once import JOURNALS, close_journal, open_journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=JOURNALS)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    opened = open_journal(request.param, tmp_path)
    yield opened
    close_journal(opened)


def finished(key: str) -> JournalEntry:
    outcome = TurnOutcome(key=key, status="completed", final_response="é\n")
    return JournalEntry(key=key, fingerprint="f", state="finished", outcome=outcome)


def test_record_is_read_as_saved(journal: Any, tmp_path: Path) -> None:
    assert journal.load("key") is None
    journal.save(JournalEntry(key="key", fingerprint="f"))
    journal.save(JournalEntry(key="../é /", fingerprint="other"))
    journal.save(finished("key"))
    assert journal.load("key") == finished("key")
    assert journal.load("../é /").fingerprint == "other"
    again = type(journal)(tmp_path / ("journal" if isinstance(journal, FileJournal) else "journal.sqlite"))
    assert again.load("key") == finished("key")
    close_journal(again)


def test_lock_excludes_other_callers_until_its_release(journal: Any) -> None:
    lock = journal.try_lock("turn:key")
    assert lock is not None
    assert journal.try_lock("turn:key") is None
    other = journal.try_lock("thread:key")
    assert other is not None
    lock.release()
    lock.release()
    again = journal.try_lock("turn:key")
    assert again is not None
    again.release()
    other.release()


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process with SIGKILL")
def test_lock_of_killed_process_is_free(journal: Any) -> None:
    program = (
        "import sys; from pathlib import Path; from openai_codex.turn_once.file_lock import try_file_lock\n"
        "assert try_file_lock(Path(sys.argv[1])); print('locked', flush=True); sys.stdin.read()"
    )
    [path] = lock_files(journal, "turn:key")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        assert journal.try_lock("turn:key") is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        lock = journal.try_lock("turn:key")
    assert lock is not None
    lock.release()
    assert not path.exists()


def lock_files(journal: Any, name: str) -> list[Path]:
    """Return the paths of the files that a lock consists of."""
    lock = journal.try_lock(name)
    path: Path = lock._path
    lock.release()
    return [path]


def test_prune_removes_records_of_ended_turns_only(journal: Any) -> None:
    journal.save(finished("old"))
    journal.save(JournalEntry(key="running", fingerprint="f", state="starting"))
    assert journal.prune(3600) == 0
    assert journal.prune(0) == 1
    assert journal.load("old") is None
    assert journal.load("running") is not None
    with pytest.raises(InputError, match="older_than: expected seconds, 0 or more"):
        journal.prune(-1)


def test_record_is_not_visible_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = FileJournal(tmp_path)
    journal.save(finished("key"))
    monkeypatch.setattr(os, "replace", failing_replace)
    with pytest.raises(OSError, match="replace failed"):
        journal.save(JournalEntry(key="key", fingerprint="f"))
    assert journal.load("key") == finished("key")
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def failing_replace(*values: object) -> None:
    raise OSError("replace failed")


def test_records_survive_in_database_of_two_journals(tmp_path: Path) -> None:
    with SQLiteJournal(tmp_path / "folder" / "journal.sqlite") as first:
        with SQLiteJournal(tmp_path / "folder" / "journal.sqlite") as second:
            for number in range(20):
                (first, second)[number % 2].save(finished(f"key-{number}"))
            assert all(first.load(f"key-{number}") is not None for number in range(20))
            lock = first.try_lock("name")
            assert lock is not None
            assert second.try_lock("name") is None
            lock.release()
        first.save(finished("after"))
        assert first.load("after") == finished("after")
