"""From keywords to the params of the `windowsSandbox` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import AbsolutePathBuf, WindowsSandboxSetupMode
    from .._wire import Unset


def windows_sandbox_setup_start(
    *,
    mode: WindowsSandboxSetupMode | str,
    cwd: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Call `windowsSandbox/setupStart`.

    Wire method: `windowsSandbox/setupStart`.
    Stable.

    Args:
        mode: Sent as `mode`.
        cwd: Sent as `cwd`.

    Returns:
        dict: `WindowsSandboxSetupStartParams` as it is sent. The runtime answers with
            `WindowsSandboxSetupStartResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("windowsSandbox/setupStart", unknown, keywords(windows_sandbox_setup_start))
    wire: dict[str, JsonValue] = {
        "mode": to_wire(mode, "mode"),
    }
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    return wire


def windows_sandbox_readiness(**unknown: Never) -> None:
    """Call `windowsSandbox/readiness`.

    Wire method: `windowsSandbox/readiness`.
    Stable.

    Returns:
        None: The method takes no params. The runtime answers with
            `WindowsSandboxReadinessResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
    """
    if unknown:
        raise unexpected_keyword("windowsSandbox/readiness", unknown, keywords(windows_sandbox_readiness))
