"""Repositories of git in which an agent has hidden a program.

Each attack prepares a workspace in which a git command runs `ATTACK`, which creates the file `started`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs_git = pytest.mark.skipif(shutil.which("git") is None or os.name == "nt", reason="requires git and a POSIX shell")


@dataclass
class Workspace:
    """A directory with a git repository."""

    root: Path
    started: Path
    home: Path
    cwd: str = field(default="")

    @property
    def attack(self) -> str:
        """The path of a program that creates the file `started`."""
        program = self.home / "attack"
        if not program.exists():
            program.write_text(f'#!/bin/sh\ntouch {self.started}\ncat "$@" 2>/dev/null\ntrue\n')
            program.chmod(0o755)
        return str(program)

    def git(self, *words: str, cwd: str = "", check: bool = True) -> subprocess.CompletedProcess[bytes]:
        """Run git in a directory below the root."""
        return self.run("git", "-c", "user.name=a", "-c", "user.email=a@b", *words, cwd=cwd, check=check)

    def run(self, *words: str, cwd: str = "", check: bool = False) -> subprocess.CompletedProcess[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_EDITOR": "true",
            "FILTER_BRANCH_SQUELCH_WARNING": "1",
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        return subprocess.run(
            words,
            cwd=self.root / cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=check,
        )

    def write(self, path: str, text: str, *, mode: int = 0o644) -> None:
        """Write a file below the root."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)

    def repository(self, path: str) -> None:
        """Create a repository with one commit below the root."""
        (self.root / path).mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", ".", cwd=path)
        self.write(f"{path}/a.txt", "one\n")
        self.git("add", "a.txt", cwd=path)
        self.git("commit", "-q", "-m", "one", cwd=path)


def create_workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with a harmless repository of one commit."""
    root, home = tmp_path / "work", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    workspace = Workspace(root, tmp_path / "started", home)
    workspace.repository(".")
    return workspace


def _configure(
    *settings: tuple[str, str], attributes: str = "", path: str = ".", changed: bool = True
) -> Callable[[Workspace], None]:
    def prepare(work: Workspace) -> None:
        if attributes:
            work.write(f"{path}/.gitattributes", attributes)
            work.git("add", ".gitattributes", cwd=path)
            work.git("commit", "-q", "-m", "attributes", cwd=path)
        if changed:
            work.write(f"{path}/a.txt", "two\n")
        for name, value in settings:
            work.git("config", name, value.replace("ATTACK", work.attack), cwd=path)

    return prepare


def _hook(name: str) -> Callable[[Workspace], None]:
    def prepare(work: Workspace) -> None:
        work.write("a.txt", "two\n")
        work.write(f".git/hooks/{name}", f"#!/bin/sh\n{work.attack}\n", mode=0o755)

    return prepare


def _hooks_path(work: Workspace) -> None:
    work.write("a.txt", "two\n")
    work.write("hooks/post-index-change", f"#!/bin/sh\n{work.attack}\n", mode=0o755)
    work.git("config", "core.hooksPath", "hooks")


def _include(work: Workspace) -> None:
    work.write("settings", f"[core]\n\tfsmonitor = {work.attack}\n")
    work.git("config", "include.path", "../settings")


def _include_if(work: Workspace) -> None:
    work.write("settings", f"[core]\n\tfsmonitor = {work.attack}\n")
    work.git("config", "includeIf.gitdir:/.path", "../settings")


def _worktree_config(work: Workspace) -> None:
    work.git("config", "extensions.worktreeConfig", "true")
    work.write(".git/config.worktree", f"[core]\n\tfsmonitor = {work.attack}\n")


def _nested(work: Workspace) -> None:
    work.repository("nested")
    work.git("config", "core.fsmonitor", work.attack, cwd="nested")
    work.cwd = "nested"


def _nested_below(work: Workspace) -> None:
    _nested(work)
    work.cwd = ""


def _git_file(work: Workspace) -> None:
    work.repository("elsewhere")
    work.git("config", "core.fsmonitor", work.attack, cwd="elsewhere")
    work.write("linked/.git", f"gitdir: {work.root}/elsewhere/.git\n")
    work.cwd = "linked"


def _worktree(work: Workspace) -> None:
    work.repository("elsewhere")
    work.git("config", "core.fsmonitor", work.attack, cwd="elsewhere")
    work.git("worktree", "add", "-q", "../tree", cwd="elsewhere")
    work.cwd = "tree"


def _bare(work: Workspace) -> None:
    work.git("init", "-q", "--bare", "bare")
    work.git("config", "core.fsmonitor", work.attack, cwd="bare")
    work.git("config", "core.bare", "false", cwd="bare")
    work.git("config", "core.worktree", str(work.root), cwd="bare")
    work.cwd = "bare"


def _submodule(work: Workspace) -> None:
    """The commit contains a submodule, and its `.git` file points to a configuration of the agent."""
    work.repository("sub")
    work.git("add", "sub")
    work.git("commit", "-q", "-m", "sub")
    (work.root / "sub" / ".git").rename(work.root / "moved")
    work.write("sub/.git", f"gitdir: {work.root}/moved\n")
    work.run("git", "--git-dir", str(work.root / "moved"), "config", "core.fsmonitor", work.attack)


def _submodule_version_4(work: Workspace) -> None:
    work.write("sub-a", "")
    work.git("add", "sub-a")
    _submodule(work)
    work.git("update-index", "--index-version", "4")


def _module(work: Workspace) -> None:
    """A submodule that is not checked out, with a configuration in `.git/modules`."""
    work.repository("sub")
    work.git("add", "sub")
    work.git("commit", "-q", "-m", "sub")
    (work.root / ".git" / "modules").mkdir()
    (work.root / "sub" / ".git").rename(work.root / ".git" / "modules" / "sub")
    module = str(work.root / ".git" / "modules" / "sub")
    work.run("git", "--git-dir", module, "config", "core.sshCommand", work.attack)
    work.run("git", "--git-dir", module, "config", "remote.origin.url", "ssh://localhost/x")
    work.run("git", "--git-dir", module, "config", "core.worktree", str(work.root / "sub"))
    work.write("sub/.git", f"gitdir: {module}\n")
    work.git("config", "submodule.sub.url", "ssh://localhost/x")
    work.git("config", "submodule.sub.active", "true")
    work.write(".gitmodules", '[submodule "sub"]\n\tpath = sub\n\turl = ssh://localhost/x\n')
    work.git("add", ".gitmodules")
    work.git("commit", "-q", "-m", "modules")


def _local_remote(*, configure: bool) -> Callable[[Workspace], None]:
    def prepare(work: Workspace) -> None:
        work.git("init", "-q", "--bare", "evil")
        work.write("evil/hooks/pre-receive", f"#!/bin/sh\n{work.attack}\n", mode=0o755)
        if configure:
            work.git("config", "remote.evil.url", "./evil")

    return prepare


def _branch_remote(work: Workspace) -> None:
    _local_remote(configure=False)(work)
    work.git("config", "branch.main.remote", "evil")
    work.git("config", "push.default", "current")


def _old_remote(work: Workspace) -> None:
    _local_remote(configure=False)(work)
    work.write(".git/remotes/name", "URL: ./evil\n")


def _origin(work: Workspace) -> None:
    work.git("init", "-q", "--bare", "origin")
    work.write("origin/hooks/pre-receive", f"#!/bin/sh\n{work.attack}\n", mode=0o755)
    work.git("config", "push.default", "current")


def _rebase_sequence(work: Workspace) -> None:
    work.run("git", "-c", "user.name=a", "-c", "user.email=a@b", "rebase", "-x", "false", "--root")
    work.write(".git/rebase-merge/git-rebase-todo", f"exec {work.attack}\n")


def _bisect(work: Workspace) -> None:
    for number in range(3):
        work.git("commit", "-q", "--allow-empty", "-m", str(number))
    work.git("bisect", "start", "HEAD", "HEAD~3")


def _nothing(work: Workspace) -> None:
    _ = work.attack


def _template(work: Workspace) -> None:
    work.write("template/hooks/post-checkout", f"#!/bin/sh\n{work.attack}\n", mode=0o755)


@dataclass(frozen=True)
class Attack:
    """A way to run a program of the agent.

    Attributes:
        name: The name of the test case.
        prepare: Prepares the workspace.
        command: The command that runs the program, with ATTACK for its path.
        prefix: The prefix that the policy allows.
    """

    name: str
    prepare: Callable[[Workspace], None]
    command: str
    prefix: str


FILTER = ("filter.x.clean", "ATTACK")
ATTACKS = [
    # Configuration and files of the repository.
    Attack("clean-filter", _configure(FILTER, attributes="* filter=x\n"), "git add a.txt", "git add"),
    Attack(
        "process-filter",
        _configure(("filter.x.process", "ATTACK"), attributes="* filter=x\n"),
        "git add a.txt",
        "git add",
    ),
    Attack("fsmonitor", _configure(("core.fsmonitor", "ATTACK")), "git status", "git status"),
    Attack("diff-driver", _configure(("diff.x.command", "ATTACK"), attributes="* diff=x\n"), "git diff", "git diff"),
    Attack("external-diff", _configure(("diff.external", "ATTACK")), "git diff", "git diff"),
    Attack("textconv", _configure(("diff.x.textconv", "ATTACK"), attributes="* diff=x\n"), "git diff", "git diff"),
    Attack("editor", _configure(("sequence.editor", "ATTACK"), changed=False), "git rebase -i --root", "git rebase"),
    Attack("alias", _configure(("alias.save", "!ATTACK")), "git save", "git save"),
    Attack("ssh-command", _configure(("core.sshCommand", "ATTACK")), "git fetch ssh://localhost/x", "git fetch"),
    Attack("signing-program", _configure(("gpg.program", "ATTACK")), "git tag -s -m x x", "git tag"),
    Attack(
        "upload-pack-setting",
        _configure(("remote.x.uploadpack", "ATTACK"), ("remote.x.url", ".")),
        "git fetch x",
        "git fetch",
    ),
    Attack(
        "ext-remote",
        _configure(("remote.x.url", "ext::ATTACK x"), ("protocol.ext.allow", "always")),
        "git fetch x",
        "git fetch",
    ),
    Attack("hook", _hook("pre-commit"), "git commit -a -m two", "git commit"),
    Attack("index-hook", _hook("post-index-change"), "git status", "git status"),
    Attack("hooks-path", _hooks_path, "git add a.txt", "git add"),
    Attack("include", _include, "git status", "git status"),
    Attack("conditional-include", _include_if, "git status", "git status"),
    Attack("worktree-config", _worktree_config, "git status", "git status"),
    Attack("rebase-sequence", _rebase_sequence, "git rebase --continue", "git rebase"),
    # Other repositories.
    Attack("nested-repository", _nested, "git status", "git status"),
    Attack("git-file", _git_file, "git status", "git status"),
    Attack("linked-worktree", _worktree, "git status", "git status"),
    Attack("bare-repository", _bare, "git status", "git status"),
    Attack("submodule", _submodule, "git status", "git status"),
    Attack("submodule-index-version-4", _submodule_version_4, "git status", "git status"),
    Attack("submodule-diff", _submodule, "git diff", "git diff"),
    Attack("submodule-fetch", _module, "git submodule update --remote", "git submodule"),
    Attack("push-to-path", _local_remote(configure=False), "git push ./evil main", "git push"),
    Attack("push-to-name", _local_remote(configure=False), "git push evil main", "git push"),
    Attack("push-to-address", _local_remote(configure=False), "git push file://ROOT/evil main", "git push"),
    Attack("push-to-remote", _local_remote(configure=True), "git push evil main", "git push"),
    Attack("push-to-branch-remote", _branch_remote, "git push", "git push"),
    Attack("push-to-old-remote", _old_remote, "git push name main", "git push"),
    Attack("push-to-default-remote", _origin, "git push origin main", "git push"),
    Attack("push-repo-option", _local_remote(configure=False), "git push --repo=./evil --all", "git push"),
    # Options and subcommands.
    Attack("option-directory", _nested_below, "git -C nested status", "git"),
    Attack("option-git-dir", _nested_below, "git --git-dir=nested/.git --work-tree=nested status", "git"),
    Attack("option-setting", _nothing, "git -c core.fsmonitor=ATTACK status", "git"),
    Attack("option-alias", _nothing, "git -c alias.x=!ATTACK x", "git"),
    Attack("upload-pack", _nothing, "git fetch --upload-pack=ATTACK .", "git fetch"),
    Attack("upload-pack-abbreviated", _nothing, "git fetch --upl ATTACK .", "git fetch"),
    Attack("receive-pack", _nothing, "git push --receive-pack=ATTACK . main", "git push"),
    Attack("push-exec", _nothing, "git push --exec=ATTACK . main", "git push"),
    Attack("rebase-exec", _nothing, "git rebase --exec ATTACK --root", "git rebase"),
    Attack("rebase-exec-short", _nothing, "git rebase -qxATTACK --root", "git rebase"),
    Attack("grep-pager", _nothing, "git grep -OATTACK one", "git grep"),
    Attack("grep-pager-long", _nothing, "git grep --open-files-in-pager=ATTACK one", "git grep"),
    Attack("bisect-run", _bisect, "git bisect run ATTACK", "git bisect"),
    Attack(
        "clone-setting",
        _configure(attributes="* filter=x\n"),
        "git clone -c filter.x.smudge=ATTACK . copy",
        "git clone",
    ),
    Attack("clone-upload-pack", _nothing, "git clone -uATTACK . copy", "git clone"),
    Attack("clone-template", _template, "git clone --template=template . copy", "git clone"),
    Attack("filter-branch", _nothing, "git filter-branch --tree-filter ATTACK", "git filter-branch"),
    Attack("difftool", _configure(), "git difftool -y -x ATTACK", "git difftool"),
    Attack("submodule-foreach", _module, "git submodule foreach ATTACK", "git submodule"),
]
