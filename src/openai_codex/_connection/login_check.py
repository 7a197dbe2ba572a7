"""Checks, before the first turn of a client, that the runtime has the login that its model provider needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._json_types import is_object
from openai_codex.errors import NotLoggedInError

if TYPE_CHECKING:
    from openai_codex.config import CodexConfig

ACCOUNT_READ = "account/read"
CONFIG_READ = "config/read"

DEFAULT_PROVIDER = "openai"
"""The model provider of a configuration that names none."""


class LoginCheck:
    """The state of the check for one client. After it has passed, turns send no further request."""

    def __init__(self, config: CodexConfig) -> None:
        self.pending = config.check_login
        """Whether the next turn checks the login."""

    def require_provider(self, config: object, provider: object) -> None:
        """Raise `NotLoggedInError`, unless the thread has another model provider than the configuration.

        Args:
            config: The response to `config/read`.
            provider: Model provider of the thread; None if it is unknown.
        """
        settings = config.get("config") if is_object(config) else None
        configured = settings.get("model_provider") if is_object(settings) else None
        if provider is not None and provider != (configured or DEFAULT_PROVIDER):
            # `account/read` describes the provider of the configuration only.
            return
        raise NotLoggedInError


def lacks_login(account: object) -> bool:
    """Return whether the response to `account/read` requires a login and contains none."""
    if not is_object(account):
        return False
    return account.get("requiresOpenaiAuth") is True and account.get("account") is None
