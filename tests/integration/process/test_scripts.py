"""Errors of a model script are reported in the error of the turn; sync and async."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex import TurnFailedError
from openai_codex.testing import Match
from support.runtimes import offline

pytestmark = pytest.mark.parametrize("flavour", ["sync", "async"])


def test_script_exhausted_is_reported_in_turn_error(flavour: str) -> None:
    with offline(flavour, ["One.", Match("never said", "x")], default=None) as (model, client):
        thread = client.thread_start()
        thread.run("One?")
        with pytest.raises(
            TurnFailedError, match="the script is exhausted: it has 1 replies, and this is model call 2"
        ):
            thread.run("Two?")
        assert model.exhausted == 1


def broken(request: object) -> Any:
    raise LookupError("no such page")


def invalid(request: object) -> Any:
    return 42


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (invalid, "return value of the script's function: expected a reply"),
        (broken, "LookupError.*no such page"),
        (Match(broken, "x"), "LookupError.*no such page"),
    ],
    ids=["returns invalid", "raises", "predicate raises"],
)
def test_script_error_is_reported_in_turn_error(flavour: str, entry: Any, words: str) -> None:
    with offline(flavour, [entry], default=None) as (model, client):
        with pytest.raises(TurnFailedError, match=words):
            client.thread_start().run("Well?")
        assert len(model.requests) == 1
