"""The spans of turns over connections that are lost and restored."""

from __future__ import annotations

import pytest

from openai_codex.testing import Gate, Text
from support.reconnecting import reconnecting
from support.sync_adapter import FLAVOURS
from support.telemetry import attributes, failure, instrumented

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

TURN = "invoke_agent codex"


def test_turn_over_two_connections_has_one_span(flavour: str) -> None:
    gate = Gate()
    with instrumented() as telemetry, reconnecting(flavour, [[Text("Begin."), gate, Text("End.")], "Next."]) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        link.cut()
        gate.open()
        turn.run()
        thread.run("Again")
        assert [failure(span) for span in telemetry.named(TURN)] == [None, None]
        assert [attributes(span)["openai_codex.turn.status"] for span in telemetry.named(TURN)] == ["completed"] * 2
        assert [failure(span) for span in telemetry.named("initialize")][-2:] == [None, None]
        assert TURN not in telemetry.open


def test_span_of_turn_that_ended_meanwhile_ends(flavour: str) -> None:
    gate = Gate()
    with instrumented() as telemetry, reconnecting(flavour, [[Text("Begin."), gate, Text("End.")]]) as link:
        thread = link.codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        with link.offline():
            gate.open()
            link.wait_ended(thread.id)
        turn.run()
        span = telemetry.only(TURN)
        assert (failure(span), attributes(span)["openai_codex.turn.status"]) == (None, "completed")
        assert TURN not in telemetry.open
