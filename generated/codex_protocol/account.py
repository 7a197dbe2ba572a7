"""The `account` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel


class AmazonBedrockAccount(WireModel):
    type: Literal["amazonBedrock"]
    uses_codex_managed_credentials: bool = False


class ApiKeyAccount(WireModel):
    type: Literal["apiKey"]


class PlanType(OpenEnum):
    free = "free"
    go = "go"
    plus = "plus"
    pro = "pro"
    prolite = "prolite"
    promax = "promax"
    team = "team"
    self_serve_business_prolite = "self_serve_business_prolite"
    self_serve_business_usage_based = "self_serve_business_usage_based"
    business = "business"
    ent26 = "ent26"
    enterprise_cbp_automation = "enterprise_cbp_automation"
    enterprise_cbp_usage_based = "enterprise_cbp_usage_based"
    enterprise = "enterprise"
    edu = "edu"
    edu_plus = "edu_plus"
    edu_pro = "edu_pro"
    unknown = "unknown"


class ChatgptAccount(WireModel):
    email: str | None = None
    plan_type: PlanType
    type: Literal["chatgpt"]


class UnknownAccount(UnknownVariant):
    """An alternative of `Account` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


Account: TypeAlias = Annotated[
    ApiKeyAccount | ChatgptAccount | AmazonBedrockAccount | UnknownAccount,
    OpenUnion(
        "type",
        {"apiKey": ApiKeyAccount, "chatgpt": ChatgptAccount, "amazonBedrock": AmazonBedrockAccount},
        UnknownAccount,
    ),
]


class DesktopOnboardingEntrypoint(OpenEnum):
    life_sciences = "life_sciences"


class AccountLoginCompletedNotification(WireModel):
    error: str | None = None
    login_id: str | None = None
    onboarding_entrypoint: DesktopOnboardingEntrypoint | None = None
    """Since runtime 0.147.0."""
    success: bool


class CreditsSnapshot(WireModel):
    balance: str | None = None
    has_credits: bool
    unlimited: bool


class RateLimitReachedType(OpenEnum):
    rate_limit_reached = "rate_limit_reached"
    workspace_owner_credits_depleted = "workspace_owner_credits_depleted"
    workspace_member_credits_depleted = "workspace_member_credits_depleted"
    workspace_owner_usage_limit_reached = "workspace_owner_usage_limit_reached"
    workspace_member_usage_limit_reached = "workspace_member_usage_limit_reached"


class RateLimitWindow(WireModel):
    resets_at: int | None = None
    used_percent: int
    window_duration_mins: int | None = None


class SpendControlLimitSnapshot(WireModel):
    limit: str
    remaining_percent: int
    resets_at: int
    used: str


class RateLimitSnapshot(WireModel):
    credits: CreditsSnapshot | None = None
    individual_limit: SpendControlLimitSnapshot | None = None
    limit_id: str | None = None
    limit_name: str | None = None
    normal_model_slug: str | None = None
    """Normal model whose display name and reasoning options describe this quota alias."""
    plan_type: PlanType | None = None
    primary: RateLimitWindow | None = None
    rate_limit_reached_type: RateLimitReachedType | None = None
    secondary: RateLimitWindow | None = None
    spend_control_reached: bool | None = None
    """Backend-reported spend-control state. `None` is unavailable, not a sparse-update recovery."""


class AccountRateLimitsUpdatedNotification(WireModel):
    """Sparse rolling rate-limit update.

    Clients should merge available values into the most recent `account/rateLimits/read` response or
    refetch that snapshot. Nullable account metadata may be unavailable in a rolling update and does
    not clear a previously observed value.
    """

    rate_limits: RateLimitSnapshot


class AccountRoutingOverride(OpenEnum):
    """Backend routing policy. Wire values match the accounts/check contract."""

    no_constraint = "NO_CONSTRAINT"
    us = "us"
    us_cr = "us_cr"


class AccountTokenUsageDailyBucket(WireModel):
    start_date: str
    tokens: int


class AccountTokenUsageSummary(WireModel):
    current_streak_days: int | None = None
    lifetime_tokens: int | None = None
    longest_running_turn_sec: int | None = None
    longest_streak_days: int | None = None
    peak_daily_tokens: int | None = None


class AuthMode(OpenEnum):
    """Authentication mode for OpenAI-backed providers."""

    apikey = "apikey"
    """OpenAI API key provided by the caller and stored by Codex."""
    chatgpt = "chatgpt"
    """ChatGPT OAuth managed by Codex (tokens persisted and refreshed by Codex)."""
    chatgpt_auth_tokens = "chatgptAuthTokens"
    """[UNSTABLE] FOR OPENAI INTERNAL USE ONLY - DO NOT USE.

    ChatGPT auth tokens are supplied by an external host app and are only stored in memory. Token
    refresh must be handled by the external host app.
    """
    headers = "headers"
    """Backend auth supplied as request headers."""
    agent_identity = "agentIdentity"
    """Programmatic Codex auth backed by a registered Agent Identity."""
    personal_access_token = "personalAccessToken"
    """Programmatic Codex auth backed by a personal access token."""
    bedrock_api_key = "bedrockApiKey"
    """Amazon Bedrock bearer token managed by Codex."""
    bedrock_access_keys = "bedrockAccessKeys"
    """Amazon Bedrock AWS access keys managed by Codex."""


class AccountUpdatedNotification(WireModel):
    auth_mode: AuthMode | None = None
    plan_type: PlanType | None = None


class AddCreditsNudgeCreditType(OpenEnum):
    credits = "credits"
    usage_limit = "usage_limit"


class AddCreditsNudgeEmailStatus(OpenEnum):
    sent = "sent"
    cooldown_active = "cooldown_active"


class AmazonBedrockAccessKeysLoginAccountParams(WireModel):
    """[UNSTABLE] Managed Amazon Bedrock AWS access key login is experimental."""

    access_key_id: str
    """Since runtime 0.153.4."""
    region: str
    """Since runtime 0.147.0."""
    secret_access_key: str
    """Since runtime 0.153.4."""
    session_token: str | None = None
    """Since runtime 0.153.4."""
    type: Literal["amazonBedrockAccessKeys"]


class AmazonBedrockLoginAccountParams(WireModel):
    """[UNSTABLE] Managed Amazon Bedrock login is experimental."""

    api_key: str
    region: str
    """Since runtime 0.147.0."""
    type: Literal["amazonBedrock"]


class AmazonBedrockLoginAccountResponse(WireModel):
    type: Literal["amazonBedrock"]


class ApiKeyLoginAccountParams(WireModel):
    api_key: str
    type: Literal["apiKey"]


class ApiKeyLoginAccountResponse(WireModel):
    type: Literal["apiKey"]


class AwsCredentialType(OpenEnum):
    """Experimental."""

    access_keys = "accessKeys"
    bedrock_api_key = "bedrockApiKey"


class BedrockAwsProfile(WireModel):
    """Experimental."""

    name: str
    region: str | None = None


class BedrockCheckGovCloudRequirementsParams(WireModel):
    """Experimental. Since runtime 0.161.0."""


class BedrockCheckGovCloudRequirementsResponse(WireModel):
    """Advisory check of the current Bedrock configuration after login or setup.

    Experimental.
    """

    is_gov_cloud: bool
    """Whether the active Bedrock authentication resolves to a GovCloud region."""
    should_warn: bool
    """Whether GovCloud is selected and the managed requirements miss the baseline. A false value is
    not a general certification of the network configuration.
    """


class BedrockDiscoverParams(WireModel):
    """Experimental. Since runtime 0.149.0."""


class BedrockEnvironmentCredential(WireModel):
    """Experimental."""

    region: str | None = None
    type: AwsCredentialType


class BedrockDiscoverResponse(WireModel):
    """Experimental."""

    environment_credentials: list[BedrockEnvironmentCredential]
    profiles: list[BedrockAwsProfile]


class EnvironmentBedrockSetupParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    region: str
    type: Literal["environment"]


class ProfileBedrockSetupParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    profile: str
    region: str
    type: Literal["profile"]


class UnknownBedrockSetupParams(UnknownVariant):
    """An alternative of `BedrockSetupParams` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


BedrockSetupParams: TypeAlias = Annotated[
    ProfileBedrockSetupParams | EnvironmentBedrockSetupParams | UnknownBedrockSetupParams,
    OpenUnion(
        "type",
        {"profile": ProfileBedrockSetupParams, "environment": EnvironmentBedrockSetupParams},
        UnknownBedrockSetupParams,
    ),
]
"""Experimental."""


class BedrockSetupResponse(WireModel):
    """Experimental."""


class CancelLoginAccountParams(WireModel):
    login_id: str


class CancelLoginAccountStatus(OpenEnum):
    canceled = "canceled"
    not_found = "notFound"


class CancelLoginAccountResponse(WireModel):
    status: CancelLoginAccountStatus


class ChatgptAuthTokensLoginAccountParams(WireModel):
    """[UNSTABLE] FOR OPENAI INTERNAL USE ONLY - DO NOT USE. The access token must contain the same
    scopes that Codex-managed ChatGPT auth tokens have.
    """

    access_token: str
    """Access token (JWT) supplied by the client. This token is used for backend API requests and email
    extraction.
    """
    chatgpt_account_id: str
    """Workspace/account identifier supplied by the client."""
    chatgpt_plan_type: str | None = None
    """Optional plan type supplied by the client.

    When `null`, Codex attempts to derive the plan type from access-token claims. If unavailable,
    the plan defaults to `unknown`.
    """
    type: Literal["chatgptAuthTokens"]


class ChatgptAuthTokensLoginAccountResponse(WireModel):
    type: Literal["chatgptAuthTokens"]


class ChatgptAuthTokensRefreshReason(OpenEnum):
    unauthorized = "unauthorized"
    """Codex attempted a backend request and received `401 Unauthorized`."""


class ChatgptAuthTokensRefreshParams(WireModel):
    previous_account_id: str | None = None
    """Workspace/account identifier that Codex was previously using.

    Clients that manage multiple accounts/workspaces can use this as a hint to refresh the token for
    the correct workspace.

    This may be `null` when the prior auth state did not include a workspace identifier
    (`chatgpt_account_id`).
    """
    reason: ChatgptAuthTokensRefreshReason


class ChatgptAuthTokensRefreshResponse(WireModel):
    access_token: str
    chatgpt_account_id: str
    chatgpt_plan_type: str | None = None


class ChatgptDeviceCodeLoginAccountParams(WireModel):
    type: Literal["chatgptDeviceCode"]


class ChatgptDeviceCodeLoginAccountResponse(WireModel):
    login_id: str
    type: Literal["chatgptDeviceCode"]
    user_code: str
    """One-time code the user must enter after signing in."""
    verification_url: str
    """URL the client should open in a browser to complete device code authorization."""


class LoginAppBrand(OpenEnum):
    codex = "codex"
    chatgpt = "chatgpt"


class ChatgptLoginAccountParams(WireModel):
    app_brand: LoginAppBrand | None = None
    """Since runtime 0.144.4."""
    codex_streamlined_login: bool | None = None
    type: Literal["chatgpt"]
    use_hosted_login_success_page: bool | None = None
    """Since runtime 0.144.4."""


class ChatgptLoginAccountResponse(WireModel):
    auth_url: str
    """URL the client should open in a browser to initiate the OAuth flow."""
    login_id: str
    type: Literal["chatgpt"]


class ConsumeAccountRateLimitResetCreditOutcome(OpenEnum):
    reset = "reset"
    """A reset credit was consumed and the eligible rate-limit windows were reset."""
    nothing_to_reset = "nothingToReset"
    """No current rate-limit window is eligible for a reset."""
    no_credit = "noCredit"
    """The account has no earned reset credits available."""
    already_redeemed = "alreadyRedeemed"
    """The same idempotency key already completed a reset successfully."""


class ConsumeAccountRateLimitResetCreditParams(WireModel):
    """Since runtime 0.144.4."""

    credit_id: str | None = None
    """Opaque reset-credit identifier to redeem. When omitted, the backend selects the next available
    credit.
    """
    idempotency_key: str
    """Identifies one logical reset attempt. A UUID is recommended; reuse the same value when retrying
    that attempt.
    """


class ConsumeAccountRateLimitResetCreditResponse(WireModel):
    outcome: ConsumeAccountRateLimitResetCreditOutcome


class GatewayOAuthCancelResponse(WireModel):
    pass


class GatewayOAuthStatus(OpenEnum):
    not_ready = "notReady"
    started = "started"
    succeeded = "succeeded"
    failed = "failed"


class GatewayOAuthChangedNotification(WireModel):
    """Since runtime 0.157.0."""

    auth_url: str | None = None
    """Authorization handoff, sent only to the connection that started login."""
    error: str | None = None
    provider_id: str
    status: GatewayOAuthStatus


class GatewayOAuthLoginResponse(WireModel):
    pass


class GatewayOAuthReadResponse(WireModel):
    """Current effective gateway policy and credential readiness; never contains credentials."""

    error: str | None = None
    provider_id: str
    provider_name: str
    required: bool
    """Whether the selected provider uses gateway OAuth, even when already signed in."""
    status: GatewayOAuthStatus | None = None
    """Null when the effective provider does not use gateway OAuth."""


class GetAccountParams(WireModel):
    refresh_token: bool | None = None
    """When `true`, requests a proactive token refresh before returning.

    In managed auth mode this triggers the normal refresh-token flow. In external auth mode this
    flag is ignored. Clients should refresh tokens themselves and call `account/login/start` with
    `chatgptAuthTokens`.
    """


class GetAccountRateLimitsParams(WireModel):
    """Usage-read capabilities of the requesting client, never inferred from its experiment arm."""

    exclude_reset_credit_details: bool | None = None
    """Skip the separate reset-credit detail lookup for background usage polls. The usage response
    still includes the available count; omitted/false preserves detailed reads.

    Since runtime 0.154.0.
    """
    supports_luna_reserve: bool | None = None
    """The client supports automatic Luna Reserve fallback. For eligible ChatGPT CLI users, allow the
    backend to record experiment exposure after ordinary usage is blocked.

    Since runtime 0.154.0.
    """


class RateLimitResetCreditStatus(OpenEnum):
    available = "available"
    redeeming = "redeeming"
    redeemed = "redeemed"
    unknown = "unknown"


class RateLimitResetType(OpenEnum):
    codex_rate_limits = "codexRateLimits"
    unknown = "unknown"


class RateLimitResetCredit(WireModel):
    description: str | None = None
    """Backend-provided display description for this credit, or `null` when unavailable."""
    expires_at: int | None = None
    """Unix timestamp in seconds when the credit expires, or `null` if it does not expire."""
    granted_at: int
    """Unix timestamp in seconds when the credit was granted."""
    id: str
    """Opaque backend identifier for this reset credit."""
    reset_type: RateLimitResetType
    status: RateLimitResetCreditStatus
    title: str | None = None
    """Backend-provided display title for this credit, or `null` when unavailable."""


class RateLimitResetCreditsSummary(WireModel):
    available_count: int
    credits: list[RateLimitResetCredit] | None = None
    """Detail rows for available reset credits, when the backend provides them.

    `null` means only `availableCount` is known, while an empty array means details were fetched and
    no available credits were returned. The backend may cap this list, so its length can be less
    than `availableCount`.
    """


class GetAccountRateLimitsResponse(WireModel):
    account_id: str | None = None
    """Account associated with this usage snapshot, when supplied by the backend."""
    ordinary_usage_allowed: bool | None = None
    """Backend permission for ordinary included usage, validated against the active account. Null means
    unavailable; clients must not infer recovery from percentages or reset times.
    """
    rate_limit_reset_credits: RateLimitResetCreditsSummary | None = None
    rate_limit_upsell: Any = None
    """Optional backend-owned banner from the same usage read. Its nested keys retain the backend's
    snake_case contract; an absent banner leaves the client's existing UI unchanged.
    """
    rate_limits: RateLimitSnapshot
    """Backward-compatible single-bucket view; mirrors the historical payload."""
    rate_limits_by_limit_id: dict[str, RateLimitSnapshot] | None = None
    """Multi-bucket view keyed by metered `limit_id` (for example, `codex`)."""


class WorkspaceRouting(WireModel):
    account_routing_override: AccountRoutingOverride
    backend_origin: str
    chatgpt_account_id: str


class GetAccountResponse(WireModel):
    account: Account | None = None
    requires_openai_auth: bool
    workspace_routing: WorkspaceRouting | None = None
    """Experimental."""


class GetAccountTokenUsageParams(WireModel):
    """Since runtime 0.144.4."""

    thread_id: str | None = None
    """When present, read estimated usage for this thread instead of account-wide token activity.

    Since runtime 0.149.0.
    """


class ThreadUsageBreakdownGroup(WireModel):
    cached_input_tokens: int | None = None
    estimated_usage_credits_micros: int
    input_tokens: int | None = None
    model: str | None = None
    net_new_input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_effort: str | None = None
    speed: str | None = None
    total_tokens: int | None = None


class ThreadUsage(WireModel):
    estimated_usage_credits_micros: int
    estimated_usage_usd_micros: int | None = None
    groups: list[ThreadUsageBreakdownGroup]
    thread_id: str


class GetAccountTokenUsageResponse(WireModel):
    daily_usage_buckets: list[AccountTokenUsageDailyBucket] | None = None
    summary: AccountTokenUsageSummary
    thread_usage: ThreadUsage | None = None
    """Estimated usage when a thread was requested and its billing route is available."""


class WorkspaceMessageType(OpenEnum):
    headline = "headline"
    announcement = "announcement"
    unknown = "unknown"


class WorkspaceMessage(WireModel):
    archived_at: int | None = None
    """Unix timestamp (in seconds) when the message was archived."""
    created_at: int | None = None
    """Unix timestamp (in seconds) when the message was created."""
    message_body: str
    message_id: str
    message_type: WorkspaceMessageType


class GetWorkspaceMessagesResponse(WireModel):
    feature_enabled: bool
    """Whether the workspace-message backend route is available for this client."""
    messages: list[WorkspaceMessage]
    """Active workspace messages returned by the backend."""


class UnknownLoginAccountParams(UnknownVariant):
    """An alternative of `LoginAccountParams` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


LoginAccountParams: TypeAlias = Annotated[
    ApiKeyLoginAccountParams
    | ChatgptLoginAccountParams
    | ChatgptDeviceCodeLoginAccountParams
    | ChatgptAuthTokensLoginAccountParams
    | AmazonBedrockLoginAccountParams
    | AmazonBedrockAccessKeysLoginAccountParams
    | UnknownLoginAccountParams,
    OpenUnion(
        "type",
        {
            "apiKey": ApiKeyLoginAccountParams,
            "chatgpt": ChatgptLoginAccountParams,
            "chatgptDeviceCode": ChatgptDeviceCodeLoginAccountParams,
            "chatgptAuthTokens": ChatgptAuthTokensLoginAccountParams,
            "amazonBedrock": AmazonBedrockLoginAccountParams,
            "amazonBedrockAccessKeys": AmazonBedrockAccessKeysLoginAccountParams,
        },
        UnknownLoginAccountParams,
    ),
]


class UnknownLoginAccountResponse(UnknownVariant):
    """An alternative of `LoginAccountResponse` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


LoginAccountResponse: TypeAlias = Annotated[
    ApiKeyLoginAccountResponse
    | ChatgptLoginAccountResponse
    | ChatgptDeviceCodeLoginAccountResponse
    | ChatgptAuthTokensLoginAccountResponse
    | AmazonBedrockLoginAccountResponse
    | UnknownLoginAccountResponse,
    OpenUnion(
        "type",
        {
            "apiKey": ApiKeyLoginAccountResponse,
            "chatgpt": ChatgptLoginAccountResponse,
            "chatgptDeviceCode": ChatgptDeviceCodeLoginAccountResponse,
            "chatgptAuthTokens": ChatgptAuthTokensLoginAccountResponse,
            "amazonBedrock": AmazonBedrockLoginAccountResponse,
        },
        UnknownLoginAccountResponse,
    ),
]


class LogoutAccountResponse(WireModel):
    pass


NullableGetAccountRateLimitsParams: TypeAlias = GetAccountRateLimitsParams | None

NullableGetAccountTokenUsageParams: TypeAlias = GetAccountTokenUsageParams | None


class SendAddCreditsNudgeEmailParams(WireModel):
    credit_type: AddCreditsNudgeCreditType


class SendAddCreditsNudgeEmailResponse(WireModel):
    status: AddCreditsNudgeEmailStatus
