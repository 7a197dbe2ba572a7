"""Convert keywords to the params of the `remoteControl` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import RemoteControlClientsListOrder
    from .._wire import Unset


def remote_control_enable(*, ephemeral: bool | Unset = UNSET, **unknown: Never) -> dict[str, JsonValue] | None:
    """Return the params of `remoteControl/enable`.

    Args:
        ephemeral: Since runtime 0.144.4.

    Returns:
        dict or None: The params; None if no keyword is given.
    """
    if unknown:
        raise unexpected_keyword("remoteControl/enable", unknown, keywords(remote_control_enable))
    wire: dict[str, JsonValue] = {}
    if ephemeral is not UNSET:
        wire["ephemeral"] = to_wire(ephemeral, "ephemeral")
    return wire or None


def remote_control_disable(*, ephemeral: bool | Unset = UNSET, **unknown: Never) -> dict[str, JsonValue] | None:
    """Return the params of `remoteControl/disable`.

    Args:
        ephemeral: Since runtime 0.144.4.

    Returns:
        dict or None: The params; None if no keyword is given.
    """
    if unknown:
        raise unexpected_keyword("remoteControl/disable", unknown, keywords(remote_control_disable))
    wire: dict[str, JsonValue] = {}
    if ephemeral is not UNSET:
        wire["ephemeral"] = to_wire(ephemeral, "ephemeral")
    return wire or None


def remote_control_status_read(**unknown: Never) -> None:
    """Return None: `remoteControl/status/read` has no params."""
    if unknown:
        raise unexpected_keyword("remoteControl/status/read", unknown, keywords(remote_control_status_read))


def remote_control_pairing_start(*, manual_code: bool | Unset = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `remoteControl/pairing/start`."""
    if unknown:
        raise unexpected_keyword("remoteControl/pairing/start", unknown, keywords(remote_control_pairing_start))
    wire: dict[str, JsonValue] = {}
    if manual_code is not UNSET:
        wire["manualCode"] = to_wire(manual_code, "manual_code")
    return wire


def remote_control_pairing_status(
    *, manual_pairing_code: str | Unset | None = UNSET, pairing_code: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `remoteControl/pairing/status`."""
    if unknown:
        raise unexpected_keyword("remoteControl/pairing/status", unknown, keywords(remote_control_pairing_status))
    wire: dict[str, JsonValue] = {}
    if manual_pairing_code is not UNSET:
        wire["manualPairingCode"] = to_wire(manual_pairing_code, "manual_pairing_code")
    if pairing_code is not UNSET:
        wire["pairingCode"] = to_wire(pairing_code, "pairing_code")
    return wire


def remote_control_client_list(
    *,
    environment_id: str,
    cursor: str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    order: RemoteControlClientsListOrder | str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `remoteControl/client/list`."""
    if unknown:
        raise unexpected_keyword("remoteControl/client/list", unknown, keywords(remote_control_client_list))
    wire: dict[str, JsonValue] = {
        "environmentId": to_wire(environment_id, "environment_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if order is not UNSET:
        wire["order"] = to_wire(order, "order")
    return wire


def remote_control_client_revoke(*, client_id: str, environment_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `remoteControl/client/revoke`."""
    if unknown:
        raise unexpected_keyword("remoteControl/client/revoke", unknown, keywords(remote_control_client_revoke))
    wire: dict[str, JsonValue] = {
        "clientId": to_wire(client_id, "client_id"),
        "environmentId": to_wire(environment_id, "environment_id"),
    }
    return wire
