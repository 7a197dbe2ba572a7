"""Convert keywords to the params of the `userVerification` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import RequestId


def user_verification_status(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `userVerification/status`."""
    if unknown:
        raise unexpected_keyword("userVerification/status", unknown, keywords(user_verification_status))
    wire: dict[str, JsonValue] = {}
    return wire


def user_verification_enroll(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `userVerification/enroll`."""
    if unknown:
        raise unexpected_keyword("userVerification/enroll", unknown, keywords(user_verification_enroll))
    wire: dict[str, JsonValue] = {}
    return wire


def user_verification_delete(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `userVerification/delete`."""
    if unknown:
        raise unexpected_keyword("userVerification/delete", unknown, keywords(user_verification_delete))
    wire: dict[str, JsonValue] = {}
    return wire


def user_verification_verify(*, challenge: str, description: str, title: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `userVerification/verify`.

    Args:
        challenge: Unpadded base64url encoding of 1–4096 challenge bytes.
        description: Additional display context; at most 4096 UTF-8 bytes.
        title: Display context already approved by the UI; 1–256 UTF-8 bytes.
    """
    if unknown:
        raise unexpected_keyword("userVerification/verify", unknown, keywords(user_verification_verify))
    wire: dict[str, JsonValue] = {
        "challenge": to_wire(challenge, "challenge"),
        "description": to_wire(description, "description"),
        "title": to_wire(title, "title"),
    }
    return wire


def user_verification_cancel(*, request_id: RequestId, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `userVerification/cancel`."""
    if unknown:
        raise unexpected_keyword("userVerification/cancel", unknown, keywords(user_verification_cancel))
    wire: dict[str, JsonValue] = {
        "requestId": to_wire(request_id, "request_id"),
    }
    return wire
