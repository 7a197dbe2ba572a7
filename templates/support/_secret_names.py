"""Names that indicate secrets. Copied from templates/support; do not edit in codex_protocol."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

__all__ = ["NameKind", "is_secret_name", "name_kind"]


class NameKind(Enum):
    """The kind of value that a name indicates."""

    SECRET = "secret"
    """The whole value is secret."""
    TEXT = "text"
    """The value is secret if it is text: `tokens` may also be a count."""
    VALUES = "values"
    """Each inner value may be secret, whatever its name: environments, headers, answers of the user."""
    WORKING_DIRECTORY = "working directory"
    """The value is secret unless it is a path: `Pwd` is a password in connection strings."""
    LINE = "line"
    """The value is secret up to the end of the line: headers whose value contains spaces."""


# Matched against the name in lower case without separators.
_SECRET_END = re.compile(
    r"(?:token|secret|password|passwd|passphrase|passcode|pwd|bearer|jwt|credentials?|signature|otp|secretkeybase"
    r"|(?:api|access|secret|private|signing|encryption|shared|master|account|auth|session|license|deploy|ssh)keys?"
    r"|(?:user|device|pairing|auth|authorization|verification|recovery|login)code|codeverifier|accesskeyid"
    r"|auth(?:orization)?url|base64)\d*$"
)
_LINE_END = re.compile(r"(?:authorization|cookies?)$")
_TEXT_END = re.compile(r"(?:tokens|secrets|passwords|^auth|^blob|^sig|^pin)$")
_VALUES_END = re.compile(r"(?:headers|^env|^environ|^envvars|^environmentvariables|^answers|^set)$")
_ENVIRONMENT = re.compile(r"[a-z]?[A-Z][A-Z0-9_]*_(?:KEYS?|PAT|DSN|CREDS|AUTH)\d*")
_PASS = re.compile(r"(?:(?:^|[^A-Za-z])(?:pass|Pass|PASS)|[a-z0-9]Pass)\d*$")
_NEVER = frozenset(
    (
        "cancellationtoken",
        "nextpagetoken",
        "pagetoken",
        "continuationtoken",
        "environmentcredentials",
        "userauthorization",
    )
)


def is_secret_name(name: str) -> bool:
    """Return whether the name of a field, header, variable or dotted setting indicates a secret."""
    return name_kind(name) in (NameKind.SECRET, NameKind.LINE, NameKind.TEXT)


def name_kind(name: str) -> NameKind | None:
    """Return the kind of value that a name indicates, or None if the value is not secret."""
    # Long names are not kept in memory.
    return _cached_kind(name) if len(name) <= 200 else _cached_kind.__wrapped__(name)


@lru_cache(maxsize=4096)
def _cached_kind(name: str) -> NameKind | None:
    *above, last = name.replace('"', "").replace("'", "").split(".")
    outer = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in above]
    if any(_VALUES_END.search(part) and (part != "set" or "shellenvironmentpolicy" in outer) for part in outer):
        return NameKind.SECRET
    plain = re.sub(r"[^a-z0-9]", "", last.lower())
    if plain in _NEVER or last in ("PWD", "OLDPWD"):
        return None
    if plain in ("pwd", "oldpwd"):
        return NameKind.WORKING_DIRECTORY
    if _LINE_END.search(plain):
        return NameKind.LINE
    if _SECRET_END.search(plain) or _ENVIRONMENT.fullmatch(last) or (plain != "pass" and _PASS.search(last)):
        return NameKind.SECRET
    if plain == "pass" or _TEXT_END.search(plain):
        return NameKind.TEXT
    return NameKind.VALUES if _VALUES_END.search(plain) else None
