"""Errors for unknown keywords, which name the right keyword or the method that takes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from codex_protocol._option_names import OPTION_NAMES
from codex_protocol._wire import UnexpectedKeywordError, unexpected_keyword
from openai_codex._handlers.options import HANDLER_KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Keywords whose name differs from that of the wire field.
_KEYWORD_FOR_WIRE_FIELD = {
    "exclude_turns": "include_turns",
    "tool_output": "input",
    "approval_policy": "approval_mode",
    "approvals_reviewer": "approval_mode",
    "sandbox_policy": "sandbox",
    "service_tier_for_turn": "turn_service_tier",
    "turn_trigger": "source",
}

_OPENS_THREAD = ("approval_mode", "sandbox", "tools", "mcp_servers", *HANDLER_KEYWORDS)
_STARTS_TURN = ("input", "approval_mode", "sandbox", "source", "turn_service_tier", *HANDLER_KEYWORDS)

# Keywords of a call that are not options in the schema, and the name of its schema options. Also the order in which
# calls are searched for a keyword.
_CALLS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "thread_start": (_OPENS_THREAD, "ThreadStartOptions"),
    "run": ((*_STARTS_TURN, "output_type", "retries", "timeout", "idle_timeout", "detach"), "TurnOptions"),
    "turn": (_STARTS_TURN, "TurnOptions"),
    "stream": (_STARTS_TURN, "TurnOptions"),
    "thread_resume": (("thread_id", "include_turns", *_OPENS_THREAD), "ThreadResumeOptions"),
    "thread_fork": (("thread_id", "include_turns", *_OPENS_THREAD), "ThreadForkOptions"),
    "thread_list": ((), "ThreadListOptions"),
}


def explicit_options(call: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema options of a call that are not None; None means not set.

    Args:
        call: Name of the method.
        options: The keyword arguments of the call.

    Returns:
        The options, without the keywords that are not in the schema.

    Raises:
        UnexpectedKeywordError: The call does not have a keyword.
    """
    own, option_set = _CALLS[call]
    names = OPTION_NAMES[option_set]
    for keyword in options:
        if keyword not in names and keyword not in own:
            raise unexpected_option(call, keyword, (*own, *names))
    return {keyword: value for keyword, value in options.items() if value is not None and keyword not in own}


def unexpected_client_keyword(client: str, keyword: str) -> UnexpectedKeywordError:
    """Return the error for an unknown keyword of a client.

    Args:
        client: Name of the class.
        keyword: The keyword.
    """
    from openai_codex.config import CONFIG_FIELDS

    allowed = ("config", *HANDLER_KEYWORDS)
    call = _call_of(keyword)
    places: list[str] = []
    if call is not None:
        places.append(f"pass it to {call}({keyword}=...)")
    if keyword in CONFIG_FIELDS:
        places.append(f"set it for the runtime: {client}(CodexConfig({keyword}=...))")
    if keyword in ("api_key", "key", "openai_api_key"):
        places.append("call login_api_key(...) of the client")
    if keyword in ("base_url", "model_providers"):
        places.append(f"define a provider in the settings: {client}(CodexConfig(config_overrides={{...}}))")
    if places:
        return UnexpectedKeywordError(client, keyword, None, allowed, ", or ".join(places))
    return unexpected_keyword(client, [keyword], allowed)


def keywords_of(call: str) -> tuple[str, ...]:
    """Return the keywords of a call."""
    own, option_set = _CALLS[call]
    return (*own, *OPTION_NAMES[option_set])


def unexpected_option(call: str, keyword: str, allowed: tuple[str, ...]) -> UnexpectedKeywordError:
    """Return the error for an unknown keyword of a call.

    Args:
        call: Name of the method.
        keyword: The keyword.
        allowed: The keywords of the call.
    """
    preset = _KEYWORD_FOR_WIRE_FIELD.get(re.sub(r"(?<!^)(?=[A-Z])", "_", keyword).lower())
    if preset in allowed:
        return UnexpectedKeywordError(call, keyword, preset, allowed)
    other = _call_of(keyword)
    if other is not None:
        return UnexpectedKeywordError(call, keyword, None, allowed, f"pass it to {other}({keyword}=...)")
    return unexpected_keyword(call, [keyword], allowed)


def _call_of(keyword: str) -> str | None:
    """Return the first call that has a keyword, or None."""
    for call, (own, option_set) in _CALLS.items():
        if keyword in own or keyword in OPTION_NAMES[option_set]:
            return call
    return None
