"""Params and responses of the login methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._json_types import JsonObject, is_object
from openai_codex.errors import InputError, UnexpectedResponseError

if TYPE_CHECKING:
    from codex_protocol import AccountLoginCompletedNotification
    from openai_codex._protocol.notifications import Notification

LOGIN_START = "account/login/start"
LOGIN_COMPLETED = "account/login/completed"


def api_key_params(api_key: str) -> dict[str, Any]:
    """Return the params to log in with an API key.

    Raises `InputError` if the key is invalid. The message does not contain the key.
    """
    if not isinstance(api_key, str) or not api_key.strip():
        raise InputError("api_key", "expected a non-empty string")
    return {"type": "apiKey", "apiKey": api_key}


def parse_login_start(login_type: str, result: Any, names: tuple[str, ...]) -> list[str]:
    """Return fields of the response to `account/login/start`.

    Args:
        login_type: Type of the login, for the error message.
        result: The result of the response.
        names: Names of the fields.

    Returns:
        The values of the fields.

    Raises:
        UnexpectedResponseError: A field is missing. The exception does not contain the result, which may have secrets.
    """
    fields: JsonObject = result if is_object(result) else {}
    values = [fields.get(name) for name in names]
    if not all(isinstance(value, str) for value in values):
        problem = ValueError(f"expected the fields {', '.join(names)}")
        raise UnexpectedResponseError(LOGIN_START, f"login of type {login_type}", None, problem)
    return [str(value) for value in values]


def parse_completion(event: Notification | None) -> AccountLoginCompletedNotification:
    """Return the payload of `account/login/completed`.

    Raises `UnexpectedResponseError` if the payload is invalid, or if there was no notification.
    """
    from codex_protocol import AccountLoginCompletedNotification

    payload = event.payload if event else None
    if not isinstance(payload, AccountLoginCompletedNotification):
        params = dict(event.params) if event else None
        problem = ValueError("invalid payload")
        raise UnexpectedResponseError(LOGIN_COMPLETED, "AccountLoginCompletedNotification", params, problem)
    return payload
