"""How long something may take here and now."""

from __future__ import annotations

import os


def seconds(limit: float) -> float:
    """Return a limit that holds where a processor is free, as it is where several programs have to share one."""
    load, *_ = os.getloadavg()
    return limit * max(1.0, load / (os.cpu_count() or 1))
