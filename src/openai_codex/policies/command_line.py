"""Command lines as words: which of them are plain, and what those would run.

Read is only what every POSIX shell reads in the same way. All the rest is refused, so what is returned here is exactly
what a shell would run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Dialect = Literal["words", "sh", "zsh"]
"""How unquoted text is read: `words` was only quoted, never to be expanded; the others go to such a shell."""

OPERATORS = ("|", "||", "&&", ";")
"""What may stand between two commands that are looked at one by one."""

_SHELLS: dict[str, Dialect] = {"bash": "sh", "sh": "sh", "zsh": "zsh"}
_SCRIPT_FLAGS = ("-c", "-lc")
# A shell from elsewhere is a program like any other: the model chooses which shell it asks for.
_SHELL_FOLDERS = ("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/run/current-system/sw/bin")

# Bytes outside ASCII are left to quotes, because it depends on the locale which of them separate words.
_SAFE = r"[A-Za-z0-9_@%+=:,./-]"
_TOKEN = re.compile(
    rf"""
      (?P<blank>[ \t]+)
    | (?P<operator>\|\||&&|[|;])
    | (?P<plain>(?:{_SAFE}|(?<=[A-Za-z0-9_~^])[~^])+)
    | '(?P<single>[^'\0]*)'
    | "(?P<double>(?:[^"\\$`\0]|\\[^\n\0])*)"
    | \\(?P<escaped>[ -~])
    """,
    re.VERBOSE,
)
_DOUBLE_ESCAPE = re.compile(r'\\([$`"\\])')
_REFUSED = {
    "$": "an expansion (`$`)",
    "`": "a substitution",
    "<": "a redirection",
    ">": "a redirection",
    "\n": "a line break",
    "&": "the operator `&`",
    "(": "a subshell or a pattern",
    ")": "a subshell or a pattern",
    "#": "what may be a comment (`#`)",
    "'": "a quote that is not closed",
    '"': "a quote that is not closed, or that holds an expansion",
    "\\": "an escape that does not stand for one character",
}


class CommandLineError(ValueError):
    """A command line is more than plain words, or cannot be read. The message says what is in it."""


@dataclass(frozen=True)
class CommandLine:
    """What a shell would run: the words of each command, and the operators between them (one fewer)."""

    commands: tuple[tuple[str, ...], ...]
    operators: tuple[str, ...] = ()


def read_words(text: str, dialect: Dialect = "words") -> CommandLine:
    """Return the words of a command line.

    Read are words of letters, digits and `_@%+=:,./-`, quotes without expansions, escapes of one character, and
    `OPERATORS`. In `sh`, `~` and `^` may follow a letter, a digit or an underscore (`HEAD~1`).

    Raises `CommandLineError` for anything else: other operators, line breaks, expansions, substitutions, redirections,
    patterns (`*` unquoted), braces, comments, assignments in front, quotes that are not closed, and commands that are
    missing.
    """
    commands: list[tuple[str, ...]] = []
    operators: list[str] = []
    words: list[str] = []
    # None between words: an empty word ('') is one.
    word: str | None = None
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise CommandLineError(f"{_named(text[position])} at position {position}")
        kind, value = str(token.lastgroup), str(token[str(token.lastgroup)])
        if kind in ("blank", "operator"):
            if word is not None:
                words.append(word)
                word = None
            if kind == "operator":
                commands.append(_command(words))
                operators.append(value)
                words = []
        else:
            if kind == "plain" and not _literal(value, dialect, first=not word):
                raise CommandLineError(f"{value!r} at position {position}, which a shell may expand")
            if kind == "double":
                value = _DOUBLE_ESCAPE.sub(r"\1", value)
            word = value if word is None else word + value
        position = token.end()
    if word is not None:
        words.append(word)
    commands.append(_command(words))
    return CommandLine(tuple(commands), tuple(operators))


def read_command(command: str | Sequence[str]) -> CommandLine:
    """Return what a command runs that the runtime wants to run: a string as it tells it, or its words.

    What a shell is given as a script (`/bin/bash -lc 'git status'`; bash, sh or zsh, with -c or -lc, by name or from a
    folder of the system) is read in the place of the shell. Raises `CommandLineError` as `read_words` does.
    """
    line = read_words(command) if isinstance(command, str) else CommandLine((_command(list(command)),))
    found = script_of(line)
    return line if found is None else read_words(*found)


def script_of(line: CommandLine) -> tuple[str, Dialect] | None:
    """Return the script that a command line is no more than the call of, and which shell reads it."""
    if line.operators or len(line.commands[0]) != 3:
        return None
    shell, flag, script = line.commands[0]
    folder, name = os.path.split(shell)
    if flag not in _SCRIPT_FLAGS or name not in _SHELLS or (shell != name and folder not in _SHELL_FOLDERS):
        return None
    return script, _SHELLS[name]


def _command(words: list[str]) -> tuple[str, ...]:
    if not words:
        raise CommandLineError("a command that is empty")
    if "=" in words[0]:
        raise CommandLineError(f"an assignment in front ({words[0]!r})")
    return tuple(words)


def _literal(text: str, dialect: Dialect, *, first: bool) -> bool:
    """Return whether unquoted text means itself; `first`: it begins a word, or only empty quotes are before it."""
    if dialect != "sh" and ("~" in text or "^" in text):
        return False
    # zsh puts the path of a program in the place of its name after `=`.
    return not (dialect == "zsh" and first and text.startswith("="))


def _named(character: str) -> str:
    return _REFUSED.get(character, f"{character!r}, which is not quoted")
