"""Versions of runtimes, and which of two is newer."""

from __future__ import annotations

import re
from typing import TypeAlias

VersionKey: TypeAlias = tuple[tuple[int, ...], int, tuple[tuple[int, int | str], ...]]

UNVERSIONED = "0.0.0"
"""What a runtime calls itself that was built from sources without a version."""


def version_key(version: str) -> VersionKey:
    """Return what sorts versions: numbers first, and a pre-release (`0.164.0-alpha.2`) before its release.

    It never raises: what is no number is compared as text.
    """
    head, _, _build = version.partition("+")
    found = re.match(r"\d+(?:\.\d+)*", head)
    release = tuple(int(part) for part in found[0].split(".")) if found else ()
    rest = head[found.end() :] if found else head
    parts = re.findall(r"\d+|[A-Za-z]+", rest)
    suffix = tuple((0, int(part)) if part.isdigit() else (1, part.lower()) for part in parts)
    return release, 0 if suffix else 1, suffix
