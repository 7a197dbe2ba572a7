"""Iterate over, search, resume and delete stored threads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError, InvalidRequestError, UnexpectedKeywordError
from openai_codex._async import thread_operations as async_operations
from openai_codex._sync import thread_operations as sync_operations
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, client, unwrap

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    from openai_codex._async import client_operations as async_client
    from openai_codex._sync import client_operations as sync_client

    for module in (async_operations, sync_operations, async_client, sync_client):
        monkeypatch.setattr(module, "PAGE_SIZE", 2)


def start_threads(codex: Any, number: int) -> list[str]:
    ids: list[str] = []
    for count in range(number):
        thread = codex.thread_start()
        thread.run(f"Thread {count}")
        ids.append(thread.id)
    return ids


def all_pages(codex: Any, **options: Any) -> list[str]:
    ids: list[str] = []
    cursor = None
    while True:
        page = codex.thread_list(cursor=cursor, **options)
        ids += [thread.id for thread in page.data]
        cursor = page.next_cursor
        if cursor is None:
            return ids


def test_threads_returns_threads_of_same_second(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        ids = start_threads(codex, 7)
        assert [thread.id for thread in codex.threads(limit=2)] == ids[::-1]
        assert [thread.id for thread in codex.threads(limit=2, sort_direction="asc")] == ids
        assert [thread.id for thread in codex.threads(limit=3, sort_key="recency_at")] == ids[::-1]
        # The reason for the client's own cursors. If this fails, the runtime has been corrected.
        assert len(all_pages(codex, limit=2)) < len(ids)


def test_threads_sorted_by_update(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        ids = start_threads(codex, 3)
        found = [thread.updated_at for thread in codex.threads(limit=1, sort_key="updated_at")]
        assert found == sorted(found, reverse=True)
        found = [thread.updated_at for thread in codex.threads(limit=1, sort_key="updated_at", sort_direction="asc")]
        assert found == sorted(found)
        assert len(found) == len(ids)


def test_threads_applies_filters(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        ids = start_threads(codex, 4)
        codex.thread_archive(ids[0])
        assert [thread.id for thread in codex.threads(limit=1)] == ids[:0:-1]
        assert [thread.id for thread in codex.threads(limit=1, archived=True)] == ids[:1]
        assert [thread.id for thread in codex.threads(limit=1, search_term="Thread 2")] == [ids[2]]
        assert list(codex.threads(cwd="/elsewhere")) == []


def test_threads_returns_files_copied_meanwhile(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, []) as (_, codex):
        [copied] = start_threads(codex, 1)
        home = Path(unwrap(codex)._sender.supervisor.config.env["CODEX_HOME"])
        shutil.copytree(home / "sessions", tmp_path / "sessions")
    with offline(flavour, []) as (_, codex):
        [own] = start_threads(codex, 1)
        home = Path(unwrap(codex)._sender.supervisor.config.env["CODEX_HOME"])
        shutil.copytree(tmp_path / "sessions", home / "sessions", dirs_exist_ok=True)
        assert {thread.id for thread in codex.threads()} == {copied, own}
        assert {thread.id for thread in codex.threads(use_state_db_only=True)} == {copied, own}


def test_threads_unknown_keyword_is_rejected_at_once(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        with pytest.raises(UnexpectedKeywordError, match="sort_ky"):
            codex.threads(sort_ky="created_at")
        assert "thread/list" not in [method for method, _ in runtime.requests]


@pytest.mark.usefixtures("small_pages")
def test_search_threads_returns_threads_of_same_second(flavour: str) -> None:
    with offline(flavour, [], default="The needle is here.") as (_, codex):
        ids = start_threads(codex, 5)
        assert [found.thread.id for found in codex.search_threads("needle")] == ids[::-1]
        assert [found.thread.id for found in codex.search_threads("needle", newest_first=False)] == ids
        assert "needle" in next(iter(codex.search_threads("needle"))).snippet
        assert list(codex.search_threads("haystack")) == []
        codex.thread_archive(ids[0])
        assert [found.thread.id for found in codex.search_threads("needle", archived=True)] == ids[:1]


def test_latest_thread_is_resumed(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, []) as (model, codex):
        assert codex.latest_thread() is None
        elsewhere = codex.thread_start(cwd=tmp_path)
        elsewhere.run("Elsewhere")
        start_threads(codex, 1)
        codex.close()
        with client(flavour, unwrap(codex)._sender.supervisor.config) as other:
            latest = other.latest_thread(cwd=tmp_path)
            assert latest.id == elsewhere.id
            assert latest.run("More").status == "completed"
            assert "Elsewhere" in model.requests[-1].input_texts
            assert other.latest_thread().id == elsewhere.id
            assert other.latest_thread(cwd=tmp_path / "other") is None


@pytest.mark.parametrize("cwd", ["", 5])
def test_latest_thread_invalid_folder_is_rejected(flavour: str, cwd: Any) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        with pytest.raises(InputError, match="cwd: expected a path, got"):
            codex.latest_thread(cwd=cwd)
        assert "thread/list" not in [method for method, _ in runtime.requests]


@pytest.mark.parametrize(
    "delete", [lambda codex, thread: thread.delete(), lambda codex, thread: codex.thread_delete(thread.id)]
)
def test_deleted_thread_is_gone(flavour: str, delete: Callable[[Any, Any], Any]) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("One")
        assert delete(codex, thread).model_dump() == {}
        assert list(codex.threads()) == []
        with pytest.raises(InvalidRequestError):
            thread.run("Two")
        # A restarted runtime does not resume it.
        assert unwrap(codex)._sender.supervisor.threads.open() == []
