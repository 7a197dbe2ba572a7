"""What is the same for all ways to log in, and what a login may come to."""

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
    """Return the params to log in with an API key. Raises `InputError`, which does not tell the key, for a bad one."""
    if not isinstance(api_key, str) or not api_key.strip():
        raise InputError("api_key", "expected the text of a key; it is empty or no string")
    return {"type": "apiKey", "apiKey": api_key}


def parse_login_start(kind: str, result: Any, names: tuple[str, ...]) -> list[str]:
    """Return the fields of the reply that started a login.

    Raises `UnexpectedResponseError` if one is missing; it does not keep the reply, which may hold what is secret.
    """
    fields: JsonObject = result if is_object(result) else {}
    found = [fields.get(name) for name in names]
    if not all(isinstance(value, str) for value in found):
        raise UnexpectedResponseError(
            LOGIN_START, f"login of type {kind}", None, ValueError(f"expected {', '.join(names)}")
        )
    return [str(value) for value in found]


def parse_completion(event: Notification | None) -> AccountLoginCompletedNotification:
    """Return the payload of the notification that ended a login.

    Raises `UnexpectedResponseError` if it does not fit its type.
    """
    from codex_protocol import AccountLoginCompletedNotification

    payload = event.payload if event else None
    if not isinstance(payload, AccountLoginCompletedNotification):
        params = dict(event.params) if event else None
        problem = ValueError("it does not fit")
        raise UnexpectedResponseError(LOGIN_COMPLETED, "AccountLoginCompletedNotification", params, problem)
    return payload
