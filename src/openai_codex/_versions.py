"""Order versions of the runtime."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["UNVERSIONED", "VersionKey", "is_version", "version_key"]

VersionKey: TypeAlias = tuple[tuple[int, ...], int, tuple[tuple[int, int | str], ...]]

UNVERSIONED = "0.0.0"
"""The version of a runtime that was built from sources without a version. It may be of any age."""

_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_RELEASE = re.compile(r"\d+(?:\.\d+)*")


def is_version(text: str) -> bool:
    """Return whether a text is a semantic version, such as `0.164.0-alpha.2`."""
    return _VERSION.fullmatch(text) is not None


def version_key(version: str) -> VersionKey:
    """Return the sort key of a version.

    A pre-release sorts before its release, and build metadata (`+...`) is ignored. The function never raises: text
    that is not a number is compared as text.
    """
    head, _, _build = version.partition("+")
    found = _RELEASE.match(head)
    release = tuple(int(part) for part in found[0].split(".")) if found else ()
    rest = head[found.end() :] if found else head
    parts = re.findall(r"\d+|[A-Za-z]+", rest)
    suffix = tuple((0, int(part)) if part.isdigit() else (1, part.lower()) for part in parts)
    return release, 0 if suffix else 1, suffix
