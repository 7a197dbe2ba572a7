"""Unit tests of the rules about commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError
from openai_codex._handlers.approvals import Approval
from openai_codex.policies import allow_commands, allow_read_only_commands, deny_commands
from unit.policies.approval_requests import (
    change_request,
    command_request,
    decide,
    legacy_command_request,
    shell_request,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GIT_STATUS = allow_commands("git status")


@pytest.mark.parametrize(
    "command",
    [
        "git status",
        "git  status\t-s ",
        "git 'status' \"-s\"",
        "g'i't st\\atus",
        "/bin/bash -lc 'git status -s'",
        '/usr/bin/zsh -c "git status"',
        "sh -c 'git status '\"'\"'a b'\"'\"",
    ],
)
def test_allow_commands_matching_prefix_accepts(command: str) -> None:
    assert decide(GIT_STATUS, command_request(command)) == "accept"


@pytest.mark.parametrize(
    "command",
    [
        "",
        "   ",
        "git",
        "git statuses",
        "'git status'",
        "status git",
        "git -c core.pager=x status",
        "./git status",
        "/tmp/git status",
        "/usr/bin/git status",
        "GIT status",
        "git.exe status",
        "'' git status",
        # Shells in other directories, with other options or with additional arguments.
        "/tmp/bash -lc 'git status'",
        "./bash -c 'git status'",
        "fish -c 'git status'",
        "bash -ic 'git status'",
        "bash -l -c 'git status'",
        "bash -c 'git status' x",
        "bash 'git status'",
        "bash -c \"bash -c 'git status'\"",
        "powershell -Command 'git status'",
        "cmd /c 'git status'",
        "C:\\\\Windows\\\\cmd.exe /c 'git status'",
        "env git status",
        "sudo git status",
        "A=b git status",
        "'A=b' git status",
    ],
)
def test_allow_commands_other_command_abstains(command: str) -> None:
    assert decide(GIT_STATUS, command_request(command)) is None


NOT_PLAIN = [
    "git status; touch x",
    "git status;",
    "git status & touch x",
    "git status&",
    "git status | tee x",
    "git status |& tee x",
    "git status && touch x",
    "git status || touch x",
    "git status\ntouch x",
    "git status\r\ntouch x",
    "\ngit status",
    "git status > x",
    "git status >> x",
    "git status >| x",
    "git status 2>&1",
    "git status &> x",
    "git status < x",
    "git status <<EOF\nEOF",
    "git status <<< x",
    "git status <(touch x)",
    "git status >(touch x)",
    "git status $(touch x)",
    'git status "$(touch x)"',
    "git status `touch x`",
    'git status "`touch x`"',
    "git status $HOME",
    'git status "$HOME"',
    "git status ${HOME}",
    "git status $((1+1))",
    "git status $'x'",
    'git status $"x"',
    "git status # comment",
    "git status #",
    "git status *",
    "git status ?",
    "git status [a]",
    "git status {a,b}",
    "git status ~",
    "git status ~root",
    "git status a=~",
    "git status !x",
    "git status (x)",
    "(git status)",
    "{ git status; }",
    "! git status",
    "git status 'x",
    'git status "x',
    "git status \\",
    "git status \\\nx",
    'git status "x\\\ny"',
    "git status \0",
    "git status '\0'",
    "git status \x1b[A",
    "git status \u00a0",
    "git status \u3000x",
    "A=b git status",
    "A+=b git status",
    "if git status",
]


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_allow_commands_shell_syntax_abstains(text: str) -> None:
    if "\0" not in text:
        assert decide(GIT_STATUS, shell_request(text)) is None
        assert decide(GIT_STATUS, legacy_command_request("bash", "-lc", text)) is None
    assert decide(GIT_STATUS, command_request(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "git status '$(touch x)' ';' \"a;b|c>d\" \\; \\$HOME \"\\$HOME\" 'a\nb' '*' \\* \"a'b\" 'a\"b' '#'",
        "git status HEAD~1 HEAD^ HEAD^^ HEAD~~2",
        'git status "ä" \'ö\' "\\x" "a!b"',
    ],
)
def test_allow_commands_quoted_syntax_accepts(text: str) -> None:
    assert decide(GIT_STATUS, shell_request(text)) == "accept"


def test_allow_commands_zsh_expansion_abstains() -> None:
    for text in ("git status HEAD~1", "git status HEAD^", "git status =ls", "git status ''=ls"):
        assert decide(GIT_STATUS, shell_request(text, "/bin/zsh")) is None
    assert decide(GIT_STATUS, shell_request("git status 'HEAD~1' '=ls' a=b", "/bin/zsh")) == "accept"


def test_allow_commands_legacy_request_compares_words() -> None:
    assert decide(GIT_STATUS, legacy_command_request("git", "status", "$(x)", ";", "a b")) == "accept"
    assert decide(GIT_STATUS, legacy_command_request("bash", "-lc", "git status")) == "accept"
    assert decide(GIT_STATUS, legacy_command_request("git status")) is None
    assert decide(GIT_STATUS, legacy_command_request()) is None


def test_allow_commands_several_prefixes_accepts_each() -> None:
    rule = allow_commands("./gradlew test", ["echo", "a b"], "echo 'c d'")
    for text in ("./gradlew test --info", "echo 'a b' c", 'echo "c d"'):
        assert decide(rule, shell_request(text)) == "accept"
    for text in ("gradlew test", "echo a b", "echo"):
        assert decide(rule, shell_request(text)) is None


def test_allow_commands_operators_accepts_joined_allowed_commands() -> None:
    rule = allow_commands("git log", "head", operators={"|", "&&"})
    for text in ("git log", "git log | head -5", "git log|head -5", "git log && head x | head", "head a&&head b"):
        assert decide(rule, shell_request(text)) == "accept"
    for text in (
        "git log | tee x",
        "tee x | head",
        "git log; head x",
        "git log || head x",
        "git log |",
        "| head",
        "git log | | head",
        "git log |& head",
        "git log &&& head",
        "git log ||| head",
        "git log & head",
        "git log | A=b head",
        "git log > x | head",
    ):
        assert decide(rule, shell_request(text)) is None
    for operator in (";", "||"):
        assert decide(allow_commands("ls", operators=[operator]), shell_request(f"ls {operator} ls")) == "accept"
        assert decide(allow_commands("ls", operators=["|"]), shell_request(f"ls {operator} ls")) is None


ANY_COMMAND_RULES = [
    allow_commands("ls", operators=["|"]),
    allow_read_only_commands(),
    deny_commands("ls", approval=Approval.cancel()),
]


@pytest.mark.parametrize("rule", ANY_COMMAND_RULES)
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "writeStdin"},
        {"kind": "unknownKind"},
        {"networkApprovalContext": {"host": "example.org", "protocol": "https"}},
    ],
)
def test_command_rules_other_request_abstains(rule: Any, fields: dict[str, Any]) -> None:
    assert decide(rule, shell_request("ls")) is not None
    assert decide(rule, shell_request("ls", **fields)) is None
    assert decide(rule, command_request(None)) is None
    assert decide(rule, change_request({"path": "ls", "kind": {"type": "add"}, "diff": "ls"})) is None


def test_command_rules_additional_permissions_only_denies() -> None:
    permissions: dict[str, Any] = {"additionalPermissions": {"network": {"enabled": True}}}
    assert decide(allow_commands("ls"), shell_request("ls", **permissions)) is None
    assert decide(allow_read_only_commands(), shell_request("ls", **permissions)) is None
    assert decide(deny_commands("ls"), shell_request("ls", **permissions)) == "decline"


@pytest.mark.parametrize(
    "text",
    [
        "git push",
        "git push --force",
        "/usr/bin/git push",
        "cd x && git push",
        "git status; git push",
        "echo $(git push)",
        "true\ngit push",
        "if true; then git push; fi",
        "git 'push' > x",
        "g\\it pu'sh' | cat",
        "/usr/bin/git push &",
        "sudo git push",
        "env A=b /opt/git push",
        "xargs git push",
        "bash -c 'git push'",
        "A=b git push",
        "coproc git push",
        "!git push 'x",
        "(git push)",
        "git.exe push",
    ],
)
def test_deny_commands_prefix_in_script_denies(text: str) -> None:
    assert decide(deny_commands("git push"), shell_request(text)) == "decline"
    assert decide(deny_commands(["git", "push"], approval=Approval.cancel()), shell_request(text)) == "cancel"


@pytest.mark.parametrize(
    "text",
    [
        "git status",
        "git commit -m 'git push'",
        "echo git push",
        "git pushd",
        "ls | git pull",
        "gitpush > x",
        "ls",
        "git",
    ],
)
def test_deny_commands_other_command_abstains(text: str) -> None:
    assert decide(deny_commands("git push"), shell_request(text)) is None


def test_deny_commands_words_in_shell_syntax_denies() -> None:
    assert decide(deny_commands("git push"), shell_request("ls | grep 'git push'")) == "decline"
    assert decide(deny_commands("git push"), legacy_command_request("bash", "-lc", "ls $(git push)")) == "decline"


@pytest.mark.parametrize("create_rule", [allow_commands, deny_commands])
@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("git log | head", r"'\|'"),
        ("git $X", "expansion"),
        ("ls *", r"'\*'"),
        ("ls > x", "redirection"),
        ("A=b git", "assignment"),
        ("", "empty"),
        ("ls 'x", "unclosed"),
        ([], "list of words"),
        (["git", 5], "list of words"),
        (5, "5"),
    ],
)
def test_command_rules_invalid_prefix_raises(create_rule: Any, command: str | Sequence[str], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        create_rule("ls", command)
    assert caught.value.field == "commands[1]"


def test_command_rules_invalid_arguments_raises(tmp_path: Path) -> None:
    for create_rule in (allow_commands, deny_commands):
        with pytest.raises(InputError, match="commands: missing"):
            create_rule()
    with pytest.raises(InputError, match=r"operators.*'>'"):
        allow_commands("ls", operators={">"})
    with pytest.raises(InputError, match=r"operators.*in a list"):
        allow_commands("ls", operators="||")
    with pytest.raises(InputError, match=r"operators.*'&'"):
        allow_read_only_commands(operators={"&"})
    with pytest.raises(InputError, match=r"repositories.*missing"):
        allow_read_only_commands(repositories=[tmp_path / "missing"])
    with pytest.raises(InputError, match=r"repositories.*in a list"):
        allow_read_only_commands(repositories=str(tmp_path))
    with pytest.raises(InputError, match=r"repositories.*5"):
        allow_read_only_commands(repositories=[5])  # type: ignore[list-item]
