"""Reject unknown keywords of `CodexConfig` with the place where they belong."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def check_keywords(construct: Callable[..., None], names: Collection[str]) -> Callable[..., None]:
    """Return a constructor that raises `UnexpectedKeywordError` for keywords that are not among `names`."""

    @functools.wraps(construct)
    def checked(self: object, *values: Any, **keywords: Any) -> None:
        for keyword in keywords:
            if keyword not in names:
                raise _unexpected(keyword, names)
        construct(self, *values, **keywords)

    return checked


def _unexpected(keyword: str, names: Collection[str]) -> Exception:
    from codex_protocol._option_names import OPTION_NAMES
    from codex_protocol._wire import UnexpectedKeywordError, unexpected_keyword

    if keyword.startswith("on_"):
        remedy = f"pass it to the client: Codex({keyword}=...)"
    elif keyword in ("api_key", "key", "openai_api_key"):
        remedy = "call login_api_key(...) of the client"
    elif keyword in ("base_url", "model_providers"):
        remedy = "define a provider in the settings: CodexConfig(config_overrides={...})"
    elif keyword in (*OPTION_NAMES["ThreadStartOptions"], "approval_mode", "sandbox", "tools", "mcp_servers"):
        remedy = f"pass it to thread_start({keyword}=...)"
    elif keyword in (*OPTION_NAMES["TurnOptions"], "output_type", "timeout", "idle_timeout", "retries"):
        remedy = f"pass it to run({keyword}=...)"
    else:
        return unexpected_keyword("CodexConfig", [keyword], tuple(names))
    return UnexpectedKeywordError("CodexConfig", keyword, None, tuple(names), remedy)
