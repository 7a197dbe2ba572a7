"""Parsing of the runtime metadata."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._connection.metadata import metadata_from


@pytest.mark.parametrize(
    ("user_agent", "name", "version"),
    [
        ("my_program/0.163.0 (Debian 12.0.0; x86_64) unknown (my_program; 1)", "my_program", "0.163.0"),
        ("my_program/0.163.0", "my_program", "0.163.0"),
        ("my_program/0.164.0-alpha.2 (Mac OS 15; arm64)", "my_program", "0.164.0-alpha.2"),
        ("foo/0.1.0/0.163.0 (Debian 12.0.0; x86_64)", "foo/0.1.0", "0.163.0"),
        ("my program/0.163.0(x)", "my program", "0.163.0"),
        ("my_program", "my_program", None),
        ("", "", None),
    ],
)
def test_metadata_parses_name_and_version(user_agent: str, name: str, version: str | None) -> None:
    found = metadata_from({"userAgent": user_agent})
    assert (found.server_info.name, found.server_info.version) == (name, version)


@pytest.mark.parametrize("said", [None, [], "text", {}, {"userAgent": 5, "platformOs": None}])
def test_metadata_incomplete_response_is_accepted(said: Any) -> None:
    found = metadata_from(said)
    assert (found.user_agent, found.platform_os, found.codex_home) == ("", None, None)
