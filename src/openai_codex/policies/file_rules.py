"""Rules about changes of files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex._handlers.approvals import FileChangeApprovalRequest
from openai_codex.policies.rules import ACCEPT, NamedRule, Rule, format_call, resolve_directory, validate_collection

if TYPE_CHECKING:
    from collections.abc import Collection

    from codex_protocol import FileUpdateChange
    from openai_codex._handlers.approvals import Approval, ApprovalRequest

# What is run, or obeyed, later: hooks and settings of git, and what tells the agent what to do and what it may do.
_PROTECTED = (".git", ".codex", ".agents")


def allow_changes_inside(folder: str | os.PathLike[str], *, protected: Collection[str] = _PROTECTED) -> Rule:
    """Allow changes of files inside a folder; no opinion on others.

    Every path of the request has to be absolute and to lead into the folder, symbolic links followed, also that which a
    file is moved to, and a folder that is asked to be writable from now on. Nothing below names in `protected` is
    allowed, whatever their case. No opinion where the changes are not told, or not of a kind that is known.

    The paths are looked at on this machine, when the request comes: this is for a runtime that runs here too, and not
    against somebody who changes links meanwhile. Raises `InputError` if the folder is not there.
    """
    root = resolve_directory("folder", folder)
    closed = frozenset(name.casefold() for name in validate_collection("protected", protected))

    def opinion(request: ApprovalRequest) -> Approval | None:
        if not isinstance(request, FileChangeApprovalRequest) or not request.changes:
            return None
        paths = [path for change in request.changes for path in _paths(change)]
        # The folder itself is none of the files in it, but may be what is asked to be writable.
        inside = [_parts_below(root, path) or None for path in paths]
        if request.grant_root is not None:
            inside.append(_parts_below(root, request.grant_root))
        allowed = all(parts is not None and closed.isdisjoint(map(str.casefold, parts)) for parts in inside)
        return ACCEPT if allowed else None

    shown = {} if protected is _PROTECTED else {"protected": tuple(protected)}
    return NamedRule(format_call("allow_changes_inside", os.fspath(folder), **shown), opinion)


def _paths(change: FileUpdateChange) -> list[str]:
    """Return the paths that a change is about; an empty one, which is in no folder, if it may have more of them."""
    from codex_protocol import AddPatchChangeKind, DeletePatchChangeKind, UpdatePatchChangeKind

    if not isinstance(change.kind, (AddPatchChangeKind, DeletePatchChangeKind, UpdatePatchChangeKind)):
        return [""]
    target: object = getattr(change.kind, "move_path", None)
    return [change.path] if target is None else [change.path, str(target)]


def _parts_below(root: str, path: str) -> tuple[str, ...] | None:
    """Return the names that lead from a folder (a real path) to what a path means, or None if it is not inside."""
    if not os.path.isabs(path) or "\0" in path:
        return None
    try:
        return Path(os.path.realpath(path)).relative_to(root).parts
    except (OSError, ValueError):
        return None
