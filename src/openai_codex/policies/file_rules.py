"""Rules about file changes."""

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

# Hooks and settings of git run later; the settings of the agent control its behavior.
_PROTECTED = (".git", ".codex", ".agents")


def allow_changes_inside(folder: str | os.PathLike[str], *, protected: Collection[str] = _PROTECTED) -> Rule:
    """Return a rule that allows file changes inside a folder and abstains on others.

    All paths of a request must be absolute and inside the folder after resolving symbolic links. This includes the
    target of a move and the directory for which the runtime requests write access. Paths below a protected name are not
    allowed. The rule abstains on requests without a list of changes and on unknown kinds of change.

    Paths are resolved on this machine when the request arrives. The rule requires a runtime on the same machine, and
    does not protect against concurrent changes of symbolic links.

    Args:
        folder: The path of the folder.
        protected: Names of files and directories that must not be changed, at any depth and regardless of case. The
            default protects the settings of git and of the agent.

    Returns:
        The rule, for a `Policy`.

    Raises:
        InputError: The folder does not exist.
    """
    root = resolve_directory("folder", folder)
    protected_names = frozenset(name.casefold() for name in validate_collection("protected", protected))

    def decide(request: ApprovalRequest) -> Approval | None:
        if not isinstance(request, FileChangeApprovalRequest) or not request.changes:
            return None
        paths = [path for change in request.changes for path in _paths(change)]
        # The directory itself is not a file to change, but write access to it may be requested.
        inside = [_parts_below(root, path) or None for path in paths]
        if request.grant_root is not None:
            inside.append(_parts_below(root, request.grant_root))
        allowed = all(parts is not None and protected_names.isdisjoint(map(str.casefold, parts)) for parts in inside)
        return ACCEPT if allowed else None

    shown = {} if protected is _PROTECTED else {"protected": tuple(protected)}
    return NamedRule(format_call("allow_changes_inside", os.fspath(folder), **shown), decide)


def _paths(change: FileUpdateChange) -> list[str]:
    """Return the paths of a change.

    An empty path, which is never allowed, stands for an unknown kind of change.
    """
    from codex_protocol import AddPatchChangeKind, DeletePatchChangeKind, UpdatePatchChangeKind

    if not isinstance(change.kind, (AddPatchChangeKind, DeletePatchChangeKind, UpdatePatchChangeKind)):
        return [""]
    target: object = getattr(change.kind, "move_path", None)
    return [change.path] if target is None else [change.path, str(target)]


def _parts_below(root: str, path: str) -> tuple[str, ...] | None:
    """Return the path components below a resolved directory, or None for an outside path."""
    if not os.path.isabs(path) or "\0" in path:
        return None
    try:
        return Path(os.path.realpath(path)).relative_to(root).parts
    except (OSError, ValueError):
        return None
