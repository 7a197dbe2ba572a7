"""Keywords of `Codex.run`."""

from __future__ import annotations

import pytest

from codex_protocol._option_names import OPTION_NAMES
from openai_codex import UnexpectedKeywordError
from openai_codex._requests.keywords import CodexRunKeywords, RunKeywords
from openai_codex._requests.params import split_run_options


def test_run_accepts_all_keywords_of_thread_and_turn() -> None:
    presets = {"approval_mode", "sandbox"}
    expected = {*OPTION_NAMES["ThreadStartOptions"], *OPTION_NAMES["TurnOptions"], *RunKeywords.__annotations__}
    missing = expected - presets - CodexRunKeywords.__annotations__.keys()
    # `TypedDict` collects the annotations of its bases.
    assert missing == set()


def test_run_keywords_are_split() -> None:
    thread, turn = split_run_options({"model": "m", "effort": "low", "cwd": "/", "source": "ci", "tools": []})
    assert thread == {"model": "m", "cwd": "/", "tools": []}
    assert turn == {"effort": "low", "source": "ci"}


def test_run_unknown_keyword_is_rejected() -> None:
    with pytest.raises(UnexpectedKeywordError, match=r"run.*efort.*effort"):
        split_run_options({"efort": "low"})  # type: ignore[typeddict-unknown-key]
