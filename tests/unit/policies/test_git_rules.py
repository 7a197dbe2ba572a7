"""Unit tests of the rules about commands with git: the agent controls the workspace and the words of the command."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from openai_codex.policies import allow_commands, allow_read_only_commands
from openai_codex.policies.git_index import GitIndexError, gitlinks
from openai_codex.policies.git_repositories import starts_no_program
from unit.policies.approval_requests import command_request, decide, shell_request
from unit.policies.git_attacks import ATTACKS, Attack, Workspace, create_workspace, needs_git

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex.policies import Rule

pytestmark = needs_git


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path)


def decision(rule: Rule, text: str, workspace: Workspace) -> str | None:
    request = shell_request(text, cwd=str(workspace.root / workspace.cwd))
    request.workspace = str(workspace.root)
    return decide(rule, request)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_allow_commands_git_command_that_starts_program_abstains(attack: Attack, workspace: Workspace) -> None:
    attack.prepare(workspace)
    text = attack.command.replace("ATTACK", workspace.attack).replace("ROOT", str(workspace.root))
    for prefix in {attack.prefix, "git"}:
        rule = allow_commands(prefix, cwd=[workspace.root])
        assert decision(rule, text, workspace) is None
        assert decision(allow_commands(prefix), text, workspace) is None
    reading = allow_read_only_commands(repositories=[workspace.root, workspace.root / workspace.cwd])
    assert decision(reading, text, workspace) is None
    # The attack is real.
    workspace.started.unlink(missing_ok=True)
    workspace.run(*shlex.split(text), cwd=workspace.cwd)
    assert workspace.started.exists()


@pytest.mark.parametrize(
    "text",
    [
        "git add a.txt",
        "git add .",
        "git commit -m 'two words' --template=x",
        "git --no-pager diff --output-indicator-new=x --exit-code",
        "git push origin main",
        "git fetch --prune origin",
        "git pull",
        "git rebase main -Xours",
        "git log --all -- a::b",
        "git push https://example.org/x.git main",
        "git status -- file:x",
    ],
)
def test_allow_commands_git_in_harmless_repository_accepts(text: str, workspace: Workspace) -> None:
    workspace.git("remote", "add", "origin", "git@github.com:a/b.git")
    workspace.git("config", "branch.main.remote", "origin")
    workspace.git("config", "branch.main.merge", "refs/heads/main")
    workspace.git("config", "core.fsmonitor", "true")
    (workspace.root / "src").mkdir()
    for rule in (allow_commands("git"), allow_commands("git", cwd=[workspace.root])):
        for cwd in ("", "src"):
            workspace.cwd = cwd
            assert decision(rule, text, workspace) == "accept"
            # In the root of a file system, or in a directory that does not exist, there is no repository.
    outside = shell_request(text, cwd="/")
    outside.workspace = "/"
    assert decide(allow_commands("git"), outside) is None


def test_allow_commands_git_in_submodule_and_worktree_accepts(workspace: Workspace) -> None:
    workspace.repository("source")
    workspace.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./source", "sub")
    workspace.git("config", "--unset", "submodule.sub.url")
    module = str(workspace.root / ".git" / "modules" / "sub")
    workspace.run("git", "--git-dir", module, "config", "remote.origin.url", "https://example.org/x")
    workspace.git("worktree", "add", "-q", "tree")
    for cwd in ("", "sub", "tree", "source"):
        workspace.cwd = cwd
        assert decision(allow_commands("git status"), "git status", workspace) == "accept"
    workspace.run("git", "--git-dir", module, "config", "core.fsmonitor", workspace.attack)
    for cwd, expected in (("", None), ("sub", None), ("tree", None), ("source", "accept")):
        workspace.cwd = cwd
        assert decision(allow_commands("git status"), "git status", workspace) == expected, cwd


def test_allow_commands_git_wrapped_in_prefix_is_checked(workspace: Workspace) -> None:
    prefixes = ["env git status", "sudo /usr/bin/git status", "timeout 5 git status", "/usr/bin/git status"]
    for prefix in prefixes:
        assert decision(allow_commands(prefix), prefix, workspace) == "accept"
        assert decision(allow_commands(prefix), f"{prefix} --output=x", workspace) is None
    workspace.git("config", "core.fsmonitor", workspace.attack)
    for prefix in prefixes:
        assert decision(allow_commands(prefix), prefix, workspace) is None


def test_allow_commands_git_options_in_prefix_are_trusted(workspace: Workspace) -> None:
    workspace.repository("nested")
    for prefix in ("git -C nested status", "git -c color.ui=never status", "git rebase --exec true"):
        assert decision(allow_commands(prefix), prefix, workspace) == "accept"
    # The directory in the prefix is checked, and words after an incomplete option are those of the agent.
    workspace.git("config", "core.fsmonitor", workspace.attack, cwd="nested")
    assert decision(allow_commands("git -C nested status"), "git -C nested status", workspace) is None
    assert decision(allow_commands("git -C"), "git -C nested status", workspace) is None
    assert decision(allow_commands("git -c"), "git -c alias.x=!true x", workspace) is None
    assert decision(allow_commands("git --git-dir=.git"), "git --git-dir=.git status", workspace) is None


@pytest.mark.parametrize("text", ["git", "git --version", "git --exec-path=x status", "git unknown", "git config -l"])
def test_allow_commands_git_alone_other_subcommand_abstains(text: str, workspace: Workspace) -> None:
    assert decision(allow_commands("git"), text, workspace) is None


@pytest.mark.parametrize(
    "text",
    ["--global a b", "--glob a b", "--system a b", "-f x a b", "--file=x a b", "-e", "--edit", "edit --global"],
)
def test_allow_commands_git_config_of_user_abstains(text: str, workspace: Workspace) -> None:
    assert decision(allow_commands("git config"), f"git config {text}", workspace) is None
    assert decision(allow_commands("git config"), "git config user.name x", workspace) == "accept"


def test_allow_commands_git_outside_any_repository_abstains(tmp_path: Path) -> None:
    request = shell_request("git status", cwd=str(tmp_path))
    assert decide(allow_commands("git", cwd=[tmp_path]), request) is None
    for text, expected in (
        ("git clone https://example.org/x", "accept"),
        ("git init", "accept"),
        ("git clone ./x", None),
        ("git clone --template=x https://example.org/x", None),
    ):
        (tmp_path / "x" / ".git").mkdir(parents=True, exist_ok=True)
        rule = allow_commands("git clone", "git init", cwd=[tmp_path])
        assert decide(rule, shell_request(text, cwd=str(tmp_path))) == expected, text


@pytest.mark.parametrize(
    "config",
    [
        '[core]\n\tfsmonitor = "x"\n',
        "[core]\n\tfsmonitor = tr\\\nue\n",
        "[core]\n\tfsmonitor = true # x\n",
        "[core] fsmonitor = x\n",
        "[core.x]\n\tfsmonitor = true\n",
        "fsmonitor = true\n",
        "\ufeff[core]\n",
        "[core]\r\n",
        "[core]\n\tbare = false\0\n",
        "[core]\n\tunknown = 1\n",
        "[core]\n\tfsmonitor = ./x\n",
        "[CORE]\n\tFSMonitor = ./x\n",
        "[core]\n\tworktree = ~/x\n",
        "[core]\n\tworktree = a\n\tworktree = b\n",
        '[remote "x"]\n\turl = ./x\n',
        '[remote "x"]\n\turl = file:///x\n',
        '[remote "x"]\n\turl = C:/x\n',
        '[remote "x"]\n\turl = ext::x\n',
        '[remote "x"]\n\turl = ssh://-x/\n',
        '[remote "x"]\n\tfetch = +a:b\n',
        '[branch "x"]\n\tremote = y\n',
        '[branch "x"]\n\tpushremote = ./y\n',
        "[remote]\n\tpushdefault = y\n",
        '[filter "lfs"]\n\tclean = git-lfs clean -- %f; x\n',
        '[lfs "customtransfer.x"]\n\tpath = x\n',
        '[submodule "x"]\n\tupdate = !x\n',
        "[core]\n" + "\tbare = false\n" * 30_000,
    ],
)
def test_starts_no_program_other_configuration_returns_false(config: str, workspace: Workspace) -> None:
    assert starts_no_program(str(workspace.root), read_only=False)
    (workspace.root / ".git" / "config").write_bytes(config.encode())
    assert not starts_no_program(str(workspace.root), read_only=True)


def test_starts_no_program_invalid_repository_returns_false(workspace: Workspace, tmp_path: Path) -> None:
    root = str(workspace.root)
    assert not starts_no_program(str(tmp_path), read_only=True)
    (workspace.root / ".git" / "objects").rename(tmp_path / "objects")
    assert not starts_no_program(root, read_only=True)
    (tmp_path / "objects").rename(workspace.root / ".git" / "objects")
    assert starts_no_program(root, read_only=True)
    (workspace.root / ".git" / "config").write_bytes(b"\xff")
    assert not starts_no_program(root, read_only=True)
    (workspace.root / ".git" / "config").unlink()
    (workspace.root / ".git" / "modules").mkdir()
    (workspace.root / ".git" / "modules" / "x").symlink_to(tmp_path)
    assert not starts_no_program(root, read_only=True)


def test_starts_no_program_reading_ignores_other_hooks(workspace: Workspace) -> None:
    workspace.write(".git/hooks/pre-commit", "#!/bin/sh\n", mode=0o755)
    assert starts_no_program(str(workspace.root), read_only=True)
    assert not starts_no_program(str(workspace.root), read_only=False)


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_gitlinks_each_index_format_returns_paths(version: str, object_format: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "home").mkdir()
    work = Workspace(tmp_path / "work", tmp_path / "started", tmp_path / "home")
    work.git("init", "-q", f"--object-format={object_format}", ".")
    expected = sorted([*(f"sub/{'x' * length}" for length in range(1, 20)), "sub/ä b", "y" * 20_000, "z" * 200, "~"])
    blob = work.git("hash-object", "-w", "--stdin").stdout.decode().strip()
    for number, path in enumerate(expected):
        work.git("update-index", "--add", "--cacheinfo", f"160000,{blob},{path}")
        work.git("update-index", "--add", "--cacheinfo", f"100644,{blob},file/{'y' * (number + 1)}")
    if version == "3":
        # Only an entry with an extended flag needs this version.
        work.write("new", "x")
        work.git("add", "--intent-to-add", "new")
    else:
        work.git("update-index", "--index-version", version)
    index = work.root / ".git" / "index"
    assert index.read_bytes()[7] == int(version)
    assert sorted(gitlinks(str(index), object_format)) == expected


def test_gitlinks_invalid_index_raises(workspace: Workspace) -> None:
    index = workspace.root / ".git" / "index"
    data = index.read_bytes()
    assert gitlinks(str(index)) == []
    for broken in (b"", data[:4], data[:40], b"XXXX" + data[4:], data[:7] + b"\5" + data[8:], data[:8] + b"\xff" * 4):
        index.write_bytes(broken)
        with pytest.raises(GitIndexError, match="index"):
            gitlinks(str(index))
        assert not starts_no_program(str(workspace.root), read_only=True)
    index.write_bytes(data)
    with pytest.raises(GitIndexError, match="md5"):
        gitlinks(str(index), "md5")
    workspace.git("update-index", "--split-index")
    with pytest.raises(GitIndexError, match="extension"):
        gitlinks(str(index))


def test_allow_commands_working_directory_outside_trusted_abstains(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "inside-not"
    (inside / "deeper").mkdir(parents=True)
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    (outside / "back").symlink_to(inside)
    for rule in (allow_commands("./run"), allow_commands("./run", cwd=[inside])):
        for cwd, expected in (
            (inside, "accept"),
            (inside / "deeper", "accept"),
            (outside / "back", "accept"),
            (inside / "deeper" / "..", "accept"),
            (outside, None),
            (inside / "link", None),
            (inside / "..", None),
            (tmp_path, None),
            ("inside", None),
            (".", None),
            ("", None),
            (None, None),
        ):
            request = command_request("./run", cwd=None if cwd is None else str(cwd))
            request.workspace = str(inside)
            assert decide(rule, request) == expected, cwd
    # The default requires a known workspace.
    for workspace, expected in ((None, None), ("inside", None), (str(tmp_path), "accept")):
        request = command_request("./run", cwd=str(inside))
        request.workspace = workspace
        assert decide(allow_commands("./run"), request) == expected


@pytest.mark.parametrize("builtin", ["cd x", "pushd x", "export GIT_DIR=x", "alias git=x", "hash -p x git", ". ./x"])
def test_command_rules_builtin_with_state_before_command_abstains(builtin: str, tmp_path: Path) -> None:
    rule = allow_commands(builtin, "ls", cwd=[tmp_path], operators=["&&", ";"])
    assert decide(rule, shell_request(builtin, cwd=str(tmp_path))) == "accept"
    assert decide(rule, shell_request("ls && ls", cwd=str(tmp_path))) == "accept"
    assert decide(rule, shell_request(f"{builtin} && ls", cwd=str(tmp_path))) is None


def test_allow_rules_accept_not_offered_abstains(tmp_path: Path) -> None:
    for rule in (allow_commands("ls", cwd=[tmp_path]), allow_read_only_commands()):
        assert decide(rule, shell_request("ls", cwd=str(tmp_path), availableDecisions=["accept", "cancel"])) == "accept"
        for offered in (["cancel"], ["acceptForSession", "cancel"], ["decline"]):
            request = shell_request("ls", cwd=str(tmp_path), availableDecisions=offered)
            assert decide(rule, request) is None
