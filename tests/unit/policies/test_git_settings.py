"""The settings and files of a repository with which git starts no program, compared with a complete literal list."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

import pytest

from openai_codex.policies.git_index import GitIndexError, gitlinks
from openai_codex.policies.git_repositories import starts_no_program
from unit.policies.git_attacks import Workspace, needs_git
from unit.policies.harmless_repository import create_repository

if TYPE_CHECKING:
    from pathlib import Path

# Values of each kind, and all settings that accept it. `*` is the subsection.
VALUES = {
    "boolean": ("true", "False", "YES", "no", "on", "off", "1", "0", ""),
    "word": ("input", "2", "refs/heads/main", "v1.2_x:y+z", "_"),
    "text": ("two words", "~/x", "$x", "!x", "-x", "a=b", "ä"),
    "address": (
        *("https://a.org/x", "http://a/x y", "ssh://a@b.org:1/c", "git://1.org", "git@b.org:c/d.git", "b.org:c"),
        *("a-b_c.d@e.f:./x", "ab:c"),
    ),
    "remote": ("origin", "."),
    "other": (
        *(
            "./x",
            "/x",
            "../x",
            "x/../y",
            "file:///x",
            "ext::x",
            "-ab:c",
            "a::b",
            "C:/x",
            "C:x",
            "ssh://-x/y",
            "ftp://x",
        ),
        *("https://", "https://-x", "a b:c", "origin/x", "git-lfs clean -- %f x", "git-lfs smudge", "+a:b"),
    ),
    "clean": ("git-lfs clean -- %f",),
    "process": ("git-lfs filter-process",),
    "smudge": ("git-lfs smudge -- %f",),
}
BOOLEAN = """
    core.bare core.filemode core.fscache core.fsmonitor core.ignorecase core.longpaths core.multipackindex
    core.precomposeunicode core.preloadindex core.protecthfs core.protectntfs core.quotepath core.sparsecheckout
    core.sparsecheckoutcone core.symlinks core.trustctime core.untrackedcache commit.gpgsign commit.verbose
    extensions.relativeworktrees extensions.worktreeconfig fetch.prune fetch.prunetags fetch.writecommitgraph
    filter.lfs.required index.sparse index.threads lfs.*.locksverify maintenance.auto push.autosetupremote
    push.followtags rebase.autosquash rebase.autostash remote.*.mirror remote.*.promisor remote.*.prune
    remote.*.skipdefaultupdate rerere.autoupdate rerere.enabled status.branch status.short submodule.*.active
    tag.gpgsign
"""
WORD = """
    core.abbrev core.autocrlf core.checkstat core.compression core.eol core.logallrefupdates
    core.repositoryformatversion core.safecrlf core.whitespace branch.*.github-pr-owner-number branch.*.merge
    branch.*.rebase branch.*.vscode-merge-base color.branch color.diff color.status color.ui diff.algorithm
    diff.colormoved diff.mnemonicprefix diff.renames extensions.objectformat extensions.partialclone
    extensions.refstorage fetch.parallel gc.auto init.defaultbranch lfs.*.access lfs.repositoryformatversion log.date
    log.decorate maintenance.strategy merge.conflictstyle merge.ff pull.ff pull.rebase push.default
    remote.*.gh-resolved remote.*.partialclonefilter remote.*.tagopt status.showuntrackedfiles
"""
TEXT = "branch.*.description remote.*.fetch user.email user.name user.signingkey"
ADDRESS = "remote.*.pushurl remote.*.url submodule.*.url"
REMOTE = "branch.*.pushremote branch.*.remote remote.pushdefault"
SETTINGS = {
    **dict.fromkeys(BOOLEAN.split(), "boolean"),
    **dict.fromkeys(WORD.split(), "word"),
    **dict.fromkeys(TEXT.split(), "text"),
    **dict.fromkeys(ADDRESS.split(), "address"),
    **dict.fromkeys(REMOTE.split(), "remote"),
    **{f"filter.lfs.{kind}": kind for kind in ("clean", "process", "smudge")},
    "core.worktree": "path",
}
DANGEROUS = """
    alias.x browser.x.cmd core.alternaterefscommand core.askpass core.attributesfile core.editor core.excludesfile
    core.gitproxy core.hookspath core.pager core.sshcommand credential.helper credential.*.helper diff.external
    diff.*.command diff.*.textconv difftool.*.cmd fetch.recursesubmodules filter.*.clean filter.*.process
    filter.*.required filter.*.smudge gc.recentobjectshook gpg.program gpg.ssh.defaultkeycommand gpg.ssh.program
    guitool.*.cmd http.proxy include.path includeif.*.path interactive.difffilter lfs.customtransfer.x.path
    lfs.standalonetransferagent man.*.cmd merge.*.driver mergetool.*.cmd pager.log protocol.allow protocol.ext.allow
    push.recursesubmodules receive.procreceiverefs remote.*.proxy remote.*.receivepack remote.*.uploadpack remote.*.vcs
    remotes.default sendemail.smtpserver sequence.editor submodule.*.update submodule.recurse tar.tar.gz.command
    trailer.*.command transfer.credentialsinurl uploadpack.packobjectshook url.*.insteadof url.*.pushinsteadof
    core.*.bare branch.merge branch.remote remote.url user.*.name user.unknown unknown.x lfs.access
    filter.lfs.x filter.x.clean
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return create_repository(tmp_path / "root")


def accepts(root: Path, config: str | bytes, *, read_only: bool = False) -> bool:
    (root / ".git" / "config").write_bytes(config if isinstance(config, bytes) else config.encode())
    return starts_no_program(str(root), read_only=read_only)


def setting(name: str, value: str | None) -> str:
    """Return a configuration with one setting, and a remote `origin` with an address."""
    section, *subsections, key = name.split(".")
    subsection = f' "{".".join(subsections)}"'.replace("*", "origin") if subsections else ""
    assignment = "" if value is None else f" = {value}"
    return f'[remote "origin"]\n\turl = a@b.org:c\n[{section}{subsection}]\n\t{key}{assignment}\n'


@pytest.mark.parametrize("name", SETTINGS)
def test_accepted_values_of_setting_are_exactly_those(root: Path, name: str) -> None:
    kind = SETTINGS[name]
    accepted = {*VALUES.get(kind, ())}
    known = set(itertools.chain(*VALUES.values()))
    if kind == "text":
        accepted = known
    elif kind == "path":
        accepted = known - {"", "~/x"}
    elif kind == "word":
        accepted |= {*VALUES["boolean"], "origin", "ab:c", "b.org:c", "C:/x", "C:x", "a::b", "ext::x", "x/../y"}
        accepted |= {"https://a.org/x", "git://1.org", "file:///x", "origin/x", "ftp://x", "https://", "https://-x"}
        accepted |= {"ssh://-x/y"}
    assert {value for value in known if accepts(root, setting(name, value))} == accepted
    # Case is ignored in names, and without a value the setting is true.
    section, _, key = name.rpartition(".")
    value = next(iter(accepted - {""}))
    assert accepts(root, setting(f"{section}.{key.upper()}", value))
    assert accepts(root, setting(name, None)) == ("" in accepted)


@pytest.mark.parametrize("name", DANGEROUS.split())
def test_other_setting_is_refused(root: Path, name: str) -> None:
    assert not any(accepts(root, setting(name, value)) for value in ("true", "1", "x", "", None))


def test_remote_without_address_is_refused(root: Path) -> None:
    for name in ("branch.x.remote", "branch.x.y.pushremote", "remote.pushdefault"):
        assert accepts(root, setting(name, "origin"))
        assert not accepts(root, setting(name, "other"))
    for key, value in (("fetch", "+a:b"), ("pushurl", "a@b.org:c"), ("prune", "true"), ("tagopt", "--no-tags")):
        assert not accepts(root, setting(f"remote.other.{key}", value))
    assert accepts(root, '[remote "a.b"]\n\turl = a@b.org:c\n\tfetch = x\n[branch "x"]\n\tremote = .\n')
    assert not accepts(root, '[remote "a.b"]\n\turl = a@b.org:c\n\tfetch = x\n[branch "x"]\n\tremote = origin\n')


@pytest.mark.parametrize(
    "name", ["core.worktree", "extensions.objectformat", "extensions.worktreeconfig", "core.bare", "user.name"]
)
def test_repeated_layout_setting_is_refused(root: Path, name: str) -> None:
    is_layout = name not in ("core.bare", "user.name")
    once = setting(name, "true")
    assert accepts(root, once)
    assert accepts(root, once * 2) == (not is_layout)
    # In the configuration of a worktree, which git does not always read.
    (root / ".git" / "config.worktree").write_text(once)
    assert accepts(root, "") == (not is_layout)


def test_configuration_of_at_most_256_kib_is_accepted(root: Path) -> None:
    size = 256 * 1024
    assert accepts(root, "#" * size)
    assert not accepts(root, "#" * (size + 1))
    assert not accepts(root, "\n" * (size + 1))


def test_control_characters_are_refused(root: Path) -> None:
    characters = [*map(chr, range(0xA1)), "\u2028", "\ufeff", "\U0001f600"]
    refused = [character for character in characters if not accepts(root, f"# {character}")]
    assert refused == [*map(chr, (*range(9), *range(0x0B, 0x20), 0x7F)), "\ufeff"]
    assert not accepts(root, b"# \xff")


@pytest.mark.parametrize("suffix", ["", ".exe"])
def test_hooks_that_reading_commands_run_are_exactly_those(root: Path, suffix: str) -> None:
    reading = ["fsmonitor-watchman", "post-index-change", "query-watchman", "reference-transaction"]
    others = ["applypatch-msg", "commit-msg", "post-checkout", "post-index-changes", "pre-commit", "pre-push", "x"]
    hooks = root / ".git" / "hooks"
    hooks.mkdir()
    refused: dict[bool, list[str]] = {True: [], False: []}
    for name in sorted([*reading, *others]):
        for read_only, names in refused.items():
            (hooks / f"{name}{suffix}").touch()
            if not accepts(root, "", read_only=read_only):
                names.append(name)
            (hooks / f"{name}{suffix}").rename(hooks / f"{name}{suffix}.sample")
            assert accepts(root, "", read_only=read_only)
    assert refused == {True: reading, False: sorted([*reading, *others])}


def test_sequences_and_old_remotes_are_refused(root: Path) -> None:
    for name in ("rebase-apply", "rebase-merge", "sequencer"):
        (root / ".git" / name).mkdir()
        assert not accepts(root, "")
        assert accepts(root, "", read_only=True)
        (root / ".git" / name).rmdir()
    for name in ("remotes", "branches"):
        (root / ".git" / name).mkdir()
        assert accepts(root, "")
        (root / ".git" / name / "x").touch()
        assert not accepts(root, "")
        assert not accepts(root, "", read_only=True)
        shutil.rmtree(root / ".git" / name)
    assert accepts(root, "")


@needs_git
def test_submodules_are_checked_down_to_eight_levels(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    work = Workspace(create_repository(tmp_path / "work"), tmp_path / "started", tmp_path / "home")
    work.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    (tmp_path / "copy").mkdir()
    shutil.copytree(work.root, tmp_path / "copy", dirs_exist_ok=True)
    directory = work.root
    for _ in range(8):
        directory = directory / "sub"
        shutil.copytree(tmp_path / "copy", directory)
        assert starts_no_program(str(work.root), read_only=True)
    (directory / ".git" / "config").write_text("[core]\n\tpager = x\n")
    assert not starts_no_program(str(work.root), read_only=True)
    (directory / ".git" / "config").unlink()
    shutil.copytree(tmp_path / "copy", directory / "sub")
    assert not starts_no_program(str(work.root), read_only=True)


@needs_git
def test_index_of_at_most_given_size_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    work = Workspace(create_repository(tmp_path / "work"), tmp_path / "started", tmp_path / "home")
    work.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    index = work.root / ".git" / "index"
    size = index.stat().st_size
    for limit in (size, size + 1):
        monkeypatch.setattr("openai_codex.policies.git_index._MAX_INDEX_BYTES", limit)
        assert gitlinks(str(index)) == ["sub"]
    for limit in (size - 1, size - 5):
        monkeypatch.setattr("openai_codex.policies.git_index._MAX_INDEX_BYTES", limit)
        with pytest.raises(GitIndexError, match="too large"):
            gitlinks(str(index))
