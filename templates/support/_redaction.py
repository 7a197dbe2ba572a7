"""Redact secrets in values and texts. Copied from templates/support; do not edit in codex_protocol.

Secrets are detected by the name of a field (`apiKey`, `OPENAI_API_KEY`, `Authorization`) and by the form of a value
(`sk-...`, `Bearer ...`, a JWT, the password in a URL). In doubt, a value is redacted. A secret with an ordinary name
and an ordinary form is not detected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, TypeGuard, cast

__all__ = ["HIDDEN", "is_secret_name", "redacted", "redacted_field", "redacted_text"]

HIDDEN = "[redacted]"
"""The replacement of a secret."""


class _Kind(Enum):
    """The kind of value that a name indicates."""

    SECRET = "secret"
    """The whole value is secret."""
    TEXT = "text"
    """The value is secret if it is text: `tokens` may also be a count."""
    VALUES = "values"
    """Each inner value may be secret, whatever its name: environments, headers, answers of the user."""
    LINE = "line"
    """The value is secret up to the end of the line: headers whose value contains spaces."""


# Matched against the name in lower case without separators.
_SECRET_END = re.compile(
    r"(?:token|secret|password|passwd|passphrase|passcode|pwd|bearer|jwt|credentials?|signature|otp"
    r"|(?:api|access|secret|private|signing|encryption|shared|master|account|auth|session|license|deploy|ssh)keys?"
    r"|(?:user|device|pairing|auth|authorization|verification|recovery|login)code|codeverifier|accesskeyid"
    r"|auth(?:orization)?url|base64)\d*$"
)
_LINE_END = re.compile(r"(?:authorization|cookies?)$")
_TEXT_END = re.compile(r"(?:tokens|secrets|passwords|^auth|^blob|^sig|^pin)$")
_VALUES_END = re.compile(r"(?:headers|^env|^environ|^envvars|^environmentvariables|^answers|^set)$")
_ENVIRONMENT = re.compile(r"[a-z]?[A-Z][A-Z0-9_]*_(?:KEYS?|PAT|DSN|CREDS|AUTH)\d*")
_NEVER = frozenset(
    {
        "cancellationtoken",
        "nextpagetoken",
        "pagetoken",
        "continuationtoken",
        "environmentcredentials",
        "userauthorization",
        "pwd",
        "oldpwd",
    }
)
_NAMING = ("name", "key", "keyPath", "key_path")
"""Keys of an object whose value is the name of its `value`."""
_NAMED = ("value", "defaultValue", "default_value")


def is_secret_name(name: str) -> bool:
    """Return whether the name of a field, header, variable or dotted setting indicates a secret."""
    return _kind(name) in (_Kind.SECRET, _Kind.LINE, _Kind.TEXT)


@lru_cache(maxsize=4096)
def _kind(name: str) -> _Kind | None:
    *above, last = name.replace('"', "").replace("'", "").split(".")
    outer = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in above]
    if any(_VALUES_END.search(part) and (part != "set" or "shellenvironmentpolicy" in outer) for part in outer):
        return _Kind.SECRET
    plain = re.sub(r"[^a-z0-9]", "", last.lower())
    if plain in _NEVER:
        return None
    if _LINE_END.search(plain):
        return _Kind.LINE
    if _SECRET_END.search(plain) or _ENVIRONMENT.fullmatch(last):
        return _Kind.SECRET
    if _TEXT_END.search(plain):
        return _Kind.TEXT
    return _Kind.VALUES if _VALUES_END.search(plain) else None


# Values


def redacted(value: Any) -> Any:
    """Return a redacted copy of a JSON value. Other objects are returned unchanged."""
    if isinstance(value, str):
        shown = redacted_text(value)
        # Keep the type of unchanged values: members of a string enum are strings too.
        return value if shown == value else shown
    if _is_mapping(value):
        return _redacted_object(value)
    if isinstance(value, (list, tuple)):
        return _redacted_array(cast("Sequence[Any]", value))
    return value


def redacted_field(name: str, value: Any) -> Any:
    """Return a redacted copy of the value of a field, depending on its name and the value."""
    kind = _kind(name)
    if kind is None or value is None or isinstance(value, bool):
        return redacted(value)
    if kind is _Kind.VALUES:
        return _all_hidden(value) if isinstance(value, (Mapping, list, tuple)) else redacted(value)
    if kind is _Kind.TEXT and not _is_text(value):
        return redacted(value)
    return HIDDEN if value not in ("", [], {}, ()) else value


def _redacted_object(value: Mapping[Any, Any]) -> dict[Any, Any]:
    named = any(isinstance(value.get(key), str) and _kind(value[key]) is not None for key in _NAMING)
    shown: dict[Any, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            shown[key] = redacted(item)
        elif named and key in _NAMED:
            shown[key] = _all_hidden(item)
        else:
            shown[redacted_text(key)] = redacted_field(key, item)
    return shown


def _redacted_array(items: Sequence[Any]) -> list[Any]:
    shown: list[Any] = []
    option = False
    for item in items:
        # The arguments of a command: ["--api-key", "..."].
        shown.append(HIDDEN if option and isinstance(item, str) else redacted(item))
        option = isinstance(item, str) and item.startswith("-") and is_secret_name(item)
    return shown


def _all_hidden(value: Any) -> Any:
    if _is_mapping(value):
        return {key: _all_hidden(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_all_hidden(item) for item in cast("Sequence[Any]", value)]
    return value if value is None or isinstance(value, bool) or value == "" else HIDDEN


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _is_text(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_is_text(item) for item in cast("Sequence[Any]", value))
    return isinstance(value, (str, bytes))


# Text

# The start of a word, which follows an escape such as `\n` in raw JSON.
_START = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))"

_STEMS = (
    *(
        "key",
        "token",
        "secret",
        "pass",
        "pwd",
        "auth",
        "cookie",
        "credential",
        "bearer",
        "basic",
        "jwt",
        "_pat",
        "_dsn",
    ),
    *("_creds", "env", "header", "answers", "set", "code", "sig", "otp", "pin", "base64", "blob", "sk-", "k_live_"),
    *(
        "k_test_",
        "eyj",
        "://",
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_",
        "glpat",
        "xox",
        "hf_",
        "npm_",
        "pypi-",
    ),
    *("aiza", "akia", "asia"),
)
"""Substrings, one of which every detectable secret contains in lower case."""

_NAME = re.compile(
    r"""
    (?<![A-Za-z0-9_])
    (?:
        # name: value, "name": "value", \"name\":\"value\", name=value, API key provided: value
        (?P<name> (?:(?:api|access|secret|private|auth|device|user|pairing)[ ])? [A-Za-z_$][\w$.\-]{0,199} )
        (?:[ ](?:provided|given))? \\*["'`]? \s* (?:=>|:=|[:=]) \s*
    |
        # --name value, "--name", "value"
        --? (?P<option> [A-Za-z][\w\-]{0,99} ) (?:\\*["'],\s*|\s+) (?! \s*(?: - | \\*["'][^"']{0,99}["']\s*: ) )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Some("value"), b'value', SecretString("value")
_WRAPPER = re.compile(r"(?:\s*(?:&|[A-Za-z_][\w:]{0,60}\(|[bru](?=\\*[\"'])))*\s*")
_QUOTE = re.compile(r"\\*[\"'`]")
_BRACKET = re.compile(r"\\*[\"']|[{}\[\]()]")
_BARE = re.compile(r"(?:(?:Bearer|Basic|Digest|Token|Negotiate)\s+)?[^\s\"'`]+", re.IGNORECASE)
_LINE = re.compile(r"(?:(?!\\+[nr])[^\r\n])*")
# Text after a name that is not a secret: a literal, a type, or the words of an error message.
_LITERAL = re.compile(
    r"(?:true|false|null|none|undefined|str|string|int|float|number|bool|bytes|object|array)\b"
    r"|(?:input|field|value|expected|missing|required|must|should|is|the|an?|it|no|not|unknown|there|invalid|failed|cannot|unsupported)\s+[a-z]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d[\d_.,]*(?![\w\-])")

_LOOKS = re.compile(
    r"-----BEGIN[ A-Z]*PRIVATE\ KEY-----[\s\S]*?(?:-----END[ A-Z]*PRIVATE\ KEY-----|\Z)"
    rf"|{_START}(?:sk-[A-Za-z0-9_\-]{{6,}}|eyJ[A-Za-z0-9_\-]{{6,}}={{0,2}}(?:\.[A-Za-z0-9_\-]*){{0,4}}"
    r"|(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-|hf_|npm_|pypi-|[sr]k_live_|[sr]k_test_|AIza)[A-Za-z0-9_\-]{10,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{12,})"
)
_BEARER = re.compile(
    rf"({_START}Bearer\s+)(?!(?:tokens?|auth\w*|scheme|header|realm\S*)\b)[^\s\"'`,;<>]+", re.IGNORECASE
)
_BASIC = re.compile(rf"({_START}Basic\s+)(?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/_\-]{{6,}}=*", re.IGNORECASE)
_USER = re.compile(r"(://)(?!git@)(?!\[redacted\])[^\s/?#\"'<>\\]*@")
# Text truncated inside a URL; up to five digits are treated as a port.
_USER_CUT = re.compile(r"(://[^\s/?#@:\"'<>\[\]\\]+:)(?!\d{1,5}\Z)[^\s/?#\"'<>\\]+\Z")
_QUERY = re.compile(r"([?&](?:code|state|sig|key|sas|nonce|code_challenge|assertion|ticket)=)[^&\s\"'<>\\]+", re.I)


def redacted_text(text: str) -> str:
    """Return redacted free text: a message, a log line, or JSON that may be truncated."""
    lower = text.lower()
    # Many substring searches are ten times as fast as one regular expression.
    if not any(stem in lower for stem in _STEMS):
        return text
    text = _without_named(text)
    text = _LOOKS.sub(HIDDEN, text)
    text = _BASIC.sub(rf"\1{HIDDEN}", _BEARER.sub(rf"\1{HIDDEN}", text))
    if "://" in text:
        text = _USER_CUT.sub(rf"\1{HIDDEN}", _USER.sub(rf"\1{HIDDEN}@", text))
        text = _QUERY.sub(rf"\1{HIDDEN}", text)
    return text


def _without_named(text: str) -> str:
    """Redact the values of names that indicate secrets."""
    # {"value": ..., "keyPath": ...}: the name may follow the value, or be truncated.
    pairs = re.search(r"\\*[\"'](?:keyPath|key_path)\\*[\"']", text) is not None
    parts: list[str] = []
    done = position = 0
    secret_value = False
    while (found := _NAME.search(text, position)) is not None:
        name = found["name"] or found["option"]
        kind = _kind(name)
        if name in _NAMING:
            secret_value = _names_secret(text, found.end())
        elif name in _NAMED and (pairs or secret_value):
            kind = _Kind.SECRET
        if kind is _Kind.VALUES and found["option"]:
            kind = None
        span = None if kind is None else _value(text, found, kind)
        if span is None:
            position = found.end("name" if found["name"] else "option")
            continue
        start, end = span
        parts += (text[done:start], HIDDEN)
        done = position = end
    return "".join((*parts, text[done:]))


def _names_secret(text: str, start: int) -> bool:
    quote = _QUOTE.match(text, start)
    return quote is not None and _kind(text[quote.end() : _quoted_end(text, quote.end(), quote[0])][:200]) is not None


def _value(text: str, found: re.Match[str], kind: _Kind) -> tuple[int, int] | None:
    """Return the start and end of the value after a name, or None if nothing is to be redacted."""
    wrapper = _WRAPPER.match(text, found.end())
    start = wrapper.end() if wrapper else found.end()
    if text[start : start + 1] in ("{", "[", "("):
        end = _balanced_end(text, start)
        # Keep the brackets, so that an object remains recognizable.
        return (
            _some(start + 1, len(text) if end is None else end - 1)
            if kind is _Kind.VALUES
            else (start, end or len(text))
        )
    if kind is _Kind.VALUES:
        return None
    quote = _QUOTE.match(text, start)
    if quote is not None:
        return _some(quote.end(), _quoted_end(text, quote.end(), quote[0]))
    if _LITERAL.match(text, start) or (kind is _Kind.TEXT and _NUMBER.match(text, start)):
        return None
    if kind is _Kind.LINE:
        around = _QUOTE.fullmatch(text, found.start() - 1, found.start()) if found.start() else None
        end = len(text) if around is None else _quoted_end(text, start, _escaped(text, found.start() - 1))
        line = _LINE.match(text, start, end)
        return _some(start, line.end() if line else end)
    return _some(start, _bare_end(text, start))


def _bare_end(text: str, start: int) -> int:
    end = start
    while (bare := _BARE.match(text, end)) is not None:
        end = bare.end()
        quote = _QUOTE.match(text, end)
        # auth: api_key=Some("value"): the quoted text is part of the value.
        if quote is None or text[end - 1] not in "=(:[{,&":
            break
        end = min(len(text), _quoted_end(text, quote.end(), quote[0]) + len(quote[0]))
    return end


def _some(start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if end > start else None


def _escaped(text: str, at: int) -> str:
    """Return the quote at a position with its preceding backslashes."""
    first = at
    while first and text[first - 1] == "\\":
        first -= 1
    return text[first : at + 1]


def _quoted_end(text: str, start: int, quote: str) -> int:
    """Return the end of quoted text, or the end of the whole text if it is truncated.

    A quote with more backslashes than the first is treated as part of the text. If the text ends in a backslash, more
    than necessary is redacted.
    """
    slashes, mark = len(quote) - 1, quote[-1]
    at = text.find(mark, start)
    while at != -1:
        before = at
        while before > start and text[before - 1] == "\\":
            before -= 1
        if at - before == slashes:
            return at - slashes
        at = text.find(mark, at + 1)
    return len(text)


def _balanced_end(text: str, start: int) -> int | None:
    """Return the end of a bracketed text, or None if it is truncated."""
    depth, position = 0, start
    while (found := _BRACKET.search(text, position)) is not None:
        position = found.end()
        if found[0] in "{[(":
            depth += 1
        elif found[0] in "}])":
            depth -= 1
            if depth == 0:
                return position
        else:
            position = _quoted_end(text, position, found[0]) + len(found[0])
    return None
