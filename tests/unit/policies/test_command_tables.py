"""The tables of programs in the rules about commands, compared with literal lists."""

from __future__ import annotations

import pytest

from openai_codex.policies import allow_commands, deny_commands
from openai_codex.policies.command_rules import _RUNNERS, _STATE_BUILTINS
from unit.policies.approval_requests import command_request, decide, shell_request

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
