"""Encoding of turn inputs and presets, and their validation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import ApprovalMode, ImageInput, InputError, LocalImageInput, MentionInput, SkillInput, TextInput
from openai_codex._requests.input_wire import input_to_wire
from openai_codex._requests.presets import approval_fields
from openai_codex._requests.sandbox import Sandbox, sandbox_policy, thread_sandbox

if TYPE_CHECKING:
    from openai_codex._requests.input_items import InputItem


def test_input_items_are_encoded() -> None:
    assert input_to_wire("hi") == [{"type": "text", "text": "hi", "text_elements": []}]
    assert input_to_wire(TextInput("hi")) == input_to_wire("hi")
    several: list[InputItem] = [
        ImageInput("data:image/png;base64,AA=="),
        LocalImageInput(Path("/a.png")),
        SkillInput("s", "/s/SKILL.md"),
        MentionInput("m", "app://m"),
    ]
    assert input_to_wire(several) == [
        {"type": "image", "url": "data:image/png;base64,AA=="},
        {"type": "localImage", "path": str(Path("/a.png"))},
        {"type": "skill", "name": "s", "path": "/s/SKILL.md"},
        {"type": "mention", "name": "m", "path": "app://m"},
    ]
    raw = [{"type": "text", "text": "raw"}]
    assert input_to_wire(raw) == raw


@pytest.mark.parametrize(
    ("value", "field", "says"),
    [
        (5, "input", "int"),
        (None, "input", "NoneType"),
        (b"bytes", "input", "bytes"),
        ([], "input", "empty"),
        ({"type": "text", "text": "x"}, "input", "into a list"),
        ([{"type": "text", "text": "x"}, TextInput("y")], "input[0]", "one of the two ways"),
        ([TextInput("y"), {"type": "text", "text": "x"}], "input[1]", "one of the two ways"),
        ([TextInput("y"), "x"], "input[1]", "TextInput"),
        ([{"text": "x"}], "input[0]", "type"),
        ([TextInput("x"), 5], "input[1]", "int"),
        (TextInput(5), "input.text", "int"),  # type: ignore[arg-type]
        ([LocalImageInput(5)], "input[0].path", "int"),  # type: ignore[arg-type]
    ],
)
def test_input_invalid_item_raises_with_position(value: Any, field: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        input_to_wire(value)
    assert caught.value.field == field
    assert says in str(caught.value)
    assert isinstance(caught.value, TypeError)


def test_presets_are_encoded() -> None:
    assert approval_fields(ApprovalMode.deny_all) == {"approvalPolicy": "never"}
    assert approval_fields(ApprovalMode.auto_review) == {
        "approvalPolicy": "on-request",
        "approvalsReviewer": "auto_review",
    }
    assert thread_sandbox(Sandbox.full_access) == ({"sandbox": "danger-full-access"}, {}, None)
    assert sandbox_policy(Sandbox.workspace_write) == {"type": "workspaceWrite"}
    assert approval_fields(None) == {}
    assert thread_sandbox(None) == ({}, {}, None)


def test_preset_as_text_is_accepted_and_invalid_text_lists_choices() -> None:
    text: Any = "deny_all"
    assert approval_fields(text) == approval_fields(ApprovalMode.deny_all)
    wrong: Any = "on-request"
    with pytest.raises(InputError, match=r"approval_mode: expected one of ApprovalMode\.deny_all"):
        approval_fields(wrong)
    with pytest.raises(InputError, match=r"sandbox: .*Sandbox\.read_only"):
        sandbox_policy(wrong)
