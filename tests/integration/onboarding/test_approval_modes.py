"""The approval mode that the client chooses if the caller passes none, on the real runtime."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from openai_codex import Approval, ApprovalMode, ApprovalRequest, GranularApproval
from openai_codex.testing import shell_call
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

ASK = {"approvalPolicy": "on-request", "approvalsReviewer": "user"}
AUTO_REVIEW = {"approvalPolicy": "on-request", "approvalsReviewer": "auto_review"}
NEVER = {"approvalPolicy": "never"}
REMOVE = [shell_call("rm -f made.txt"), "Done."]


class Handler:
    """Counts the requests, and declines them."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, request: ApprovalRequest) -> Approval:
        self.calls += 1
        return Approval.decline("not now")


def modes(params: dict[str, Any]) -> dict[str, Any]:
    return {name: params[name] for name in ("approvalPolicy", "approvalsReviewer") if name in params}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [text for record in caplog.records if "approval handler" in (text := record.getMessage())]


@pytest.mark.parametrize("level", ["client", "thread", "turn", "run", "resume", "fork"])
def test_handler_without_a_mode_is_called(flavour: str, level: str) -> None:
    handler = Handler()
    client = {"on_approval": handler} if level == "client" else {}
    thread_handlers = {"on_approval": handler} if level == "thread" else {}
    with offline(flavour, ["Hello.", *REMOVE] if level in ("resume", "fork") else REMOVE, **client) as (_, codex):
        if level == "run":
            result = codex.run("Go", on_approval=handler)
        else:
            thread = codex.thread_start(**thread_handlers)
            if level in ("resume", "fork"):
                thread.run("Hi")
                thread = getattr(codex, f"thread_{level}")(thread.id, on_approval=handler)
            result = thread.run("Go", **({"on_approval": handler} if level == "turn" else {}))
    assert handler.calls == 1
    assert [decision.decider for decision in result.decisions] == ["handler"]


def test_handler_of_a_turn_leaves_the_next_turn_to_the_reviewer(flavour: str) -> None:
    handler = Handler()
    responses = {"turn/start": {"turn": {"id": "turn-1"}}}
    with fake_runtime(flavour, responses) as (runtime, codex):
        thread = codex.thread_start()
        for number, keywords in enumerate(({"on_approval": handler}, {"on_approval": handler}, {}, {}), 1):
            runtime.responses["turn/start"] = {"turn": {"id": f"turn-{number}"}}
            turn = thread.turn("Go", **keywords)
            runtime.start_turn(f"turn-{number}")
            runtime.complete_turn(f"turn-{number}")
            turn.run()
        sent = [modes(params) for method, params in runtime.requests if method == "turn/start"]
    assert sent == [ASK, {}, AUTO_REVIEW, {}]


@pytest.mark.parametrize(
    ("client", "keywords", "expected"),
    [
        ({}, {}, AUTO_REVIEW),
        ({}, {"approval_mode": None}, {}),
        ({"on_approval": Handler()}, {}, ASK),
        ({"on_approval": Handler()}, {"approval_mode": None}, {}),
        ({"on_approval": Handler()}, {"approval_mode": ApprovalMode.deny_all}, NEVER),
        ({}, {"on_approval": Handler()}, ASK),
        ({"on_request": {"item/fileChange/requestApproval": Handler()}}, {}, ASK),
        ({"on_user_input": Handler()}, {}, AUTO_REVIEW),
    ],
)
def test_thread_start_sends_the_mode(flavour: str, client: Any, keywords: Any, expected: Any) -> None:
    with fake_runtime(flavour, **client) as (runtime, codex):
        codex.thread_start(**keywords)
        [sent] = [modes(params) for method, params in runtime.requests if method == "thread/start"]
    assert sent == expected


@pytest.mark.parametrize("mode", [ApprovalMode.deny_all, ApprovalMode.ask_always])
@pytest.mark.parametrize("call", ["thread_resume", "thread_fork"])
def test_stored_mode_other_than_auto_review_is_kept(flavour: str, call: str, mode: ApprovalMode) -> None:
    with offline(flavour, [], on_approval=Handler()) as (_, codex):
        thread = codex.thread_start(approval_mode=mode)
        thread.run("Hi")
        opened = getattr(codex, call)(thread.id)
        opened.run("Go")
        policy = codex.rpc.thread_resume(thread_id=opened.id).approval_policy
    assert policy == {"deny_all": "never", "ask_always": "untrusted"}[mode.value]


def test_goal_of_a_resumed_thread_uses_the_handler_of_the_client(flavour: str) -> None:
    responses = {
        "thread/resume": {"thread": {"id": "thread-1"}, **AUTO_REVIEW},
        "thread/settings/update": {},
        "thread/goal/set": {"goal": {}},
    }
    with fake_runtime(flavour, responses, on_approval=Handler()) as (runtime, codex):
        codex.thread_resume("thread-1").start_goal("Count.")
        [sent] = [modes(params) for method, params in runtime.requests if method == "thread/settings/update"]
    assert sent == ASK


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (
            ApprovalMode.deny_all,
            "approval_mode=ApprovalMode.deny_all: the approval handler is not called, ",
        ),
        ("auto_review", "approval_mode=ApprovalMode.auto_review: the approval handler is not called, "),
        (
            GranularApproval(rules=True, reviewer="auto_review"),
            "approval_mode.reviewer='auto_review': the approval handler is not called",
        ),
        (
            GranularApproval(),
            "approval_mode=GranularApproval() without a kind: the approval handler is not called",
        ),
    ],
)
@pytest.mark.parametrize("level", ["client", "thread"])
def test_explicit_mode_without_effect_of_the_handler_logs_a_warning(
    flavour: str, level: str, mode: Any, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    client: dict[str, Any] = {"on_approval": Handler()} if level == "client" else {}
    handlers: dict[str, Any] = {} if client else {"on_approval": Handler()}
    with caplog.at_level(logging.WARNING, "openai_codex"), offline(flavour, [], **client) as (_, codex):
        thread = codex.thread_start(approval_mode=mode, **handlers)
        assert len(warnings(caplog)) == 1
        thread.run("Go", approval_mode=mode)
        codex.thread_resume(thread.id, approval_mode=mode, **handlers)
        codex.thread_fork(thread.id, approval_mode=mode, **handlers)
        codex.run("Go", approval_mode=mode, **handlers)
    assert len(warnings(caplog)) == 5
    assert all(text.startswith(expected) for text in warnings(caplog))


def test_handler_of_a_turn_in_a_thread_with_an_explicit_mode_logs_a_warning(
    flavour: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "openai_codex"), offline(flavour, []) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.deny_all)
        thread.run("Go", on_approval=Handler())
        reviewed = codex.thread_start(approval_mode=ApprovalMode.auto_review)
        reviewed.run("Go", on_approval=Handler())
        granular = codex.thread_start(approval_mode=GranularApproval())
        granular.run("Go", on_approval=Handler())
    never, reviewer, kinds = warnings(caplog)
    assert kinds.startswith(f"thread {granular.id}: approval policy 'granular': the approval handler is not called")
    assert never.startswith(f"thread {thread.id}: approval policy 'never': the approval handler is not called")
    assert reviewer.startswith(f"thread {reviewed.id}: approvals reviewer 'auto_review': the approval handler is not")


def test_effective_handlers_log_no_warning(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "openai_codex"), offline(flavour, [], on_approval=Handler()) as (_, codex):
        for mode in (ApprovalMode.ask, "ask_always", GranularApproval(sandbox_approval=True), None):
            codex.thread_start(approval_mode=mode, on_approval=Handler()).run("Go", on_approval=Handler())
    assert warnings(caplog) == []


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"approval_mode": None}, ("never", "user", "read-only", "m-1")),
        ({}, ("on-request", "auto_review", "read-only", "m-1")),
        ({"sandbox": "workspace_write", "model": "m-2"}, ("on-request", "auto_review", "workspace-write", "m-2")),
    ],
)
def test_settings_of_the_configuration_apply_as_documented(flavour: str, keywords: Any, expected: Any) -> None:
    settings = {"approval_policy": "never", "sandbox_mode": "read-only", "model": "m-1"}
    with offline(flavour, [], settings=settings) as (_, codex):
        thread = codex.thread_start(**keywords)
        thread.run("Go")
        response = codex.rpc.thread_resume(thread_id=thread.id)
    kinds = {"readOnly": "read-only", "workspaceWrite": "workspace-write"}
    found = (response.approval_policy, response.approvals_reviewer, kinds[response.sandbox.type], response.model)
    assert found == expected
