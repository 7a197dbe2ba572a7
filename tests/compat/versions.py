"""The runtimes that the tests run on."""

from __future__ import annotations

OLDEST, MIDDLE, NEWEST = "0.133.0", "0.149.0", "0.163.0"
"""The oldest published one, one in the middle, and the one that the client is generated from."""

TESTED = (OLDEST, MIDDLE, NEWEST)
