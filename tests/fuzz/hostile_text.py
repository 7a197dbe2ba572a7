"""Text that would run code if it escaped from its string in the generated source."""

from __future__ import annotations

import ast

from hypothesis import strategies as st

CANARY_VARIABLE = "CODEX_FUZZ_CANARY"
"""Environment variable with the name of the file that a canary creates when it runs."""

# Generated names contain no double underscore, so they cannot contain this text.
MARK = "__import__"
CANARY = f"{MARK}('pathlib').Path({MARK}('os').environ['{CANARY_VARIABLE}']).touch()"

_WAYS_OUT = (
    '"""\n{}\n"""',
    "'''\n{}\n'''",
    '"); {} #',
    "'); {} #",
    '"]\n{}\n["',
    '\\"\n{}\n\\"',
    "\\\n{}\n\\",
    "\n{}\n",
    "\r{}\r",
    "\x0c{}\x0c",
    "\x85{}\x85",
    "\u2028{}\u2029",
    "\x00{}\x00",
    "\x1a{}",
    ":\n    pass\n{}\nclass X(",
    "): ...\n{}\ndef x(",
    "{{{{ {} }}}}",
    "{{% set x = {} %}}",
    "{{# {} #}}",
    "{{{}}}",
    "${{{}}}",
    "%({})s",
    "\\N{{BULLET}} {}",
    "# type: ignore\n{}",
    "# fmt: off\n{}\n# fmt: on",
    "# -*- coding: utf-7 -*-\n+AAo-{}",
    ">>> {}",
    "`{}`",
    "${{IFS}}$({})",
)

CANARIES = tuple(way.format(CANARY) for way in _WAYS_OUT)
"""The canary with each known escape from a string, comment, template or line."""

TEMPLATES = (
    "{{ cycler.__init__.__globals__.os.environ }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% raw %}",
    "{% endraw %}",
    "{#",
    "#}",
)

AWKWARD = (
    '"',
    '""',
    '"""',
    "'''",
    "\\",
    '\\"',
    '"\\',
    "\\x41 \\u0041 \\N{DASH} \\0",
    "\ud800",
    "\udfff tail",
    "\u202e \u2066 right to left",
    "zero\u200bwidth\ufeff",
    "a\tb\x0bc\x7f\x80\x9f",
    "\uff21\uff22\uff23 \ufb01 \u0130 \xdf",
    "😀 \U000e0041",
    " ",
    "\u3000",
    "../../x",
    "..\\..\\x",
    "/etc/passwd",
    "C:\\nul",
    "%s %(x)s {0} {x!r:>{y}}",
    "-" * 300,
    "long " * 40,
)

NAMES = (
    *("class", "def", "None", "True", "lambda", "match", "type", "async", "import", "print"),
    *("__class__", "__dict__", "__init__", "__getattr__", "__slots__", "__proto__", "_", "__", "_x", "x_"),
    *("model_config", "model_fields", "model_validate", "model_dump", "json", "dict", "copy", "schema", "validate"),
    *("construct", "root", "raw", "self", "cls", "str", "int", "list", "object", "property", "super"),
    *("UNSET", "Unset", "wire", "unknown", "keywords", "to_wire", "unexpected_keyword", "mappers", "response", "rpc"),
    *("annotations", "TYPE_CHECKING", "typing", "os", "sys", "pydantic", "overload", "Protocol", "request", "caller"),
    *("name", "value", "mro", "upper", "is_known", "method", "params", "id", "1", "2nd", "a-b", "a b", "a.b", "", "ü"),
)

hostile_text = st.one_of(
    st.sampled_from(CANARIES),
    st.sampled_from(AWKWARD + TEMPLATES),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from((*CANARIES, *AWKWARD[:16], *TEMPLATES, "x", "\n")), min_size=1, max_size=4).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
"""Generate hostile texts, sequences of them, and any text including lone surrogates."""


def escaped(source: str) -> str | None:
    """Return the place where a canary is code, or None if it occurs in strings and comments only.

    Raises:
        SyntaxError: the source is not valid Python.
    """
    for node in ast.walk(ast.parse(source)):
        # Expressions in formatted strings are separate nodes, so they are checked as well.
        for name in ("id", "attr", "arg", "name"):
            if MARK in str(getattr(node, name, "")):
                line: int = getattr(node, "lineno", 0)
                return f"line {line}: {source.splitlines()[line - 1].strip()[:200]}"
    return None
