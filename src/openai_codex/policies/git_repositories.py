"""Decide whether the repository that git uses in a directory can start programs.

The agent may have written any file of the repository. Therefore the contents decide: the configuration must consist of
settings that are known to start no program, and there must be no hooks. Unknown settings are rejected.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from openai_codex.policies.git_index import GitIndexError, gitlinks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MAX_CONFIG_BYTES = 256 * 1024
_MAX_SUBMODULE_DEPTH = 8
_MAX_MODULES = 1000

# Only syntax that has one reading: no quotes, escapes, continuation lines, or comments after a value.
_SECTION = re.compile(r'[ \t]*\[(?P<section>[A-Za-z0-9-]+)(?:[ \t]+"(?P<subsection>[^"\\\n]*)")?\][ \t]*')
_SETTING = re.compile(r'[ \t]*(?P<key>[A-Za-z][A-Za-z0-9-]*)(?:[ \t]*=[ \t]*(?P<value>[^"\\;#\n]*))?')
_IGNORED = re.compile(r"[ \t]*(?:[#;].*)?")

_BOOLEAN = re.compile(r"true|false|yes|no|on|off|1|0|", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/+-]*|")
_TEXT = re.compile(r".*")
_NETWORK_ADDRESS = re.compile(
    r"(?:https?|ssh|git)://[A-Za-z0-9].*|(?:[A-Za-z0-9_.-]+@)?[A-Za-z0-9][A-Za-z0-9.-]+:(?!:|//).+"
)
# Without a slash: git reads a name that is not that of a remote as a path, whose repository has hooks of its own.
_REMOTE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*|\.")


def _settings(kind: re.Pattern[str], text: str) -> dict[str, re.Pattern[str]]:
    return dict.fromkeys(text.split(), kind)


# Settings by section and key, `*` for the subsection, with the values that start no program.
_HARMLESS: Mapping[str, re.Pattern[str]] = {
    **_settings(
        _BOOLEAN,
        # With a boolean value, core.fsmonitor is the daemon of git itself.
        "core.bare core.filemode core.fscache core.fsmonitor core.ignorecase core.longpaths "
        "core.multipackindex core.precomposeunicode core.preloadindex core.protecthfs core.protectntfs core.quotepath "
        "core.sparsecheckout core.sparsecheckoutcone core.symlinks core.trustctime core.untrackedcache "
        "commit.gpgsign commit.verbose "
        "extensions.relativeworktrees extensions.worktreeconfig fetch.prune fetch.prunetags fetch.writecommitgraph "
        "filter.lfs.required index.sparse index.threads lfs.*.locksverify maintenance.auto "
        "push.autosetupremote push.followtags rebase.autosquash rebase.autostash "
        "remote.*.mirror remote.*.promisor remote.*.prune remote.*.skipdefaultupdate rerere.autoupdate rerere.enabled "
        "status.branch status.short submodule.*.active tag.gpgsign",
    ),
    **_settings(
        _WORD,
        "core.abbrev core.autocrlf core.checkstat core.compression core.eol core.logallrefupdates "
        "core.repositoryformatversion core.safecrlf core.whitespace branch.*.github-pr-owner-number "
        "branch.*.merge branch.*.rebase branch.*.vscode-merge-base color.branch color.diff color.status color.ui "
        "diff.algorithm diff.colormoved diff.mnemonicprefix "
        "diff.renames extensions.objectformat extensions.partialclone extensions.refstorage fetch.parallel gc.auto "
        "init.defaultbranch lfs.*.access lfs.repositoryformatversion log.date log.decorate maintenance.strategy "
        "merge.conflictstyle merge.ff pull.ff pull.rebase push.default remote.*.gh-resolved "
        "remote.*.partialclonefilter remote.*.tagopt status.showuntrackedfiles",
    ),
    **_settings(_TEXT, "branch.*.description remote.*.fetch user.email user.name user.signingkey"),
    **_settings(_NETWORK_ADDRESS, "remote.*.pushurl remote.*.url submodule.*.url"),
    **_settings(_REMOTE_NAME, "branch.*.pushremote branch.*.remote remote.pushdefault"),
    # The values of `git lfs install --local`.
    "filter.lfs.clean": re.compile(r"git-lfs clean -- %f"),
    "filter.lfs.process": re.compile(r"git-lfs filter-process"),
    "filter.lfs.smudge": re.compile(r"git-lfs smudge -- %f"),
    "core.worktree": re.compile(r"[^~].*"),
}

# Settings that select directories and formats. Each must have a single value.
_LAYOUT = frozenset(("core.worktree", "extensions.objectformat", "extensions.worktreeconfig"))
_REMOTE_SETTING = re.compile(r"branch\..*\.(?:pushremote|remote)|remote\.pushdefault", re.DOTALL)
# In a partial clone, reading commands fetch missing objects, for which git starts ssh.
_PARTIAL_CLONE = re.compile(r"extensions\.partialclone|remote\..*\.(?:partialclonefilter|promisor)", re.DOTALL)

# The state of a rebase or a sequence of picks contains commands that continuing it runs.
_SEQUENCES = ("rebase-apply", "rebase-merge", "sequencer")
# Hooks that reading commands run, because they refresh the index.
_READING_HOOKS = frozenset(("post-index-change", "reference-transaction", "fsmonitor-watchman", "query-watchman"))


class BareRepositoryError(ValueError):
    """A directory may be a bare repository, which the rules do not support."""


def find_repository(cwd: str) -> str | None:
    """Return the real path of the directory whose `.git` git uses, or None outside a repository.

    Args:
        cwd: The working directory of git.

    Raises:
        BareRepositoryError: git may use a bare repository.
    """
    directory = os.path.realpath(cwd)
    # Same search as git: the first parent directory with a `.git`, or a bare repository, wins.
    while not os.path.lexists(os.path.join(directory, ".git")):
        if os.path.lexists(os.path.join(directory, "HEAD")):
            raise BareRepositoryError(f"{directory}: possibly a bare repository")
        if directory == os.path.dirname(directory):
            return None
        directory = os.path.dirname(directory)
    return directory


def starts_no_program(root: str, *, read_only: bool) -> bool:
    """Return whether git commands in a repository start no program that the repository defines.

    The check includes the checked-out submodules, in which git runs commands as well.

    Args:
        root: The directory that contains `.git`.
        read_only: Whether the commands are read-only. They run few of the hooks.
    """
    try:
        return _is_harmless(root, read_only, depth=0)
    except (OSError, ValueError):
        return False


def _is_harmless(root: str, read_only: bool, depth: int) -> bool:
    git_directory = _git_directory(root)
    if git_directory is None or depth > _MAX_SUBMODULE_DEPTH:
        return False
    common = _common_directory(git_directory)
    settings = _harmless_settings(git_directory, common, read_only)
    if settings is None:
        return False
    # Repositories of submodules, in which `git fetch` runs commands even if they are not checked out.
    for module in _modules(os.path.join(common, "modules")):
        if _harmless_settings(module, _common_directory(module), read_only) is None:
            return False
    object_format = settings.get("extensions.objectformat", "sha1").lower()
    work_tree = os.path.join(git_directory, settings["core.worktree"]) if "core.worktree" in settings else root
    return all(
        _is_harmless(submodule, read_only, depth + 1)
        for submodule in _submodules(os.path.join(git_directory, "index"), work_tree, object_format)
    )


def _harmless_settings(git_directory: str, common: str, read_only: bool) -> dict[str, str] | None:
    """Return the settings of a repository, or None if it may start a program."""
    # git ignores a `.git` without these and continues with the parent directory.
    if not (
        os.path.lexists(os.path.join(git_directory, "HEAD"))
        and os.path.isdir(os.path.join(common, "objects"))
        and os.path.isdir(os.path.join(common, "refs"))
    ):
        return None
    settings = _read_config(os.path.join(common, "config"))
    of_worktree = _read_config(os.path.join(git_directory, "config.worktree"))
    # git does not always read `config.worktree`, so it must not matter whether it does.
    if settings is None or of_worktree is None or not _LAYOUT.isdisjoint(of_worktree) or not _has_remotes(settings):
        return None
    if read_only and any(_PARTIAL_CLONE.fullmatch(name) for name in (*settings, *of_worktree)):
        return None
    if _has_hooks(common, _READING_HOOKS if read_only else None):
        return None
    # Older files that define remotes.
    if any(_has_entries(os.path.join(common, name)) for name in ("remotes", "branches")):
        return None
    if not read_only and any(os.path.lexists(os.path.join(git_directory, name)) for name in _SEQUENCES):
        return None
    return settings


def _has_remotes(settings: Mapping[str, str]) -> bool:
    """Return whether all configured names of remotes have an address.

    git reads another name as a path, and `git push` runs the hooks of the repository there.
    """
    names = [value for name, value in settings.items() if _REMOTE_SETTING.fullmatch(name)]
    names += [match[1] for name in settings if (match := re.fullmatch(r"remote\.(.*)\..*", name, re.DOTALL))]
    return all(name == "." or f"remote.{name}.url" in settings for name in names)


def _modules(directory: str) -> list[str]:
    """Return the directories of the repositories of submodules."""
    found: list[str] = []
    for path, names, files in os.walk(directory, onerror=_raise):
        if any(os.path.islink(os.path.join(path, name)) for name in names):
            raise ValueError(f"{path}: unexpected symbolic link")
        if "HEAD" in files or "HEAD" in names:
            found.append(path)
            # A repository contains the repositories of its own submodules.
            names[:] = [name for name in names if name == "modules"]
        if len(found) > _MAX_MODULES:
            raise ValueError(f"{directory}: more than {_MAX_MODULES} repositories")
    return found


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _git_directory(root: str) -> str | None:
    """Return the directory of a repository, or None if `.git` is invalid."""
    path = os.path.join(root, ".git")
    if os.path.isdir(path):
        return path
    text = _read_text(path, 4096)
    if not text.startswith("gitdir: ") or text.count("\n") > 1:
        return None
    target = os.path.join(root, text.removeprefix("gitdir: ").rstrip("\n"))
    return target if os.path.isdir(target) else None


def _common_directory(git_directory: str) -> str:
    """Return the directory with the configuration, which linked worktrees share."""
    path = os.path.join(git_directory, "commondir")
    if not os.path.lexists(path):
        return git_directory
    return os.path.join(git_directory, _read_text(path, 4096).rstrip("\n"))


def _read_config(path: str) -> dict[str, str] | None:
    """Return the settings of a configuration file, or None if one of them may start a program.

    A missing file has no settings. Raises `OSError` or `ValueError` if the file cannot be read.
    """
    if not os.path.lexists(path):
        return {}
    settings: dict[str, str] = {}
    prefix: str | None = None
    for line in _read_text(path, _MAX_CONFIG_BYTES).split("\n"):
        if _IGNORED.fullmatch(line):
            continue
        if section := _SECTION.fullmatch(line):
            subsection: str | None = section["subsection"]
            prefix = section["section"].lower() + ("" if subsection is None else f".{subsection}")
            continue
        setting = _SETTING.fullmatch(line)
        if setting is None or prefix is None:
            return None
        name, value = f"{prefix}.{setting['key'].lower()}", (setting["value"] or "").rstrip(" \t")
        allowed = _HARMLESS.get(name) or _HARMLESS.get(re.sub(r"\..*\.", ".*.", name, flags=re.DOTALL))
        if allowed is None or not allowed.fullmatch(value):
            return None
        if name in settings and name in _LAYOUT:
            return None
        settings[name] = value
    return settings


def _read_text(path: str, limit: int) -> str:
    with open(path, "rb") as file:
        data = file.read(limit + 1)
    text = data.decode("utf-8")
    # git treats a carriage return before a line break as white space. NUL ends a value.
    if len(data) > limit or re.search(r"[\0-\x08\x0b-\x1f\x7f\ufeff]", text):
        raise ValueError(f"{path}: expected plain text of at most {limit} bytes")
    return text


def _has_hooks(common: str, names: Collection[str] | None) -> bool:
    """Return whether there are hooks, except samples; `names` limits the search to these hooks."""
    directory = os.path.join(common, "hooks")
    if not os.path.lexists(directory):
        return False
    hooks = [name for name in os.listdir(directory) if not name.endswith(".sample")]
    return any(names is None or name.removesuffix(".exe") in names for name in hooks)


def _has_entries(directory: str) -> bool:
    return os.path.lexists(directory) and bool(os.listdir(directory))


def _submodules(index: str, work_tree: str, object_format: str) -> list[str]:
    """Return the directories of the submodules that are checked out."""
    if not os.path.lexists(index):
        return []
    try:
        paths = gitlinks(index, object_format)
    except GitIndexError as error:
        raise ValueError(str(error)) from error
    directories = [os.path.join(work_tree, path) for path in paths]
    return [directory for directory in directories if os.path.lexists(os.path.join(directory, ".git"))]
