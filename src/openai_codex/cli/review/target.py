"""The target of a review, which is checked before the first turn."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, TypeAlias

import typer

from openai_codex.cli.output import safe_line

if TYPE_CHECKING:
    from pathlib import Path

ReviewTarget: TypeAlias = "str | dict[str, str] | None"
"""Instructions, or a target of the protocol; None reviews the uncommitted changes."""

GIT_TIMEOUT = 10.0
"""Maximum time of git, in seconds."""


def review_target(
    instructions: str | None, base: str | None, commit: str | None, diff: Path | None, directory: Path | None
) -> ReviewTarget:
    """Return the target of a review.

    Args:
        instructions: The instructions; None without them.
        base: The branch whose changes are omitted; None without one.
        commit: The commit to review; None without one.
        diff: File with the diff to review, `-` for standard input; None without one.
        directory: Working directory of the agent, in which branches and commits must exist; None if it is on another
            machine.

    Returns:
        The target.

    Raises:
        typer.BadParameter: The branch or commit is unknown, or the diff is empty or unreadable.
    """
    if base is not None:
        _check_revision("--base", "branch", base, directory)
        return {"type": "baseBranch", "branch": base}
    if commit is not None:
        _check_revision("--commit", "commit", commit, directory)
        return {"type": "commit", "sha": commit}
    if diff is not None:
        return f"Review this diff:\n\n{_read_diff(diff)}"
    return instructions


def _check_revision(option: str, kind: str, revision: str, directory: Path | None) -> None:
    hint = "; fetch it, or pass a branch such as origin/main" if kind == "branch" else ""
    unknown = typer.BadParameter(f"{option}: unknown {kind} {revision!r}{hint}")
    if not revision.strip() or revision.startswith("-"):
        # git would read it as an option.
        raise unknown
    if directory is None:
        return
    command = ["git", "-C", str(directory), "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=GIT_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        # Without git, the agent decides.
        return
    if done.returncode == 0:
        return
    problem = safe_line(done.stderr.decode("utf-8", "replace"))
    if problem:
        raise typer.BadParameter(f"{option} {revision}: {problem}")
    raise unknown


def _read_diff(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"--diff {path}: {error.strerror}") from None
    if not data.strip():
        raise typer.BadParameter(f"--diff {path}: the diff is empty")
    return data.decode("utf-8", "replace")
