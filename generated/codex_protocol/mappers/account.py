"""Convert keywords to the params of the `account` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from typing import Literal

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import AddCreditsNudgeCreditType, LoginAppBrand
    from .._wire import Unset


def account_gateway_oauth_read(**unknown: Never) -> None:
    """Return None: `account/gatewayOAuth/read` has no params."""
    if unknown:
        raise unexpected_keyword("account/gatewayOAuth/read", unknown, keywords(account_gateway_oauth_read))


def account_gateway_oauth_login(**unknown: Never) -> None:
    """Return None: `account/gatewayOAuth/login` has no params."""
    if unknown:
        raise unexpected_keyword("account/gatewayOAuth/login", unknown, keywords(account_gateway_oauth_login))


def account_gateway_oauth_cancel(**unknown: Never) -> None:
    """Return None: `account/gatewayOAuth/cancel` has no params."""
    if unknown:
        raise unexpected_keyword("account/gatewayOAuth/cancel", unknown, keywords(account_gateway_oauth_cancel))


def account_login_start(
    *,
    type: Literal["apiKey"]
    | Literal["chatgpt"]
    | Literal["chatgptDeviceCode"]
    | Literal["chatgptAuthTokens"]
    | Literal["amazonBedrock"]
    | Literal["amazonBedrockAccessKeys"],
    api_key: str | Unset = UNSET,
    app_brand: LoginAppBrand | str | Unset | None = UNSET,
    codex_streamlined_login: bool | Unset = UNSET,
    use_hosted_login_success_page: bool | Unset = UNSET,
    access_token: str | Unset = UNSET,
    chatgpt_account_id: str | Unset = UNSET,
    chatgpt_plan_type: str | Unset | None = UNSET,
    region: str | Unset = UNSET,
    access_key_id: str | Unset = UNSET,
    secret_access_key: str | Unset = UNSET,
    session_token: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `account/login/start`.

    Args:
        app_brand: Since runtime 0.144.4.
        use_hosted_login_success_page: Since runtime 0.144.4.
        access_token: Access token (JWT) supplied by the client. This token is used for backend API
            requests and email extraction.
        chatgpt_account_id: Workspace/account identifier supplied by the client.
        chatgpt_plan_type: Optional plan type supplied by the client.
            When `null`, Codex attempts to derive the plan type from access-token claims. If
            unavailable, the plan defaults to `unknown`.
        region: Since runtime 0.147.0.
        access_key_id: Since runtime 0.153.4.
        secret_access_key: Since runtime 0.153.4.
        session_token: Since runtime 0.153.4.
    """
    if unknown:
        raise unexpected_keyword("account/login/start", unknown, keywords(account_login_start))
    wire: dict[str, JsonValue] = {
        "type": to_wire(type, "type"),
    }
    if api_key is not UNSET:
        wire["apiKey"] = to_wire(api_key, "api_key")
    if app_brand is not UNSET:
        wire["appBrand"] = to_wire(app_brand, "app_brand")
    if codex_streamlined_login is not UNSET:
        wire["codexStreamlinedLogin"] = to_wire(codex_streamlined_login, "codex_streamlined_login")
    if use_hosted_login_success_page is not UNSET:
        wire["useHostedLoginSuccessPage"] = to_wire(use_hosted_login_success_page, "use_hosted_login_success_page")
    if access_token is not UNSET:
        wire["accessToken"] = to_wire(access_token, "access_token")
    if chatgpt_account_id is not UNSET:
        wire["chatgptAccountId"] = to_wire(chatgpt_account_id, "chatgpt_account_id")
    if chatgpt_plan_type is not UNSET:
        wire["chatgptPlanType"] = to_wire(chatgpt_plan_type, "chatgpt_plan_type")
    if region is not UNSET:
        wire["region"] = to_wire(region, "region")
    if access_key_id is not UNSET:
        wire["accessKeyId"] = to_wire(access_key_id, "access_key_id")
    if secret_access_key is not UNSET:
        wire["secretAccessKey"] = to_wire(secret_access_key, "secret_access_key")
    if session_token is not UNSET:
        wire["sessionToken"] = to_wire(session_token, "session_token")
    return wire


def account_bedrock_discover(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `account/bedrock/discover`."""
    if unknown:
        raise unexpected_keyword("account/bedrock/discover", unknown, keywords(account_bedrock_discover))
    wire: dict[str, JsonValue] = {}
    return wire


def account_bedrock_setup(
    *, region: str, type: Literal["profile"] | Literal["environment"], profile: str | Unset = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `account/bedrock/setup`."""
    if unknown:
        raise unexpected_keyword("account/bedrock/setup", unknown, keywords(account_bedrock_setup))
    wire: dict[str, JsonValue] = {
        "region": to_wire(region, "region"),
        "type": to_wire(type, "type"),
    }
    if profile is not UNSET:
        wire["profile"] = to_wire(profile, "profile")
    return wire


def account_bedrock_check_gov_cloud_requirements(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `account/bedrock/checkGovCloudRequirements`."""
    if unknown:
        raise unexpected_keyword(
            "account/bedrock/checkGovCloudRequirements", unknown, keywords(account_bedrock_check_gov_cloud_requirements)
        )
    wire: dict[str, JsonValue] = {}
    return wire


def account_login_cancel(*, login_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `account/login/cancel`."""
    if unknown:
        raise unexpected_keyword("account/login/cancel", unknown, keywords(account_login_cancel))
    wire: dict[str, JsonValue] = {
        "loginId": to_wire(login_id, "login_id"),
    }
    return wire


def account_logout(**unknown: Never) -> None:
    """Return None: `account/logout` has no params."""
    if unknown:
        raise unexpected_keyword("account/logout", unknown, keywords(account_logout))


def account_rate_limits_read(
    *, exclude_reset_credit_details: bool | Unset = UNSET, supports_luna_reserve: bool | Unset = UNSET, **unknown: Never
) -> dict[str, JsonValue] | None:
    """Return the params of `account/rateLimits/read`.

    Args:
        exclude_reset_credit_details: Skip the separate reset-credit detail lookup for background
            usage polls. The usage response still includes the available count; omitted/false
            preserves detailed reads. Since runtime 0.154.0.
        supports_luna_reserve: The client supports automatic Luna Reserve fallback. For eligible
            ChatGPT CLI users, allow the backend to record experiment exposure after ordinary usage
            is blocked. Since runtime 0.154.0.

    Returns:
        dict or None: The params; None if no keyword is given.
    """
    if unknown:
        raise unexpected_keyword("account/rateLimits/read", unknown, keywords(account_rate_limits_read))
    wire: dict[str, JsonValue] = {}
    if exclude_reset_credit_details is not UNSET:
        wire["excludeResetCreditDetails"] = to_wire(exclude_reset_credit_details, "exclude_reset_credit_details")
    if supports_luna_reserve is not UNSET:
        wire["supportsLunaReserve"] = to_wire(supports_luna_reserve, "supports_luna_reserve")
    return wire or None


def account_rate_limit_reset_credit_consume(
    *, idempotency_key: str, credit_id: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `account/rateLimitResetCredit/consume`.

    Args:
        idempotency_key: Identifies one logical reset attempt. A UUID is recommended; reuse the same
            value when retrying that attempt.
        credit_id: Opaque reset-credit identifier to redeem. When omitted, the backend selects the
            next available credit.
    """
    if unknown:
        raise unexpected_keyword(
            "account/rateLimitResetCredit/consume", unknown, keywords(account_rate_limit_reset_credit_consume)
        )
    wire: dict[str, JsonValue] = {
        "idempotencyKey": to_wire(idempotency_key, "idempotency_key"),
    }
    if credit_id is not UNSET:
        wire["creditId"] = to_wire(credit_id, "credit_id")
    return wire


def account_usage_read(*, thread_id: str | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue] | None:
    """Return the params of `account/usage/read`.

    Args:
        thread_id: When present, read estimated usage for this thread instead of account-wide token
            activity. Since runtime 0.149.0.

    Returns:
        dict or None: The params; None if no keyword is given.
    """
    if unknown:
        raise unexpected_keyword("account/usage/read", unknown, keywords(account_usage_read))
    wire: dict[str, JsonValue] = {}
    if thread_id is not UNSET:
        wire["threadId"] = to_wire(thread_id, "thread_id")
    return wire or None


def account_workspace_messages_read(**unknown: Never) -> None:
    """Return None: `account/workspaceMessages/read` has no params."""
    if unknown:
        raise unexpected_keyword("account/workspaceMessages/read", unknown, keywords(account_workspace_messages_read))


def account_send_add_credits_nudge_email(
    *, credit_type: AddCreditsNudgeCreditType | str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `account/sendAddCreditsNudgeEmail`."""
    if unknown:
        raise unexpected_keyword(
            "account/sendAddCreditsNudgeEmail", unknown, keywords(account_send_add_credits_nudge_email)
        )
    wire: dict[str, JsonValue] = {
        "creditType": to_wire(credit_type, "credit_type"),
    }
    return wire


def account_read(*, refresh_token: bool | Unset = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `account/read`.

    Args:
        refresh_token: When `true`, requests a proactive token refresh before returning.
            In managed auth mode this triggers the normal refresh-token flow. In external auth mode
            this flag is ignored. Clients should refresh tokens themselves and call
            `account/login/start` with `chatgptAuthTokens`.
    """
    if unknown:
        raise unexpected_keyword("account/read", unknown, keywords(account_read))
    wire: dict[str, JsonValue] = {}
    if refresh_token is not UNSET:
        wire["refreshToken"] = to_wire(refresh_token, "refresh_token")
    return wire
