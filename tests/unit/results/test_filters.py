"""Selection of event payloads by class, without decoding the others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel

from codex_protocol import (
    AgentMessageDeltaNotification,
    ItemCompletedNotification,
    ThreadItem,
    Turn,
    TurnCompletedNotification,
    registry,
)
from openai_codex import HandlerError, HandlerFailed, InputError, UnknownNotification
from openai_codex._protocol.client_events import HANDLER_FAILED_METHOD
from openai_codex._protocol.notifications import Notification
from openai_codex._results.filters import payload_filter
from support.paths import TRANSCRIPTS

TRANSCRIPT = TRANSCRIPTS / "rich.jsonl"


def events() -> list[Notification]:
    """Return recorded events of the real runtime, and unknown events."""
    messages: list[Any] = [json.loads(line) for line in TRANSCRIPT.read_text(encoding="utf-8").splitlines()]
    misfit = Notification("item/completed", {"item": 1})
    unknown = Notification("item/dream", {"depth": 3})
    failed = Notification(HANDLER_FAILED_METHOD, {}, payload=HandlerFailed(HandlerError("m", "it broke")))
    told = [Notification(each["method"], each["params"]) for each in messages if "method" in each]
    return [*told, misfit, unknown, failed]


@pytest.mark.parametrize(
    "kinds",
    [
        (AgentMessageDeltaNotification,),
        (ItemCompletedNotification, TurnCompletedNotification),
        (ItemCompletedNotification, ItemCompletedNotification),
        (UnknownNotification,),
        (HandlerFailed,),
        (ItemCompletedNotification, UnknownNotification),
        (BaseModel,),
        (object,),
    ],
)
def test_payload_filter_selects_given_classes(kinds: tuple[type[object], ...]) -> None:
    pick = payload_filter(kinds)
    found = [payload for event in events() if (payload := pick(event)) is not None]
    expected = [event.payload for event in events() if isinstance(event.payload, kinds)]
    assert len(expected) > 0
    assert [repr(payload) for payload in found] == [repr(payload) for payload in expected]


def test_payload_filter_model_without_event_selects_nothing() -> None:
    pick = payload_filter((Turn,))
    assert [payload for event in events() if (payload := pick(event)) is not None] == []


def test_payload_filter_other_methods_are_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    adapter = registry.adapter

    def counted(name: str) -> Any:
        made.append(name)
        return adapter(name)

    monkeypatch.setattr(registry, "adapter", counted)
    # Decoders that were looked up before are cached.
    monkeypatch.setattr("openai_codex._protocol.notifications._decoders", {})
    pick = payload_filter((ItemCompletedNotification,))
    for event in events():
        pick(event)
    assert set(made) == {"ItemCompletedNotification"}


@pytest.mark.parametrize("kinds", [(), (1,), (ThreadItem,)])
def test_payload_filter_not_a_class_raises(kinds: Any) -> None:
    with pytest.raises(InputError, match="expected payload classes"):
        payload_filter(kinds)
