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

# Programs that run the program named in their arguments.
_RUNNERS = frozenset(
    (
        *("bash", "dash", "fish", "ksh", "sh", "zsh", "busybox", "cmd", "powershell", "pwsh"),
        *("builtin", "command", "coproc", "eval", "exec", "source", "time", "trap"),
        *("chroot", "doas", "env", "flock", "ionice", "nice", "nohup", "setsid", "stdbuf", "su", "sudo", "timeout"),
        *("docker", "find", "npx", "parallel", "podman", "ssh", "strace", "watch", "xargs"),
    )
)


def allow_commands(*commands: str | Sequence[str], operators: Collection[str] = ()) -> Rule:
    """Return a rule that allows commands with given prefixes and abstains on others.

    Prefixes are compared with the words of the command, without the shell around it (`/bin/bash -lc '...'`). The prefix
    `git` matches neither `./git` nor `/usr/bin/git`.

    The words after the prefix are not checked: `allow_commands("git")` allows every option of git. Programs that run
    other programs (`env`, `xargs`, `make`, and the shell built-ins `eval`, `printf` and `test`) allow almost
    everything.

    The rule abstains on commands that are not plain words: redirections, expansions and substitutions (`$`, backquotes,
    `<(`), unquoted patterns (a file named `-x` would become an option), braces, comments, several lines, leading
    assignments and `&`. Non-ASCII letters must be quoted. It also abstains on network requests, requests for additional
    permissions, and input to a running process.

    Args:
        *commands: Command prefixes, in shell syntax (`"git status"`) or as words (`["git", "status"]`).
        operators: The operators among `|`, `||`, `&&` and `;` that may join allowed commands; none by default.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: No prefix is given, a prefix is not a plain command, or an operator is unknown.
    """
    prefixes = tuple(_parse_prefix(f"commands[{index}]", command) for index, command in enumerate(commands))
    if not prefixes:
        raise InputError("commands", "missing; give at least one command prefix, such as 'git status'")
    allowed_operators = _validate_operators(operators)

    def decide(request: ApprovalRequest) -> Approval | None:
        line = _plain_command_line(request, allowed_operators)
        return ACCEPT if line and all(_matches_prefix(argv, prefixes) for argv in line.commands) else None

    return NamedRule(format_call("allow_commands", *commands, operators=allowed_operators), decide)


def allow_read_only_commands(
    *, repositories: Collection[str | os.PathLike[str]] = (), operators: Collection[str] = ()
) -> Rule:
    """Return a rule that allows known read-only commands and abstains on others.

    Examples are `ls -l` and `sed -n 1,5p file`. Programs and their options are listed individually; options that write
    files or start programs are not in the list, nor are options of newer versions. The rule does not check which files
    a command reads: `cat ~/.ssh/id_rsa` is read-only.

    Even `git status` runs programs that the configuration of a repository names, and a process that can write to a
    directory can create a repository there. Therefore read-only git commands are allowed only in trusted repositories.

    Args:
        repositories: Directories of repositories with a trusted `.git`; none by default.
        operators: The operators that may join allowed commands, as in `allow_commands`; none by default.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: A repository does not exist, or an operator is unknown.
    """
    trusted = frozenset(
        resolve_directory("repositories", directory) for directory in validate_collection("repositories", repositories)
    )
    allowed_operators = _validate_operators(operators)

    def decide(request: ApprovalRequest) -> Approval | None:
        line = _plain_command_line(request, allowed_operators)
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

    shown = {"repositories": tuple(sorted(trusted)), "operators": allowed_operators}
    return NamedRule(format_call("allow_read_only_commands", **shown), decide)


def deny_commands(*commands: str | Sequence[str], approval: Approval = DECLINE) -> Rule:
    """Return a rule that denies commands with given prefixes and abstains on others.

    Put it before rules that allow more. The name of a program also matches its paths. In commands that are not plain
    words (pipes, substitutions, scripts), and after programs that run other programs (`sudo`, `xargs`), the rule
    searches for the words at any position, so it may deny too much.

    The rule cannot find all equivalent commands: `git -C . push` does not match `git push`, and a script can contain
    anything. A policy is only as safe as the commands it allows.

    Args:
        *commands: Command prefixes, as in `allow_commands`.
        approval: The decision on matching commands. `Approval.cancel()` also stops the turn.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: No prefix is given, or a prefix is not a plain command.
    """
    prefixes = tuple(_parse_prefix(f"commands[{index}]", command) for index, command in enumerate(commands))
    if not prefixes:
        raise InputError("commands", "missing; give at least one command prefix, such as 'git push'")

    def decide(request: ApprovalRequest) -> Approval | None:
        if not _is_command(request):
            return None
        command = _command_of(request)
        try:
            line = read_command(command)
        except CommandLineError:
            line = None
        if line is None or line.operators:
            is_denied = _contains(" ".join(command) if isinstance(command, list) else command, prefixes)
        else:
            is_denied = _is_denied(line.commands[0], prefixes)
        return approval if is_denied else None

    return NamedRule(format_call("deny_commands", *commands), decide)


def _plain_command_line(request: ApprovalRequest, operators: Collection[str]) -> CommandLine | None:
    """Return the commands of a request if it requests plain commands only, else None."""
    if not _is_command(request) or getattr(request.params, "additional_permissions", None) is not None:
        return None
    try:
        line = read_command(_command_of(request))
    except CommandLineError:
        return None
    return line if set(line.operators) <= set(operators) else None


def _is_command(request: ApprovalRequest) -> bool:
    """Return whether a request is about a new command, not about input or a connection."""
    if not isinstance(request, CommandApprovalRequest):
        return False
    # Runtimes without the field `kind` only request commands.
    kind = getattr(request.params, "kind", "command")
    return str(getattr(kind, "value", kind)) == "command" and not getattr(
        request.params, "network_approval_context", None
    )


def _command_of(request: ApprovalRequest) -> str | list[str]:
    command: object = getattr(request.params, "command", None)
    return [str(word) for word in cast("list[object]", command)] if isinstance(command, list) else str(command or "")


def _matches_prefix(argv: Sequence[str], prefixes: Collection[tuple[str, ...]]) -> bool:
    return any(tuple(argv[: len(prefix)]) == prefix for prefix in prefixes)


def _is_denied(argv: tuple[str, ...], prefixes: Collection[tuple[str, ...]]) -> bool:
    program = _program_name(argv[0])
    if _matches_prefix(argv, prefixes) or _matches_prefix((program, *argv[1:]), prefixes):
        return True
    return program in _RUNNERS and _contains(" ".join(argv[1:]), prefixes)


def _contains(text: str, prefixes: Collection[tuple[str, ...]]) -> bool:
    """Return whether a prefix occurs at any position of a text, ignoring shell syntax."""
    for backslash in ("", "/"):
        bare = re.sub("['\"]", "", text.replace("\\", backslash))
        words = re.sub(r"[\s;&|()<>{}$`!=]+", " ", bare).split()
        names = [_program_name(word) for word in words]
        for prefix in prefixes:
            size = len(prefix)
            for start in range(len(words) - size + 1):
                if prefix[0] in (words[start], names[start]) and tuple(words[start + 1 : start + size]) == prefix[1:]:
                    return True
    return False


def _program_name(word: str) -> str:
    return re.split(r"[/\\]", word)[-1].removesuffix(".exe")


def _validate_operators(given: Collection[str]) -> tuple[str, ...]:
    for operator in validate_collection("operators", given):
        if operator not in OPERATORS:
            raise InputError("operators", f"unknown operator {operator!r}; supported are {', '.join(OPERATORS)}")
    return tuple(operator for operator in OPERATORS if operator in given)


def _parse_prefix(field: str, command: object) -> tuple[str, ...]:
    if isinstance(command, str):
        try:
            line = read_words(command, "sh")
        except CommandLineError as error:
            raise InputError(
                field, f"expected the beginning of a plain command, got {command!r} with {error}"
            ) from None
        if line.operators:
            raise InputError(
                field, f"expected a single command, got {command!r} with the operator {line.operators[0]!r}"
            )
        return line.commands[0]
    words = tuple(cast("Sequence[object]", command)) if isinstance(command, Sequence) else ()
    if not words or not all(isinstance(word, str) for word in words):
        raise InputError(field, f"expected a string or a list of words, got {command!r}")
    return cast("tuple[str, ...]", words)
