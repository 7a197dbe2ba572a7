"""Convert keywords to the params of the `windowsSandbox` methods. Generated; do not edit."""

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
    """Return the params of `windowsSandbox/setupStart`."""
    if unknown:
        raise unexpected_keyword("windowsSandbox/setupStart", unknown, keywords(windows_sandbox_setup_start))
    wire: dict[str, JsonValue] = {
        "mode": to_wire(mode, "mode"),
    }
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    return wire


def windows_sandbox_readiness(**unknown: Never) -> None:
    """Return None: `windowsSandbox/readiness` has no params."""
    if unknown:
        raise unexpected_keyword("windowsSandbox/readiness", unknown, keywords(windows_sandbox_readiness))
