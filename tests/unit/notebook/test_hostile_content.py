"""Displays of hostile content: escaped, with visible control characters, and of bounded size."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codex_protocol import TurnError, TurnStatus
from openai_codex import Notification, TurnResult
from openai_codex.notebook.bundles import mimebundle
from openai_codex.notebook.items import item_view
from openai_codex.notebook.live import MAX_ITEMS, LiveTurn
from openai_codex.notebook.markup import MAX_TEXT, clean
from openai_codex.notebook.views import MAX_CHILDREN, Block, View, html_of, text_of
from support.hostile_display import HOSTILE, check_html, hostile_items

FORBIDDEN = ("\x1b", "\x00", "\x07", "\x08", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\ud800")


def check(view: View) -> str:
    html, text = html_of(view), text_of(view)
    shown = check_html(html)
    assert [each for each in FORBIDDEN if each in html or each in text] == []
    html.encode()
    text.encode()
    return shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_items_are_text(text: str) -> None:
    for item in hostile_items(text):
        shown = check(item_view(item))
        if "<" in text and item["type"] in ("agentMessage", "plan"):
            assert text.split("\n")[0] in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_result_is_text(text: str) -> None:
    values: dict[str, Any] = {"started_at": None, "completed_at": None, "duration_ms": 1, "items": [], "usage": None}
    result = TurnResult(
        id=text, status=TurnStatus.failed, error=TurnError(message=text), final_response=text, thread_id=text, **values
    )
    bundle = mimebundle(result)
    check_html(bundle["text/html"])
    assert [each for each in FORBIDDEN if each in "".join(bundle.values())] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_events_are_text(text: str) -> None:
    live = LiveTurn()
    for item in hostile_items(text):
        live.add(Notification("item/started", {"item": item}))
        live.add(Notification("item/agentMessage/delta", {"itemId": f"agentMessage {text}", "delta": text}))
        check(live.view())
    for item in hostile_items(text):
        live.add(Notification("item/completed", {"item": item}))
    live.add(Notification("error", {"error": {"message": text}}))
    live.add(Notification("thread/tokenUsage/updated", {"tokenUsage": {"total": {"totalTokens": text}}}))
    live.add(Notification("turn/completed", {"turn": {"status": text}}))
    check(live.view())


@given(st.text(), st.text())
def test_any_text_stays_inside_of_its_element(title: str, text: str) -> None:
    part = View(title, text, [(title, text)], [Block(text, title)])
    shown = check(View(title, text, children=[part]))
    assert clean(text) in shown


@pytest.mark.parametrize(
    "item", [None, 3, "text", [], {}, {"type": None}, {"type": ["sleep"]}, {"type": "plan", "text": 3}]
)
def test_malformed_items_are_shown(item: object) -> None:
    check(item_view(item))
    live = LiveTurn()
    for method in ("item/started", "item/completed"):
        live.add(Notification(method, {"item": item}))
    check(live.view())


def test_huge_text_is_cut() -> None:
    html = html_of(item_view({"type": "agentMessage", "id": "1", "text": "<" * 10_000_000}))
    assert len(html) < 6 * MAX_TEXT
    assert f"... ({10_000_000 - MAX_TEXT:,} more characters)" in html


def test_many_items_are_cut() -> None:
    children = [View(f"Item {number}") for number in range(10_000)]
    assert html_of(View("Turn", children=children)).count("Item ") == MAX_CHILDREN
    live = LiveTurn()
    for number in range(10_000):
        live.add(Notification("item/completed", {"item": {"type": "plan", "id": str(number), "text": "x"}}))
    assert len(live.view().children) == MAX_ITEMS
    assert "9,800 earlier items" in text_of(live.view())


def test_secrets_are_redacted_also_at_the_cut() -> None:
    secret = "sk-proj-" + "a1B2c3D4e5F6" * 4
    for text in (secret, "x " * (MAX_TEXT // 2 - 5) + secret):
        shown = text_of(item_view({"type": "agentMessage", "id": "1", "text": text}))
        assert secret not in shown
        assert "a1B2c3" not in shown
    tool = {"type": "dynamicToolCall", "id": "1", "tool": "log_in", "arguments": {"password": "hunter2hunter2"}}
    assert "hunter2" not in html_of(item_view(tool))


def test_lines_and_tabs_stay() -> None:
    assert clean("one\r\ntwo\rthree\n\tfour") == "one\ntwo\nthree\n\tfour"
    assert clean("\x1b[1mbold\x1b[0m") == "bold"
    assert clean("a\u202eb") == "a\\u202eb"
