"""Tests of rendered docstrings and string literals."""

from __future__ import annotations

import ast

import pytest

from codex_codegen.render.docstrings import docstring, literal, paragraphs, section


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '""'),
        ("it's", '"it\'s"'),
        ('say "x"', '"say \\"x\\""'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\t", '"a\\x0ab\\x09"'),
        ("ä€😀", '"\\xe4\\u20ac\\U0001f600"'),
        ("\x7f\xff\u0100\uffff\U00010000", '"\\x7f\\xff\\u0100\\uffff\\U00010000"'),
        ("\u202e\u2028\xa0", '"\\u202e\\u2028\\xa0"'),
        ("{a} %s", '"{a} %s"'),
    ],
)
def test_literal_is_ascii_and_evaluates_to_the_text(text: str, expected: str) -> None:
    assert literal(text) == expected
    assert ast.literal_eval(expected) == text


@pytest.mark.parametrize(
    ("lines", "indent", "expected"),
    [
        (["One."], 4, '"""One."""'),
        (['Ends with "'], 0, '"""Ends with \\""""'),
        (['Ends with ""'], 0, '"""Ends with \\"\\""""'),
        (['A """ inside.'], 0, '"""A \\"\\"\\" inside."""'),
        (["One.", "", "Two."], 4, '"""One.\n\n    Two.\n    """'),
        (["One.", 'Two "'], 2, '"""One.\n  Two "\n  """'),
        (["Grüße \\ \u202e"], 0, '"""Grüße \\\\ \\u202e"""'),
    ],
)
def test_docstring_is_one_literal(lines: list[str], indent: int, expected: str) -> None:
    assert docstring(lines, indent) == expected
    value = ast.literal_eval(expected)
    margin = " " * indent
    assert [line.removeprefix(margin) for line in value.splitlines()][: len(lines)] == lines


LONG = "word " * 30


def test_paragraphs_are_wrapped_and_stay_separate() -> None:
    wrapped = paragraphs(f"  First.\n  Second.\n\n{LONG}")
    assert wrapped[:3] == ["First.", "Second.", ""]
    assert wrapped[3] == "word " * 18 + "word"
    assert " ".join(wrapped[3:]) == LONG.strip()
    assert paragraphs("") == []
    assert paragraphs(" \n ") == []


def test_lines_of_96_characters_are_not_wrapped() -> None:
    fitting = "x" * 47 + " " + "y" * 48
    assert paragraphs(fitting) == [fitting]
    assert paragraphs(f"{fitting}y") == ["x" * 47, "y" * 49]
    assert paragraphs("z" * 120 + " a-b-c") == ["z" * 120, "a-b-c"]
    hyphens = "x" * 90 + " long-hyphenated-word"
    assert paragraphs(hyphens) == ["x" * 90, "long-hyphenated-word"]


def test_section_lists_entries_with_hanging_indents() -> None:
    assert section("Args", []) == []
    assert section("Args", [("a", "Text.\n\n  More."), ("b", "")]) == [
        "",
        "Args:",
        "    a: Text.",
        "        More.",
        "    b:",
    ]
    wrapped = section("Args", [("name", LONG)])
    assert wrapped[2].startswith("    name: word")
    assert wrapped[3].startswith("        word")
    assert all(len(line) <= 96 for line in wrapped)
