"""Decide whether a git command starts no program of the agent.

The agent chooses the working directory and the words after an allowed prefix. It may also have written each file of the
repository; `git_repositories` checks these.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from openai_codex.policies.git_repositories import BareRepositoryError, find_repository, starts_no_program
from openai_codex.policies.read_only import word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# Other options before the subcommand select another repository, set configuration, or select programs.
_GLOBAL_OPTIONS = frozenset(("--literal-pathspecs", "--no-optional-locks", "--no-pager", "--no-replace-objects", "-P"))
_GLOBAL_OPTIONS_WITH_VALUE = frozenset(("-C", "-c"))

_ORDINARY = word_set(
    "add apply blame branch cat-file cherry-pick checkout commit describe diff fetch for-each-ref grep log "
    "ls-files ls-tree merge merge-base mv pull push rebase reflog remote reset restore rev-list rev-parse revert rm "
    "shortlog show show-ref stash status switch tag"
)
"""Subcommands that the agent may choose if the allowed prefix is `git` alone."""

# They run programs given as arguments, or serve requests of others.
_UNSUPPORTED = word_set(
    "citool credential cvsserver daemon difftool filter-branch for-each-repo gui help hook http-backend imap-send "
    "instaweb maintenance mergetool p4 quiltimport receive-pack remote-ext remote-fd request-pull send-email "
    "send-pack shell svn upload-archive upload-pack web--browse"
)
_WITHOUT_REPOSITORY = frozenset(("clone", "init", "ls-remote", "version"))
_NETWORK = word_set("archive clone fetch fetch-pack ls-remote pull push remote submodule")

# Long options that start programs, copy hooks, write any file, or enter repositories that the check cannot find.
_OPTIONS = (
    *("--exec", "--extcmd", "--open-files-in-pager", "--output", "--receive-pack", "--recurse-submodules"),
    *("--separate-git-dir", "--submodule", "--template", "--upload-pack"),
)
_OPTIONS_OF = {
    "archive": ("--remote",),
    "clone": ("--config", "--recursive", "--reference", "--shared"),
    "config": ("--edit", "--file", "--global", "--system"),
    "push": ("--repo",),
}
# `git commit --template` reads a text.
_HARMLESS_OPTIONS_OF = {"commit": ("--template",)}
_LETTERS_OF = {"archive": "o", "clone": "csu", "config": "ef", "grep": "O", "rebase": "x"}
_WORDS_OF = {"bisect": ("run",), "config": ("edit",), "submodule": ("foreach",)}


def is_safe_git(argv: Sequence[str], fixed: int, cwd: str) -> bool:
    """Return whether a git command starts no program that the agent chose or wrote.

    Args:
        argv: The words of the command, with git first.
        fixed: The number of words, at least 1, that the agent did not choose.
        cwd: The working directory.
    """
    position = 1
    while position < len(argv) and argv[position].startswith("-"):
        option = argv[position]
        if option in _GLOBAL_OPTIONS_WITH_VALUE and position + 1 < fixed:
            if option == "-C":
                cwd = os.path.join(cwd, argv[position + 1])
            position += 2
        elif option in _GLOBAL_OPTIONS:
            position += 1
        else:
            return False
    if position >= len(argv):
        return False
    subcommand, arguments = argv[position], argv[position + 1 :]
    if subcommand in _UNSUPPORTED or (position >= fixed and subcommand not in _ORDINARY):
        return False
    if not all(_is_harmless_word(subcommand, word) for word in argv[max(fixed, position + 1) :]):
        return False
    try:
        root = find_repository(cwd)
    except BareRepositoryError:
        return False
    if root is None:
        return subcommand in _WITHOUT_REPOSITORY and not _names_repository(subcommand, arguments, cwd)
    return starts_no_program(root, read_only=False) and not any(
        _names_repository(subcommand, arguments, directory) for directory in (cwd, root)
    )


def is_safe_repository(cwd: str, repositories: Collection[str]) -> bool:
    """Return whether git would use one of the given repositories, and read-only commands start no program there.

    Args:
        cwd: The working directory of git.
        repositories: The real paths of the repositories.
    """
    try:
        root = find_repository(cwd)
    except BareRepositoryError:
        return False
    return root in repositories and root is not None and starts_no_program(root, read_only=True)


def _is_harmless_word(subcommand: str, word: str) -> bool:
    if word in _WORDS_OF.get(subcommand, ()):
        return False
    if word.startswith("--"):
        name = word.partition("=")[0]
        # git accepts abbreviations of long options.
        options = {*_OPTIONS, *_OPTIONS_OF.get(subcommand, ())}.difference(_HARMLESS_OPTIONS_OF.get(subcommand, ()))
        return word == "--" or not any(option.startswith(name) for option in options)
    if word.startswith("-"):
        return set(_LETTERS_OF.get(subcommand, "")).isdisjoint(word)
    # Remote helpers such as ext:: run programs, and file: names a local repository.
    return subcommand not in _NETWORK or re.match(r"[A-Za-z0-9.+-]*::|file:", word, re.IGNORECASE) is None


def _names_repository(subcommand: str, arguments: Sequence[str], directory: str) -> bool:
    """Return whether an argument of a network command is the path of a repository.

    `git push` runs the hooks of that repository. Without an argument, the name is `origin`.
    """
    if subcommand not in _NETWORK:
        return False
    for word in (*arguments, "origin"):
        for path in (os.path.join(directory, word), os.path.join(directory, word) + ".git"):
            if any(os.path.lexists(os.path.join(path, name)) for name in (".git", "HEAD")):
                return True
    return False
