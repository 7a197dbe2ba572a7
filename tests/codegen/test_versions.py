"""Which of two versions is newer."""

from __future__ import annotations

import random

from openai_codex._versions import version_key

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


def test_versions_sort_by_number_with_a_release_after_its_previews() -> None:
    for seed in range(20):
        mixed = SORTED[:]
        random.Random(seed).shuffle(mixed)
        assert sorted(mixed, key=version_key) == SORTED


def test_a_build_does_not_count() -> None:
    assert version_key("0.133.0+abc.1") == version_key("0.133.0")
