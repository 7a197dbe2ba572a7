"""The model of the soak, in a process of its own, so that its memory is not taken for the client's.

Run as a program. It prints the folder of its settings, and ends with its stdin.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from openai_codex.testing import HttpError, ResponseFailed, ScriptedModel, StreamAborted, Text, shell_call

if TYPE_CHECKING:
    from openai_codex.testing import RecordedRequest, Reply

WORDS = "One, two, three, four, five."
LONG = Text("word " * 400)
ENDLESS = Text("word " * 2_000, delay=0.02)
"""What goes on for much longer than anybody waits."""

REPLIES: dict[str, Reply] = {
    "short": WORDS,
    "long": LONG,
    "endless": ENDLESS,
    "fail": ResponseFailed("context_length_exceeded"),
    "refuse": HttpError(400),
    "break": StreamAborted(after=["Let me"]),
    "ask": shell_call("true"),
}


def _prompt(request: RecordedRequest) -> str:
    # At midnight the runtime tells the model the new date, in the user's name.
    return next(text for text in reversed(request.input_texts) if text in REPLIES)


def main() -> None:
    """Serve until nobody is there any more."""

    def reply(request: RecordedRequest) -> Reply:
        # It keeps all that it was asked, which would be most of a soak's memory.
        model._requests.clear()
        return WORDS if request.function_outputs else REPLIES[_prompt(request)]

    with ScriptedModel(reply) as model:
        print((model.config().env or {})["CODEX_HOME"], flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
