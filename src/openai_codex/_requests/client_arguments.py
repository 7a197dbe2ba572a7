"""Check the arguments of a client."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from openai_codex.config import CodexConfig, check_url
from openai_codex.errors import InputError, UnsupportedConcurrencyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._handlers.options import Handlers


def client_arguments(client: str, config: object, keywords: Mapping[str, Any]) -> tuple[CodexConfig, Handlers | None]:
    """Return the configuration and the handlers of a client.

    Args:
        client: Name of the class, for error messages.
        config: The configuration; None for the defaults.
        keywords: The handlers by keyword.

    Returns:
        The configuration, and the handlers or None.

    Raises:
        ConfigError: A field of `config` has no effect without `url`.
        InputError: `config` is not a `CodexConfig`, or a handler is invalid.
        UnexpectedKeywordError: A keyword is not the name of a handler.
        UnsupportedConcurrencyError: gevent has replaced the threads of this process.
    """
    from openai_codex._handlers.options import HANDLER_KEYWORDS, handlers_from

    if config is not None and not isinstance(config, CodexConfig):
        raise InputError("config", f"expected a CodexConfig, got {type(config).__name__}; {_remedy(client, config)}")
    for keyword in keywords:
        if keyword not in HANDLER_KEYWORDS:
            from openai_codex._requests.keyword_errors import unexpected_client_keyword

            raise unexpected_client_keyword(client, keyword)
    _reject_gevent(client)
    config = config or CodexConfig()
    check_url(config)
    return config, handlers_from(keywords)


def _remedy(client: str, config: object) -> str:
    is_callable = callable(config)
    if isinstance(config, dict):
        return f"pass {client}(CodexConfig(**settings))"
    if isinstance(config, type) and issubclass(config, CodexConfig):
        return f"pass an instance: {client}({config.__name__}())"
    if is_callable:
        return f"pass a handler by its keyword: {client}(on_approval=...)"
    # The message omits the text, which may be an API key.
    return (
        "pass a model to thread_start(model=...), the path of the runtime to CodexConfig(codex_bin=...), "
        "and an API key to login_api_key(...)"
    )


def _reject_gevent(client: str) -> None:
    monkey: Any = sys.modules.get("gevent.monkey")
    if monkey is not None and monkey.is_module_patched("threading"):
        raise UnsupportedConcurrencyError(
            f"{client}: gevent has replaced the threads of this process (gevent.monkey.patch_all), and the connection "
            "to the runtime needs real threads; use the client in a process without monkey patching"
        )
