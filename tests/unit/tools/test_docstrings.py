"""Tests of the descriptions that are read from docstrings."""

from __future__ import annotations

import pytest

from openai_codex.tools.docstrings import read_docstring


def summary(docstring: str | None) -> str:
    return read_docstring(docstring)[0]


def parameters(docstring: str) -> dict[str, str]:
    return read_docstring(docstring)[1]


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        (None, ""),
        ("", ""),
        ("One.", "One."),
        ("One\n    two  \n    three.\n\n    Four.", "One two three."),
        ("One.\nArgs:\n    a: Text.", "One."),
        ("One.\n:param a: Text.", "One."),
        ("One.\n:returns: Text.", "One."),
        (":param a: Text.", ""),
        ("Args: none are needed.", "Args: none are needed."),
    ],
)
def test_summary_is_the_first_paragraph(docstring: str | None, expected: str) -> None:
    assert summary(docstring) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Args:", "Arguments:", "Parameters:", "Params:", "Keyword Args:", "Keyword Arguments:", "ARGS:  ",
    ],
)  # fmt: skip
def test_sections_that_describe_parameters(title: str) -> None:
    assert parameters(f"One.\n\n{title}\n    a: Text.") == {"a": "Text."}


@pytest.mark.parametrize("title", ["Returns:", "Args", "Raises:", "My args:"])
def test_other_sections_describe_no_parameters(title: str) -> None:
    assert parameters(f"One.\n\n{title}\n    a: Text.") == {}


def test_entries_of_a_section_are_joined() -> None:
    docstring = """One.

    Args:
        a: First
            continued

            after a blank line.
        b (int, optional): Second.
        *args: Third.
        **kwargs : Fourth.
        c:
            Below.
        d:
        not an entry
            with a continuation
        e: URL: http://x:y

    Returns:
        f: not a parameter.

    Other text.

    Arguments:
      g: Two sections.
    """
    assert parameters(docstring) == {
        "a": "First continued after a blank line.",
        "b": "Second.",
        "args": "Third.",
        "kwargs": "Fourth.",
        "c": "Below.",
        "e": "URL: http://x:y",
        "g": "Two sections.",
    }


def test_section_that_follows_a_section_has_its_own_indentation() -> None:
    assert parameters("Args:\n        a: One.\nKeyword Args:\n    b: Two.\n        more.") == {
        "a": "One.",
        "b": "Two. more.",
    }


def test_section_ends_at_text_without_indentation() -> None:
    assert parameters("One.\n\nArgs:\n    a: Text.\nOther text.\n    b: Text.") == {"a": "Text."}


@pytest.mark.parametrize("kind", ["param", "parameter", "arg", "argument", "key", "keyword"])
def test_fields_describe_parameters(kind: str) -> None:
    docstring = f"""One.

    :{kind} a: First
        continued.
    :{kind} int b: Second: with a colon.
    :{kind} *c: Third.
    :{kind} d:
        Below.
    :{kind} e:
    :returns: nothing.
        really

    text
    """
    assert parameters(docstring) == {
        "a": "First continued.",
        "b": "Second: with a colon.",
        "c": "Third.",
        "d": "Below.",
    }


def test_field_ends_at_a_blank_line() -> None:
    assert parameters(":param a: First.\n\n    not a continuation") == {"a": "First."}


def test_fields_take_precedence_over_a_section() -> None:
    assert parameters("Args:\n    a: One.\n    b: Two.\n:param a: Three.") == {"a": "Three.", "b": "Two."}
