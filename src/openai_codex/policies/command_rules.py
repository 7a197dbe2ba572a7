"""Rules about commands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from openai_codex._handlers.approvals import CommandApprovalRequest
from openai_codex.errors import InputError
from openai_codex.policies.command_line import OPERATORS, CommandLine, CommandLineError, read_command, read_words
from openai_codex.policies.read_only import is_in_repository, is_read_only, is_read_only_git
from openai_codex.policies.rules import (
    ACCEPT,
    DECLINE,
    NamedRule,
    Rule,
    format_call,
    resolve_directory,
    validate_collection,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Collection

    from openai_codex._handlers.approvals import Approval, ApprovalRequest

# They start what they are given, so the name of the program that is meant comes later.
_RUNNERS = frozenset(
    (
        *("bash", "dash", "fish", "ksh", "sh", "zsh", "busybox", "cmd", "powershell", "pwsh"),
        *("builtin", "command", "coproc", "eval", "exec", "source", "time", "trap"),
        *("chroot", "doas", "env", "flock", "ionice", "nice", "nohup", "setsid", "stdbuf", "su", "sudo", "timeout"),
        *("docker", "find", "npx", "parallel", "podman", "ssh", "strace", "watch", "xargs"),
    )
)


def allow_commands(*commands: str | Sequence[str], operators: Collection[str] = ()) -> Rule:
    """Allow commands that begin with given words; no opinion on others.

    `commands` are such beginnings, as a shell would read them (`"git status"`) or as words (`["git", "status"]`). They
    are compared with the words of the command, after the call of a shell around it (`/bin/bash -lc '...'`) is taken
    off. `git` is not `./git` and not `/usr/bin/git`; a rule that means these says so.

    What follows those words is free: `allow_commands("git")` allows what every option of git can do, and programs that
    run others (`env`, `xargs`, `make`, and the shell's own `eval`, `printf`, `test`) allow nearly everything.

    Commands that are more than plain words are never allowed: redirections, expansions and substitutions (`$`,
    backquotes, `<(`), unquoted patterns (a file that is called `-x` would become an option), braces, comments, several
    lines, assignments in front, a `&`. Non-ASCII letters need quotes. Of the operators `|`, `||`, `&&` and `;` those
    are allowed that `operators` names, where each command between them is allowed by this rule.

    No opinion either on requests for the network, for additional permissions, and for what is typed into a process.
    Raises `InputError` for a beginning that is no plain command, and for other operators.
    """
    prefixes = tuple(_prefix(f"commands[{index}]", command) for index, command in enumerate(commands))
    if not prefixes:
        raise InputError("commands", "is empty; give the beginnings of the commands to allow, such as 'git status'")
    named = _operators(operators)

    def opinion(request: ApprovalRequest) -> Approval | None:
        line = _line(request, named)
        return ACCEPT if line and all(_matches_prefix(argv, prefixes) for argv in line.commands) else None

    return NamedRule(format_call("allow_commands", *commands, operators=named), opinion)


def allow_read_only_commands(
    *, repositories: Collection[str | os.PathLike[str]] = (), operators: Collection[str] = ()
) -> Rule:
    """Allow commands that are known to only read, such as `ls -l` and `sed -n 1,5p file`; no opinion on others.

    Known are options one by one: those that write or start something are left out, and so is what is new. What a
    command reads is not looked at: `cat ~/.ssh/id_rsa` only reads.

    git runs programs that the settings of a repository name, even for `git status`, and who may write a folder can make
    one. So the reading commands of git are allowed only where they work on one of `repositories`, folders whose `.git`
    is trusted.

    Commands are read as `allow_commands` does, and so is `operators`. Raises `InputError` for other operators and for
    repositories that are not there.
    """
    trusted = frozenset(
        resolve_directory("repositories", folder) for folder in validate_collection("repositories", repositories)
    )
    named = _operators(operators)

    def opinion(request: ApprovalRequest) -> Approval | None:
        line = _line(request, named)
        if line is None:
            return None
        cwd = request.cwd if isinstance(request, CommandApprovalRequest) else None
        for argv in line.commands:
            if argv[0] == "git":
                if cwd is None or not is_read_only_git(argv) or not is_in_repository(cwd, trusted):
                    return None
            elif not is_read_only(argv):
                return None
        return ACCEPT

    shown = {"repositories": tuple(sorted(trusted)), "operators": named}
    return NamedRule(format_call("allow_read_only_commands", **shown), opinion)


def deny_commands(*commands: str | Sequence[str], approval: Approval = DECLINE) -> Rule:
    """Deny commands that begin with given words, to be put in front of rules that allow more; no opinion on others.

    `commands` are as for `allow_commands`, and `answer` is what is answered (`Approval.cancel()` stops the turn). The
    name of a program also stands for its paths. In what is more than plain words (pipes, substitutions, scripts), and
    behind programs that run others (`sudo`, `xargs`), the words are looked for anywhere, so that rather too much is
    denied.

    It cannot find all that comes to the same (`git -C . push` is not `git push`, and a script may hide anything): what
    keeps a policy safe is what it allows. Raises `InputError` for a beginning that is no plain command.
    """
    prefixes = tuple(_prefix(f"commands[{index}]", command) for index, command in enumerate(commands))
    if not prefixes:
        raise InputError("commands", "is empty; give the beginnings of the commands to deny, such as 'git push'")

    def opinion(request: ApprovalRequest) -> Approval | None:
        if not _is_command(request):
            return None
        given = _given(request)
        try:
            line = read_command(given)
        except CommandLineError:
            line = None
        if line is None or line.operators:
            found = _contains(" ".join(given) if isinstance(given, list) else given, prefixes)
        else:
            found = _denied(line.commands[0], prefixes)
        return approval if found else None

    return NamedRule(format_call("deny_commands", *commands), opinion)


def _line(request: ApprovalRequest, operators: Collection[str]) -> CommandLine | None:
    """Return the words of the command that is asked for, if that is all that is asked for."""
    if not _is_command(request) or getattr(request.params, "additional_permissions", None) is not None:
        return None
    try:
        line = read_command(_given(request))
    except CommandLineError:
        return None
    return line if set(line.operators) <= set(operators) else None


def _is_command(request: ApprovalRequest) -> bool:
    """Return whether a command is to be run: not something typed into one that runs, not a connection."""
    if not isinstance(request, CommandApprovalRequest):
        return False
    # Runtimes that do not say what kind it is know of commands only.
    kind = getattr(request.params, "kind", "command")
    return str(getattr(kind, "value", kind)) == "command" and not getattr(
        request.params, "network_approval_context", None
    )


def _given(request: ApprovalRequest) -> str | list[str]:
    command: object = getattr(request.params, "command", None)
    return [str(word) for word in cast("list[object]", command)] if isinstance(command, list) else str(command or "")


def _matches_prefix(argv: Sequence[str], prefixes: Collection[tuple[str, ...]]) -> bool:
    return any(tuple(argv[: len(prefix)]) == prefix for prefix in prefixes)


def _denied(argv: tuple[str, ...], prefixes: Collection[tuple[str, ...]]) -> bool:
    program = _program(argv[0])
    if _matches_prefix(argv, prefixes) or _matches_prefix((program, *argv[1:]), prefixes):
        return True
    return program in _RUNNERS and _contains(" ".join(argv[1:]), prefixes)


def _contains(text: str, prefixes: Collection[tuple[str, ...]]) -> bool:
    """Return whether some words follow each other anywhere in a text, whatever else a shell would make of it."""
    for backslash in ("", "/"):
        bare = re.sub("['\"]", "", text.replace("\\", backslash))
        words = re.sub(r"[\s;&|()<>{}$`!=]+", " ", bare).split()
        names = [_program(word) for word in words]
        for prefix in prefixes:
            size = len(prefix)
            for start in range(len(words) - size + 1):
                if prefix[0] in (words[start], names[start]) and tuple(words[start + 1 : start + size]) == prefix[1:]:
                    return True
    return False


def _program(word: str) -> str:
    return re.split(r"[/\\]", word)[-1].removesuffix(".exe")


def _operators(given: Collection[str]) -> tuple[str, ...]:
    for operator in validate_collection("operators", given):
        if operator not in OPERATORS:
            raise InputError("operators", f"cannot allow {operator!r}; known are {', '.join(OPERATORS)}")
    return tuple(operator for operator in OPERATORS if operator in given)


def _prefix(field: str, command: object) -> tuple[str, ...]:
    if isinstance(command, str):
        try:
            line = read_words(command, "sh")
        except CommandLineError as error:
            raise InputError(field, f"has to be the beginning of a plain command; {command!r} has {error}") from None
        if line.operators:
            raise InputError(field, f"has to be one command; {command!r} has the operator {line.operators[0]!r}")
        return line.commands[0]
    words = tuple(cast("Sequence[object]", command)) if isinstance(command, Sequence) else ()
    if not words or not all(isinstance(word, str) for word in words):
        raise InputError(field, f"expected a string or a list of words, got {command!r}")
    return cast("tuple[str, ...]", words)
