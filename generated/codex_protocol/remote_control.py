"""The `remote_control` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import TypeAlias

from ._enums import OpenEnum
from ._models import WireModel


class RemoteControlDisableParams(WireModel):
    ephemeral: bool | None = None
    """Since runtime 0.144.4."""


NullableRemoteControlDisableParams: TypeAlias = RemoteControlDisableParams | None
"""Experimental."""


class RemoteControlEnableParams(WireModel):
    ephemeral: bool | None = None
    """Since runtime 0.144.4."""


NullableRemoteControlEnableParams: TypeAlias = RemoteControlEnableParams | None
"""Experimental."""


class RemoteControlClient(WireModel):
    """Experimental."""

    app_version: str | None = None
    client_id: str
    device_model: str | None = None
    device_type: str | None = None
    display_name: str | None = None
    last_seen_at: int | None = None
    os_version: str | None = None
    platform: str | None = None


class RemoteControlClientsListOrder(OpenEnum):
    """Experimental."""

    asc = "asc"
    desc = "desc"


class RemoteControlClientsListParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    cursor: str | None = None
    environment_id: str
    limit: int | None = None
    order: RemoteControlClientsListOrder | None = None


class RemoteControlClientsListResponse(WireModel):
    """Experimental."""

    data: list[RemoteControlClient]
    next_cursor: str | None = None


class RemoteControlClientsRevokeParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    client_id: str
    environment_id: str


class RemoteControlClientsRevokeResponse(WireModel):
    """Experimental."""


class RemoteControlConnectionStatus(OpenEnum):
    disabled = "disabled"
    connecting = "connecting"
    connected = "connected"
    errored = "errored"


class RemoteControlDisableResponse(WireModel):
    """Experimental."""

    environment_id: str | None = None
    installation_id: str
    server_name: str
    status: RemoteControlConnectionStatus


class RemoteControlEnableResponse(WireModel):
    """Experimental."""

    environment_id: str | None = None
    installation_id: str
    server_name: str
    status: RemoteControlConnectionStatus


class RemoteControlPairingStartParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    manual_code: bool | None = None


class RemoteControlPairingStartResponse(WireModel):
    """Experimental."""

    environment_id: str
    expires_at: int
    manual_pairing_code: str | None = None
    pairing_code: str


class RemoteControlPairingStatusParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    manual_pairing_code: str | None = None
    pairing_code: str | None = None


class RemoteControlPairingStatusResponse(WireModel):
    """Experimental."""

    claimed: bool


class RemoteControlStatusChangedNotification(WireModel):
    """Current remote-control connection status and remote identity exposed to clients."""

    environment_id: str | None = None
    installation_id: str
    server_name: str
    status: RemoteControlConnectionStatus


class RemoteControlStatusReadResponse(WireModel):
    """Experimental."""

    environment_id: str | None = None
    installation_id: str
    server_name: str
    status: RemoteControlConnectionStatus
