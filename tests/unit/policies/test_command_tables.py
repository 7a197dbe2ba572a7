"""The tables of programs in the rules about commands, compared with literal lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError
from openai_codex.policies import allow_commands, deny_commands
from openai_codex.policies.command_rules import _RUNNERS, _STATE_BUILTINS
from unit.policies.approval_requests import command_request, decide, shell_request

if TYPE_CHECKING:
    from pathlib import Path

# fmt: off
RUNNERS = [
    "bash", "builtin", "busybox", "chroot", "cmd", "command", "coproc", "dash", "doas", "docker", "env", "eval",
    "exec", "find", "fish", "flock", "ionice", "ksh", "nice", "nohup", "npx", "parallel", "podman", "powershell",
    "pwsh", "setsid", "sh", "source", "ssh", "stdbuf", "strace", "su", "sudo", "time", "timeout", "trap", "watch",
    "xargs", "zsh",
]
STATE_BUILTINS = [
    ".", "alias", "cd", "chdir", "declare", "enable", "eval", "exec", "export", "hash", "local", "popd", "pushd",
    "read", "readonly", "set", "setopt", "shopt", "source", "trap", "typeset", "umask", "unalias", "unset",
]
# fmt: on


def test_tables_have_no_other_programs() -> None:
    assert sorted(_RUNNERS) == RUNNERS
    assert sorted(_STATE_BUILTINS) == STATE_BUILTINS


@pytest.mark.parametrize("program", RUNNERS)
def test_deny_commands_finds_command_after_program_that_runs_others(program: str) -> None:
    rule = deny_commands("hg push")
    for command in (f"{program} hg push", f"/opt/{program} -x hg push", f"{program}.exe a hg push"):
        assert decide(rule, command_request(command)) == "decline"
    assert decide(rule, command_request(f"{program} hg status")) is None
    assert decide(rule, command_request(f"{program}x hg push")) is None


@pytest.mark.parametrize("builtin", STATE_BUILTINS)
def test_allow_commands_with_state_of_shell_next_to_other_command_abstains(builtin: str) -> None:
    rule = allow_commands([builtin], "ls", operators=["&&"])
    assert decide(rule, shell_request(f"{builtin} x && ls")) is None
    assert decide(rule, shell_request(f"ls && {builtin} x")) is None
    assert decide(rule, shell_request("ls && ls -l")) == "accept"


@pytest.mark.parametrize("cwd", [".", "inside", "", "/src\0x"])
def test_allow_commands_with_relative_or_invalid_directory_abstains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cwd: str
) -> None:
    """The working directory of the client is not that of the runtime."""
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path)
    rule = allow_commands("hg status", cwd=[tmp_path])
    assert decide(rule, command_request("hg status", cwd=cwd)) is None
    assert decide(rule, command_request("hg status", cwd=str(tmp_path / "inside"))) == "accept"


def test_allow_commands_with_single_path_instead_of_collection_raises(tmp_path: Path) -> None:
    given: Any = tmp_path
    with pytest.raises(InputError, match="cwd: expected a collection, got the single value"):
        allow_commands("hg status", cwd=given)
