"""Changes of files are allowed where all that they touch is inside of a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from openai_codex import InputError
from openai_codex.policies import allow_changes_inside
from unit.policies.approval_requests import asked, changes, older_changes, opinion


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


def test_changes_inside_are_allowed(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    request = changes(
        added(folder / "new.txt"),
        updated(folder / "sub" / "a.txt"),
        deleted(folder / "missing" / "b.txt"),
        moved(folder / "c.txt", folder / "sub" / ".." / "d.txt"),
    )
    assert opinion(rule, request) == "accept"


def test_each_path_has_to_be_inside(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    outside = folder.parent / "outside"
    for told in (
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
        assert opinion(rule, changes(told)) is None, told
        assert opinion(rule, changes(added(folder / "a.txt"), told)) is None, told
        assert opinion(rule, changes(told, added(folder / "a.txt"))) is None, told


def test_links_count_for_where_they_lead(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    outside = folder.parent / "outside"
    (outside / "file.txt").write_text("kept")
    (folder / "way-out").symlink_to(outside)
    (folder / "file-out").symlink_to(outside / "file.txt")
    (folder / "nowhere-out").symlink_to(outside / "missing")
    (folder / "relative-out").symlink_to(os.path.join("..", "outside"))
    (folder / "twice-out").symlink_to(folder / "way-out")
    for name in ("way-out/a.txt", "file-out", "nowhere-out", "relative-out/a.txt", "twice-out/b", "sub/../way-out/a"):
        assert opinion(rule, changes(added(folder / name))) is None, name
        assert opinion(rule, changes(moved(folder / "a.txt", folder / name))) is None, name
    (folder / "way-in").symlink_to(folder / "sub")
    assert opinion(rule, changes(added(folder / "way-in" / "a.txt"))) == "accept"
    (outside / "back").symlink_to(folder)
    assert opinion(rule, changes(added(outside / "back" / "a.txt"))) == "accept"
    # The parent of a link is that of what it leads to, whatever the path looks like.
    (folder / "deep").symlink_to(outside)
    assert opinion(rule, changes(added(f"{folder}/deep/../a.txt"))) is None


def test_the_folder_may_be_a_link_or_relative(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "link").symlink_to(folder)
    linked = folder.parent / "link"
    assert opinion(allow_changes_inside(linked), changes(added(folder / "a.txt"))) == "accept"
    assert opinion(allow_changes_inside(folder), changes(added(linked / "a.txt"))) == "accept"
    monkeypatch.chdir(folder.parent)
    rule = allow_changes_inside("inside")
    monkeypatch.chdir("/")
    assert opinion(rule, changes(added(folder / "a.txt"))) == "accept"


@pytest.mark.parametrize(
    "name", [".git/hooks/pre-commit", ".git", "sub/.GIT/config", ".codex/config.toml", ".agents/x"]
)
def test_what_is_run_or_obeyed_later_is_not_allowed(folder: Path, name: str) -> None:
    assert opinion(allow_changes_inside(folder), changes(added(folder / name))) is None
    assert opinion(allow_changes_inside(folder), changes(moved(folder / "a", folder / name))) is None
    assert opinion(allow_changes_inside(folder, protected=()), changes(added(folder / name))) == "accept"


def test_a_link_to_what_is_protected_is_protected(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "link").symlink_to(folder / ".git")
    assert opinion(allow_changes_inside(folder), changes(added(folder / "link" / "config"))) is None
    rule = allow_changes_inside(folder, protected=["Sub"])
    assert opinion(rule, changes(added(folder / "sub" / "a.txt"))) is None
    assert opinion(rule, changes(added(folder / ".gitignore"))) == "accept"
    # Names above the folder are none of those that are protected in it.
    assert opinion(allow_changes_inside(folder / ".git"), changes(added(folder / ".git" / "x"))) == "accept"


def test_what_is_not_told_or_not_known_is_not_allowed(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    assert opinion(rule, changes()) is None
    assert opinion(rule, changes({"path": str(folder / "a"), "kind": {"type": "linkTo"}, "diff": ""})) is None
    assert opinion(rule, asked("touch a.txt")) is None


def test_a_folder_to_be_writable_from_now_on_has_to_be_inside_too(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    told = added(folder / "a.txt")
    for root in (folder, folder / "sub"):
        assert opinion(rule, changes(told, grantRoot=str(root))) == "accept"
    for root in (folder.parent, folder.parent / "outside", folder / ".git", Path("/")):
        assert opinion(rule, changes(told, grantRoot=str(root))) is None


def test_the_older_form_of_the_request_is_read_as_well(folder: Path) -> None:
    rule = allow_changes_inside(folder)
    plain = {"path": str(folder / "a"), "kind": {"type": "add", "move_path": None}, "diff": "x"}
    assert opinion(rule, older_changes(plain)) == "accept"
    # Whatever kind says so: a target is one.
    odd = {"path": str(folder / "a"), "kind": {"type": "add", "move_path": "/etc/passwd"}, "diff": "x"}
    assert opinion(rule, older_changes(odd)) is None


def test_wrong_arguments_are_refused_at_once(folder: Path) -> None:
    with pytest.raises(InputError, match=r"folder.*missing"):
        allow_changes_inside(folder / "missing")
    with pytest.raises(InputError, match=r"folder.*5"):
        allow_changes_inside(5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"protected.*into a list"):
        allow_changes_inside(folder, protected=".git")
