"""Fuzz tests of command line parsing against real shells: an allowed command runs exactly the parsed words."""

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
from unit.policies.approval_requests import command_request, decide, legacy_command_request, shell_request

SHELLS = [shell for shell in ("bash", "dash", "zsh") if shutil.which(shell)]
ECHO = allow_commands("echo")

# Characters with a special meaning in shells are frequent.
CHARACTERS = st.sampled_from("aZ0_ \t\n\r'\"\\$`;&|<>(){}[]*?~^#!=%@+:,./-ä€\u00a0\x7f\x1b") | st.characters(
    exclude_categories=["Cs"], exclude_characters="\0"
)
WORD = st.text(CHARACTERS, max_size=12)


@st.composite
def quoted(draw: st.DrawFn, word: str) -> str:
    """Return a word with a random valid quoting of each character."""
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
    """Return the words of a command, and each word as quoted for a shell."""
    words = ["echo", *draw(st.lists(WORD, max_size=5))]
    return words, [draw(quoted(word)) for word in words]


@given(written_commands(), st.sampled_from([" ", "  ", "\t", " \t "]))
def test_read_words_quoted_words_returns_original_words(command: tuple[list[str], list[str]], blank: str) -> None:
    words, written = command
    text = blank.join(written)
    assert read_words(text, "sh").commands == (tuple(words),)
    assert decide(ECHO, shell_request(text)) == "accept"
    assert decide(ECHO, legacy_command_request(*words)) == "accept"


@given(st.lists(WORD, min_size=1, max_size=6))
def test_read_command_joined_words_returns_original_words(words: list[str]) -> None:
    words = ["echo", *words]
    assert read_words(shlex.join(words)).commands == (tuple(words),)
    # `shlex.join` does not quote a leading `=`, which zsh expands.
    zsh = [] if any(word.startswith("=") for word in words) else ["/usr/bin/zsh"]
    for shell in ("/bin/bash", "sh", *zsh):
        assert read_command(shlex.join([shell, "-lc", shlex.join(words)])).commands == (tuple(words),)


INJECTIONS = (
    st.sampled_from([";", "&", "|", "&&", "||", "|&", ">", "<", ">>", "2>", "<<", "<<<", "<(", "(", ")", "{", "}"])
    | st.sampled_from(["$(", "`", "$", "${", "$[", "$'", '$"', "'", '"', "*", "?", "[", "#", "!", "~"])
    | st.sampled_from(["\n", "\r", "\0", "\u00a0", "\x0b", "\x0c"])
)


@given(written_commands(), INJECTIONS, st.data())
def test_allow_commands_injected_shell_syntax_abstains(
    command: tuple[list[str], list[str]], injection: str, data: st.DataObject
) -> None:
    _, written = command
    position = data.draw(st.integers(0, len(written)))
    # Between spaces, so that no quote or backslash precedes it.
    text = " ".join([*written[:position], injection, *written[position:]])
    if injection in "'\"" and any(injection in part for part in written):
        # An additional quote can pair up with existing ones; the test with real shells covers that.
        return
    assert decide(ECHO, shell_request(text)) is None
    assert decide(ECHO, command_request(text)) is None


@given(
    st.text("ab ';|>*#~\t", max_size=5),
    st.sampled_from(["$", "`", "$x", "${x}", "$(x)", "`x`", "$((1))", "\\\n"]),
    st.data(),
)
def test_allow_commands_expansion_in_double_quotes_abstains(text: str, expansion: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    written = f'echo "{text[:position]}{expansion}{text[position:]}"'
    assert decide(ECHO, shell_request(written)) is None
    if "'" not in text:
        assert decide(ECHO, shell_request(written.replace('"', "'"))) == "accept"


@given(st.text(CHARACTERS, max_size=30))
def test_read_command_any_text_returns_words_or_raises(text: str) -> None:
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
SEQUENCES = st.lists(PIECES, max_size=3).map("".join)
TOKENS = PIECES | SEQUENCES.map(lambda text: f'"{text}"') | SEQUENCES.map(lambda text: f"'{text}'")


@pytest.mark.parametrize("shell", SHELLS)
def test_allow_commands_allowed_text_runs_parsed_words_in_shell(
    shell: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("empty")
    program = shutil.which(shell)
    assert program is not None
    # The function replaces echo and prints its arguments. PATH is empty, so no other program can run.
    echo_function = 'echo() { for word do printf "%s\\0" "$word"; done; printf "\\0\\0"; }\n'
    environment = {"PATH": "", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    accepted: set[str] = set()

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(TOKENS, max_size=6).map("".join))
    def try_text(rest: str) -> None:
        text = "echo " + rest
        # The bare name of the shell selects the dialect.
        request = (
            command_request(shlex.join(["zsh" if shell == "zsh" else "sh", "-c", text]))
            if "\0" not in text
            else command_request(text)
        )
        allowed = decide(ECHO, request) == "accept"
        event(f"allowed: {allowed}")
        if not allowed:
            return
        accepted.add(text)
        done = subprocess.run(
            [program, "-c", echo_function + text],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
        (words,) = read_words(text, "sh").commands
        expected = b"".join(os.fsencode(word) + b"\0" for word in words[1:]) + b"\0\0"
        assert (done.stdout, done.stderr, done.returncode) == (expected, b"", 0)
        assert not list(Path(directory).iterdir())

    try_text()
    # Guard against a test that checks nothing.
    assert len(accepted) > 20
