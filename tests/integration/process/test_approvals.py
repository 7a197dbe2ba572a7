"""Server requests without a handler are declined; sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import CommandExecutionThreadItem, FileChangeThreadItem, TurnStatus
from openai_codex.testing import FunctionCall, shell_call
from support.runtimes import offline
from support.sync_adapter import attach_thread

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex import TurnResult

pytestmark = pytest.mark.parametrize("flavour", ["sync", "async"])

PATCH = "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: made.txt\n+hello\n*** End Patch\nEOF\n"


def run_with_policy(client: Any, **policy: Any) -> TurnResult:
    """Run a turn with an approval policy that no preset has."""
    response = client.rpc.thread_start(**policy)
    result: TurnResult = attach_thread(client, response.thread.id).run("Go.")
    return result


def commands(result: TurnResult) -> list[tuple[str, int | None]]:
    return [(str(i.status), i.exit_code) for i in result.items if isinstance(i, CommandExecutionThreadItem)]


def test_command_without_approval_is_not_run(flavour: str, tmp_path: Path) -> None:
    script = [FunctionCall("exec_command", {"cmd": "touch made.txt"}, call_id="touch"), "I was not allowed to."]
    with offline(flavour, script, cwd=tmp_path, default=None) as (model, client):
        result = run_with_policy(client, approval_policy="untrusted", sandbox="danger-full-access")
        output = model.requests[1].function_outputs["touch"]
    assert commands(result) == [("declined", None)]
    assert "rejected" in output
    assert result.status is TurnStatus.completed
    assert result.final_response == "I was not allowed to."
    assert list(tmp_path.iterdir()) == []


def test_command_with_policy_never_is_run(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, [shell_call("touch made.txt"), "Done."], cwd=tmp_path, default=None) as (_, client):
        result = run_with_policy(client, approval_policy="never", sandbox="danger-full-access")
    assert commands(result) == [("completed", 0)]
    assert [path.name for path in tmp_path.iterdir()] == ["made.txt"]


def test_command_leaving_sandbox_without_approval_is_not_run(flavour: str, tmp_path: Path) -> None:
    call = shell_call("touch made.txt", sandbox_permissions="require_escalated", justification="for the test")
    with offline(flavour, [call, "No."], cwd=tmp_path, default=None) as (_, client):
        result = run_with_policy(client, approval_policy="on-request", sandbox="read-only")
    assert commands(result) == [("declined", None)]
    assert list(tmp_path.iterdir()) == []


def test_file_change_without_approval_is_not_made(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, [shell_call(PATCH), "No."], cwd=tmp_path, default=None) as (_, client):
        result = run_with_policy(client, approval_policy="on-request", sandbox="read-only")
    (change,) = [item for item in result.items if isinstance(item, FileChangeThreadItem)]
    assert change.status == "declined"
    assert result.final_response == "No."
    assert list(tmp_path.iterdir()) == []


def test_file_change_with_policy_never_is_made(flavour: str, tmp_path: Path) -> None:
    with offline(flavour, [shell_call(PATCH), "Done."], cwd=tmp_path, default=None) as (_, client):
        result = run_with_policy(client, approval_policy="never", sandbox="danger-full-access")
    (change,) = [item for item in result.items if isinstance(item, FileChangeThreadItem)]
    assert change.status == "completed"
    assert (tmp_path / "made.txt").read_text() == "hello\n"


def test_several_requests_of_one_turn_are_all_answered(flavour: str, tmp_path: Path) -> None:
    calls = [shell_call(f"touch {number}") for number in range(3)]
    with offline(flavour, [*calls, "No."], cwd=tmp_path, default=None) as (_, client):
        result = run_with_policy(client, approval_policy="untrusted", sandbox="danger-full-access")
    assert commands(result) == [("declined", None)] * 3
    assert list(tmp_path.iterdir()) == []


def test_dynamic_tool_without_handler_is_refused(flavour: str) -> None:
    tool = {
        "type": "function",
        "name": "weather",
        "description": "Tells the weather.",
        "inputSchema": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
    script = [FunctionCall("weather", {"city": "Bonn"}, call_id="w"), "I cannot tell."]
    with offline(flavour, script, default=None) as (model, client):
        result = client.thread_start(dynamic_tools=[tool]).run("Rain?")
        assert "weather" in model.requests[0].tools
        assert "w" in model.requests[1].function_outputs
    assert result.status is TurnStatus.completed
    assert result.final_response == "I cannot tell."
