"""Time limits of a connection, in seconds."""

from __future__ import annotations

EXIT_TIMEOUT = 1.0
"""Maximum time to wait for the exit code, for the rest of stderr, and for each thread, once stdout is closed."""

WRITE_FAILURE_DELAY = 0.2
"""Time that a request waits, after a failed write, for the reason why the runtime exited."""

INTERRUPT_TIMEOUT = 5.0
"""Maximum time to interrupt a turn or goal that the caller has abandoned, and to wait for its end."""

CLOSE_TIMEOUT = 1.0
"""Maximum time that `close()` waits for a listener that is running."""
