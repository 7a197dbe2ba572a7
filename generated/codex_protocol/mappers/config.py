"""Convert keywords to the params of the `config` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import ConfigEdit, MergeStrategy
    from .._wire import Unset


def config_mcp_server_reload(**unknown: Never) -> None:
    """Return None: `config/mcpServer/reload` has no params."""
    if unknown:
        raise unexpected_keyword("config/mcpServer/reload", unknown, keywords(config_mcp_server_reload))


def config_read(
    *, cwd: str | os.PathLike[str] | Unset | None = UNSET, include_layers: bool | Unset = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `config/read`.

    Args:
        cwd: Optional working directory to resolve project config layers. If specified, return the
            effective config as seen from that directory (i.e., including any project layers between
            `cwd` and the project/repo root).
    """
    if unknown:
        raise unexpected_keyword("config/read", unknown, keywords(config_read))
    wire: dict[str, JsonValue] = {}
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if include_layers is not UNSET:
        wire["includeLayers"] = to_wire(include_layers, "include_layers")
    return wire


def config_value_write(
    *,
    key_path: str,
    merge_strategy: MergeStrategy | str,
    value: object,
    expected_version: str | Unset | None = UNSET,
    file_path: str | os.PathLike[str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `config/value/write`.

    Args:
        file_path: Path to the config file to write; defaults to the user's `config.toml` when
            omitted.
    """
    if unknown:
        raise unexpected_keyword("config/value/write", unknown, keywords(config_value_write))
    wire: dict[str, JsonValue] = {
        "keyPath": to_wire(key_path, "key_path"),
        "mergeStrategy": to_wire(merge_strategy, "merge_strategy"),
        "value": to_wire(value, "value"),
    }
    if expected_version is not UNSET:
        wire["expectedVersion"] = to_wire(expected_version, "expected_version")
    if file_path is not UNSET:
        wire["filePath"] = to_wire(file_path, "file_path")
    return wire


def config_batch_write(
    *,
    edits: Sequence[ConfigEdit | Mapping[str, object]],
    expected_version: str | Unset | None = UNSET,
    file_path: str | os.PathLike[str] | Unset | None = UNSET,
    reload_user_config: bool | Unset = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `config/batchWrite`.

    Args:
        file_path: Path to the config file to write; defaults to the user's `config.toml` when
            omitted.
        reload_user_config: When true, hot-reload updated runtime settings into loaded threads after
            writing. Session-static model, reasoning-effort, Plan-mode reasoning-effort, and
            service-tier defaults are not reloaded. The deprecated personality setting is also not
            reloaded.
    """
    if unknown:
        raise unexpected_keyword("config/batchWrite", unknown, keywords(config_batch_write))
    wire: dict[str, JsonValue] = {
        "edits": to_wire(edits, "edits"),
    }
    if expected_version is not UNSET:
        wire["expectedVersion"] = to_wire(expected_version, "expected_version")
    if file_path is not UNSET:
        wire["filePath"] = to_wire(file_path, "file_path")
    if reload_user_config is not UNSET:
        wire["reloadUserConfig"] = to_wire(reload_user_config, "reload_user_config")
    return wire
