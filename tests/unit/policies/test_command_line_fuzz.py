"""The reading of command lines held against a real shell: what is allowed is exactly what runs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from openai_codex.policies import allow_commands
from openai_codex.policies.command_line import CommandLineError, read_command, read_words
from unit.policies.approval_requests import asked, older, opinion, script

SHELLS = [shell for shell in ("bash", "dash", "zsh") if shutil.which(shell)]
ECHO = allow_commands("echo")

# What a shell reads in a special way comes often.
CHARACTERS = st.sampled_from("aZ0_ \t\n\r'\"\\$`;&|<>(){}[]*?~^#!=%@+:,./-ä€\u00a0\x7f\x1b") | st.characters(
    exclude_categories=["Cs"], exclude_characters="\0"
)
WORD = st.text(CHARACTERS, max_size=12)


@st.composite
def quoted(draw: st.DrawFn, word: str) -> str:
    """Return a word as somebody may write it for a shell: each part quoted in one of the ways that fit it."""
    if not word:
        return draw(st.sampled_from(["''", '""']))
    written = ""
    for character in word:
        ways = []
        if character != "'":
            ways.append(f"'{character}'")
        ways.append('"' + ("\\" if character in '$`"\\' else "") + character + '"')
        if " " <= character <= "~":
            ways.append("\\" + character)
        if character.isascii() and (character.isalnum() or character in "_@%+:,./-"):
            ways.append(character)
        written += draw(st.sampled_from(ways))
    return written


@st.composite
def written_commands(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Return the words of a command, and each of them as written for a shell."""
    words = ["echo", *draw(st.lists(WORD, max_size=5))]
    return words, [draw(quoted(word)) for word in words]


@given(written_commands(), st.sampled_from([" ", "  ", "\t", " \t "]))
def test_words_are_read_as_they_were_meant(command: tuple[list[str], list[str]], blank: str) -> None:
    words, written = command
    text = blank.join(written)
    assert read_words(text, "sh").commands == (tuple(words),)
    assert opinion(ECHO, script(text)) == "accept"
    assert opinion(ECHO, older(*words)) == "accept"


@given(st.lists(WORD, min_size=1, max_size=6))
def test_words_that_were_joined_are_read_as_the_same(words: list[str]) -> None:
    words = ["echo", *words]
    assert read_words(shlex.join(words)).commands == (tuple(words),)
    # In zsh, a `=` in front would have to be quoted, and is not.
    zsh = [] if any(word.startswith("=") for word in words) else ["/usr/bin/zsh"]
    for shell in ("/bin/bash", "sh", *zsh):
        assert read_command(shlex.join([shell, "-lc", shlex.join(words)])).commands == (tuple(words),)


INJECTIONS = (
    st.sampled_from([";", "&", "|", "&&", "||", "|&", ">", "<", ">>", "2>", "<<", "<<<", "<(", "(", ")", "{", "}"])
    | st.sampled_from(["$(", "`", "$", "${", "$[", "$'", '$"', "'", '"', "*", "?", "[", "#", "!", "~"])
    | st.sampled_from(["\n", "\r", "\0", "\u00a0", "\x0b", "\x0c"])
)


@given(written_commands(), INJECTIONS, st.data())
def test_a_command_is_not_allowed_any_more_with_something_special_in_it(
    command: tuple[list[str], list[str]], injection: str, data: st.DataObject
) -> None:
    _, written = command
    position = data.draw(st.integers(0, len(written)))
    # Between blanks, so that no quote or backslash is in front of it.
    text = " ".join([*written[:position], injection, *written[position:]])
    if injection in "'\"" and any(injection in part for part in written):
        # One quote more may make others out of those that are there; the next test asks a shell what comes of it.
        return
    assert opinion(ECHO, script(text)) is None
    assert opinion(ECHO, asked(text)) is None


@given(
    st.text("ab ';|>*#~\t", max_size=5),
    st.sampled_from(["$", "`", "$x", "${x}", "$(x)", "`x`", "$((1))", "\\\n"]),
    st.data(),
)
def test_double_quotes_do_not_hide_what_is_expanded_in_them(text: str, expansion: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    written = f'echo "{text[:position]}{expansion}{text[position:]}"'
    assert opinion(ECHO, script(written)) is None
    if "'" not in text:
        assert opinion(ECHO, script(written.replace('"', "'"))) == "accept"


@given(st.text(CHARACTERS, max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        line = read_command(text)
    except CommandLineError:
        return
    assert len(line.operators) == len(line.commands) - 1
    assert all(line.commands)


PIECES = st.one_of(
    st.sampled_from(" \t\n;&|<>()'\"\\$`{}[]*?~^#!=-"),
    st.sampled_from(
        ["touch made", "$(touch made)", "`touch made`", "$HOME", "${HOME}", "~", "{a,b}", "a~b", ":~", "=~"]
    ),
    st.sampled_from(
        ["\\\n", "\\$", "\\`", '\\"', "\\\\", "\\'", "\\a", "\\~", "!!", "$", "ä", "a", "echo", "do", "a[1]"]
    ),
    st.sampled_from(["HEAD~1", "x^", "a=b", "=a", "1>", "b-1", "'a'~", "\\a~", " ", "''", '""']),
    WORD,
)
SEVERAL = st.lists(PIECES, max_size=3).map("".join)
TOKENS = PIECES | SEVERAL.map(lambda text: f'"{text}"') | SEVERAL.map(lambda text: f"'{text}'")


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_allowed_is_what_a_shell_runs(shell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    program = shutil.which(shell)
    assert program is not None
    # The function takes the place of echo, and tells the words that it gets. Nothing else is there to be run.
    told = 'echo() { for word do printf "%s\\0" "$word"; done; printf "\\0\\0"; }\n'
    environment = {"PATH": "", "HOME": "/home/of/nobody", "LC_ALL": "C.UTF-8"}
    accepted: set[str] = set()

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(TOKENS, max_size=6).map("".join))
    def try_text(rest: str) -> None:
        text = "echo " + rest
        # Called by a bare name, as it has to be told which dialect it is.
        request = (
            asked(shlex.join(["zsh" if shell == "zsh" else "sh", "-c", text])) if "\0" not in text else asked(text)
        )
        allowed = opinion(ECHO, request) == "accept"
        event(f"allowed: {allowed}")
        if not allowed:
            return
        accepted.add(text)
        done = subprocess.run(
            [program, "-c", told + text],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
        (words,) = read_words(text, "sh").commands
        expected = b"".join(os.fsencode(word) + b"\0" for word in words[1:]) + b"\0\0"
        assert (done.stdout, done.stderr, done.returncode) == (expected, b"", 0)
        assert not list(Path(folder).iterdir())

    try_text()
    # The test has to have run something, or it would show nothing.
    assert len(accepted) > 20
