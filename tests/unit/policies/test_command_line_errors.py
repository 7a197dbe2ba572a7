"""The messages about command lines that are not plain words."""

from __future__ import annotations

import pytest

from openai_codex.policies.command_line import CommandLineError, Dialect, read_command, read_words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ls $x", "an expansion (`$`) at position 3"),
        ("ls `x`", "a substitution at position 3"),
        ("ls <x", "a redirection at position 3"),
        ("ls >x", "a redirection at position 3"),
        ("ls\nls", "a line break at position 2"),
        ("ls & ls", "the operator `&` at position 3"),
        ("(ls)", "a subshell or a pattern at position 0"),
        ("ls a)", "a subshell or a pattern at position 4"),
        ("ls #x", "a possible comment (`#`) at position 3"),
        ("ls 'x", "an unclosed quote at position 3"),
        ('ls "x', "an unclosed quote, or a quote with an expansion at position 3"),
        ('ls "$x"', "an unclosed quote, or a quote with an expansion at position 3"),
        ("ls \\", "an unsupported escape at position 3"),
        ("ls \\\u00e4", "an unsupported escape at position 3"),
        ("ls *", "an unquoted '*' at position 3"),
        ("ls {a,b}", "an unquoted '{' at position 3"),
        ("ls \u00e4", "an unquoted '\u00e4' at position 3"),
        ("ls \0", "an unquoted '\\x00' at position 3"),
        ("ls ~", "an unquoted '~' at position 3"),
        ("", "an empty command"),
        ("ls | ", "an empty command"),
        ("; ls", "an empty command"),
        ("a=b ls", "an assignment before the command ('a=b')"),
        ("ls; 'a=b' ls", "an assignment before the command ('a=b')"),
    ],
)
def test_read_words_other_syntax_describes_it(text: str, message: str) -> None:
    with pytest.raises(CommandLineError) as caught:
        read_words(text, "sh")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "dialect", "message"),
    [
        ("git show HEAD~1", "words", "'HEAD~1' at position 9, which a shell may expand"),
        ("git show HEAD^", "zsh", "'HEAD^' at position 9, which a shell may expand"),
        ("echo =ls", "zsh", "'=ls' at position 5, which a shell may expand"),
        ("echo ''=ls", "zsh", "'=ls' at position 7, which a shell may expand"),
    ],
)
def test_read_words_word_that_dialect_expands_describes_it(text: str, dialect: Dialect, message: str) -> None:
    assert read_words(text, "sh").operators == ()
    with pytest.raises(CommandLineError) as caught:
        read_words(text, dialect)
    assert str(caught.value) == message


def test_read_command_describes_problem_of_script() -> None:
    with pytest.raises(CommandLineError) as caught:
        read_command("/bin/bash -lc 'ls > x'")
    assert str(caught.value) == "a redirection at position 3"
    with pytest.raises(CommandLineError) as caught:
        read_command([])
    assert str(caught.value) == "an empty command"
