"""Convert keywords to the params of the `environment` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import EnvironmentSkillsParams
    from .._wire import Unset


def environment_add(
    *,
    environment_id: str,
    exec_server_url: str,
    auth_bearer_token: str | Unset | None = UNSET,
    connect_timeout_ms: int | Unset | None = UNSET,
    skills: EnvironmentSkillsParams | Mapping[str, object] | Unset | None = UNSET,
    websocket_request_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `environment/add`.

    Args:
        auth_bearer_token: Optional raw bearer token for executor authentication, including
            reconnects. Requires a secure transport or a loopback destination. Since runtime
            0.158.0.
        connect_timeout_ms: Optional WebSocket connection timeout. The server default applies when
            omitted. Since runtime 0.144.4.
        skills: Required skills supplied by this environment, checked before model inference. Since
            runtime 0.162.0.
        websocket_request_id: Optional X-Request-ID for the direct WebSocket upgrade, including
            reconnects. Requires a secure transport or a loopback destination. Since runtime
            0.163.0.
    """
    if unknown:
        raise unexpected_keyword("environment/add", unknown, keywords(environment_add))
    wire: dict[str, JsonValue] = {
        "environmentId": to_wire(environment_id, "environment_id"),
        "execServerUrl": to_wire(exec_server_url, "exec_server_url"),
    }
    if auth_bearer_token is not UNSET:
        wire["authBearerToken"] = to_wire(auth_bearer_token, "auth_bearer_token")
    if connect_timeout_ms is not UNSET:
        wire["connectTimeoutMs"] = to_wire(connect_timeout_ms, "connect_timeout_ms")
    if skills is not UNSET:
        wire["skills"] = to_wire(skills, "skills")
    if websocket_request_id is not UNSET:
        wire["websocketRequestId"] = to_wire(websocket_request_id, "websocket_request_id")
    return wire


def environment_info(*, environment_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `environment/info`."""
    if unknown:
        raise unexpected_keyword("environment/info", unknown, keywords(environment_info))
    wire: dict[str, JsonValue] = {
        "environmentId": to_wire(environment_id, "environment_id"),
    }
    return wire


def environment_status(*, environment_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `environment/status`.

    Args:
        environment_id: Environment id to inspect.
    """
    if unknown:
        raise unexpected_keyword("environment/status", unknown, keywords(environment_status))
    wire: dict[str, JsonValue] = {
        "environmentId": to_wire(environment_id, "environment_id"),
    }
    return wire
