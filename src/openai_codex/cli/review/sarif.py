"""Findings as SARIF 2.1.0, the format of code scanning services."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from openai_codex._version import __version__
from openai_codex.cli.review.findings import PRIORITIES

if TYPE_CHECKING:
    from openai_codex.cli.review.findings import Finding, Review

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {"P0": "error", "P1": "error", "P2": "warning", "P3": "note"}


def sarif_log(review: Review, root: Path) -> dict[str, Any]:
    """Return a review as a SARIF log.

    Args:
        review: The review.
        root: The working directory, to which the paths are relative.

    Returns:
        The log, as JSON values.
    """
    rules = [
        {
            "id": priority,
            "name": f"Priority{priority[1]}",
            "shortDescription": {"text": text},
            "defaultConfiguration": {"level": _LEVELS[priority]},
        }
        for priority, text in PRIORITIES.items()
    ]
    driver = {"name": "codex-py review", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(finding, root) for finding in review.findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding, root: Path) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.priority,
        "ruleIndex": list(PRIORITIES).index(finding.priority),
        "level": _LEVELS[finding.priority],
        "message": {"text": f"{finding.title}\n\n{finding.body}"},
        # Without the lines, which change with every commit.
        "partialFingerprints": {"finding/v1": _hash(f"{finding.path}\n{finding.title}")},
    }
    if finding.confidence is not None:
        result["rank"] = 100 * min(max(finding.confidence, 0.0), 1.0)
    if finding.path is not None:
        physical: dict[str, Any] = {"artifactLocation": _artifact(finding.path, root)}
        if finding.start_line is not None and finding.start_line >= 1:
            end = finding.start_line if finding.end_line is None else max(finding.start_line, finding.end_line)
            physical["region"] = {"startLine": finding.start_line, "endLine": end}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def _artifact(path: str, root: Path) -> dict[str, str]:
    """Return the location of a file: relative to the root, if the file is inside."""
    full = Path(os.path.normpath(root / path))
    try:
        relative = full.relative_to(root)
    except ValueError:
        return {"uri": full.as_uri()}
    return {"uri": quote(PurePath(relative).as_posix()), "uriBaseId": "%SRCROOT%"}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
