"""Model replies, expected output and expected model requests of each example."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from integration.examples import checks
from openai_codex.testing import FunctionCall, Gate, HttpError, ResponseFailed, Text, Usage, shell_call

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex.testing import RecordedRequest, Reply

Check: TypeAlias = Callable[[list["RecordedRequest"]], None]


@dataclass(frozen=True)
class ExampleCase:
    """How to run one example, and its expected results.

    `expected_output`: regular expressions that match the output in this order. `expected_prompts`: the last user text
    of each model request, in order; None is not checked. `check`: checks the model requests.
    """

    script: Callable[[], Sequence[Reply] | Callable[[RecordedRequest], Reply]]
    expected_output: Sequence[str]
    expected_prompts: Sequence[str | None]
    check: Check = field(default=lambda requests: None)
    arguments: Callable[[Path], Sequence[str]] = field(default=lambda folder: ())
    stdin: str = ""


def _picture(folder: Path) -> Sequence[str]:
    path = folder / "picture.png"
    path.write_bytes(png(4, 4))
    return [str(path), "Which shape is it?"]


def png(width: int, height: int) -> bytes:
    """Return a red PNG image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xd0\x30\x30" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _answer(request: RecordedRequest) -> Reply:
    """Reply with the prompt, because the order of the requests is not known."""
    return f"<{request.user_text}>"


def _pairs(*events: str) -> list[str]:
    """Return patterns for these events, first from the sync client, then from the async client."""
    return [rf"{client} +{re.escape(event)}\n" for client in ("sync", "async") for event in events]


PATCH = """apply_patch <<'EOF'
*** Begin Patch
*** Add File: heron.txt
+A heron stands still
*** End Patch
EOF"""

EXAMPLE_CASES: dict[str, ExampleCase] = {
    "quickstart": ExampleCase(
        script=lambda: ["A generator is a function that can pause."],
        expected_output=[r"^A generator is a function that can pause\.\n$"],
        expected_prompts=["Explain in one sentence what a Python generator is."],
    ),
    "turn_run": ExampleCase(
        script=lambda: [
            [shell_call("echo notes.txt"), Usage(input_tokens=100, output_tokens=20)],
            ["There is one file.", Usage(input_tokens=130, output_tokens=7)],
        ],
        expected_output=[
            r"completed after \d+ ms\n",
            r"  userMessage\n",
            r"  ran .*echo notes\.txt.* \(exit code 0\)\n",
            r"  said 'There is one file\.'\n",
            r"230 tokens in, 27 out\n$",
        ],
        expected_prompts=["Which files are in this folder?"] * 2,
        check=checks.saw_the_file,
    ),
    "stream_events": ExampleCase(
        script=lambda: [shell_call("echo hello"), "It went well."],
        expected_output=[r"\$ .*echo hello", r"\nhello\n", r"It went well\.\n", r"\[completed\]\n", r"^3 items\n$"],
        expected_prompts=["Say hello with the shell, then tell me how it went."] * 2,
    ),
    "models_and_metadata": ExampleCase(
        script=list,
        expected_output=[
            r"^Codex \d+\.\d+\.\d+\S* on \w+, settings in \S+",
            r"\(default\): low, medium, high",
            r"\n\d+ models, including hidden ones",
        ],
        expected_prompts=[],
    ),
    "existing_thread": ExampleCase(
        script=lambda: ["heron.", "It was 'heron'."],
        expected_output=[
            r"^You:   Remember the word 'heron'\.\n",
            r"Codex: heron\.\n",
            r"You:   Which word was it\?\n",
            r"Codex: It was 'heron'\.\n$",
        ],
        expected_prompts=["Remember the word 'heron'.", "Which word was it?"],
        check=checks.knows_the_word,
    ),
    "lifecycle_and_controls": ExampleCase(
        script=lambda: ["Ada, Bess, Cleo", "Anne, Belle, Claire", "There were three boats.", "Ada"],
        expected_output=[
            r"Boat names, French: ",
            r"Boat names: List three names for a boat\.\n",
            r"archived: \['Boat names, French'\]\n",
            r"unarchived: Boat names, French\n",
            r"compacted: Ada\n$",
        ],
        expected_prompts=[
            "List three names for a boat.",
            "Three more, in French.",
            None,
            "Which name is the shortest?",
        ],
        check=checks.forks_and_forgets,
    ),
    "image_and_text": ExampleCase(
        script=lambda: ["Red."],
        expected_output=[r"^Red\.\n$"],
        expected_prompts=["Which color is this?"],
        check=checks.shows_a_picture,
    ),
    "local_image": ExampleCase(
        script=lambda: ["A square."],
        expected_output=[r"^A square\.\n$"],
        expected_prompts=[None],
        check=checks.asks_for_the_shape,
        arguments=_picture,
    ),
    "async_parity": ExampleCase(
        script=lambda: ["Hello!", "Hello!"],
        expected_output=[
            *_pairs("turn/started", "item/started", "item/agentMessage/delta", "item/completed", "turn/completed"),
            r"same result type: True\n",
            r"same items: True\n$",
        ],
        expected_prompts=["Say hello.", "Say hello."],
    ),
    "concurrent_turns": ExampleCase(
        script=lambda: _answer,
        expected_output=[rf"Define a {name}\. <Define a {name}\.>\n" for name in ("list", "tuple", "set")],
        expected_prompts=[None] * 3,
    ),
    "many_prompts": ExampleCase(
        script=lambda: _answer,
        expected_output=[
            *(rf"Define a {name}\. <Define a {name}\.>\n" for name in ("list", "tuple", "set")),
            r"3 answers, \d+ tokens\n$",
        ],
        expected_prompts=[None] * 3,
    ),
    "errors_and_retry": ExampleCase(
        script=lambda: [ResponseFailed("server_is_overloaded"), "Hello!", ResponseFailed("context_length_exceeded")],
        expected_output=[
            r"^Hello!\n",
            r"failed: .*context window",
            r"after 1 items: contextWindowExceeded\n",
            r"rejected with code -32600: no rollout found",
            r"invalid call, not sent: .*'outputSchema'; did you mean 'output_schema'\?\n$",
        ],
        expected_prompts=["Say hello.", "Say hello.", "Summarize everything there is."],
    ),
    "mini_chat": ExampleCase(
        script=lambda: ["Hello, you!", HttpError(401, "no key"), "Bye."],
        expected_output=[
            r"^You:   Codex: Hello, you!\n",
            r"You:   Codex: \(.*no key.*\)\n",
            r"You:   Codex: Bye\.\nYou:   $",
        ],
        expected_prompts=["Hello", "Tell me everything", "Bye"],
        stdin="Hello\nTell me everything\nBye\n\nnever read\n",
    ),
    "all_turn_parameters": ExampleCase(
        script=lambda: ["One file: notes.txt", '{"files": ["notes.txt"]}'],
        expected_output=[r"^\{\"files\": \[\"notes\.txt\"\]\}\n", r"^\['notes\.txt'\]\n$"],
        expected_prompts=["What is in this folder?", "Now as JSON."],
        check=checks.has_all_parameters,
    ),
    "model_choice": ExampleCase(
        script=lambda: ["Hello!", "Suppose there are finitely many."],
        expected_output=[r"^GPT-\S+: Hello!\n", r"^GPT-\S+, effort ultra: Suppose there are finitely many\.\n$"],
        expected_prompts=["Say hello.", "Prove that there are infinitely many primes."],
        check=checks.uses_the_choice,
    ),
    "time_limits": ExampleCase(
        script=lambda: [["One, two", Gate()]],
        expected_output=[
            r"^True\n",
            r"^the thread is active\n",
            r"^interrupted: \d items",
            r"^0 turns open, 0 requests in flight, 0",
        ],
        expected_prompts=["Count to a million, in words."],
    ),
    "turn_controls": ExampleCase(
        # The gates are never opened: the turn continues because the example steers or interrupts it.
        script=lambda: [[Text("one, two, three"), Gate()], "... ten.", [Text("eleven, twelve"), Gate()]],
        expected_output=[r"^steered: \.\.\. ten\.\n", r"interrupted, \d items, \d incomplete\n$"],
        expected_prompts=["Count to a hundred, in words.", "Ten is enough.", "Now count to a thousand."],
    ),
    "approvals": ExampleCase(
        script=lambda: [shell_call(PATCH), shell_call("touch heron.txt"), "The heron stands."],
        expected_output=[
            r"heron\.txt\nA heron stands still\n",
            r"\nAllow\? .* or no: \nIn \S+:\n  .*touch heron\.txt",
            r"\nAllow\? .* or no: \nThe heron stands\.\n$",
        ],
        expected_prompts=["Write a haiku about herons to heron.txt."] * 3,
        check=checks.has_decisions,
        stdin="y\nno\n",
    ),
    "tools": ExampleCase(
        script=lambda: [
            FunctionCall("stock", {"fruit": "pears"}),
            [FunctionCall("order", {"fruit": "pears", "pieces": 10}), FunctionCall("stock", {"fruit": "figs"})],
            "Ten pears come tomorrow; we have no figs.",
        ],
        expected_output=[
            r"^looking up pears\n",
            r"ordering 10 pears\n",
            r"looking up figs\n",
            r"Ten pears come tomorrow; we have no figs\.\n$",
        ],
        expected_prompts=["If we have no pears left, order ten. Do we have figs?"] * 3,
        check=checks.has_called,
    ),
    "structured_output": ExampleCase(
        script=lambda: [
            '{"language": "Python", "dependencies": [{"name": "pydantic"}]}',
            '{"language": "Python", "dependencies": [{"name": "pydantic", "purpose": "models"}]}',
        ],
        expected_output=[r"^Python\n- pydantic: models\n$"],
        expected_prompts=["What is this project built with?", None],
        check=checks.asks_for_a_report,
    ),
    "goals": ExampleCase(
        script=lambda: [
            "I have found three.",
            [shell_call("echo all fixed")],
            FunctionCall("update_goal", {"status": "complete"}),
            "All three are fixed.",
        ],
        expected_output=[
            r"goal active, 0 tokens used\n",
            r"turn \S+\n",
            r"  agentMessage\n",
            r"turn \S+\n",
            r"  commandExecution\n",
            r"goal complete, [1-9]\d* tokens used\n",
            r"2 turns: All three are fixed\.\n",
            r"goal complete and cleared\n$",
        ],
        expected_prompts=[None] * 4,
        check=checks.has_the_goal,
    ),
    "external_message": ExampleCase(
        script=lambda: ["The build is broken."],
        expected_output=[r"^The build is broken\.\n$"],
        expected_prompts=[None],
        check=checks.comes_from_a_tool,
    ),
}
