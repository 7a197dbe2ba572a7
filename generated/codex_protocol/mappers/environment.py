"""From keywords to the params of the `environment` methods. Generated; do not edit."""

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
    """Adds or replaces a remote environment by id for later selection.

    Wire method: `environment/add`.
    Experimental: the runtime takes it from clients with the experimental API switched on.

    Args:
        environment_id: Sent as `environmentId`.
        exec_server_url: Sent as `execServerUrl`.
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

    Returns:
        dict: `EnvironmentAddParams` as it is sent. The runtime answers with
            `EnvironmentAddResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Reads information from a configured execution environment.

    Wire method: `environment/info`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.144.4.

    Args:
        environment_id: Sent as `environmentId`.

    Returns:
        dict: `EnvironmentInfoParams` as it is sent. The runtime answers with
            `EnvironmentInfoResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("environment/info", unknown, keywords(environment_info))
    wire: dict[str, JsonValue] = {
        "environmentId": to_wire(environment_id, "environment_id"),
    }
    return wire


def environment_status(*, environment_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Reads the current status of a configured execution environment.

    Wire method: `environment/status`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.147.0.

    Args:
        environment_id: Environment id to inspect.

    Returns:
        dict: `EnvironmentStatusParams` as it is sent. The runtime answers with
            `EnvironmentStatusResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("environment/status", unknown, keywords(environment_status))
    wire: dict[str, JsonValue] = {
        "environmentId": to_wire(environment_id, "environment_id"),
    }
    return wire
