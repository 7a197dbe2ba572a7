"""Time limits of a connection, in seconds, and related constants."""

from __future__ import annotations

EXIT_TIMEOUT = 1.0
"""Maximum time that `close()` waits for each thread or task, and a failed write for the reason of the failure."""

WRITE_FAILURE_DELAY = 0.2
"""Time that an asynchronous request waits, after a failed write, for the end of the connection to be noticed."""

FINALIZER_PASSES = 3
"""Passes of the event loop after which the finalizer of an abandoned async generator has run."""

INTERRUPT_TIMEOUT = 5.0
"""Maximum time to interrupt a turn or goal that the caller has abandoned, and to wait for its end."""

CLOSE_TIMEOUT = 1.0
"""Maximum time that `close()` waits for a listener that is running."""

START_CANCEL_TIMEOUT = 3.0
"""Maximum time that `close()` waits for a runtime that is being started, and that ends as soon as it has started."""

CLOSE_LIMIT = 15.0
"""Maximum time that a caller waits in `close()`. All steps of an orderly end take less."""
