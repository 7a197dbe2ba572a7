"""From keywords to the params of the `userVerification` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import RequestId


def user_verification_status(**unknown: Never) -> dict[str, JsonValue]:
    """Call `userVerification/status`.

    Wire method: `userVerification/status`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.154.0.

    Returns:
        dict: `UserVerificationStatusParams` as it is sent. The runtime answers with
            `UserVerificationStatusResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("userVerification/status", unknown, keywords(user_verification_status))
    wire: dict[str, JsonValue] = {}
    return wire


def user_verification_enroll(**unknown: Never) -> dict[str, JsonValue]:
    """Call `userVerification/enroll`.

    Wire method: `userVerification/enroll`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.154.0.

    Returns:
        dict: `UserVerificationEnrollParams` as it is sent. The runtime answers with
            `UserVerificationEnrollResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("userVerification/enroll", unknown, keywords(user_verification_enroll))
    wire: dict[str, JsonValue] = {}
    return wire


def user_verification_delete(**unknown: Never) -> dict[str, JsonValue]:
    """Call `userVerification/delete`.

    Wire method: `userVerification/delete`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.154.0.

    Returns:
        dict: `UserVerificationDeleteParams` as it is sent. The runtime answers with
            `UserVerificationDeleteResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("userVerification/delete", unknown, keywords(user_verification_delete))
    wire: dict[str, JsonValue] = {}
    return wire


def user_verification_verify(*, challenge: str, description: str, title: str, **unknown: Never) -> dict[str, JsonValue]:
    """Local signing primitive, independent of any pending elicitation.

    Wire method: `userVerification/verify`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.154.0.

    Args:
        challenge: Unpadded base64url encoding of 1–4096 challenge bytes.
        description: Additional display context; at most 4096 UTF-8 bytes.
        title: Display context already approved by the UI; 1–256 UTF-8 bytes.

    Returns:
        dict: `UserVerificationVerifyParams` as it is sent. The runtime answers with
            `UserVerificationVerifyResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Cancels a native verification RPC issued on this connection, not an elicitation. Use a fresh
    request ID for each operation and a distinct ID for this cancellation RPC.

    Wire method: `userVerification/cancel`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.155.1.

    Args:
        request_id: Sent as `requestId`.

    Returns:
        dict: `UserVerificationCancelParams` as it is sent. The runtime answers with
            `UserVerificationCancelResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("userVerification/cancel", unknown, keywords(user_verification_cancel))
    wire: dict[str, JsonValue] = {
        "requestId": to_wire(request_id, "request_id"),
    }
    return wire
