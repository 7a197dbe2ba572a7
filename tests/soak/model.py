"""The model of the soak test, in a separate process, so that its memory is not counted as memory of the client.

Run as a program. It prints the directory of its settings, and exits when stdin closes.
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
"""A reply that lasts longer than any timeout of the soak test."""

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
    # At midnight the runtime sends the new date to the model as a user message.
    return next(text for text in reversed(request.input_texts) if text in REPLIES)


def main() -> None:
    """Serve until stdin closes."""

    def reply(request: RecordedRequest) -> Reply:
        # The model stores all requests, which would use most of the memory of a soak test.
        model._requests.clear()
        return WORDS if request.function_outputs else REPLIES[_prompt(request)]

    with ScriptedModel(reply) as model:
        print((model.config().env or {})["CODEX_HOME"], flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
