"""Signatures that list all keywords, for completion in interactive sessions.

The methods take `**options: Unpack[...]`, which type checkers understand. IPython and other consoles complete the
parameters that `inspect.signature` reports. Only interactive sessions pay for the signatures.
"""

from __future__ import annotations

import inspect
from typing import Any

from openai_codex._requests.keyword_errors import keywords_of

_CALLS = ("run", "turn", "stream", "thread_start", "thread_resume", "thread_fork", "thread_list", "threads")


def list_keywords(*kinds: type) -> None:
    """Set the signatures of the methods of clients and threads with all keywords. Idempotent."""
    for kind in kinds:
        for name in _CALLS:
            method = getattr(kind, name, None)
            if method is not None:
                method.__signature__ = _with_keywords(method, _keywords(kind, name))


def _keywords(kind: type, name: str) -> tuple[str, ...]:
    if name == "threads":
        return keywords_of("thread_list")
    if name == "run" and kind.__name__.endswith("Codex"):
        return (*keywords_of("thread_start"), *keywords_of("run"))
    return keywords_of(name)


def _with_keywords(method: Any, keywords: tuple[str, ...]) -> inspect.Signature:
    """Return the signature of a method with parameters for its keywords instead of `**options`."""
    signature = inspect.signature(method)
    known = [each for each in signature.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD]
    names = dict.fromkeys(keyword for keyword in keywords if keyword not in signature.parameters)
    added = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in names]
    return signature.replace(parameters=[*known, *added])
