"""Tests of the options of tools, and of the texts of invalid arguments."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from openai_codex.errors import InputError
from openai_codex.tools import Tool, ToolImage, ToolNamespace


def fetch(pieces: list[int], name: str = "") -> str:
    """Fetch pieces."""
    return name * len(pieces)


def text_of(created: Tool[..., Any], arguments: object) -> str:
    result = created.call_sync(arguments)
    assert result["success"] is False
    [item] = result["contentItems"]
    return str(item["text"])


def test_from_function_passes_on_all_options() -> None:
    namespace = ToolNamespace("n", "Text.")
    made = Tool.from_function(fetch, name="other", description="D.", timeout=2.5, namespace=namespace)
    assert (made.name, made.description, made.timeout, made.namespace) == ("other", "D.", 2.5, namespace)
    plain = Tool.from_function(fetch)
    assert (plain.name, plain.description, plain.timeout, plain.namespace) == ("fetch", "Fetch pieces.", None, None)


@pytest.mark.parametrize("description", [5, None, b"text"])
def test_namespace_with_invalid_description_is_rejected(description: Any) -> None:
    with pytest.raises(InputError) as caught:
        ToolNamespace("n", description)
    assert caught.value.field == "tools.namespace[n].description"


def test_description_of_a_namespace_is_limited() -> None:
    ToolNamespace("n", "x" * 1_024)
    with pytest.raises(InputError, match="expected at most 1024 characters, got 1025"):
        ToolNamespace("n", "x" * 1_025)


def test_invalid_argument_is_located_and_shown_as_it_is() -> None:
    assert text_of(Tool(fetch), {"pieces": [1, "grün"]}).endswith(' (got "grün")')
    assert "- pieces[1]: " in text_of(Tool(fetch), {"pieces": [1, "x"]})


def test_missing_argument_shows_no_value() -> None:
    text = text_of(Tool(fetch), {"name": "secret"})
    assert "- pieces: Field required" in text
    assert "(got" not in text


def test_arguments_that_are_invalid_json_are_not_shown() -> None:
    assert "(got" not in text_of(Tool(fetch), '{"pieces": [1')


@pytest.mark.parametrize(("count", "more"), [(20, None), (21, "- ... and 1 more"), (25, "- ... and 5 more")])
def test_at_most_20_problems_are_listed(count: int, more: str | None) -> None:
    lines = [line for line in text_of(Tool(fetch), {"pieces": ["x"] * count}).splitlines() if line.startswith("- ")]
    problems = [line for line in lines if line.startswith("- pieces[")]
    assert len(problems) == 20
    assert lines[20:] == ([] if more is None else [more])


@pytest.mark.parametrize("characters", ["iVBOR\nw0KGgo=", "iVBORw0KGgo=!", "iVBORw0K*Ggo="])
def test_data_url_with_other_characters_is_rejected(characters: str) -> None:
    with pytest.raises(InputError, match=r"ToolImage.url: invalid base64 \("):
        ToolImage(url=f"data:image/png;base64,{characters}")


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (Literal["a"], "string"), (Literal["a", "b"], "string"), (Literal["a", 1], ["string", "integer"]),
        (Literal["a", 1, None], ["string", "integer", "null"]),
    ],
)  # fmt: skip
def test_choices_have_the_types_of_their_values(type_: Any, expected: object) -> None:
    def choose(value: Any) -> None:
        """Choose."""

    choose.__annotations__["value"] = type_
    assert Tool(choose).parameters["properties"]["value"]["type"] == expected
