"""The `model` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from pydantic import Field

from ._enums import OpenEnum
from ._models import WireModel
from .common import ReasoningEffort
from .shared import CyberAccessProgram


class AuthRecoveryNotification(WireModel):
    """Since runtime 0.153.4."""

    message: str
    provider: str
    thread_id: str
    turn_id: str


class InputModality(OpenEnum):
    """Canonical user-input modality tags advertised by a model."""

    text = "text"
    """Plain text turns and tool payloads."""
    image = "image"
    """Image attachments included in user turns."""
    audio = "audio"
    """Audio attachments included in user turns."""


class ModelAccessPrograms(WireModel):
    """Caller-specific explicit access programs advertised by model discovery."""

    cyber: list[CyberAccessProgram]
    """Accepted explicit selections."""


class ModelAvailabilityNux(WireModel):
    message: str


class ModelServiceTier(WireModel):
    description: str
    id: str
    name: str


class ModelUpgradeInfo(WireModel):
    migration_markdown: str | None = None
    model: str
    model_link: str | None = None
    retirement_at: int | None = None
    """Informational Unix timestamp for this upgrade's scheduled retirement, if known."""
    upgrade_copy: str | None = None


class MultiAgentVersion(OpenEnum):
    """Multi-agent runtime supported by a model."""

    disabled = "disabled"
    v1 = "v1"
    v2 = "v2"


class ReasoningEffortOption(WireModel):
    description: str
    reasoning_effort: ReasoningEffort


class Model(WireModel):
    additional_speed_tiers: list[str] = Field(default_factory=list[str])
    """Deprecated: use `serviceTiers` instead."""
    availability_nux: ModelAvailabilityNux | None = None
    available_access_programs: ModelAccessPrograms | None = None
    """Null when the catalog does not provide access-program metadata."""
    default_reasoning_effort: ReasoningEffort
    default_service_tier: str | None = None
    """Catalog default service tier id for this model, when one is configured."""
    description: str
    display_name: str
    hidden: bool
    id: str
    input_modalities: list[InputModality] = Field(default_factory=lambda: [InputModality.text, InputModality.image])
    is_default: bool
    model: str
    model_specialty: str | None = None
    multi_agent_version: MultiAgentVersion | None = None
    """Multi-agent runtime declared by this model, when available."""
    service_tiers: list[ModelServiceTier] = Field(default_factory=list[ModelServiceTier])
    supported_reasoning_efforts: list[ReasoningEffortOption]
    supports_personality: bool = False
    """@deprecated Always false; models no longer support personality selection."""
    upgrade: str | None = None
    upgrade_info: ModelUpgradeInfo | None = None


class ModelListParams(WireModel):
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    include_hidden: bool | None = None
    """When true, include models that are hidden from the default picker list."""
    limit: int | None = None
    """Optional page size; defaults to a reasonable server-side value."""


class ModelListResponse(WireModel):
    data: list[Model]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. If None, there are no
    more items to return.
    """


class ModelProviderCapabilitiesReadParams(WireModel):
    pass


class ModelProviderCapabilitiesReadResponse(WireModel):
    image_generation: bool
    web_search: bool


class ModelRerouteReason(OpenEnum):
    high_risk_cyber_activity = "highRiskCyberActivity"


class ModelReroutedNotification(WireModel):
    from_model: str
    reason: ModelRerouteReason
    thread_id: str
    to_model: str
    turn_id: str


class ModelSafetyBufferingUpdatedNotification(WireModel):
    """Since runtime 0.144.4."""

    faster_model: str | None = None
    model: str
    reasons: list[str]
    show_buffering_ui: bool
    thread_id: str
    turn_id: str
    use_cases: list[str]


class ModelVerification(OpenEnum):
    trusted_access_for_cyber = "trustedAccessForCyber"


class ModelVerificationNotification(WireModel):
    thread_id: str
    turn_id: str
    verifications: list[ModelVerification]
