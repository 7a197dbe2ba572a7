"""Model replies for the prompts in the documentation."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from openai_codex.testing import FunctionCall, Gate, ResponseFailed, Text, shell_call
from support.delegation import WAIT, spawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.testing import RecordedRequest, Reply

COLORS = '{"colors": ["blue", "red", "green"]}'
OPTIONS = [{"label": label, "description": f"{label}, as it is."} for label in ("Blue", "Green")]
QUESTIONS = {"questions": [{"id": "color", "header": "Color", "question": "Which color?", "options": OPTIONS}]}
_MARKERS = ("<image", "</image", "<subagent_notification")
GOAL = "Fix all spelling mistakes in the docs."

REPLIES: dict[str, Reply] = {
    "Describe this project in one sentence.": "It converts recipes between metric and US units.",
    "What does this project do? One sentence.": "It converts recipes between metric and US units.",
    "Which file should I read first?": "Start with README.md.",
    "Name a color.": "Blue.",
    "Summarize the changelog.": "It has two entries.",
    "Name a bird.": "Heron.",
    "Name three colors.": COLORS,
    "Ten is enough.": "... nine, ten.",
    "Which color is this?": "Red.",
    "Write the release notes.": "Written.",
    "Hello": "Hello!",
    "Check the spelling.": "No mistakes.",
    "Read the invoice.": '{"number": "A-17", "total": 99.5}',
    "Read the smudged invoice.": '{"number": "A-18", "total": "much"}',
    "Name three prime numbers.": '{"value": [2, 3, 5]}',
    "Use up my account.": ResponseFailed("insufficient_quota"),
}


def model_of_the_docs() -> Callable[[RecordedRequest], Reply]:
    """Return a script that answers the prompts in the documentation, and fails for all others."""
    goal_calls = itertools.count()
    busy = itertools.count()

    def reply(request: RecordedRequest) -> Reply:
        last = request.body["input"][-1]
        answered = last["type"] == "function_call_output"
        if answered and "The build is red" in str(last["output"]):
            return "The mail reports a broken build."
        # The runtime adds markers around image files, and notes about sub-agents.
        texts = [text for text in request.input_texts if not text.startswith(_MARKERS)]
        prompt = texts[-1] if texts else ""
        if prompt in REPLIES:
            return REPLIES[prompt]
        if prompt in ("Say hello with the shell.", "List the files here."):
            return "That went well." if answered else shell_call("echo hello")
        if prompt == "Make an empty file, notes.txt.":
            return "The file is there." if answered else shell_call("touch notes.txt")
        if prompt == "Make a folder, drafts.":
            return "The folder is there." if answered else shell_call("mkdir -p drafts")
        if prompt == "Ask me for a color.":
            return "Green it is." if answered else FunctionCall("request_user_input", QUESTIONS)
        # The text of the retry comes from the client.
        if "Read the smudged invoice." in texts:
            return '{"number": "A-18", "total": 12}'
        if prompt == "What will the weather be in Bern?":
            weather = FunctionCall("weather", {"city": "Bern"})
            return "Sunny and 21 degrees in Bern." if answered else weather
        if prompt == "Show me the harbor.":
            saw = answered and "data:image/png;base64," in str(last["output"])
            return "It is red." if saw else FunctionCall("photograph", {"place": "Harbor"})
        if prompt == "Divide one by zero.":
            return "That cannot be done." if answered else FunctionCall("divide", {"a": 1, "b": 0})
        if prompt == "Let a sub-agent read the changelog.":
            calls = len(request.function_outputs)
            if calls < 2:
                return WAIT.call(request) if calls else spawn("Summarize the changelog.")
            return "The changelog has two entries."
        if prompt.startswith("Count to a"):
            # Continues until it is steered or interrupted.
            return [Text("one, two, three"), Gate()]
        if prompt == "Answer, however busy you are.":
            return "Here I am." if next(busy) % 2 else ResponseFailed("server_is_overloaded")
        if GOAL in prompt:
            call = next(goal_calls) % 3
            done = FunctionCall("update_goal", {"status": "complete"})
            return ("I have found three.", done, "All mistakes are fixed.")[call]
        if "CONTEXT CHECKPOINT COMPACTION" in prompt:
            return "The user asked for colors."
        raise AssertionError(f"no reply for the documentation prompt {prompt!r}; add one to {__name__}")

    return reply
