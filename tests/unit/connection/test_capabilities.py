"""Features that a runtime lacks, compared with the recorded history of the protocol."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from codex_protocol.availability import VERSIONS
from openai_codex import CodexError, UnsupportedByRuntimeError
from openai_codex._connection.capabilities import check_supported, missing_features
from support.paths import ROOT

HISTORY: dict[str, Any] = json.loads((ROOT / "schema" / "history.json").read_bytes())
METHODS: dict[str, Any] = HISTORY["methods"]
OLDEST, NEWEST = VERSIONS[0], VERSIONS[-1]


def key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def refuses(version: str | None, method: str, params: Any = None) -> UnsupportedByRuntimeError | None:
    try:
        check_supported(missing_features(version), version, method, params)
    except UnsupportedByRuntimeError as error:
        return error
    return None


@pytest.mark.parametrize("version", HISTORY["versions"])
def test_missing_features_published_runtime_is_exact(version: str) -> None:
    for method, entry in METHODS.items():
        there = key(entry["first"]) <= key(version) <= key(entry["last"])
        assert (refuses(version, method) is None) == there, method
        for field, span in entry.get("fields", {}).items() if there else ():
            has = key(span["first"]) <= key(version) <= key(span["last"])
            assert (refuses(version, method, {"always": 1, field: None}) is None) == has, (method, field)
        assert (refuses(version, method, {"no such field": 1}) is None) == there


def test_missing_features_oldest_runtime_has_most_of_protocol() -> None:
    assert 40 < len([method for method in METHODS if refuses(OLDEST, method)]) < 100
    assert [method for method in METHODS if refuses(NEWEST, method)] == ["thread/rollback", "thread/turns/items/list"]


@pytest.mark.parametrize(
    "version",
    [None, "", "0.0.0", "0.0.0-dev", "unknown", "0.163.1", "0.164.0-alpha.2", "1.0.0", "12.0.0.1", "0.1.0/0.163.0"],
)
def test_missing_features_unknown_or_newer_version_is_empty(version: str | None) -> None:
    assert missing_features(version) == {}
    assert all(refuses(version, method) is None for method in METHODS)


def test_missing_features_version_between_uses_both_neighbours() -> None:
    # 0.136.0 and 0.144.4 are published; no version between them is.
    came_at_once = {method for method, entry in METHODS.items() if entry["first"] == "0.144.4"}
    came_later = {method for method, entry in METHODS.items() if key(entry["first"]) > key("0.144.4")}
    assert came_at_once
    for version in ("0.140.2", "0.144.4-alpha.1"):
        assert {method for method in METHODS if refuses(version, method)} == came_later
    # Last in 0.136.0: a later runtime may have it, a runtime from 0.144.4 on does not.
    assert refuses("0.140.0", "thread/turns/items/list") is None
    assert refuses("0.145.0", "thread/turns/items/list") is not None


def test_missing_features_version_before_first_known() -> None:
    missing = {method for method in METHODS if refuses("0.100.0", method)}
    assert missing == {method for method in METHODS if refuses(OLDEST, method)}


def test_unsupported_error_suggests_solution() -> None:
    error = refuses("0.133.0", "project/list", {})
    assert error is not None
    assert (error.method, error.field, error.runtime_version, error.removed) == ("project/list", None, "0.133.0", False)
    assert error.required_version == METHODS["project/list"]["first"]
    assert f"project/list requires runtime {error.required_version} or newer (connected: 0.133.0)" in str(error)
    assert "pip install --upgrade openai-codex-cli-bin" in str(error)

    field = refuses("0.133.0", "thread/list", {"limit": 1, "projectId": "p"})
    assert field is not None
    assert (field.method, field.field) == ("thread/list", "projectId")
    assert "thread/list: the field 'projectId' requires runtime" in str(field)
    assert "omit this field" in str(field)

    gone = refuses(NEWEST, "thread/rollback", {})
    assert gone is not None
    assert (gone.removed, gone.required_version, gone.runtime_version) == (True, "0.155.1", NEWEST)
    assert "requires runtime 0.155.1 or older" in str(gone)
    assert "CodexConfig.codex_bin" in str(gone)

    for found in (error, field, gone):
        assert isinstance(found, CodexError)
        assert vars(pickle.loads(pickle.dumps(found))) == vars(found)
