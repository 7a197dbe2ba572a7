"""Convert keywords to the params of the `skills` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import AbsolutePathBuf
    from .._wire import Unset


def skills_list(
    *, cwds: Sequence[str | os.PathLike[str]] | Unset = UNSET, force_reload: bool | Unset = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `skills/list`.

    Args:
        cwds: When empty, defaults to the current session working directory.
        force_reload: When true, bypass the skills cache and re-scan skills from disk.
    """
    if unknown:
        raise unexpected_keyword("skills/list", unknown, keywords(skills_list))
    wire: dict[str, JsonValue] = {}
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    if force_reload is not UNSET:
        wire["forceReload"] = to_wire(force_reload, "force_reload")
    return wire


def skills_extra_roots_set(
    *, extra_roots: Sequence[AbsolutePathBuf | os.PathLike[str]], **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `skills/extraRoots/set`."""
    if unknown:
        raise unexpected_keyword("skills/extraRoots/set", unknown, keywords(skills_extra_roots_set))
    wire: dict[str, JsonValue] = {
        "extraRoots": to_wire(extra_roots, "extra_roots"),
    }
    return wire


def skills_config_write(
    *,
    enabled: bool,
    name: str | Unset | None = UNSET,
    path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `skills/config/write`.

    Args:
        name: Name-based selector.
        path: Path-based selector.
    """
    if unknown:
        raise unexpected_keyword("skills/config/write", unknown, keywords(skills_config_write))
    wire: dict[str, JsonValue] = {
        "enabled": to_wire(enabled, "enabled"),
    }
    if name is not UNSET:
        wire["name"] = to_wire(name, "name")
    if path is not UNSET:
        wire["path"] = to_wire(path, "path")
    return wire
