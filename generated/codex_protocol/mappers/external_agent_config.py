"""Convert keywords to the params of the `externalAgentConfig` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import ExternalAgentConfigImportHistoryRecordTypeResultParams, ExternalAgentConfigMigrationItem
    from .._wire import Unset


def external_agent_config_detect(
    *,
    cwds: Sequence[str | os.PathLike[str]] | Unset | None = UNSET,
    include_home: bool | Unset = UNSET,
    max_session_age_days: int | Unset | None = UNSET,
    max_sessions: int | Unset | None = UNSET,
    migration_source: str | Unset | None = UNSET,
    source: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `externalAgentConfig/detect`.

    Args:
        cwds: Zero or more working directories to include for repo-scoped detection.
        include_home: If true, include detection under the user's home directory.
        max_session_age_days: Maximum age in days for detected sessions. Missing values use the
            default limit. Since runtime 0.147.0.
        max_sessions: Maximum number of sessions to detect. Missing values use the default limit.
            Since runtime 0.147.0.
        migration_source: Optional migration-source selector. Missing or unrecognized values use the
            default source. Since runtime 0.147.0.
        source: Deprecated field retained for compatibility. This field is ignored; use
            `migrationSource` to select the migration source. Since runtime 0.147.0.
    """
    if unknown:
        raise unexpected_keyword("externalAgentConfig/detect", unknown, keywords(external_agent_config_detect))
    wire: dict[str, JsonValue] = {}
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    if include_home is not UNSET:
        wire["includeHome"] = to_wire(include_home, "include_home")
    if max_session_age_days is not UNSET:
        wire["maxSessionAgeDays"] = to_wire(max_session_age_days, "max_session_age_days")
    if max_sessions is not UNSET:
        wire["maxSessions"] = to_wire(max_sessions, "max_sessions")
    if migration_source is not UNSET:
        wire["migrationSource"] = to_wire(migration_source, "migration_source")
    if source is not UNSET:
        wire["source"] = to_wire(source, "source")
    return wire


def external_agent_config_import(
    *,
    migration_items: Sequence[ExternalAgentConfigMigrationItem | Mapping[str, object]],
    migration_source: str | Unset | None = UNSET,
    provider_id: str | Unset | None = UNSET,
    source: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `externalAgentConfig/import`.

    Args:
        migration_source: Migration-source selector used to produce the migration items. Pass the
            same value to detection and import; missing or unrecognized values use the default
            source. Since runtime 0.147.0.
        provider_id: Opaque provider identifier supplied by the caller for analytics attribution and
            import history display. This does not select the migration source. Since runtime
            0.147.0.
        source: Optional identifier for the product that initiated the import. Since runtime
            0.144.4.
    """
    if unknown:
        raise unexpected_keyword("externalAgentConfig/import", unknown, keywords(external_agent_config_import))
    wire: dict[str, JsonValue] = {
        "migrationItems": to_wire(migration_items, "migration_items"),
    }
    if migration_source is not UNSET:
        wire["migrationSource"] = to_wire(migration_source, "migration_source")
    if provider_id is not UNSET:
        wire["providerId"] = to_wire(provider_id, "provider_id")
    if source is not UNSET:
        wire["source"] = to_wire(source, "source")
    return wire


def external_agent_config_import_record_history(
    *,
    item_type_results: Sequence[ExternalAgentConfigImportHistoryRecordTypeResultParams | Mapping[str, object]],
    provider_id: str,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `externalAgentConfig/import/recordHistory`.

    Args:
        item_type_results: Completed results grouped by imported item type.
        provider_id: Opaque provider identifier for the externally completed import.
    """
    if unknown:
        raise unexpected_keyword(
            "externalAgentConfig/import/recordHistory", unknown, keywords(external_agent_config_import_record_history)
        )
    wire: dict[str, JsonValue] = {
        "itemTypeResults": to_wire(item_type_results, "item_type_results"),
        "providerId": to_wire(provider_id, "provider_id"),
    }
    return wire


def external_agent_config_import_read_histories(**unknown: Never) -> None:
    """Return None: `externalAgentConfig/import/readHistories` has no params."""
    if unknown:
        raise unexpected_keyword(
            "externalAgentConfig/import/readHistories", unknown, keywords(external_agent_config_import_read_histories)
        )
