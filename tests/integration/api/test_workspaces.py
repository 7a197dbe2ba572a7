"""The working directory in approval requests: `ApprovalRequest.workspace`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integration.api.test_restart import kill
from openai_codex import ApprovalMode, ApprovalRequest, Sandbox
from openai_codex.policies import Policy, allow_commands
from openai_codex.testing import shell_call
from support.delegation import DEEP, GRANDCHILD, PARENT, WAIT, delegating, spawn
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

ASKING = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}
TOUCH = shell_call("touch made")


@pytest.mark.parametrize("changes", [False, True])
@pytest.mark.parametrize("deep", [False, True])
def test_subagent_has_workspace_of_turn_that_starts_it(flavour: str, deep: bool, changes: bool, tmp_path: Path) -> None:
    """The runtime reports no directory of a sub-agent that it starts."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    requests: list[ApprovalRequest] = []
    policy = Policy(requests.append, allow_commands("touch"))
    script = delegating([spawn(GRANDCHILD), WAIT], grandchild=[TOUCH]) if deep else delegating([TOUCH])
    with offline(flavour, script, on_approval=policy, **DEEP) as (_, codex):
        thread = codex.thread_start(cwd=str(first), **ASKING)
        thread.run(PARENT, timeout=60, **({"cwd": str(second)} if changes else {}))
    [request] = requests
    expected = second if changes else first
    assert request.thread_id != thread.id
    assert request.workspace == str(expected)
    assert (expected / "made").exists()


def test_settings_update_changes_workspace(flavour: str, tmp_path: Path) -> None:
    requests: list[ApprovalRequest] = []
    policy = Policy(requests.append, allow_commands("touch"))
    script = [TOUCH, "Done.", TOUCH, "Done."]
    with offline(flavour, script, on_approval=policy, restart=True) as (_, codex):
        thread = codex.thread_start(**ASKING)
        codex.rpc.thread_settings_update(thread_id=thread.id, cwd=str(tmp_path))
        thread.run("Go")
        kill(codex)
        thread.run("Go")
    assert [request.workspace for request in requests] == [str(tmp_path)] * 2
    assert (tmp_path / "made").exists()
