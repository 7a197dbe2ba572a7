"""Reading commands of git that start ssh or gpg: in partial clones, and to show signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openai_codex.policies import allow_commands, allow_read_only_commands
from unit.policies.approval_requests import decide, shell_request
from unit.policies.git_attacks import Workspace, create_workspace, needs_git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_git

PARTIAL_CLONE = [
    ("extensions.partialClone", "origin"),
    ("remote.origin.promisor", "true"),
    ("remote.origin.partialCloneFilter", "blob:none"),
]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return a workspace in which git finds an `ssh` and a `gpg` that create the file `started`."""
    workspace = create_workspace(tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("gpg", "ssh"):
        (programs / name).symlink_to(workspace.attack)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    workspace.git("config", "remote.origin.url", "ssh://example.org/x")
    return workspace


def reading(workspace: Workspace, text: str) -> str | None:
    rule = allow_read_only_commands(repositories=[workspace.root])
    return decide(rule, shell_request(text, cwd=str(workspace.root)))


@pytest.mark.parametrize(("name", "value"), PARTIAL_CLONE)
def test_allow_read_only_commands_in_partial_clone_abstains(name: str, value: str, workspace: Workspace) -> None:
    assert reading(workspace, "git show HEAD:a.txt") == "accept"
    blob = workspace.git("rev-parse", "HEAD:a.txt").stdout.decode().strip()
    (workspace.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    workspace.git("config", name, value)
    assert reading(workspace, "git show HEAD:a.txt") is None
    # git fetches the missing object.
    assert not workspace.started.exists()
    workspace.run("git", "show", "HEAD:a.txt")
    assert workspace.started.exists()
    # The repository defines no program, so other rules are not affected.
    request = shell_request("git fetch", cwd=str(workspace.root))
    assert decide(allow_commands("git", cwd=[workspace.root]), request) == "accept"


def test_allow_read_only_commands_with_partial_clone_in_worktree_configuration_abstains(workspace: Workspace) -> None:
    workspace.git("config", "extensions.worktreeConfig", "true")
    assert reading(workspace, "git log") == "accept"
    workspace.write(".git/config.worktree", '[remote "origin"]\n\tpromisor = true\n')
    assert reading(workspace, "git log") is None


@pytest.mark.parametrize("text", ["git log --format=%G?", "git log --pretty=%h%n%+GK", "git show -s --format='%-GS'"])
def test_allow_read_only_commands_showing_signature_abstains(text: str, workspace: Workspace) -> None:
    tree = workspace.git("rev-parse", "HEAD^{tree}").stdout.decode().strip()
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
    workspace.write("signed", f"tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n{signature}\nsigned\n")
    commit = workspace.git("hash-object", "-t", "commit", "-w", "signed").stdout.decode().strip()
    workspace.git("update-ref", "HEAD", commit)
    assert reading(workspace, "git log --format=%h") == "accept"
    assert reading(workspace, text) is None
    # git verifies the signature.
    assert not workspace.started.exists()
    workspace.run("sh", "-c", text)
    assert workspace.started.exists()
