"""Redaction takes time linear in the length of the text.

The texts are so long that an algorithm with quadratic time exceeds the timeout of the test many times over.
An algorithm with linear time needs about a second.
"""

from __future__ import annotations

import random
import re
import sys
from typing import TYPE_CHECKING

import pytest

from codex_protocol import _redaction as protocol_redaction
from codex_protocol import _secret_names
from openai_codex import _redaction as client_redaction
from openai_codex._redaction import EXCERPT, redacted, redacted_excerpt, redacted_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

pytestmark = pytest.mark.extended

LENGTH = 2_000_000
# Texts that the patterns, or the functions between them, read in part.
PARTS = [
    *("\\", '\\"', "\\\\'", '"', "'", "`", "{", "[", "(", ")", "=", ":", "=>", " ", "\n", "\t ", "\\n", "1", "1,", "é"),
    *("a:", "a.", "a-", "$", "_", "-", "x", "b\\", "is ", "None", "expected ", "Some(", "api ", "api key provided: "),
    *("env:", "env:a(", "env={}", "token:", "token: ", 'token="', 'token=""', "token:a(", '"name":', '"key":\\'),
    *('"keyPath"', "cookie:", '"cookie:', '"cookie:""', "cookie:\\", "--a", "--a ", "--token ", "A_KEY", "_KEY1"),
    *("Bearer", "Bearer ", "Bearer realm", "Basic ", "auth: ", "auth: a", "Pwd=", "PASS=", "://", "://a", "://a:", "@"),
    *("&code=", "curl -u ", "-u", "-u ", "-u a:", "-----", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "PRIVATE KEY"),
    *("eyJ", "eyJ.", "sk-", "SG.", "ya29.", "whsec_", "hooks.slack.com/services/", "[redacted]"),
]
STARTS = ["key ", "token:", "token:{", "token:'", 'token:\\"', "env:", "env={", '"cookie:', "curl -u", "--a", "Bearer"]


@pytest.mark.parametrize(
    "text",
    [
        "key" + "\\" * LENGTH,
        "env:{" + "\\" * LENGTH,
        "cookie:" + "\\" * LENGTH,
        "token:a\\" + "\\" * LENGTH + "n",
        "key --a" + " " * LENGTH + "-",
        "token:a(" * (LENGTH // 8),
        "env:a(" * (LENGTH // 6),
        '"cookie:""' * (LENGTH // 10),
        '"cookie:x"' * (LENGTH // 10),
        "".join("\\" * slashes + '"cookie:x\n' for slashes in range(2_000)),
        "".join('"name":' + "\\" * slashes + '"x ' for slashes in range(2_000)),
    ],
    ids=lambda text: f"{text[:12]}...",
)
def test_redacted_text_with_long_runs_takes_linear_time(text: str) -> None:
    shown = redacted_text(text)
    assert shown.count("[redacted]") == text.count("cookie:x") + text.startswith(("env:{", "token:a", "cookie:\\"))


def test_redacted_value_with_long_run_of_backslashes_takes_linear_time() -> None:
    value = {"command": "key " + "\\" * LENGTH, "items": [{"text": "env:{" + "\\" * LENGTH}]}
    assert redacted(value)["command"] == value["command"]
    assert "token=[redacted]" in redacted_text("\\" * LENGTH + " token=hunter2")


def test_redacted_text_with_repeated_parts_takes_linear_time() -> None:
    choice = random.Random(7)
    for part in PARTS:
        start, end = choice.choice(STARTS), choice.choice(["", *PARTS])
        text = f"key {start}{part * (100_000 // len(part))}{end}"
        assert redacted_text(redacted_text(text)) == redacted_text(text)


@pytest.mark.parametrize("seed", range(4))
def test_redacted_text_with_random_repetitions_takes_linear_time(seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(25):
        unit = "".join(choice.choices(PARTS, k=choice.randint(2, 3)))
        text = choice.choice(STARTS) + unit * (100_000 // len(unit)) + choice.choice(PARTS)
        assert isinstance(redacted_text(f"key {text}"), str)


def lines_executed(function: Callable[[str], object], text: str) -> int:
    """Return the number of lines of the redaction modules that a call executes."""
    files = {module.__file__ for module in (protocol_redaction, _secret_names, client_redaction)}
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        if frame.f_code.co_filename not in files:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        function(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "part", ["\\", '\\"', "env:a(", '"cookie:""', '"name":"x",', "--a ", "token:'x\\' ", "curl -u a:b "]
)
def test_redacted_text_with_double_length_executes_at_most_double_the_lines(part: str) -> None:
    once = lines_executed(redacted_text, "key " + part * 400)
    twice = lines_executed(redacted_text, "key " + part * 800)
    assert twice <= 2.2 * once + 100


@pytest.mark.parametrize("text", ["{" + " " * LENGTH + "x", " " * LENGTH, '"' + " " * LENGTH, '{"' + "\\" * LENGTH])
def test_redacted_excerpt_with_long_runs_takes_linear_time(text: str) -> None:
    assert len(redacted_excerpt(text.encode(), LENGTH)) <= LENGTH + 3
    assert len(redacted_excerpt(text.encode())) <= EXCERPT + 3


def test_patterns_do_not_search_from_each_position_of_a_run() -> None:
    text = "\\" * LENGTH
    patterns = {
        name: pattern
        for module in (protocol_redaction, _secret_names, client_redaction)
        for name, pattern in vars(module).items()
        if isinstance(pattern, re.Pattern)
    }
    # These are only matched at a position that the caller knows, or searched in a few characters.
    anchored = {"_WRAPPER", "_QUOTE", "_BARE", "_LINE", "_LITERAL", "_PROSE", "_PATH", "_NUMBER", "_OPTION", "_SPACE"}
    searched = patterns.keys() - anchored
    assert {"_ANCHOR", "_BRACKET", "_LOOKS", "_BEARER", "_USER", "_CURL_USER"} <= searched
    for name in searched:
        found = patterns[name].search(text)
        assert found is None or found.end() == 0 or name in ("_CONTROL", "_BARE_USER"), name
