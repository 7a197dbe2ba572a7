"""`check_options`: the keywords and values of a request that can be checked without a runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex.turn_once.models import TurnRequest


def check_options(request: TurnRequest) -> None:
    """Check the input and the options of a request.

    Files and directories are not checked, because the turn may run on another machine.

    Args:
        request: The request.

    Raises:
        InputError: A value is invalid.
        UnexpectedKeywordError: A keyword is unknown.
    """
    # Imported here: the mappers of the protocol are needed only where requests are created.
    from openai_codex._handlers.options import HANDLER_KEYWORDS
    from openai_codex._requests.local_files import LocalFiles
    from openai_codex._requests.params import thread_resume_params, thread_start_params, turn_start_params

    files = LocalFiles(None)
    for place, options in (("thread_options", request.thread_options), ("options", request.options)):
        for name in (*HANDLER_KEYWORDS, "tools"):
            if name in options:
                raise InputError(f"TurnRequest.{place}.{name}", "expected JSON values; pass handlers to run_turn_once")
    options = dict(request.thread_options)
    presets = options.pop("approval_mode", None), options.pop("sandbox", None)
    try:
        if request.thread_id is None:
            thread_start_params(*presets, options, None, files)
        else:
            include_turns = options.pop("include_turns", None)
            thread_resume_params(request.thread_id, *presets, include_turns, options, files)
    except InputError as error:
        place = "" if error.field == "thread_id" else "thread_options."
        raise InputError(f"TurnRequest.{place}{error.field}", error.problem) from None
    try:
        turn_start_params("turn", "", request.input, request.options, files)
    except InputError as error:
        place = "" if error.field.startswith("input") else "options."
        raise InputError(f"TurnRequest.{place}{error.field}", error.problem) from None
