"""`Notification`: its ids, the key of its buffer, its payload and its repr."""

from __future__ import annotations

from typing import Any

import pytest

from codex_protocol import AgentMessageDeltaNotification
from openai_codex import UnknownNotification
from openai_codex._protocol import notifications
from openai_codex._protocol.notifications import Notification, failed_turn, routing_key, turn_id_of

DELTA: dict[str, Any] = {"threadId": "T", "turnId": "A", "itemId": "i", "delta": "x"}


@pytest.mark.parametrize(
    ("params", "thread_id", "turn_id"),
    [
        ({"threadId": "T", "turnId": "A"}, "T", "A"),
        ({"thread": {"id": "T"}, "turn": {"id": "A"}}, "T", "A"),
        ({"threadId": "T", "thread": {"id": "U"}, "turnId": "A", "turn": {"id": "B"}}, "T", "A"),
        ({"threadId": 3, "turnId": 3, "thread": {"id": "U"}, "turn": {"id": "B"}}, None, None),
        ({"thread": {"id": 3}, "turn": {"id": 3}}, None, None),
        ({"thread": "T", "turn": "A"}, None, None),
        ({}, None, None),
    ],
)
def test_ids_of_notification(params: dict[str, Any], thread_id: str | None, turn_id: str | None) -> None:
    event = Notification("any", params)
    assert (event.thread_id, event.turn_id, turn_id_of(params)) == (thread_id, turn_id, turn_id)


@pytest.mark.parametrize(
    ("method", "params", "key"),
    [
        ("item/started", {"turnId": "A", "loginId": "L"}, "A"),
        ("account/login/completed", {"loginId": "L"}, "L"),
        ("account/login/completed", {"loginId": 3}, None),
        ("account/login/completed", {}, None),
        ("account/login/completed", {"turnId": "A", "loginId": "L"}, "A"),
        ("account/updated", {"loginId": "L"}, None),
    ],
)
def test_routing_key_is_id_of_turn_or_login(method: str, params: dict[str, Any], key: str | None) -> None:
    assert routing_key(Notification(method, params)) == key


def test_failed_turn_has_error_and_ids_of_event() -> None:
    error = {"message": "x"}
    found = failed_turn(Notification("error", {"threadId": "T", "turnId": "A", "error": error}))
    assert found.method == "turn/completed"
    assert found.params == {"threadId": "T", "turn": {"id": "A", "items": [], "status": "failed", "error": error}}


def test_payload_is_decoded_once_and_its_decoder_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "_decoders", {})
    event = Notification("item/agentMessage/delta", DELTA)
    assert isinstance(event.payload, AgentMessageDeltaNotification)
    assert event.payload is event.payload
    assert list(notifications._decoders) == ["item/agentMessage/delta"]


def test_payload_of_unknown_method_has_no_error_and_is_not_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "_decoders", {})
    payload = Notification("some/new", {"number": 1}).payload
    assert isinstance(payload, UnknownNotification)
    assert (payload.method, payload.params, payload.error) == ("some/new", {"number": 1}, None)
    assert notifications._decoders == {}


def test_payload_of_invalid_params_has_redacted_error() -> None:
    payload = Notification("item/agentMessage/delta", {**DELTA, "delta": ["sk-proj-abcdefghijklmnopqrstuvwx"]}).payload
    assert isinstance(payload, UnknownNotification)
    assert payload.method == "item/agentMessage/delta"
    assert payload.params["itemId"] == "i"
    assert "delta" in str(payload.error)
    assert "abcdefghijklmnop" not in str(payload.error)


def test_reprs_name_method_and_redact_params() -> None:
    params = {"token": "secret-value", "name": "visible"}
    assert (
        repr(Notification("m", params)) == "Notification(method='m', params={'token': '[redacted]', 'name': 'visible'})"
    )
    assert repr(UnknownNotification("m", params, ValueError("x"))) == (
        "UnknownNotification(method='m', params={'token': '[redacted]', 'name': 'visible'}, error=ValueError('x'))"
    )
