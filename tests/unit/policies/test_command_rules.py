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

STATUS = allow_commands("hg status")


@pytest.mark.parametrize(
    "command",
    [
        "hg status",
        "hg  status\t-s ",
        "hg 'status' \"-s\"",
        "h'g' st\\atus",
        "/bin/bash -lc 'hg status -s'",
        '/usr/bin/zsh -c "hg status"',
        "sh -c 'hg status '\"'\"'a b'\"'\"",
    ],
)
def test_allow_commands_matching_prefix_accepts(command: str) -> None:
    assert decide(STATUS, command_request(command)) == "accept"


@pytest.mark.parametrize(
    "command",
    [
        "",
        "   ",
        "hg",
        "hg statuses",
        "'hg status'",
        "status hg",
        "hg -c core.pager=x status",
        "./hg status",
        "/tmp/hg status",
        "/usr/bin/hg status",
        "HG status",
        "hg.exe status",
        "'' hg status",
        # Shells in other directories, with other options or with additional arguments.
        "/tmp/bash -lc 'hg status'",
        "./bash -c 'hg status'",
        "fish -c 'hg status'",
        "bash -ic 'hg status'",
        "bash -l -c 'hg status'",
        "bash -c 'hg status' x",
        "bash 'hg status'",
        "bash -c \"bash -c 'hg status'\"",
        "powershell -Command 'hg status'",
        "cmd /c 'hg status'",
        "C:\\\\Windows\\\\cmd.exe /c 'hg status'",
        "env hg status",
        "sudo hg status",
        "A=b hg status",
        "'A=b' hg status",
    ],
)
def test_allow_commands_other_command_abstains(command: str) -> None:
    assert decide(STATUS, command_request(command)) is None


NOT_PLAIN = [
    "hg status; touch x",
    "hg status;",
    "hg status & touch x",
    "hg status&",
    "hg status | tee x",
    "hg status |& tee x",
    "hg status && touch x",
    "hg status || touch x",
    "hg status\ntouch x",
    "hg status\r\ntouch x",
    "\nhg status",
    "hg status > x",
    "hg status >> x",
    "hg status >| x",
    "hg status 2>&1",
    "hg status &> x",
    "hg status < x",
    "hg status <<EOF\nEOF",
    "hg status <<< x",
    "hg status <(touch x)",
    "hg status >(touch x)",
    "hg status $(touch x)",
    'hg status "$(touch x)"',
    "hg status `touch x`",
    'hg status "`touch x`"',
    "hg status $HOME",
    'hg status "$HOME"',
    "hg status ${HOME}",
    "hg status $((1+1))",
    "hg status $'x'",
    'hg status $"x"',
    "hg status # comment",
    "hg status #",
    "hg status *",
    "hg status ?",
    "hg status [a]",
    "hg status {a,b}",
    "hg status ~",
    "hg status ~root",
    "hg status a=~",
    "hg status !x",
    "hg status (x)",
    "(hg status)",
    "{ hg status; }",
    "! hg status",
    "hg status 'x",
    'hg status "x',
    "hg status \\",
    "hg status \\\nx",
    'hg status "x\\\ny"',
    "hg status \0",
    "hg status '\0'",
    "hg status \x1b[A",
    "hg status \u00a0",
    "hg status \u3000x",
    "A=b hg status",
    "A+=b hg status",
    "if hg status",
]


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_allow_commands_shell_syntax_abstains(text: str) -> None:
    if "\0" not in text:
        assert decide(STATUS, shell_request(text)) is None
        assert decide(STATUS, legacy_command_request("bash", "-lc", text)) is None
    assert decide(STATUS, command_request(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "hg status '$(touch x)' ';' \"a;b|c>d\" \\; \\$HOME \"\\$HOME\" 'a\nb' '*' \\* \"a'b\" 'a\"b' '#'",
        "hg status HEAD~1 HEAD^ HEAD^^ HEAD~~2",
        'hg status "ä" \'ö\' "\\x" "a!b"',
    ],
)
def test_allow_commands_quoted_syntax_accepts(text: str) -> None:
    assert decide(STATUS, shell_request(text)) == "accept"


def test_allow_commands_zsh_expansion_abstains() -> None:
    for text in ("hg status HEAD~1", "hg status HEAD^", "hg status =ls", "hg status ''=ls"):
        assert decide(STATUS, shell_request(text, "/bin/zsh")) is None
    assert decide(STATUS, shell_request("hg status 'HEAD~1' '=ls' a=b", "/bin/zsh")) == "accept"


def test_allow_commands_legacy_request_compares_words() -> None:
    assert decide(STATUS, legacy_command_request("hg", "status", "$(x)", ";", "a b")) == "accept"
    assert decide(STATUS, legacy_command_request("bash", "-lc", "hg status")) == "accept"
    assert decide(STATUS, legacy_command_request("hg status")) is None
    assert decide(STATUS, legacy_command_request()) is None


def test_allow_commands_several_prefixes_accepts_each() -> None:
    rule = allow_commands("./gradlew test", ["echo", "a b"], "echo 'c d'")
    for text in ("./gradlew test --info", "echo 'a b' c", 'echo "c d"'):
        assert decide(rule, shell_request(text)) == "accept"
    for text in ("gradlew test", "echo a b", "echo"):
        assert decide(rule, shell_request(text)) is None


def test_allow_commands_operators_accepts_joined_allowed_commands() -> None:
    rule = allow_commands("hg log", "head", operators={"|", "&&"})
    for text in ("hg log", "hg log | head -5", "hg log|head -5", "hg log && head x | head", "head a&&head b"):
        assert decide(rule, shell_request(text)) == "accept"
    for text in (
        "hg log | tee x",
        "tee x | head",
        "hg log; head x",
        "hg log || head x",
        "hg log |",
        "| head",
        "hg log | | head",
        "hg log |& head",
        "hg log &&& head",
        "hg log ||| head",
        "hg log & head",
        "hg log | A=b head",
        "hg log > x | head",
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
        "hg push",
        "hg push --force",
        "/usr/bin/hg push",
        "cd x && hg push",
        "hg status; hg push",
        "echo $(hg push)",
        "true\nhg push",
        "if true; then hg push; fi",
        "hg 'push' > x",
        "h\\g pu'sh' | cat",
        "/usr/bin/hg push &",
        "sudo hg push",
        "env A=b /opt/hg push",
        "xargs hg push",
        "bash -c 'hg push'",
        "A=b hg push",
        "coproc hg push",
        "!hg push 'x",
        "(hg push)",
        "hg.exe push",
    ],
)
def test_deny_commands_prefix_in_script_denies(text: str) -> None:
    assert decide(deny_commands("hg push"), shell_request(text)) == "decline"
    assert decide(deny_commands(["hg", "push"], approval=Approval.cancel()), shell_request(text)) == "cancel"


@pytest.mark.parametrize(
    "text",
    [
        "hg status",
        "hg commit -m 'hg push'",
        "echo hg push",
        "hg pushd",
        "ls | hg pull",
        "hgpush > x",
        "ls",
        "hg",
    ],
)
def test_deny_commands_other_command_abstains(text: str) -> None:
    assert decide(deny_commands("hg push"), shell_request(text)) is None


@pytest.mark.parametrize(
    "prefix", ["git push", "/usr/bin/git push", "./git push", "git.exe push", "C:\\\\x\\\\git push"]
)
@pytest.mark.parametrize(
    "text",
    [
        "git push",
        "/usr/bin/git push -f",
        "/usr/bin/../bin/git push",
        "//usr/bin/git push",
        "./git push",
        "../x/git push",
        "'/a b/git' push",
        "sudo /opt/git push",
        "ls; /usr/bin/git push",
        "$(/usr/bin/git push)",
        "git.exe push",
    ],
)
def test_deny_commands_path_of_program_is_ignored(prefix: str, text: str) -> None:
    assert decide(deny_commands(prefix), shell_request(text)) == "decline"
    assert decide(deny_commands(prefix), shell_request("/usr/bin/git pull; ls push")) is None
    assert decide(deny_commands(prefix), shell_request("/usr/bin/push git")) is None


def test_deny_commands_words_in_shell_syntax_denies() -> None:
    assert decide(deny_commands("hg push"), shell_request("ls | grep 'hg push'")) == "decline"
    assert decide(deny_commands("hg push"), legacy_command_request("bash", "-lc", "ls $(hg push)")) == "decline"


@pytest.mark.parametrize("create_rule", [allow_commands, deny_commands])
@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("hg log | head", r"'\|'"),
        ("hg $X", "expansion"),
        ("ls *", r"'\*'"),
        ("ls > x", "redirection"),
        ("A=b hg", "assignment"),
        ("", "empty"),
        ("ls 'x", "unclosed"),
        ([], "list of words"),
        (["hg", 5], "list of words"),
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
