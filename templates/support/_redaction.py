"""Redact secrets in values and texts. Copied from templates/support; do not edit in codex_protocol.

Secrets are detected by the name of a field (`apiKey`, `OPENAI_API_KEY`, `Authorization`) and by the form of a value
(`sk-...`, `Bearer ...`, a JWT, the password in a URL). In doubt, a value is redacted. A secret with an ordinary name
and an ordinary form is not detected.

The time is linear in the length of the text: no search starts within a run that an earlier one has rejected, and no
pattern has two ways to match the same run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard, cast

from ._secret_names import NameKind, is_secret_name, name_kind

__all__ = ["HIDDEN", "is_secret_name", "redacted", "redacted_field", "redacted_text"]

HIDDEN = "[redacted]"
"""The replacement of a secret."""


_NAMING = ("name", "key", "keyPath", "key_path")
"""Keys of an object whose value is the name of its `value`."""
_NAMED = ("value", "defaultValue", "default_value")

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
    kind = name_kind(name)
    if kind is None or value is None or isinstance(value, bool):
        return redacted(value)
    if kind is NameKind.VALUES:
        return _all_hidden(value) if isinstance(value, (Mapping, list, tuple)) else redacted(value)
    if kind is NameKind.TEXT and not _is_text(value):
        return redacted(value)
    if kind is NameKind.WORKING_DIRECTORY and isinstance(value, str) and _PATH.match(value):
        return redacted(value)
    return HIDDEN if value not in ("", [], {}, ()) else value


def _redacted_object(value: Mapping[Any, Any]) -> dict[Any, Any]:
    named = any(isinstance(value.get(key), str) and name_kind(value[key]) is not None for key in _NAMING)
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
    option = user = curl = False
    for item in items:
        # The arguments of a command: ["--api-key", "..."], ["curl", "-u", "user:..."], ["curl", "-uuser:..."].
        attached = _ATTACHED_USER.match(item) if curl and isinstance(item, str) else None
        if user and isinstance(item, str) and ":" in item:
            shown.append(f"{item.partition(':')[0]}:{HIDDEN}")
        elif attached is not None:
            shown.append(attached[0] + HIDDEN)
        else:
            shown.append(HIDDEN if option and isinstance(item, str) else redacted(item))
        option = isinstance(item, str) and item.startswith("-") and is_secret_name(item)
        user = curl and isinstance(item, str) and _USER_OPTION.fullmatch(item) is not None
        curl = curl or (isinstance(item, str) and re.split(r"[/\\]", item)[-1] in ("curl", "curl.exe"))
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

_ALL_STEMS = (
    "key token secret pass pwd auth cookie credential bearer basic jwt _pat _dsn _creds env header answers set code "
    "sig otp pin base64 blob sk- k_live_ k_test_ eyj :// ghp_ gho_ ghu_ ghs_ ghr_ github_ glpat xox hf_ npm_ pypi- "
    "aiza akia asia ya29. sg. whsec_ hooks curl"
)
_STEMS = tuple(_ALL_STEMS.split())
"""Substrings, one of which every detectable secret contains in lower case."""

# An option, or the separator of `name: value`, `"name": "value"`, `\"name\":\"value\"`, `API key provided: value`.
_ANCHOR = re.compile(r"=>|:=|[:=]|(?<![A-Za-z0-9_])--?(?=[A-Za-z])")
# --name value, "--name", "value"
_OPTION = re.compile(
    r"([A-Za-z][\w\-]{0,99})(?:\\*[\"'],\s*|\s+)(?!\s|[\-:=]|\\*[\"'][^\"']{0,99}[\"']\s*:)", re.IGNORECASE
)
_NAME_REVERSED = re.compile(r"[\w$.\-]*")
_FIRST = re.compile(r"[A-Za-z_$]")
_FILLER = re.compile(r" (?:provided|given)\Z", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?<![A-Za-z0-9_])(?:api|access|secret|private|auth|device|user|pairing) \Z", re.IGNORECASE)
# Some("value"), b'value', SecretString("value")
_WRAPPER = re.compile(r"(?:\s*(?:&|[A-Za-z_][\w:]{0,60}\(|[bru](?=\\{0,64}[\"']))){0,8}\s*")
_SPACE = re.compile(r"\s*")
_QUOTE = re.compile(r"\\*[\"'`]")
_BRACKET = re.compile(r"(?<!\\)\\*[\"']|[{}\[\]()]")
_BARE = re.compile(r"(?:(?:Bearer|Basic|Digest|Token|Negotiate)\s+)?[^\s\"'`]+", re.IGNORECASE)
# The part of a line before the next quote.
_LINE = re.compile(r"(?:[^\\\r\n\"'`]|\\+(?![\\nr\"'`]))*")
# Text after a name that is not a secret: a literal, a type, or the words of an error message.
_LITERAL = re.compile(
    r"(?:true|false|null|none|undefined|str|string|int|float|number|bool|bytes|object|array)\b"
    r"|(?:input|field|value|expected|missing|required|must|should|is|the|an?|it|no|not|unknown|there|invalid|failed|cannot|unsupported)\s+[a-z]",
    re.IGNORECASE,
)
_PROSE = re.compile(r" (?!bearer|basic|digest|token|negotiate)[a-z]{2,30} [a-z]{2}")
_PATH = re.compile(r"\\*[\"'`]?(?:~?/|\.{1,2}(?:/|\Z|\s)|\$[({A-Z]|[A-Za-z]:[\\/])")
_LONG_NUMBER = re.compile(r"\s{0,9}\d{4}")
_NUMBER = re.compile(r"-?\d[\d_.,]*(?![\w\-])")

_LOOKS = re.compile(
    r"-----BEGIN[ A-Z]*PRIVATE\ KEY(?:\ BLOCK)?-----[\s\S]*?(?:-----END[ A-Z]*PRIVATE\ KEY(?:\ BLOCK)?-----|\Z)"
    rf"|{_START}(?:sk-[A-Za-z0-9_\-]{{6,}}|eyJ[A-Za-z0-9_\-]{{6,}}={{0,2}}(?:\.[A-Za-z0-9_\-]*){{0,4}}"
    r"|(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-|hf_|npm_|pypi-|[sr]k_live_|[sr]k_test_|AIza)[A-Za-z0-9_\-]{10,}"
    r"|ya29\.[A-Za-z0-9_\-.]{6,}|SG\.[A-Za-z0-9_\-.]{6,}|whsec_[A-Za-z0-9_\-+/]{6,}=*"
    r"|(?:AKIA|ASIA)[A-Z0-9]{12,})"
)
# A word after "Bearer" that is not a token: letters only, or the parameter of a challenge.
_ORDINARY = (
    r"(?:tokens?|o?auth\w*|scheme|header|realm\S*)\b|[A-Za-z_]{1,20}=\\*[\"']"
    r"|[A-Za-z]{1,15}[.,:;!?)]*(?:[\s\"'`<>,;)\]}]|\\+[nrt\"']|\Z)"
)
_BEARER = re.compile(rf"({_START}Bearer\s+)(?!{_ORDINARY})[^\s\"'`,;<>]+", re.IGNORECASE)
_BASIC = re.compile(rf"({_START}Basic\s+)(?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/_\-]{{6,}}=*", re.IGNORECASE)
_USER = re.compile(r"(://)(?!git@)(?!\[redacted\])[^\s/?#\"'<>\\]*@")
# Text truncated inside a URL; up to five digits are treated as a port.
_USER_CUT = re.compile(r"(://[^\s/?#@:\"'<>\[\]\\]+:)(?!\d{1,5}\Z)[^\s/?#\"'<>\\]+\Z")
_QUERY = re.compile(r"([?&](?:code|state|sig|key|sas|nonce|code_challenge|assertion|ticket)=)[^&\s\"'<>\\]+", re.I)

_WEBHOOK = re.compile(
    r"((?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/webhooks)/)[^\s\"'<>\\]+"
)
# curl -u user:password
_USER_OPTION = re.compile(r"-[A-Za-z]{0,8}[uU]|--(?:proxy-)?user")
# -uuser:password, --user=user:password. The letters before the last one are options without a value.
_ATTACHED_USER = re.compile(r"(?:-[#0-46aBfgGiIjJklLMnNOpqRsSvVZ]{0,20}[uU]=?|--(?:proxy-)?user=)[^:]+:(?=.)")
_BARE_USER = re.compile(r"[^\s\"'\\]+")
_CURL_USER = re.compile(
    rf"(?<![\w\-])(?:{_USER_OPTION.pattern})(?![\-])(?:\\*[\"']\s*,\s*|\s+|=)?"
    r"(?P<quote>\\*[\"'])?[^\s:\"'\\/]{1,100}:(?!//)(?=[^\s\"'])"
)


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
    text = _WEBHOOK.sub(rf"\1{HIDDEN}", text)
    return _without_curl_users(text) if "curl" in lower else text


def _without_named(text: str) -> str:
    """Redact the values of names that indicate secrets."""
    # {"value": ..., "keyPath": ...}: the name may follow the value, or be truncated.
    pairs = re.search(r"[\"'](?:keyPath|key_path)\\*[\"']", text) is not None
    parts: list[str] = []
    done = position = 0
    secret_value = False
    while (anchor := _ANCHOR.search(text, position)) is not None:
        lower_bound, position = position, anchor.end()
        if anchor[0][0] == "-":
            option = _OPTION.match(text, position)
            if option is None:
                continue
            first, name, start, position = option.start(1), option[1], option.end(), option.end(1)
            kind = name_kind(name)
            kind = None if kind is NameKind.VALUES else _assigned_kind(text, name, start, kind)
        else:
            first, name = _name_before(text, lower_bound, anchor.start())
            start = position
            kind = _kind_in_text(text, first, name, anchor)
            if name in _NAMING:
                secret_value = _names_secret(text, start)
        if name in _NAMED and (pairs or secret_value):
            kind = NameKind.SECRET
        span = None if kind is None else _value(text, first, start, kind)
        if span is not None:
            parts += (text[done : span[0]], HIDDEN)
            done = position = span[1]
    return "".join((*parts, text[done:]))


def _name_before(text: str, start: int, end: int) -> tuple[int, str]:
    """Return the position and the text of the name before a separator, which may be empty."""
    before = text[start:end].rstrip()
    if before[-1:] in ('"', "'", "`"):
        before = before[:-1]
    before = before.rstrip("\\")
    if (filler := _FILLER.search(before, max(0, len(before) - 9))) is not None:
        before = before[: filler.start()]
    run = _NAME_REVERSED.match(before[::-1])
    at = len(before) - (run.end() if run else 0)
    first = _FIRST.search(before, at)
    if first is None:
        return end, ""
    if first.start() == at and (adjective := _ADJECTIVE.search(before, max(0, at - 10), at)) is not None:
        return start + adjective.start(), before[adjective.start() :]
    return start + first.start(), before[first.start() :]


def _kind_in_text(text: str, first: int, name: str, separator: re.Match[str]) -> NameKind | None:
    kind = name_kind(name)
    if kind is None and text[max(0, first - 1) : first] == "\\" and name[:1] in ("n", "r", "t"):
        # The end of an escape such as `\n`.
        name = name[1:]
        kind = name_kind(name)
    if kind is None:
        # In a connection string, `PWD` is a password.
        return NameKind.SECRET if name == "PWD" and text[max(0, first - 1) : first] == ";" else None
    if separator[0] == ":" and text[separator.start() - 1] not in "\"'`":
        # `PASS: a test`, `last pass: check`, `auth: connection refused`, `Unexpected token: x`
        before = text[max(0, first - 11) : first].lower()
        if name == "PASS" or (name == "pass" and before[-1:] == " " and before[-2:-1].isalnum()):
            return None
        if before == "unexpected " or (name == "auth" and _PROSE.match(text, separator.end())):
            return None
    return _assigned_kind(text, name, separator.end(), kind) if separator[0] == "=" else kind


def _assigned_kind(text: str, name: str, start: int, kind: NameKind | None) -> NameKind | None:
    """Return the kind of the value of a variable or an option. `PASS=1234` is a password, `PASS=12` may be a count."""
    if kind is NameKind.TEXT and name[-4:].lower() == "pass" and _LONG_NUMBER.match(text, start):
        return NameKind.SECRET
    return kind


def _without_curl_users(text: str) -> str:
    """Redact the passwords of `curl -u user:password`."""
    parts: list[str] = []
    done = 0
    while (found := _CURL_USER.search(text, done)) is not None:
        quote, start = found["quote"], found.end()
        bare = _BARE_USER.match(text, start)
        end = _quoted_end(text, start, quote) if quote else bare.end() if bare else start
        parts += (text[done:start], HIDDEN if end > start else "")
        done = max(end, start)
    return "".join((*parts, text[done:]))


def _names_secret(text: str, start: int) -> bool:
    space = _SPACE.match(text, start)
    quote = _QUOTE.match(text, space.end() if space else start)
    if quote is None:
        return False
    end = _quoted_end(text, quote.end(), quote[0], quote.end() + 200)
    return name_kind(text[quote.end() : end]) is not None


def _value(text: str, first: int, start: int, kind: NameKind) -> tuple[int, int] | None:
    """Return the start and end of the value after a name, or None if nothing is to be redacted.

    Args:
        text: The text.
        first: The position of the name.
        start: The position after the name and its separator.
        kind: The kind of value that the name indicates.
    """
    wrapper = _WRAPPER.match(text, start)
    start = wrapper.end() if wrapper else start
    if kind is NameKind.WORKING_DIRECTORY and _PATH.match(text, start):
        return None
    if text[start : start + 1] in ("{", "[", "("):
        end = _balanced_end(text, start)
        # Keep the brackets, so that an object remains recognizable.
        return (
            _some(start + 1, len(text) if end is None else end - 1)
            if kind is NameKind.VALUES
            else (start, end or len(text))
        )
    if kind is NameKind.VALUES:
        return None
    quote = _QUOTE.match(text, start)
    if quote is not None:
        return _some(quote.end(), _quoted_end(text, quote.end(), quote[0]))
    if _LITERAL.match(text, start) or (kind is NameKind.TEXT and _NUMBER.match(text, start)):
        return None
    if kind is NameKind.LINE:
        quoted = first > 0 and text[first - 1] in "\"'`"
        return _some(start, _line_end(text, start, _escaped(text, first - 1) if quoted else None))
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


def _line_end(text: str, start: int, quote: str | None) -> int:
    """Return the end of a line, or of the quoted text that contains the start of the line."""
    end = start
    while True:
        part = _LINE.match(text, end)
        end = part.end() if part else end
        found = _QUOTE.match(text, end)
        if found is None or found[0] == quote:
            return end
        end = found.end()


def _some(start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if end > start else None


def _escaped(text: str, at: int) -> str:
    """Return the quote at a position with its preceding backslashes."""
    first = at
    while first and text[first - 1] == "\\":
        first -= 1
    return text[first : at + 1]


def _quoted_end(text: str, start: int, quote: str, limit: int | None = None) -> int:
    """Return the end of quoted text, or `limit` (by default, the end of the whole text) if it is truncated.

    A quote with more backslashes than the first is treated as part of the text. If the text ends in a backslash, more
    than necessary is redacted.
    """
    slashes, mark = len(quote) - 1, quote[-1]
    limit = len(text) if limit is None else min(limit, len(text))
    at = text.find(mark, start, limit)
    while at != -1:
        before = at
        while before > start and text[before - 1] == "\\":
            before -= 1
        if at - before == slashes:
            return at - slashes
        at = text.find(mark, at + 1, limit)
    return limit


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
