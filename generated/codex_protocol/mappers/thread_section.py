"""Convert keywords to the params of the `threadSection` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import ThreadSectionAppearance
    from .._wire import Unset


def thread_section_list(
    *, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `threadSection/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        limit: Maximum number of sections to return.
    """
    if unknown:
        raise unexpected_keyword("threadSection/list", unknown, keywords(thread_section_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_section_create(
    *, name: str, appearance: ThreadSectionAppearance | Mapping[str, object] | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `threadSection/create`.

    Args:
        name: The user-visible name of the section.
        appearance: Since runtime 0.149.0.
    """
    if unknown:
        raise unexpected_keyword("threadSection/create", unknown, keywords(thread_section_create))
    wire: dict[str, JsonValue] = {
        "name": to_wire(name, "name"),
    }
    if appearance is not UNSET:
        wire["appearance"] = to_wire(appearance, "appearance")
    return wire


def thread_section_update(
    *,
    name: str,
    section_id: str,
    appearance: ThreadSectionAppearance | Mapping[str, object] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `threadSection/update`.

    Args:
        name: The updated user-visible name of the section.
        section_id: The stable, server-generated identity of the section to update.
        appearance: Omit to preserve appearance, use `null` to clear it, or provide a replacement.
            Since runtime 0.149.0.
    """
    if unknown:
        raise unexpected_keyword("threadSection/update", unknown, keywords(thread_section_update))
    wire: dict[str, JsonValue] = {
        "name": to_wire(name, "name"),
        "sectionId": to_wire(section_id, "section_id"),
    }
    if appearance is not UNSET:
        wire["appearance"] = to_wire(appearance, "appearance")
    return wire


def thread_section_delete(*, section_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `threadSection/delete`.

    Args:
        section_id: The stable, server-generated identity of the section to delete.
    """
    if unknown:
        raise unexpected_keyword("threadSection/delete", unknown, keywords(thread_section_delete))
    wire: dict[str, JsonValue] = {
        "sectionId": to_wire(section_id, "section_id"),
    }
    return wire
