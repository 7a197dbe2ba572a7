"""The subcommands and options of git that `allow_commands` accepts, compared with complete literal lists."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest

from openai_codex.policies.git_commands import is_safe_git, is_safe_repository
from unit.policies.harmless_repository import create_repository

if TYPE_CHECKING:
    from pathlib import Path

# fmt: off
ORDINARY = [
    "add", "apply", "blame", "branch", "cat-file", "cherry-pick", "checkout", "commit", "describe", "diff", "fetch",
    "for-each-ref", "grep", "log", "ls-files", "ls-tree", "merge", "merge-base", "mv", "pull", "push", "rebase",
    "reflog", "remote", "reset", "restore", "rev-list", "rev-parse", "revert", "rm", "shortlog", "show", "show-ref",
    "stash", "status", "switch", "tag",
]
UNSUPPORTED = [
    "citool", "credential", "cvsserver", "daemon", "difftool", "filter-branch", "for-each-repo", "gui", "help", "hook",
    "http-backend", "imap-send", "instaweb", "maintenance", "mergetool", "p4", "quiltimport", "receive-pack",
    "remote-ext", "remote-fd", "request-pull", "send-email", "send-pack", "shell", "svn", "upload-archive",
    "upload-pack", "web--browse",
]
IN_PREFIX_ONLY = [
    "am", "archive", "bisect", "clean", "clone", "config", "fetch-pack", "fsck", "gc", "init", "ls-remote", "notes",
    "submodule", "unknown", "version", "worktree",
]
# fmt: on
WITHOUT_REPOSITORY = ["clone", "init", "ls-remote", "version"]
NETWORK = ["archive", "clone", "fetch", "fetch-pack", "ls-remote", "pull", "push", "remote", "submodule"]
SUPPORTED = sorted([*ORDINARY, *IN_PREFIX_ONLY])
SUBCOMMANDS = sorted([*SUPPORTED, *UNSUPPORTED])

DANGEROUS = """
    exec extcmd open-files-in-pager output receive-pack recurse-submodules separate-git-dir submodule template
    upload-pack
"""
"""Long options that are refused after every subcommand, except `--template` after `git commit`."""
DANGEROUS_AFTER = {
    "archive": "remote",
    "clone": "config recursive reference shared",
    "config": "edit file global system",
    "push": "repo",
}
DANGEROUS_LETTERS = {"archive": "o", "clone": "csu", "config": "ef", "grep": "O", "rebase": "x"}
HARMLESS_NAMES = """
    all amend author branch cached color depth dry-run force graph hard help ignore-case local message no-edit
    no-verify oneline patch prune quiet rebase set-upstream source stat tags theirs version
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a directory with a harmless repository."""
    return create_repository(tmp_path / "root")


def accepts(root: Path, *words: str, fixed: int = 2) -> bool:
    return is_safe_git(("git", *words), fixed, str(root))


def test_subcommands_chosen_by_agent_are_exactly_the_ordinary_ones(root: Path) -> None:
    assert [name for name in SUBCOMMANDS if accepts(root, name, fixed=1)] == sorted(ORDINARY)


def test_subcommands_in_prefix_are_all_except_unsupported_ones(root: Path) -> None:
    assert [name for name in SUBCOMMANDS if not accepts(root, name)] == sorted(UNSUPPORTED)


def test_subcommands_outside_repositories_are_exactly_those(tmp_path: Path) -> None:
    assert [name for name in SUBCOMMANDS if accepts(tmp_path, name)] == WITHOUT_REPOSITORY


@pytest.mark.parametrize("subcommand", sorted({*NETWORK, *DANGEROUS_LETTERS, "bisect", "commit", "log", "unknown"}))
def test_refused_options_are_exactly_those(root: Path, subcommand: str) -> None:
    refused = [*DANGEROUS.split(), *DANGEROUS_AFTER.get(subcommand, "").split()]
    if subcommand == "commit":
        refused.remove("template")
    others = [name for text in DANGEROUS_AFTER.values() for name in text.split()]
    known = sorted({*refused, *others, *DANGEROUS.split(), *HARMLESS_NAMES.split()} - _abbreviations(refused))
    for form in ("--{}", "--{}=x"):
        assert [name for name in known if not accepts(root, subcommand, form.format(name))] == sorted(refused)
    letters = [letter for letter in string.ascii_letters if not accepts(root, subcommand, f"-{letter}")]
    assert "".join(letters) == DANGEROUS_LETTERS.get(subcommand, "")
    for letter in letters:
        assert not accepts(root, subcommand, f"-q{letter}x")
    # git accepts each beginning of a long option.
    for name in refused:
        for end in range(len(name)):
            assert not accepts(root, subcommand, f"--{name[:end]}=x"), name[:end]
            assert end == 0 or not accepts(root, subcommand, "a", f"--{name[:end]}"), name[:end]
    assert accepts(root, subcommand, "--", "-", "a", "--outputs", "--execute=x")


def _abbreviations(names: list[str]) -> set[str]:
    return {name[:end] for name in names for end in range(1, len(name))}


@pytest.mark.parametrize(
    ("subcommand", "word"), [("bisect", "run"), ("config", "edit"), ("submodule", "foreach")], ids=str
)
def test_words_that_run_programs_are_refused(root: Path, subcommand: str, word: str) -> None:
    assert not accepts(root, subcommand, word)
    assert not accepts(root, subcommand, "a", word)
    for other in ("run", "edit", "foreach"):
        assert accepts(root, subcommand, other) == (other != word)
        assert accepts(root, subcommand, f"{word}x")
        assert accepts(root, "add", other)
    # In the prefix, the word is trusted.
    assert accepts(root, subcommand, word, fixed=3)
    assert not accepts(root, subcommand, word, word, fixed=3)


@pytest.mark.parametrize(
    "words",
    [
        *(["--literal-pathspecs"], ["--no-optional-locks"], ["--no-pager"], ["--no-replace-objects"], ["-P"]),
        ["-P", "--no-pager", "--no-optional-locks"],
    ],
    ids=" ".join,
)
def test_harmless_options_before_subcommand_are_accepted(root: Path, words: list[str]) -> None:
    assert accepts(root, *words, "status", fixed=1)
    assert not accepts(root, *words, fixed=1)
    assert not accepts(root, *words, "gc", fixed=1)
    assert not accepts(root, *words, "status", "--output", fixed=1)


@pytest.mark.parametrize(
    "words",
    [
        *(["-C", "."], ["-c", "a=b"], ["-p"], ["--paginate"], ["--git-dir=.git"], ["--git-dir", ".git"], ["--bare"]),
        *(["--work-tree=."], ["--exec-path=x"], ["--config-env=a=b"], ["--namespace=x"], ["--super-prefix=x"], ["-h"]),
        *(["--help"], ["--version"], ["--attr-source=x"], ["--icase-pathspecs"], ["--no-pagers"], ["--"]),
        *(["-"], ["-PP"]),
    ],
    ids=" ".join,
)
def test_other_options_before_subcommand_are_refused(root: Path, words: list[str]) -> None:
    for fixed in (1, 2):
        assert not accepts(root, *words, "status", fixed=fixed)
        assert not accepts(root, "-P", *words, "status", fixed=fixed)


def test_options_with_value_in_prefix_are_accepted(root: Path) -> None:
    for option, value in (("-C", "."), ("-c", "a=b")):
        assert accepts(root, option, value, "status", fixed=3)
        assert accepts(root, "-P", option, value, "-P", "status", fixed=4)
        assert accepts(root, option, value, option, value, "status", fixed=5)
        assert not accepts(root, option, value, option, value, "status", fixed=4)
        assert not accepts(root, option, value, "gc", fixed=3)
        assert accepts(root, option, value, "gc", fixed=4)
        assert not accepts(root, option, fixed=2)
        assert not accepts(root, option, value, fixed=3)
        # Words of the prefix after the subcommand are trusted as well.
        assert accepts(root, option, value, "rebase", "--exec", fixed=5)
        assert not accepts(root, option, value, "rebase", "--exec", fixed=4)


def test_directory_in_prefix_is_that_of_git(root: Path, tmp_path: Path) -> None:
    (root / "a" / "b").mkdir(parents=True)
    unsafe = create_repository(root / "a" / "b" / "unsafe")
    (unsafe / ".git" / "config").write_text("[core]\n\tpager = x\n")
    assert accepts(root, "-C", "a", "-C", "b", "status", fixed=5)
    assert accepts(tmp_path, "-C", "root", "status", fixed=3)
    assert accepts(tmp_path, "-C", str(root), "status", fixed=3)
    assert not accepts(root, "-C", "..", "status", fixed=3)
    assert not accepts(root, "-C", "a", "-C", "b/unsafe", "status", fixed=5)
    assert not accepts(unsafe, "status")
    # The value of -c is a setting.
    assert accepts(root, "-c", "a/b/unsafe", "status", fixed=3)


@pytest.mark.parametrize("address", ["ext::x", "EXT::x", "a1.+-::x", "::", "file:x", "FILE:///x", "file::x"])
def test_address_that_runs_program_is_refused_by_network_commands(root: Path, address: str) -> None:
    assert [name for name in SUPPORTED if not accepts(root, name, address)] == NETWORK


@pytest.mark.parametrize("address", ["https://a.org/x", "a@b:c", "a:b", "x/ext::y", "a b::c", "xfile:x", "filed"])
def test_other_address_is_accepted_by_all_commands(root: Path, address: str) -> None:
    assert all(accepts(root, name, address) for name in SUPPORTED)


@pytest.mark.parametrize("marker", [".git", "HEAD"])
@pytest.mark.parametrize("suffix", ["", ".git"])
def test_path_of_repository_is_refused_by_network_commands(root: Path, marker: str, suffix: str) -> None:
    directory = root / "a"
    other = directory / f"other{suffix}"
    other.mkdir(parents=True)
    (other / marker).symlink_to("/missing")

    def refusing(cwd: Path, *words: str, fixed: int = 2) -> list[str]:
        return [name for name in SUPPORTED if not accepts(cwd, name, *words, fixed=fixed)]

    # git reads paths from the working directory, or from the root of the work tree.
    for cwd, word in (
        *((directory, "other"), (directory, "./other"), (root, "a/other"), (directory, "a/other")),
        (root, str(directory / "other")),
    ):
        assert refusing(cwd, word) == NETWORK
        assert refusing(cwd, "x", word, "y", fixed=3) == NETWORK
    assert refusing(directory, "x") == refusing(root, "other") == refusing(directory) == []
    # Another directory.
    assert refusing(root, "a") == []
    # The name of a remote that is not given.
    other.rename(directory / f"origin{suffix}")
    assert refusing(directory) == refusing(directory, "x") == NETWORK
    assert refusing(root) == []


@pytest.mark.parametrize("name", ["git", "fetch"])
def test_repository_with_name_of_command_is_ignored(root: Path, name: str) -> None:
    create_repository(root / name)
    assert accepts(root, "fetch")
    assert accepts(root, "fetch", fixed=1)
    assert not accepts(root, "fetch", name)


@pytest.mark.parametrize("word", ["", ".", "./", "a/.."])
def test_path_of_own_repository_is_refused_by_network_commands(root: Path, word: str) -> None:
    (root / "a").mkdir()
    assert [name for name in SUPPORTED if not accepts(root, name, word)] == NETWORK


def test_network_command_outside_repository_with_path_of_repository_is_refused(root: Path) -> None:
    for subcommand in ("clone", "ls-remote"):
        assert accepts(root.parent, subcommand, "https://example.org/x", "new")
        assert not accepts(root.parent, subcommand, "root", "new")
    assert accepts(root.parent, "init", "root")


def test_bare_repository_is_refused(root: Path) -> None:
    (root / "bare").mkdir()
    (root / "bare" / "HEAD").touch()
    for name in ("status", "version"):
        assert accepts(root, name)
        assert not accepts(root / "bare", name)
    assert is_safe_repository(str(root), [str(root)])
    assert not is_safe_repository(str(root / "bare"), [str(root), str(root / "bare")])


def test_only_given_repositories_are_safe_for_reading(root: Path, tmp_path: Path) -> None:
    other = create_repository(root / "other")
    for directory, repositories, expected in (
        (root, [root], True),
        (root, [other, root], True),
        (other, [other], True),
        (other, [root], False),
        (root, [other], False),
        (root, [], False),
        (tmp_path, [tmp_path, root], False),
    ):
        assert is_safe_repository(str(directory), [str(each) for each in repositories]) == expected
    (root / ".git" / "config").write_text("[core]\n\tpager = x\n")
    assert not is_safe_repository(str(root), [str(root)])


def test_hook_of_writing_commands_matters_unless_only_reading(root: Path) -> None:
    (root / ".git" / "hooks").mkdir()
    (root / ".git" / "hooks" / "pre-commit").touch()
    assert is_safe_repository(str(root), [str(root)])
    assert not accepts(root, "status")
