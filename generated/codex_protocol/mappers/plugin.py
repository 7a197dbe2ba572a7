"""Convert keywords to the params of the `plugin` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import (
        AbsolutePathBuf,
        PluginListMarketplaceKind,
        PluginSearchScope,
        PluginShareDiscoverability,
        PluginShareTarget,
        PluginShareUpdateDiscoverability,
    )
    from .._wire import Unset


def plugin_list(
    *,
    cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
    force_refetch: bool | Unset = UNSET,
    marketplace_kinds: Sequence[PluginListMarketplaceKind | str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/list`.

    Args:
        cwds: Optional working directories used to discover repo marketplaces. When omitted, only
            home-scoped marketplaces and the official curated marketplace are considered.
        force_refetch: Whether the client requests a fresh remote plugin catalog fetch. Since
            runtime 0.147.0.
        marketplace_kinds: Optional marketplace kind filter. When omitted, only local marketplaces
            are queried, plus the default remote catalog when enabled by feature flag.
    """
    if unknown:
        raise unexpected_keyword("plugin/list", unknown, keywords(plugin_list))
    wire: dict[str, JsonValue] = {}
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    if force_refetch is not UNSET:
        wire["forceRefetch"] = to_wire(force_refetch, "force_refetch")
    if marketplace_kinds is not UNSET:
        wire["marketplaceKinds"] = to_wire(marketplace_kinds, "marketplace_kinds")
    return wire


def plugin_search(
    *,
    search_term: str,
    cursor: str | Unset | None = UNSET,
    cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    scope: PluginSearchScope | str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/search`."""
    if unknown:
        raise unexpected_keyword("plugin/search", unknown, keywords(plugin_search))
    wire: dict[str, JsonValue] = {
        "searchTerm": to_wire(search_term, "search_term"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if scope is not UNSET:
        wire["scope"] = to_wire(scope, "scope")
    return wire


def plugin_installed(
    *,
    cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
    install_suggestion_plugin_names: Sequence[str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/installed`.

    Args:
        cwds: Optional working directories used to discover repo marketplaces.
        install_suggestion_plugin_names: Additional uninstalled plugin names that should be returned
            when present locally. This is used by mention surfaces that intentionally expose install
            entrypoints.
    """
    if unknown:
        raise unexpected_keyword("plugin/installed", unknown, keywords(plugin_installed))
    wire: dict[str, JsonValue] = {}
    if cwds is not UNSET:
        wire["cwds"] = to_wire(cwds, "cwds")
    if install_suggestion_plugin_names is not UNSET:
        wire["installSuggestionPluginNames"] = to_wire(
            install_suggestion_plugin_names, "install_suggestion_plugin_names"
        )
    return wire


def plugin_reconcile(*, reason: str | Unset | None = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `plugin/reconcile`.

    Args:
        reason: Optional client-provided reason recorded with the reconciliation attempt.
    """
    if unknown:
        raise unexpected_keyword("plugin/reconcile", unknown, keywords(plugin_reconcile))
    wire: dict[str, JsonValue] = {}
    if reason is not UNSET:
        wire["reason"] = to_wire(reason, "reason")
    return wire


def plugin_read(
    *,
    plugin_name: str,
    marketplace_path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
    remote_marketplace_name: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/read`."""
    if unknown:
        raise unexpected_keyword("plugin/read", unknown, keywords(plugin_read))
    wire: dict[str, JsonValue] = {
        "pluginName": to_wire(plugin_name, "plugin_name"),
    }
    if marketplace_path is not UNSET:
        wire["marketplacePath"] = to_wire(marketplace_path, "marketplace_path")
    if remote_marketplace_name is not UNSET:
        wire["remoteMarketplaceName"] = to_wire(remote_marketplace_name, "remote_marketplace_name")
    return wire


def plugin_skill_read(
    *, remote_marketplace_name: str, remote_plugin_id: str, skill_name: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `plugin/skill/read`."""
    if unknown:
        raise unexpected_keyword("plugin/skill/read", unknown, keywords(plugin_skill_read))
    wire: dict[str, JsonValue] = {
        "remoteMarketplaceName": to_wire(remote_marketplace_name, "remote_marketplace_name"),
        "remotePluginId": to_wire(remote_plugin_id, "remote_plugin_id"),
        "skillName": to_wire(skill_name, "skill_name"),
    }
    return wire


def plugin_share_save(
    *,
    plugin_path: AbsolutePathBuf | os.PathLike[str],
    discoverability: PluginShareDiscoverability | str | Unset | None = UNSET,
    remote_plugin_id: str | Unset | None = UNSET,
    share_targets: Sequence[PluginShareTarget | Mapping[str, object]] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/share/save`."""
    if unknown:
        raise unexpected_keyword("plugin/share/save", unknown, keywords(plugin_share_save))
    wire: dict[str, JsonValue] = {
        "pluginPath": to_wire(plugin_path, "plugin_path"),
    }
    if discoverability is not UNSET:
        wire["discoverability"] = to_wire(discoverability, "discoverability")
    if remote_plugin_id is not UNSET:
        wire["remotePluginId"] = to_wire(remote_plugin_id, "remote_plugin_id")
    if share_targets is not UNSET:
        wire["shareTargets"] = to_wire(share_targets, "share_targets")
    return wire


def plugin_share_update_targets(
    *,
    discoverability: PluginShareUpdateDiscoverability | str,
    remote_plugin_id: str,
    share_targets: Sequence[PluginShareTarget | Mapping[str, object]],
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/share/updateTargets`."""
    if unknown:
        raise unexpected_keyword("plugin/share/updateTargets", unknown, keywords(plugin_share_update_targets))
    wire: dict[str, JsonValue] = {
        "discoverability": to_wire(discoverability, "discoverability"),
        "remotePluginId": to_wire(remote_plugin_id, "remote_plugin_id"),
        "shareTargets": to_wire(share_targets, "share_targets"),
    }
    return wire


def plugin_share_list(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `plugin/share/list`."""
    if unknown:
        raise unexpected_keyword("plugin/share/list", unknown, keywords(plugin_share_list))
    wire: dict[str, JsonValue] = {}
    return wire


def plugin_share_checkout(*, remote_plugin_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `plugin/share/checkout`."""
    if unknown:
        raise unexpected_keyword("plugin/share/checkout", unknown, keywords(plugin_share_checkout))
    wire: dict[str, JsonValue] = {
        "remotePluginId": to_wire(remote_plugin_id, "remote_plugin_id"),
    }
    return wire


def plugin_share_delete(*, remote_plugin_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `plugin/share/delete`."""
    if unknown:
        raise unexpected_keyword("plugin/share/delete", unknown, keywords(plugin_share_delete))
    wire: dict[str, JsonValue] = {
        "remotePluginId": to_wire(remote_plugin_id, "remote_plugin_id"),
    }
    return wire


def plugin_install(
    *,
    plugin_name: str,
    install_attempt_id: str | Unset | None = UNSET,
    marketplace_path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
    remote_marketplace_name: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `plugin/install`.

    Args:
        install_attempt_id: Client-generated identifier used to correlate one installation attempt.
            Since runtime 0.149.0.
    """
    if unknown:
        raise unexpected_keyword("plugin/install", unknown, keywords(plugin_install))
    wire: dict[str, JsonValue] = {
        "pluginName": to_wire(plugin_name, "plugin_name"),
    }
    if install_attempt_id is not UNSET:
        wire["installAttemptId"] = to_wire(install_attempt_id, "install_attempt_id")
    if marketplace_path is not UNSET:
        wire["marketplacePath"] = to_wire(marketplace_path, "marketplace_path")
    if remote_marketplace_name is not UNSET:
        wire["remoteMarketplaceName"] = to_wire(remote_marketplace_name, "remote_marketplace_name")
    return wire


def plugin_uninstall(*, plugin_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `plugin/uninstall`."""
    if unknown:
        raise unexpected_keyword("plugin/uninstall", unknown, keywords(plugin_uninstall))
    wire: dict[str, JsonValue] = {
        "pluginId": to_wire(plugin_id, "plugin_id"),
    }
    return wire
