"""Methods of the client for threads, models and metadata."""

from __future__ import annotations

import time

import pytest

from codex_protocol import AgentMessageThreadItem, TurnItemsView
from openai_codex import ApprovalMode, InvalidParamsError, InvalidRequestError, Sandbox, UnexpectedKeywordError
from openai_codex.testing import ScriptedModel
from openai_codex.types import ThreadListCwdFilter
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, client

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


def test_thread_resume_by_another_client(flavour: str) -> None:
    with ScriptedModel(["One", "Two"]) as model:
        config = model.config()
        with client(flavour, config) as codex:
            thread = codex.thread_start(model="gpt-5.1", base_instructions="Be brief.")
            thread.run("First")
            thread_id = thread.id
        with client(flavour, config) as codex:
            again = codex.thread_resume(thread_id, base_instructions="Be kind.")
            assert again.id == thread_id
            assert again.run("Second").final_response == "Two"
        last = model.requests[-1]
        assert last.model == "gpt-5.1"
        assert {"First", "Second"} <= set(last.input_texts)
        assert [request.developer_texts[0] for request in model.requests] == ["Be brief.", "Be kind."]


def test_thread_fork_is_independent(flavour: str) -> None:
    with offline(flavour, ["One", "Two", "Three"]) as (model, codex):
        thread = codex.thread_start()
        thread.run("First")
        fork = codex.thread_fork(thread.id, model="gpt-5.1")
        assert fork.id != thread.id
        fork.run("Aside")
        assert {"First", "Aside"} <= set(model.requests[-1].input_texts)
        assert model.requests[-1].model == "gpt-5.1"
        thread.run("Straight on")
        assert "Aside" not in model.requests[-1].input_texts
        assert len(thread.read(include_turns=True).thread.turns) == 2


def test_thread_fork_ephemeral_is_not_stored(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        fork = codex.thread_fork(thread.id, ephemeral=True)
        assert fork.run("Aside").final_response == "ok"
        assert [found.id for found in codex.thread_list().data] == [thread.id]


def test_thread_list_pages_and_filters(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        ids = []
        for number in range(3):
            thread = codex.thread_start()
            thread.run(f"Number {number}")
            thread.set_name(f"name {number}")
            ids.append(thread.id)
        seen = []
        page = codex.thread_list(limit=2, sort_key="recency_at", sort_direction="asc")
        seen += page.data
        assert len(seen) == 2
        seen += codex.thread_list(limit=2, sort_key="recency_at", sort_direction="asc", cursor=page.next_cursor).data
        assert [thread.id for thread in seen] == ids
        assert [thread.name for thread in seen] == ["name 0", "name 1", "name 2"]
        found = codex.thread_list(search_term="name 1").data
        assert [thread.id for thread in found] == [ids[1]]
        assert codex.thread_list(cwd="/nowhere/at/all").data == []
        assert codex.thread_list(cwd=ThreadListCwdFilter(root="/nowhere/at/all")).data == []
        folder = page.data[0].cwd
        assert len(codex.thread_list(cwd=ThreadListCwdFilter(root=["/nowhere/at/all", folder])).data) == 3
        assert codex.thread_list(model_providers=["another"]).data == []
        # None means omitted.
        assert len(codex.thread_list(limit=None, cursor=None, archived=None).data) == 3


def test_thread_archive_and_unarchive(flavour: str) -> None:
    with offline(flavour, ["One", "Two"]) as (_, codex):
        thread = codex.thread_start()
        thread.run("First")
        codex.thread_archive(thread.id)
        assert codex.thread_list().data == []
        assert [found.id for found in codex.thread_list(archived=True).data] == [thread.id]
        back = codex.thread_unarchive(thread.id)
        assert back.id == thread.id
        assert [found.id for found in codex.thread_list().data] == [thread.id]
        assert codex.thread_resume(back.id).run("Again").final_response == "Two"


def test_thread_read_returns_stored_data(flavour: str) -> None:
    with offline(flavour, ["One"]) as (_, codex):
        thread = codex.thread_start()
        result = thread.run("First")
        thread.set_name("A name")
        brief = thread.read().thread
        assert (brief.id, brief.name, brief.turns) == (thread.id, "A name", [])
        [turn] = thread.read(include_turns=True).thread.turns
        assert turn.id == result.id
        assert [item.text for item in turn.items if isinstance(item, AgentMessageThreadItem)] == ["One"]


def test_turn_items_view_distinguishes_unloaded_from_empty(flavour: str) -> None:
    """Turns in events may omit items; `items_view` tells whether the items are loaded."""
    with offline(flavour, ["One"]) as (_, codex):
        thread = codex.thread_start()
        turn = thread.turn("First")
        carried = [event.payload.turn for event in turn.stream() if event.method in ("turn/started", "turn/completed")]
        assert [found.items_view for found in carried] == [TurnItemsView.not_loaded, TurnItemsView.summary]
        assert carried[0].items == []
        [stored] = thread.read(include_turns=True).thread.turns
        assert stored.items_view == TurnItemsView.full


def test_thread_compact_shortens_history(flavour: str) -> None:
    with offline(flavour, ["One", "A summary.", "Two"]) as (model, codex):
        thread = codex.thread_start()
        thread.run("A long story")
        thread.compact()
        # Compaction runs as a turn; the runtime accepts no other turn before its end.
        deadline = time.monotonic() + 20
        while (status := thread.read().thread.status.type) != "idle" or len(model.requests) < 2:
            assert time.monotonic() < deadline, status
        assert thread.run("Go on").final_response == "Two"
        assert any("A summary." in text for text in model.requests[-1].input_texts)


def test_models_lists_models(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        shown = codex.models().data
        everything = codex.models(include_hidden=True).data
        assert shown
        assert {model.id for model in shown} < {model.id for model in everything}
        assert not any(model.hidden for model in shown)
        assert all(model.supported_reasoning_efforts for model in shown)


def test_metadata_identifies_runtime(flavour: str) -> None:
    with offline(flavour, [], client_name="my_program") as (_, codex):
        metadata = codex.metadata
        assert metadata.server_info.name == "my_program"
        assert metadata.server_info.version.split(".")[0].isdigit()
        assert metadata.user_agent.startswith(f"my_program/{metadata.server_info.version}")
        assert metadata.platform_os in ("linux", "macos", "windows")
        assert metadata.platform_family in ("unix", "windows")
        assert (metadata.userAgent, metadata.serverInfo.name, metadata.serverInfo.version) == (
            metadata.user_agent,
            metadata.server_info.name,
            metadata.server_info.version,
        )


def test_presets_reach_runtime(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):

        def stored(thread_id: str) -> tuple[str, str, str]:
            found = codex.rpc.thread_resume(thread_id=thread_id)
            return str(found.approval_policy), str(found.approvals_reviewer), found.sandbox.type

        thread = codex.thread_start()
        thread.run("Hi")
        assert stored(thread.id)[:2] == ("on-request", "auto_review")
        strict = codex.thread_start(approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only)
        strict.run("Hi")
        assert (stored(strict.id)[0], stored(strict.id)[2]) == ("never", "readOnly")


def test_presets_omitted_keep_stored_settings(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only)
        thread.run("Hi")
        codex.thread_resume(thread.id).run("Hi again")
        fork = codex.thread_fork(thread.id)
        fork.run("And again")
        for thread_id in (thread.id, fork.id):
            found = codex.rpc.thread_resume(thread_id=thread_id)
            assert (str(found.approval_policy), found.sandbox.type) == ("never", "readOnly")
        # A preset that is passed applies to later turns as well.
        thread.run("Wider", approval_mode=ApprovalMode.auto_review, sandbox=Sandbox.workspace_write)
        thread.run("As before")
        found = codex.rpc.thread_resume(thread_id=thread.id)
        assert (str(found.approval_policy), found.sandbox.type) == ("on-request", "workspaceWrite")


def test_include_turns_loads_past_turns(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("Hi")
        for include in (True, False, None):
            assert codex.thread_resume(thread.id, include_turns=include).id == thread.id
            assert codex.thread_fork(thread.id, include_turns=include).id != thread.id
        assert codex.rpc.thread_resume(thread_id=thread.id, exclude_turns=True).thread.turns == []
        assert len(codex.rpc.thread_resume(thread_id=thread.id, exclude_turns=False).thread.turns) == 1


def test_none_is_omitted_by_convenience_methods_and_null_in_rpc(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(model="gpt-5.1", cwd=None, config=None, ephemeral=None)
        thread.run("Hi", effort="low")
        thread.run("Hi", effort=None)
        # The runtime rejects null where the schema does not allow it, which proves that null was sent.
        with pytest.raises(InvalidParamsError, match="null"):
            codex.rpc.thread_read(thread_id=thread.id, include_turns=None)


def test_missing_thread_raises(flavour: str) -> None:
    nowhere = "00000000-0000-0000-0000-000000000000"
    with offline(flavour, []) as (_, codex):
        for call in (codex.thread_resume, codex.thread_fork, codex.thread_archive, codex.thread_unarchive):
            with pytest.raises(InvalidRequestError) as caught:
                call(nowhere)
            assert nowhere in str(caught.value)
        with pytest.raises(UnexpectedKeywordError, match="thread_start"):
            codex.thread_start(modle="gpt-5.1")
