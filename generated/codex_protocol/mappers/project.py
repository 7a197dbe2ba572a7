"""Convert keywords to the params of the `project` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import ProjectRoot, ProjectSortKey, SortDirection
    from .._wire import Unset


def project_list(
    *,
    cursor: str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    sort_direction: SortDirection | str | Unset | None = UNSET,
    sort_key: ProjectSortKey | str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `project/list`.

    Args:
        sort_direction: Requires sortKey. Defaults to asc for position and desc for recencyAt. Since
            runtime 0.153.4.
        sort_key: Defaults to position. Recency sorting always places empty projects last. Since
            runtime 0.153.4.
    """
    if unknown:
        raise unexpected_keyword("project/list", unknown, keywords(project_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if sort_direction is not UNSET:
        wire["sortDirection"] = to_wire(sort_direction, "sort_direction")
    if sort_key is not UNSET:
        wire["sortKey"] = to_wire(sort_key, "sort_key")
    return wire


def project_read(*, project_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `project/read`."""
    if unknown:
        raise unexpected_keyword("project/read", unknown, keywords(project_read))
    wire: dict[str, JsonValue] = {
        "projectId": to_wire(project_id, "project_id"),
    }
    return wire


def project_create(
    *,
    idempotency_key: str,
    name: str,
    roots: Sequence[ProjectRoot | Mapping[str, object]],
    metadata: Mapping[str, str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `project/create`."""
    if unknown:
        raise unexpected_keyword("project/create", unknown, keywords(project_create))
    wire: dict[str, JsonValue] = {
        "idempotencyKey": to_wire(idempotency_key, "idempotency_key"),
        "name": to_wire(name, "name"),
        "roots": to_wire(roots, "roots"),
    }
    if metadata is not UNSET:
        wire["metadata"] = to_wire(metadata, "metadata")
    return wire


def project_import(
    *,
    idempotency_key: str,
    name: str,
    roots: Sequence[ProjectRoot | Mapping[str, object]],
    metadata: Mapping[str, str] | Unset | None = UNSET,
    threads: Sequence[str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `project/import`."""
    if unknown:
        raise unexpected_keyword("project/import", unknown, keywords(project_import))
    wire: dict[str, JsonValue] = {
        "idempotencyKey": to_wire(idempotency_key, "idempotency_key"),
        "name": to_wire(name, "name"),
        "roots": to_wire(roots, "roots"),
    }
    if metadata is not UNSET:
        wire["metadata"] = to_wire(metadata, "metadata")
    if threads is not UNSET:
        wire["threads"] = to_wire(threads, "threads")
    return wire


def project_update(
    *,
    project_id: str,
    metadata: Mapping[str, str] | Unset | None = UNSET,
    name: str | Unset | None = UNSET,
    roots: Sequence[ProjectRoot | Mapping[str, object]] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `project/update`."""
    if unknown:
        raise unexpected_keyword("project/update", unknown, keywords(project_update))
    wire: dict[str, JsonValue] = {
        "projectId": to_wire(project_id, "project_id"),
    }
    if metadata is not UNSET:
        wire["metadata"] = to_wire(metadata, "metadata")
    if name is not UNSET:
        wire["name"] = to_wire(name, "name")
    if roots is not UNSET:
        wire["roots"] = to_wire(roots, "roots")
    return wire


def project_move(
    *, project_id: str, before_project_id: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `project/move`."""
    if unknown:
        raise unexpected_keyword("project/move", unknown, keywords(project_move))
    wire: dict[str, JsonValue] = {
        "projectId": to_wire(project_id, "project_id"),
    }
    if before_project_id is not UNSET:
        wire["beforeProjectId"] = to_wire(before_project_id, "before_project_id")
    return wire


def project_delete(*, project_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `project/delete`."""
    if unknown:
        raise unexpected_keyword("project/delete", unknown, keywords(project_delete))
    wire: dict[str, JsonValue] = {
        "projectId": to_wire(project_id, "project_id"),
    }
    return wire
