"""Unit tests of `allow_changes_inside`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from openai_codex import InputError
from openai_codex.policies import allow_changes_inside
from unit.policies.approval_requests import change_request, command_request, decide, legacy_change_request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inside" / "sub").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    return tmp_path / "inside"


def added(path: object) -> dict[str, Any]:
    return {"path": str(path), "kind": {"type": "add"}, "diff": "text\n"}


def deleted(path: object) -> dict[str, Any]:
    return {"path": str(path), "kind": {"type": "delete"}, "diff": "text\n"}


def moved(path: object, target: object) -> dict[str, Any]:
    return {"path": str(path), "kind": {"type": "update", "move_path": str(target)}, "diff": ""}


def updated(path: object) -> dict[str, Any]:
    return {"path": str(path), "kind": {"type": "update", "move_path": None}, "diff": "@@\n-a\n+b\n"}


def test_allow_changes_inside_paths_inside_accepts(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    request = change_request(
        added(folder / "new.txt"),
        updated(folder / "sub" / "a.txt"),
        deleted(folder / "missing" / "b.txt"),
        moved(folder / "c.txt", folder / "sub" / ".." / "d.txt"),
    )
    assert decide(rule, request) == "accept"


def test_allow_changes_inside_any_path_outside_abstains(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    outside = folder.parent / "outside"
    for change in (
        added(outside / "a.txt"),
        updated(folder / ".." / "outside" / "a.txt"),
        deleted(folder.parent / "inside-not" / "a.txt"),
        moved(folder / "a.txt", outside / "a.txt"),
        moved(outside / "a.txt", folder / "a.txt"),
        added(folder.parent),
        deleted(folder),
        added(""),
        added("a.txt"),
        added("inside/a.txt"),
        added(f"{folder}/a\0/../../x"),
        moved(folder / "a.txt", "a.txt"),
    ):
        assert decide(rule, change_request(change)) is None, change
        assert decide(rule, change_request(added(folder / "a.txt"), change)) is None, change
        assert decide(rule, change_request(change, added(folder / "a.txt"))) is None, change


def test_allow_changes_inside_symlinks_resolves_them(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    outside = folder.parent / "outside"
    (outside / "file.txt").write_text("kept")
    (folder / "way-out").symlink_to(outside)
    (folder / "file-out").symlink_to(outside / "file.txt")
    (folder / "nowhere-out").symlink_to(outside / "missing")
    (folder / "relative-out").symlink_to(os.path.join("..", "outside"))
    (folder / "twice-out").symlink_to(folder / "way-out")
    for name in ("way-out/a.txt", "file-out", "nowhere-out", "relative-out/a.txt", "twice-out/b", "sub/../way-out/a"):
        assert decide(rule, change_request(added(folder / name))) is None, name
        assert decide(rule, change_request(moved(folder / "a.txt", folder / name))) is None, name
    (folder / "way-in").symlink_to(folder / "sub")
    assert decide(rule, change_request(added(folder / "way-in" / "a.txt"))) == "accept"
    (outside / "back").symlink_to(folder)
    assert decide(rule, change_request(added(outside / "back" / "a.txt"))) == "accept"
    # `..` after a link is the parent of the link's target.
    (folder / "deep").symlink_to(outside)
    assert decide(rule, change_request(added(f"{folder}/deep/../a.txt"))) is None


def test_allow_changes_inside_linked_or_relative_folder_accepts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "link").symlink_to(folder)
    linked = folder.parent / "link"
    assert decide(allow_changes_inside(linked), change_request(added(folder / "a.txt"))) == "accept"
    assert decide(allow_changes_inside(folder), change_request(added(linked / "a.txt"))) == "accept"
    monkeypatch.chdir(folder.parent)
    rule = allow_changes_inside("inside")
    monkeypatch.chdir("/")
    assert decide(rule, change_request(added(folder / "a.txt"))) == "accept"


@pytest.mark.parametrize(
    "name", [".git/hooks/pre-commit", ".git", "sub/.GIT/config", ".codex/config.toml", ".agents/x"]
)
def test_allow_changes_inside_protected_name_abstains(folder: Path, name: str) -> None:
    assert decide(allow_changes_inside(folder), change_request(added(folder / name))) is None
    assert decide(allow_changes_inside(folder), change_request(moved(folder / "a", folder / name))) is None
    assert decide(allow_changes_inside(folder, protected=()), change_request(added(folder / name))) == "accept"


def test_allow_changes_inside_link_to_protected_name_abstains(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "link").symlink_to(folder / ".git")
    assert decide(allow_changes_inside(folder), change_request(added(folder / "link" / "config"))) is None
    rule = allow_changes_inside(folder, protected=["Sub"])
    assert decide(rule, change_request(added(folder / "sub" / "a.txt"))) is None
    assert decide(rule, change_request(added(folder / ".gitignore"))) == "accept"
    # Names above the folder are not protected.
    assert decide(allow_changes_inside(folder / ".git"), change_request(added(folder / ".git" / "x"))) == "accept"


def test_allow_changes_inside_missing_or_unknown_changes_abstains(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    assert decide(rule, change_request()) is None
    assert decide(rule, change_request({"path": str(folder / "a"), "kind": {"type": "linkTo"}, "diff": ""})) is None
    assert decide(rule, command_request("touch a.txt")) is None


def test_allow_changes_inside_grant_root_must_be_inside(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    change = added(folder / "a.txt")
    for root in (folder, folder / "sub"):
        assert decide(rule, change_request(change, grantRoot=str(root))) == "accept"
    for root in (folder.parent, folder.parent / "outside", folder / ".git", Path("/")):
        assert decide(rule, change_request(change, grantRoot=str(root))) is None


def test_allow_changes_inside_legacy_request_checks_move_target(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    plain = {"path": str(folder / "a"), "kind": {"type": "add", "move_path": None}, "diff": "x"}
    assert decide(rule, legacy_change_request(plain)) == "accept"
    # A target counts, even with a kind that has none.
    odd = {"path": str(folder / "a"), "kind": {"type": "add", "move_path": "/etc/passwd"}, "diff": "x"}
    assert decide(rule, legacy_change_request(odd)) is None


def test_allow_changes_inside_invalid_arguments_raises(folder: Path) -> None:
    with pytest.raises(InputError, match=r"folder.*missing"):
        allow_changes_inside(folder / "missing")
    with pytest.raises(InputError, match=r"folder.*5"):
        allow_changes_inside(5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"protected.*in a list"):
        allow_changes_inside(folder, protected=".git")
