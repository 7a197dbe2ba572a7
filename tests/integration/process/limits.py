"""Time limits that depend on the load of the machine."""

from __future__ import annotations

import os


def scale_by_load(limit: float) -> float:
    """Return a time limit for an idle machine, multiplied by the load per processor. Units are seconds."""
    load, *_ = os.getloadavg()
    return limit * max(1.0, load / (os.cpu_count() or 1))
