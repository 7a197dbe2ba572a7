"""The `user_verification` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Literal, TypeAlias

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .other import (
    CancelledUserVerificationErrorDetails,
    FailedUserVerificationErrorDetails,
    InvalidRequestUserVerificationErrorDetails,
)
from .shared import RequestId


class UserVerificationUnavailableReason(OpenEnum):
    """Experimental."""

    credential_missing = "credentialMissing"
    biometrics_unavailable = "biometricsUnavailable"
    provider_unavailable = "providerUnavailable"


class UnavailableUserVerificationErrorDetails(WireModel):
    """Experimental."""

    reason: UserVerificationUnavailableReason
    type: Literal["unavailable"]


class UserVerificationCancelParams(WireModel):
    """Cancels a native verification RPC issued on this connection, not an elicitation. Use a fresh
    request ID for each operation and a distinct ID for this cancellation RPC.

    Experimental. Since runtime 0.155.1.
    """

    request_id: RequestId


class UserVerificationCancelResponse(WireModel):
    """Acknowledges the cancellation signal; native work may still be finishing. Unknown or finished
    requests are a no-op, and completed effects are not rolled back.

    Experimental.
    """


class UserVerificationDeleteParams(WireModel):
    """Experimental. Since runtime 0.154.0."""


class UserVerificationDeleteResponse(WireModel):
    """Experimental."""


class UserVerificationEnrollParams(WireModel):
    """Experimental. Since runtime 0.154.0."""


class UserVerificationEnrollResponse(WireModel):
    """Public metadata for a created or reused local credential. The caller completes backend
    registration; this response does not establish server enrollment. Older app-servers omit the
    metadata fields; callers must check both before registration.

    Experimental.
    """

    algorithm: str | None = None
    credential_id: str
    public_key: str | None = None
    """Unpadded base64url of the SubjectPublicKeyInfo DER encoding."""


class UnknownUserVerificationErrorDetails(UnknownVariant):
    """An alternative of `UserVerificationErrorDetails` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


UserVerificationErrorDetails: TypeAlias = Annotated[
    InvalidRequestUserVerificationErrorDetails
    | UnavailableUserVerificationErrorDetails
    | CancelledUserVerificationErrorDetails
    | FailedUserVerificationErrorDetails
    | UnknownUserVerificationErrorDetails,
    OpenUnion(
        "type",
        {
            "invalidRequest": InvalidRequestUserVerificationErrorDetails,
            "unavailable": UnavailableUserVerificationErrorDetails,
            "cancelled": CancelledUserVerificationErrorDetails,
            "failed": FailedUserVerificationErrorDetails,
        },
        UnknownUserVerificationErrorDetails,
    ),
]
"""Closed error categories; native diagnostic payloads must not cross this boundary.

Experimental.
"""


class UserVerificationProof(WireModel):
    """A signature over the exact decoded challenge. The verifier validates and consumes it.

    Experimental.
    """

    credential_id: str
    signature: str
    """Unpadded base64url DER ECDSA signature using P-256 and SHA-256."""


class UserVerificationRpcError(WireModel):
    """The error object inside the normal JSON-RPC envelope.

    Experimental.
    """

    code: int
    data: UserVerificationErrorDetails
    message: str


class UserVerificationStatusParams(WireModel):
    """Experimental. Since runtime 0.154.0."""


class UserVerificationStatusResponse(WireModel):
    """Local readiness only; this neither prompts nor queries server registration.

    Experimental.
    """

    credential_id: str | None = None
    unavailable_message: str | None = None
    unavailable_reason: UserVerificationUnavailableReason | None = None


class UserVerificationVerifyParams(WireModel):
    """Local signing primitive, independent of any pending elicitation.

    Experimental. Since runtime 0.154.0.
    """

    challenge: str
    """Unpadded base64url encoding of 1–4096 challenge bytes."""
    description: str
    """Additional display context; at most 4096 UTF-8 bytes."""
    title: str
    """Display context already approved by the UI; 1–256 UTF-8 bytes."""


class UserVerificationVerifyResponse(WireModel):
    """Experimental."""

    proof: UserVerificationProof
