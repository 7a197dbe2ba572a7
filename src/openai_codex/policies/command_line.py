"""Split command lines into words, as every POSIX shell does.

Only syntax that all POSIX shells read in the same way is accepted. Therefore the returned words are exactly the words
that a shell would run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Dialect = Literal["words", "sh", "zsh"]
"""How unquoted text is read: `words` was only quoted and is never expanded; `sh` and `zsh` are read by that shell."""

OPERATORS = ("|", "||", "&&", ";")
"""The operators that may separate commands."""

_SHELLS: dict[str, Dialect] = {"bash": "sh", "sh": "sh", "zsh": "zsh"}
_SCRIPT_FLAGS = ("-c", "-lc")
# A shell in another directory may be any program, and the model chooses the path.
_SHELL_DIRECTORIES = ("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/run/current-system/sw/bin")

# Non-ASCII characters must be quoted: it depends on the locale which of them separate words.
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
_UNSUPPORTED = {
    "$": "an expansion (`$`)",
    "`": "a substitution",
    "<": "a redirection",
    ">": "a redirection",
    "\n": "a line break",
    "&": "the operator `&`",
    "(": "a subshell or a pattern",
    ")": "a subshell or a pattern",
    "#": "a possible comment (`#`)",
    "'": "an unclosed quote",
    '"': "an unclosed quote, or a quote with an expansion",
    "\\": "an unsupported escape",
}


class CommandLineError(ValueError):
    """A command line is not a sequence of plain words; the message says why."""


@dataclass(frozen=True)
class CommandLine:
    """The commands of a command line.

    Attributes:
        commands: The words of each command.
        operators: The operators between the commands, one fewer than commands.
    """

    commands: tuple[tuple[str, ...], ...]
    operators: tuple[str, ...] = ()


def read_words(text: str, dialect: Dialect = "words") -> CommandLine:
    """Return the words of a command line.

    Supported are unquoted words of letters, digits and `_@%+=:,./-`, quotes without expansions, escapes of a single
    character, and `OPERATORS`. In `sh`, `~` and `^` may follow a letter, a digit or an underscore (`HEAD~1`).

    Args:
        text: The command line.
        dialect: The shell that reads unquoted text.

    Raises:
        CommandLineError: The text contains anything else: other operators, line breaks, expansions, substitutions,
            redirections, unquoted patterns (`*`), braces, comments, leading assignments, unclosed quotes or empty
            commands.
    """
    commands: list[tuple[str, ...]] = []
    operators: list[str] = []
    words: list[str] = []
    # None between words. An empty string is a word ('').
    word: str | None = None
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise CommandLineError(f"{_describe_character(text[position])} at position {position}")
        kind, value = str(token.lastgroup), str(token[str(token.lastgroup)])
        if kind in ("blank", "operator"):
            if word is not None:
                words.append(word)
                word = None
            if kind == "operator":
                commands.append(_as_command(words))
                operators.append(value)
                words = []
        else:
            if kind == "plain" and not _is_literal(value, dialect, first=not word):
                raise CommandLineError(f"{value!r} at position {position}, which a shell may expand")
            if kind == "double":
                value = _DOUBLE_ESCAPE.sub(r"\1", value)
            word = value if word is None else word + value
        position = token.end()
    if word is not None:
        words.append(word)
    commands.append(_as_command(words))
    return CommandLine(tuple(commands), tuple(operators))


def read_command(command: str | Sequence[str]) -> CommandLine:
    """Return the commands that a command of an approval request runs.

    If the command is a shell with a script (`/bin/bash -lc 'git status'`; bash, sh or zsh with -c or -lc, by name or
    from a system directory), the result has the commands of the script.

    Args:
        command: The command as a string, or its words.

    Raises:
        CommandLineError: The command or the script is not a sequence of plain words; see `read_words`.
    """
    line = read_words(command) if isinstance(command, str) else CommandLine((_as_command(list(command)),))
    script = shell_script(line)
    return line if script is None else read_words(*script)


def shell_script(line: CommandLine) -> tuple[str, Dialect] | None:
    """Return the script and its shell if a command line only runs a shell script, else None."""
    if line.operators or len(line.commands[0]) != 3:
        return None
    shell, flag, script = line.commands[0]
    directory, name = os.path.split(shell)
    if flag not in _SCRIPT_FLAGS or name not in _SHELLS or (shell != name and directory not in _SHELL_DIRECTORIES):
        return None
    return script, _SHELLS[name]


def _as_command(words: list[str]) -> tuple[str, ...]:
    if not words:
        raise CommandLineError("an empty command")
    if "=" in words[0]:
        raise CommandLineError(f"an assignment before the command ({words[0]!r})")
    return tuple(words)


def _is_literal(text: str, dialect: Dialect, *, first: bool) -> bool:
    """Return whether a shell leaves unquoted text unchanged.

    `first`: whether the text starts a word, or follows only empty quotes.
    """
    if dialect != "sh" and ("~" in text or "^" in text):
        return False
    # zsh replaces a word `=name` by the path of that program.
    return not (dialect == "zsh" and first and text.startswith("="))


def _describe_character(character: str) -> str:
    return _UNSUPPORTED.get(character, f"an unquoted {character!r}")
