"""`ExitCode`: the exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `codex-py`.

    The documentation lists them in one table, which a test compares with this class.
    """

    OK = 0
    """The command succeeded."""

    FAILED = 1
    """The turn failed, the runtime rejected a request, a deletion was declined, or a package of an extra is missing."""

    USAGE = 2
    """An argument is invalid, or an id is unknown. No turn was started."""

    LOGIN = 3
    """The provider or the command needs a login, the login failed, or the token of a remote runtime is invalid."""

    RUNTIME = 4
    """The runtime is missing, failed to start, or exited."""

    TIMEOUT = 5
    """A timeout expired."""

    OUTPUT = 6
    """The answer does not match `--output-type`, is not JSON with `--output-schema`, or has no findings of `review`."""

    FOUND = 7
    """`review --fail-on`, `doctor` or `diff --fail-on` has found something."""

    INTERNAL = 70
    """The command raised an unexpected exception, which is a bug."""

    INTERRUPTED = 130
    """Ctrl-C was pressed, or the turn was interrupted."""

    CLOSED_PIPE = 141
    """The reader of the output closed its pipe."""
