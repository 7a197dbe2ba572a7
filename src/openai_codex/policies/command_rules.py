"""Rules about commands."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from openai_codex._handlers.approvals import CommandApprovalRequest
from openai_codex.errors import InputError
from openai_codex.policies.command_line import OPERATORS, CommandLine, CommandLineError, read_command, read_words
from openai_codex.policies.git_commands import is_safe_git, is_safe_repository
from openai_codex.policies.read_only import is_read_only, is_read_only_git, word_set
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

# Shell built-ins that change the directory, the variables or the commands of the shell.
_STATE_BUILTINS = word_set(
    ". alias cd chdir declare enable eval exec export hash local popd pushd read readonly set setopt shopt source "
    "trap typeset umask unalias unset"
)


def allow_commands(
    *commands: str | Sequence[str],
    cwd: Collection[str | os.PathLike[str]] | None = None,
    operators: Collection[str] = (),
) -> Rule:
    """Return a rule that allows commands with given prefixes and abstains on others.

    The rule guarantees that each command of an allowed command line begins with a prefix, that it starts in a trusted
    directory, and that git starts no program that the repository defines.

    Prefixes are compared with the words of the command, without the shell around it (`/bin/bash -lc '...'`). The prefix
    `git` matches neither `./git` nor `/usr/bin/git`.

    The rule allows git only if the configuration of the repository, which the agent may have written, is harmless: it
    has only settings that are known to start no program, the repository has no hooks, and the same applies to its
    submodules. Options after the prefix must not select another repository, set configuration, or start a program
    (`-C`, `-c`, `--exec`, `--upload-pack`). The agent still chooses the address to which an allowed `git push` sends
    commits.

    For other programs, the rule checks neither the words after the prefix nor the files that the program reads: an
    allowed `make test` or `./run` executes files that the agent may have written. Programs that run other programs
    (`env`, `xargs`, and the shell built-ins `eval`, `printf` and `test`) allow almost everything. The rule trusts the
    environment, the programs on PATH, the startup files of the shell, and the git configuration of the user and the
    system. It does not protect against a process that changes files between the check and the start.

    The rule abstains on commands that are not plain words: redirections, expansions and substitutions (`$`, backquotes,
    `<(`), unquoted patterns (a file named `-x` would become an option), braces, comments, several lines, leading
    assignments and `&`. Non-ASCII letters must be quoted. It also abstains on `cd`, `export` and other built-ins that
    affect the commands after them, network requests, requests for additional permissions, input to a running process,
    and requests that do not offer to accept once.

    Args:
        *commands: Command prefixes, in shell syntax (`"git status"`) or as words (`["git", "status"]`).
        cwd: Trusted working directories, each with its subdirectories. None trusts the working directory of the thread
            (`request.workspace`).
        operators: The operators among `|`, `||`, `&&` and `;` that may join allowed commands; none by default.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: No prefix is given, a prefix is not a plain command, a directory does not exist, or an operator is
            unknown.
    """
    prefixes = tuple(_parse_prefix(f"commands[{index}]", command) for index, command in enumerate(commands))
    if not prefixes:
        raise InputError("commands", "missing; give at least one command prefix, such as 'git status'")
    allowed_operators = _validate_operators(operators)
    directories = None if cwd is None else _resolve_directories("cwd", cwd)

    def decide(request: ApprovalRequest) -> Approval | None:
        line = _plain_command_line(request, allowed_operators)
        if line is None:
            return None
        directory = _trusted_cwd(request, directories)
        if directory is None or not all(_is_allowed(argv, prefixes, directory) for argv in line.commands):
            return None
        return ACCEPT

    shown: dict[str, Collection[object]] = {"cwd": directories or (), "operators": allowed_operators}
    return NamedRule(format_call("allow_commands", *commands, **shown), decide)


def allow_read_only_commands(
    *, repositories: Collection[str | os.PathLike[str]] = (), operators: Collection[str] = ()
) -> Rule:
    """Return a rule that allows known read-only commands and abstains on others.

    The rule guarantees that an allowed command line writes no file and starts no program other than those named in it.
    It does not limit which files a command reads: `cat ~/.ssh/id_rsa` is read-only.

    Examples are `ls -l` and `sed -n 1,5p file`. Programs and their options are listed individually; options that write
    files or start programs are not in the list, nor are options of newer versions.

    Even `git status` runs programs that the configuration of a repository names, and a process that can write to a
    directory can create a repository there. Therefore read-only git commands are allowed only in the given
    repositories, and only while their configuration is harmless, as described for `allow_commands`, and not that of a
    partial clone, for which git fetches missing objects. The rule trusts the same environment as `allow_commands`.

    Args:
        repositories: Directories of repositories, which contain `.git`; none by default.
        operators: The operators that may join allowed commands, as in `allow_commands`; none by default.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: A repository does not exist, or an operator is unknown.
    """
    trusted = _resolve_directories("repositories", repositories)
    allowed_operators = _validate_operators(operators)

    def decide(request: ApprovalRequest) -> Approval | None:
        line = _plain_command_line(request, allowed_operators)
        if line is None:
            return None
        cwd = request.cwd if isinstance(request, CommandApprovalRequest) else None
        for argv in line.commands:
            if argv[0] == "git":
                if not is_read_only_git(argv) or cwd is None or not is_safe_repository(cwd, trusted):
                    return None
            elif not is_read_only(argv):
                return None
        return ACCEPT

    shown = {"repositories": trusted, "operators": allowed_operators}
    return NamedRule(format_call("allow_read_only_commands", **shown), decide)


def deny_commands(*commands: str | Sequence[str], approval: Approval = DECLINE) -> Rule:
    """Return a rule that denies commands with given prefixes and abstains on others.

    Put it before rules that allow more. The rule guarantees that a plain command with such a prefix is denied. Programs
    are compared by file name: `git push` and `/usr/bin/git push` deny the same commands. In commands that are not plain
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
    if "accept" not in request.available_decisions:
        return None
    try:
        line = read_command(_command_of(request))
    except CommandLineError:
        return None
    if not set(line.operators) <= set(operators):
        return None
    has_state = len(line.commands) > 1 and any(argv[0] in _STATE_BUILTINS for argv in line.commands)
    return None if has_state else line


def _trusted_cwd(request: ApprovalRequest, directories: tuple[str, ...] | None) -> str | None:
    """Return the real path of the working directory if it is inside a trusted directory, else None."""
    cwd = request.cwd if isinstance(request, CommandApprovalRequest) else None
    if cwd is None or not os.path.isabs(cwd) or "\0" in cwd:
        return None
    if directories is None:
        workspace = request.workspace
        if workspace is None or not os.path.isabs(workspace):
            return None
        directories = (os.path.realpath(workspace),)
    directory = os.path.realpath(cwd)
    return directory if any(Path(directory).is_relative_to(trusted) for trusted in directories) else None


def _is_allowed(argv: tuple[str, ...], prefixes: Collection[tuple[str, ...]], cwd: str) -> bool:
    return any(argv[: len(prefix)] == prefix and _is_safe_after_prefix(argv, len(prefix), cwd) for prefix in prefixes)


def _is_safe_after_prefix(argv: tuple[str, ...], fixed: int, cwd: str) -> bool:
    """Return whether a command with an allowed prefix of `fixed` words is not git, or starts no program with git."""
    runs_git = _program_name(argv[0]) in _RUNNERS
    for index, word in enumerate(argv[:fixed]):
        if (index == 0 or runs_git) and _program_name(word).lower() == "git":
            return is_safe_git(argv[index:], fixed - index, cwd)
    return True


def _resolve_directories(field: str, directories: Collection[str | os.PathLike[str]]) -> tuple[str, ...]:
    return tuple(sorted({resolve_directory(field, each) for each in validate_collection(field, directories)}))


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


def _is_denied(argv: tuple[str, ...], prefixes: Collection[tuple[str, ...]]) -> bool:
    program = _program_name(argv[0])
    for prefix in prefixes:
        if program == _program_name(prefix[0]) and argv[1 : len(prefix)] == prefix[1:]:
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
                if names[start] == _program_name(prefix[0]) and tuple(words[start + 1 : start + size]) == prefix[1:]:
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
