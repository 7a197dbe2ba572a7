"""Versions of the runtimes that the tests use."""

from __future__ import annotations

OLDEST, MIDDLE, NEWEST = "0.133.0", "0.149.0", "0.163.0"
"""The oldest published version, one in the middle, and the version that the client is generated from."""

TESTED = (OLDEST, MIDDLE, NEWEST)
