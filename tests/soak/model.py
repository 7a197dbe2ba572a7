"""The scripted model of the soak test. It runs in its own process so that its memory is not measured as the client's.

The program prints the folder that contains its `config.toml`, and exits when its stdin is closed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from openai_codex.testing import HttpError, ResponseFailed, ScriptedModel, StreamAborted, Text, shell_call
from support.delegation import WAIT, spawn

if TYPE_CHECKING:
    from openai_codex.testing import RecordedRequest, Reply

WORDS = "One, two, three, four, five."
LONG = Text("word " * 400)
ENDLESS = Text("word " * 2_000, delay=0.02)
"""A response that takes longer than any operation waits."""

REPLIES: dict[str, Reply] = {
    "short": WORDS,
    "long": LONG,
    "endless": ENDLESS,
    "fail": ResponseFailed("context_length_exceeded"),
    "refuse": HttpError(400),
    "break": StreamAborted(after=["Let me"]),
    "ask": shell_call("true"),
}

DELEGATED = {"delegate": "ask", "delegate endless": "endless"}
"""Prompt with which the model starts a sub-agent and waits for it -> task of the sub-agent."""


def _prompt(request: RecordedRequest) -> str:
    # At midnight the runtime adds a user message with the new date.
    return next(text for text in reversed(request.input_texts) if text in REPLIES or text in DELEGATED)


def _delegate(task: str, request: RecordedRequest) -> Reply:
    """Start a sub-agent, wait for it, and finish."""
    steps = (lambda: spawn(task), lambda: WAIT.call(request), lambda: WORDS)
    return steps[len(request.function_outputs)]()


def main() -> None:
    """Serve until stdin is closed."""

    def reply(request: RecordedRequest) -> Reply:
        # The model records all requests, which would otherwise use most of the memory.
        model._requests.clear()
        prompt = _prompt(request)
        if prompt in DELEGATED:
            return _delegate(DELEGATED[prompt], request)
        return WORDS if request.function_outputs else REPLIES[prompt]

    with ScriptedModel(reply) as model:
        print((model.config().env or {})["CODEX_HOME"], flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
