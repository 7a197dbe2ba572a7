"""Policies: the first rule that has an opinion counts, and nobody's opinion is no."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError
from openai_codex._handlers.approvals import Approval
from openai_codex.policies import Policy, allow_commands, deny_commands
from unit.policies.approval_requests import ACCEPT, DECLINE, asked, script

if TYPE_CHECKING:
    from openai_codex._handlers.approvals import ApprovalRequest


def no_opinion(request: ApprovalRequest) -> Approval | None:
    return None


async def no_opinion_yet(request: ApprovalRequest) -> Approval | None:
    return None


async def cancel_later(request: ApprovalRequest) -> Approval | None:
    return Approval.cancel()


def never_asked(request: ApprovalRequest) -> Approval | None:
    raise AssertionError("an earlier rule had decided")


def test_what_no_rule_has_an_opinion_on_is_declined() -> None:
    assert Policy()(asked("ls")) == DECLINE
    assert Policy(no_opinion, allow_commands("git"))(asked("ls")) == DECLINE


def test_what_no_rule_has_an_opinion_on_may_be_left_to_somebody_else() -> None:
    assert Policy(no_opinion, default=Approval.defer())(asked("ls")) == Approval.defer()


def test_the_first_opinion_counts() -> None:
    policy = Policy(no_opinion, deny_commands("git push"), allow_commands("git"), never_asked)
    assert policy(script("git push --force")) == DECLINE
    assert policy(script("git status")) == ACCEPT


def test_a_policy_is_a_rule_of_another() -> None:
    inner = Policy(allow_commands("ls"), default=Approval.cancel())
    assert Policy(no_opinion, inner, never_asked)(asked("ls")) == ACCEPT
    assert Policy(no_opinion, inner, never_asked)(asked("rm")) == Approval.cancel()


async def test_rules_may_be_async() -> None:
    decision = Policy(no_opinion, no_opinion_yet, allow_commands("ls"), never_asked)(asked("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == ACCEPT
    decision = Policy(no_opinion_yet, Policy(no_opinion_yet, cancel_later), never_asked)(asked("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == Approval.cancel()
    decision = Policy(no_opinion_yet, no_opinion)(asked("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == DECLINE


async def test_a_sync_rule_behind_an_async_one_does_not_hold_up_the_event_loop() -> None:
    threads: list[int] = []

    def here(request: ApprovalRequest) -> Approval | None:
        threads.append(threading.get_ident())
        return Approval.cancel()

    decision = Policy(no_opinion_yet, here)(asked("ls"))
    assert not isinstance(decision, Approval)
    assert await decision == Approval.cancel()
    assert threads != [threading.get_ident()]


def test_an_async_rule_is_not_asked_where_an_earlier_one_decides() -> None:
    assert Policy(allow_commands("ls"), no_opinion_yet)(asked("ls")) == ACCEPT


@pytest.mark.parametrize("answer", [True, "accept", Approval, ("accept",)])
def test_what_is_no_approval_does_not_decide(answer: Any) -> None:
    def confused(request: ApprovalRequest) -> Any:
        return answer

    with pytest.raises(InputError, match="confused"):
        Policy(confused, allow_commands("ls"))(asked("ls"))


async def test_what_is_no_approval_does_not_decide_later_either() -> None:
    async def confused(request: ApprovalRequest) -> Any:
        return True

    decision = Policy(confused, allow_commands("ls"))(asked("ls"))
    assert not isinstance(decision, Approval)
    with pytest.raises(InputError, match="confused"):
        await decision


def test_what_a_rule_raises_does_not_become_a_decision_of_the_next() -> None:
    def broken(request: ApprovalRequest) -> Approval | None:
        raise LookupError("broken")

    with pytest.raises(LookupError, match="broken"):
        Policy(broken, allow_commands("ls"))(asked("ls"))


def test_wrong_arguments_are_refused_at_once() -> None:
    with pytest.raises(InputError, match=r"rules\[1\].*Approval"):
        Policy(no_opinion, Approval.accept())  # type: ignore[arg-type]
    with pytest.raises(InputError, match="otherwise"):
        Policy(default=None)  # type: ignore[arg-type]


def test_a_policy_prints_as_what_it_was_made_of() -> None:
    policy = Policy(deny_commands("git push"), allow_commands("git", ["ls", "-l"], operators={"|"}), no_opinion)
    assert repr(policy) == (
        "Policy(deny_commands('git push'), allow_commands('git', ['ls', '-l'], operators=('|',)), no_opinion)"
    )
    assert repr(Policy(default=Approval.defer())).startswith("Policy(otherwise=Approval(decision='defer'")
