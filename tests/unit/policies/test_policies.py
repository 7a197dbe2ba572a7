"""Unit tests of `Policy`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError
from openai_codex._handlers.approvals import Approval
from openai_codex.policies import Policy, allow_commands, deny_commands
from unit.policies.approval_requests import ACCEPT, DECLINE, command_request, shell_request

if TYPE_CHECKING:
    from openai_codex._handlers.approvals import ApprovalRequest


def abstain(request: ApprovalRequest) -> Approval | None:
    return None


async def abstain_async(request: ApprovalRequest) -> Approval | None:
    return None


async def cancel_async(request: ApprovalRequest) -> Approval | None:
    return Approval.cancel()


def must_not_run(request: ApprovalRequest) -> Approval | None:
    raise AssertionError("an earlier rule decided")


def test_policy_all_rules_abstain_declines() -> None:
    assert Policy()(command_request("ls")) == DECLINE
    assert Policy(abstain, allow_commands("hg"))(command_request("ls")) == DECLINE


def test_policy_all_rules_abstain_returns_default() -> None:
    assert Policy(abstain, default=Approval.defer())(command_request("ls")) == Approval.defer()


def test_policy_first_deciding_rule_wins() -> None:
    policy = Policy(abstain, deny_commands("hg push"), allow_commands("hg"), must_not_run)
    assert policy(shell_request("hg push --force")) == DECLINE
    assert policy(shell_request("hg status")) == ACCEPT


def test_policy_nested_policy_decides() -> None:
    inner = Policy(allow_commands("ls"), default=Approval.cancel())
    assert Policy(abstain, inner, must_not_run)(command_request("ls")) == ACCEPT
    assert Policy(abstain, inner, must_not_run)(command_request("rm")) == Approval.cancel()


async def test_policy_async_rules_returns_awaitable() -> None:
    decision = Policy(abstain, abstain_async, allow_commands("ls"), must_not_run)(command_request("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == ACCEPT
    decision = Policy(abstain_async, Policy(abstain_async, cancel_async), must_not_run)(command_request("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == Approval.cancel()
    decision = Policy(abstain_async, abstain)(command_request("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == DECLINE


async def test_policy_sync_rule_after_async_rule_runs_in_thread() -> None:
    threads: list[int] = []

    def record_thread(request: ApprovalRequest) -> Approval | None:
        threads.append(threading.get_ident())
        return Approval.cancel()

    decision = Policy(abstain_async, record_thread)(command_request("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == Approval.cancel()
    assert threads != [threading.get_ident()]


def test_policy_sync_decision_before_async_rule_is_sync() -> None:
    assert Policy(allow_commands("ls"), abstain_async)(command_request("ls")) == ACCEPT


@pytest.mark.parametrize("invalid", [True, "accept", Approval, ("accept",)])
def test_policy_invalid_decision_raises(invalid: Any) -> None:
    def return_invalid(request: ApprovalRequest) -> Any:
        return invalid

    with pytest.raises(InputError, match="return_invalid"):
        Policy(return_invalid, allow_commands("ls"))(command_request("ls"))


async def test_policy_invalid_async_decision_raises() -> None:
    async def return_invalid(request: ApprovalRequest) -> Any:
        return True

    decision = Policy(return_invalid, allow_commands("ls"))(command_request("ls"))
    assert not isinstance(decision, Approval)
    with pytest.raises(InputError, match="return_invalid"):
        await decision


def test_policy_rule_raises_propagates() -> None:
    def raise_error(request: ApprovalRequest) -> Approval | None:
        raise LookupError("broken")

    with pytest.raises(LookupError, match="broken"):
        Policy(raise_error, allow_commands("ls"))(command_request("ls"))


def test_policy_invalid_arguments_raises() -> None:
    with pytest.raises(InputError, match=r"rules\[1\].*Approval"):
        Policy(abstain, Approval.accept())  # type: ignore[arg-type]
    with pytest.raises(InputError, match="default"):
        Policy(default=None)  # type: ignore[arg-type]


def test_policy_repr_shows_its_rules() -> None:
    policy = Policy(deny_commands("hg push"), allow_commands("hg", ["ls", "-l"], operators={"|"}), abstain)
    assert repr(policy) == (
        "Policy(deny_commands('hg push'), allow_commands('hg', ['ls', '-l'], operators=('|',)), abstain)"
    )
    assert repr(Policy(default=Approval.defer())).startswith("Policy(default=Approval(decision='defer'")
