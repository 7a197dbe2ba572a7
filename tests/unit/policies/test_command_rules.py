"""Commands are compared by their words, and what is more than words is never allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import InputError
from openai_codex._handlers.approvals import Approval
from openai_codex.policies import allow_commands, allow_read_only_commands, deny_commands
from unit.policies.approval_requests import asked, changes, older, opinion, script

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
def test_a_command_is_allowed_that_begins_with_the_words(command: str) -> None:
    assert opinion(GIT_STATUS, asked(command)) == "accept"


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
        # Shells from elsewhere, with other options, or with more words, are not known to run just that.
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
def test_other_commands_are_not_allowed(command: str) -> None:
    assert opinion(GIT_STATUS, asked(command)) is None


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
def test_what_is_more_than_words_is_never_allowed(text: str) -> None:
    if "\0" not in text:
        assert opinion(GIT_STATUS, script(text)) is None
        assert opinion(GIT_STATUS, older("bash", "-lc", text)) is None
    assert opinion(GIT_STATUS, asked(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "git status '$(touch x)' ';' \"a;b|c>d\" \\; \\$HOME \"\\$HOME\" 'a\nb' '*' \\* \"a'b\" 'a\"b' '#'",
        "git status HEAD~1 HEAD^ HEAD^^ HEAD~~2",
        'git status "ä" \'ö\' "\\x" "a!b"',
    ],
)
def test_what_is_quoted_is_only_words(text: str) -> None:
    assert opinion(GIT_STATUS, script(text)) == "accept"


def test_zsh_expands_more_than_other_shells() -> None:
    for text in ("git status HEAD~1", "git status HEAD^", "git status =ls", "git status ''=ls"):
        assert opinion(GIT_STATUS, script(text, "/bin/zsh")) is None
    assert opinion(GIT_STATUS, script("git status 'HEAD~1' '=ls' a=b", "/bin/zsh")) == "accept"


def test_the_older_form_of_the_request_has_words() -> None:
    assert opinion(GIT_STATUS, older("git", "status", "$(x)", ";", "a b")) == "accept"
    assert opinion(GIT_STATUS, older("bash", "-lc", "git status")) == "accept"
    assert opinion(GIT_STATUS, older("git status")) is None
    assert opinion(GIT_STATUS, older()) is None


def test_a_rule_may_name_paths_quotes_and_several_commands() -> None:
    rule = allow_commands("./gradlew test", ["echo", "a b"], "echo 'c d'")
    for text in ("./gradlew test --info", "echo 'a b' c", 'echo "c d"'):
        assert opinion(rule, script(text)) == "accept"
    for text in ("gradlew test", "echo a b", "echo"):
        assert opinion(rule, script(text)) is None


def test_operators_that_a_rule_names_stand_between_commands_that_it_allows() -> None:
    rule = allow_commands("git log", "head", operators={"|", "&&"})
    for text in ("git log", "git log | head -5", "git log|head -5", "git log && head x | head", "head a&&head b"):
        assert opinion(rule, script(text)) == "accept"
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
        assert opinion(rule, script(text)) is None
    for operator in (";", "||"):
        assert opinion(allow_commands("ls", operators=[operator]), script(f"ls {operator} ls")) == "accept"
        assert opinion(allow_commands("ls", operators=["|"]), script(f"ls {operator} ls")) is None


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
        {"kind": "whatIsYetToCome"},
        {"networkApprovalContext": {"host": "example.org", "protocol": "https"}},
    ],
)
def test_rules_about_commands_leave_other_requests_alone(rule: Any, fields: dict[str, Any]) -> None:
    assert opinion(rule, script("ls")) is not None
    assert opinion(rule, script("ls", **fields)) is None
    assert opinion(rule, asked(None)) is None
    assert opinion(rule, changes({"path": "ls", "kind": {"type": "add"}, "diff": "ls"})) is None


def test_a_command_that_wants_permissions_is_not_allowed_for_its_name() -> None:
    wanted: dict[str, Any] = {"additionalPermissions": {"network": {"enabled": True}}}
    assert opinion(allow_commands("ls"), script("ls", **wanted)) is None
    assert opinion(allow_read_only_commands(), script("ls", **wanted)) is None
    assert opinion(deny_commands("ls"), script("ls", **wanted)) == "decline"


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
def test_what_is_denied_is_found_in_scripts_too(text: str) -> None:
    assert opinion(deny_commands("git push"), script(text)) == "decline"
    assert opinion(deny_commands(["git", "push"], approval=Approval.cancel()), script(text)) == "cancel"


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
def test_other_commands_are_not_denied(text: str) -> None:
    assert opinion(deny_commands("git push"), script(text)) is None


def test_rather_too_much_is_denied_in_what_is_more_than_words() -> None:
    assert opinion(deny_commands("git push"), script("ls | grep 'git push'")) == "decline"
    assert opinion(deny_commands("git push"), older("bash", "-lc", "ls $(git push)")) == "decline"


@pytest.mark.parametrize("make", [allow_commands, deny_commands])
@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("git log | head", r"'\|'"),
        ("git $X", "expansion"),
        ("ls *", r"'\*'"),
        ("ls > x", "redirection"),
        ("A=b git", "assignment"),
        ("", "empty"),
        ("ls 'x", "not closed"),
        ([], "list of words"),
        (["git", 5], "list of words"),
        (5, "5"),
    ],
)
def test_a_rule_has_to_name_a_plain_command(make: Any, command: str | Sequence[str], says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        make("ls", command)
    assert caught.value.field == "commands[1]"


def test_wrong_arguments_are_refused_at_once(tmp_path: Path) -> None:
    for make in (allow_commands, deny_commands):
        with pytest.raises(InputError, match="commands: is empty"):
            make()
    with pytest.raises(InputError, match=r"operators.*'>'"):
        allow_commands("ls", operators={">"})
    with pytest.raises(InputError, match=r"operators.*into a list"):
        allow_commands("ls", operators="||")
    with pytest.raises(InputError, match=r"operators.*'&'"):
        allow_read_only_commands(operators={"&"})
    with pytest.raises(InputError, match=r"repositories.*missing"):
        allow_read_only_commands(repositories=[tmp_path / "missing"])
    with pytest.raises(InputError, match=r"repositories.*into a list"):
        allow_read_only_commands(repositories=str(tmp_path))
    with pytest.raises(InputError, match=r"repositories.*5"):
        allow_read_only_commands(repositories=[5])  # type: ignore[list-item]
