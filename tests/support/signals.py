"""Signal handlers of test programs."""

from __future__ import annotations

import signal


def reset_sigint() -> None:
    """Make SIGINT raise `KeyboardInterrupt` in this process.

    A process that a non-interactive shell starts in the background (`nohup pytest &`) ignores SIGINT, and its child
    processes inherit that. Python installs its own handler only if SIGINT is not ignored.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
