"""Turn the exceptions of a command into a message and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError, Failure

if TYPE_CHECKING:
    from collections.abc import Callable


def guarded(action: Callable[[], object], *, debug: bool) -> None:
    """Call a command, and turn its exceptions into a message and an exit code.

    Args:
        action: The command.
        debug: Whether to print the traceback of an exception.

    Raises:
        SystemExit: The command failed, was interrupted, or its output was closed.
    """
    try:
        try:
            action()
        finally:
            # `--help` and `--version` end the command with an exception.
            sys.stdout.flush()
    except KeyboardInterrupt:
        raise SystemExit(ExitCode.INTERRUPTED) from None
    except OSError as error:
        if is_closed_pipe(error):
            discard_output()
            raise SystemExit(ExitCode.CLOSED_PIPE) from None
        _fail(error, debug)
    except Exception as error:
        if not _is_usage_error(error):
            _fail(error, debug)
        if _is_interrupt(error):
            raise SystemExit(ExitCode.INTERRUPTED) from None
        raise


def is_closed_pipe(error: OSError) -> bool:
    """Return whether an error means that the reader of the output has closed its pipe."""
    # Windows reports a closed pipe as an invalid argument.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and type(error) is OSError and error.errno == 22)


def discard_output() -> None:
    """Discard further output, so that the interpreter does not fail when it flushes the streams at exit."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(devnull, stream.fileno())
    os.close(devnull)


def describe(error: BaseException) -> Failure:
    """Return the message, the remedy and the exit code of an exception."""
    from openai_codex._redaction import printable_error
    from openai_codex.errors import CodexError

    if isinstance(error, CommandError):
        return error.failure
    text = printable_error(error)
    if isinstance(error, Exception) and _is_usage_error(error):
        return Failure(text, None, ExitCode.USAGE)
    if isinstance(error, CodexError):
        from openai_codex.cli.remedies import failure_of

        return failure_of(error, text)
    if isinstance(error, OSError):
        return Failure(text, "check the path and its permissions", ExitCode.FAILED)
    return Failure(
        f"unexpected {type(error).__name__}: {text}",
        "run the command again with `codex-py --debug` and report the traceback",
        ExitCode.INTERNAL,
    )


def _fail(error: BaseException, debug: bool) -> None:
    failure = describe(error)
    if debug:
        from openai_codex._redaction import printable_traceback

        shown = printable_traceback(error)
        if shown is None:
            import traceback

            shown = "".join(traceback.format_exception(error))
        print(shown.rstrip("\n"), file=sys.stderr)
    print_failure(failure)
    raise SystemExit(failure.code) from None


def print_failure(failure: Failure) -> None:
    """Print a failure to stderr."""
    print(f"codex-py: {failure.message}", file=sys.stderr)
    if failure.remedy is not None:
        print(f"To solve this: {failure.remedy}", file=sys.stderr)


def _is_usage_error(error: Exception) -> bool:
    """Return whether typer handles an exception: an invalid argument, or the end of the command."""
    # The base class of these exceptions is not public.
    return type(error).__module__.startswith(("typer.", "click."))


def _is_interrupt(error: Exception) -> bool:
    """Return whether an exception of typer means that Ctrl-C was pressed at a prompt."""
    # typer raises the same exception for Ctrl-D and for a declined confirmation, without a cause.
    return type(error).__name__ == "Abort" and isinstance(error.__context__, KeyboardInterrupt)
