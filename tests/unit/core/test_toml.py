"""Unit tests of the TOML encoder."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_codex.config import _toml as toml
from unit.testing.parsing import loads

# TOML supports neither lone surrogates nor integers of more than 64 bits.
texts = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | texts
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


@given(settings=st.dictionaries(texts, values, max_size=5))
def test_dumps_any_settings_round_trip(settings: dict[str, Any]) -> None:
    assert loads(toml.dumps(settings)) == settings


@pytest.mark.parametrize(
    "text",
    [
        'say "hi"',
        "C:\\Users\\x",
        "'single'",
        '"""',
        "Grüße 🎉",
        "\x00\x01\x1f\x7f\x80",
        "a\nb\r\nc\td",
        "",
        "# no comment",
    ],
)
def test_dumps_special_text_round_trips_as_value_and_key(text: str) -> None:
    assert loads(toml.dumps({"a": text, text: 1, "b": {text: [text]}})) == {
        "a": text,
        text: 1,
        "b": {text: [text]},
    }


def test_dumps_types_round_trip() -> None:
    back = loads(toml.dumps({"t": True, "i": 1, "f": 1.0, "list": (1, 2), "empty": {}}))
    assert [type(value) for value in back.values()] == [bool, int, float, list, dict]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"a": None}, "settings.a: .*NoneType"),
        ({"a": {"b": [1, object()]}}, r"settings.a.b\[1\]: .*object"),
        ({"a": b"x"}, "bytes"),
    ],
)
def test_dumps_unsupported_value_raises_with_key(settings: dict[str, Any], place: str) -> None:
    with pytest.raises(TypeError, match=place):
        toml.dumps(settings)
