"""Make each character of a text visible, so that a person sees the text that will be executed."""

from __future__ import annotations

import unicodedata

# Control, format, surrogate, private and unassigned characters; line and paragraph separators; blanks other than the
# space; marks that a terminal draws over the previous character or not at all.
_ESCAPED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Mn", "Me"))

# Blank characters in categories of letters and symbols: Hangul fillers, the empty Braille pattern, the object
# replacement character, and a note without a head.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc\U0001d159")


def escape(text: str) -> str:
    r"""Return text with invisible and combining characters as escape sequences, such as `\u200b`."""
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    if character == " " or " " < character < "\x7f":
        return character
    if unicodedata.category(character) not in _ESCAPED_CATEGORIES and character not in _BLANK:
        return character
    return character.encode("unicode_escape").decode("ascii")
