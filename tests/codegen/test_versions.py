"""Test the order of versions."""

from __future__ import annotations

import random

from openai_codex._versions import is_version, version_key

SORTED = [
    "not a version",
    "0.0.0",
    "0.9.0",
    "0.10.0-alpha.2",
    "0.10.0-alpha.10",
    "0.10.0-beta.1",
    "0.10.0",
    "0.10.1",
    "0.133.0",
    "1.0.0-rc1",
    "1.0.0",
]


def test_version_key_sorts_prereleases_before_releases() -> None:
    for seed in range(20):
        mixed = SORTED[:]
        random.Random(seed).shuffle(mixed)
        assert sorted(mixed, key=version_key) == SORTED


def test_version_key_ignores_build_metadata() -> None:
    assert version_key("0.133.0+abc.1") == version_key("0.133.0")


def test_is_version_accepts_semantic_versions_only() -> None:
    assert all(map(is_version, ("0.133.0", "0.10.0-alpha.2", "0.133.0+abc.1")))
    assert not any(map(is_version, ("", "0.133", "unknown", "12.0.0.1", "0.1.0/0.163.0", "0.1.0a2")))
