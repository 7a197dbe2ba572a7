"""From keywords to the params of the `project` methods. Generated; do not edit."""

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
    """Call `project/list`.

    Wire method: `project/list`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        cursor: Sent as `cursor`.
        limit: Sent as `limit`.
        sort_direction: Requires sortKey. Defaults to asc for position and desc for recencyAt. Since
            runtime 0.153.4.
        sort_key: Defaults to position. Recency sorting always places empty projects last. Since
            runtime 0.153.4.

    Returns:
        dict: `ProjectListParams` as it is sent. The runtime answers with `ProjectListResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Call `project/read`.

    Wire method: `project/read`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        project_id: Sent as `projectId`.

    Returns:
        dict: `ProjectReadParams` as it is sent. The runtime answers with `ProjectReadResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
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
    """Call `project/create`.

    Wire method: `project/create`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        idempotency_key: Sent as `idempotencyKey`.
        name: Sent as `name`.
        roots: Sent as `roots`.
        metadata: Sent as `metadata`.

    Returns:
        dict: `ProjectCreateParams` as it is sent. The runtime answers with `ProjectCreateResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
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
    """Call `project/import`.

    Wire method: `project/import`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        idempotency_key: Sent as `idempotencyKey`.
        name: Sent as `name`.
        roots: Sent as `roots`.
        metadata: Sent as `metadata`.
        threads: Sent as `threads`.

    Returns:
        dict: `ProjectImportParams` as it is sent. The runtime answers with `ProjectImportResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
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
    """Call `project/update`.

    Wire method: `project/update`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        project_id: Sent as `projectId`.
        metadata: Sent as `metadata`.
        name: Sent as `name`.
        roots: Sent as `roots`.

    Returns:
        dict: `ProjectUpdateParams` as it is sent. The runtime answers with `ProjectUpdateResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
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
    """Call `project/move`.

    Wire method: `project/move`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        project_id: Sent as `projectId`.
        before_project_id: Sent as `beforeProjectId`.

    Returns:
        dict: `ProjectMoveParams` as it is sent. The runtime answers with `ProjectMoveResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("project/move", unknown, keywords(project_move))
    wire: dict[str, JsonValue] = {
        "projectId": to_wire(project_id, "project_id"),
    }
    if before_project_id is not UNSET:
        wire["beforeProjectId"] = to_wire(before_project_id, "before_project_id")
    return wire


def project_delete(*, project_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Call `project/delete`.

    Wire method: `project/delete`.
    Experimental: the runtime takes it from clients with the experimental API switched on.
    Since runtime 0.149.0.

    Args:
        project_id: Sent as `projectId`.

    Returns:
        dict: `ProjectDeleteParams` as it is sent. The runtime answers with `ProjectDeleteResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("project/delete", unknown, keywords(project_delete))
    wire: dict[str, JsonValue] = {
        "projectId": to_wire(project_id, "project_id"),
    }
    return wire
