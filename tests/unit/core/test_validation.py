"""Unit tests of the shared validation of arguments."""

from __future__ import annotations

import math
from typing import Any

import pytest

from openai_codex._validation import MAX_SECONDS, validate_integer, validate_seconds
from openai_codex.errors import ConfigError, InputError


@pytest.mark.parametrize("value", [None, 1, 0.001, MAX_SECONDS])
def test_validate_seconds_valid_value_passes(value: Any) -> None:
    validate_seconds("timeout", value)


@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan, True, "5", MAX_SECONDS * 2])
def test_validate_seconds_invalid_value_raises(value: Any) -> None:
    with pytest.raises(InputError, match="timeout: expected seconds above 0, or None for no limit, got ") as caught:
        validate_seconds("timeout", value)
    assert caught.value.field == "timeout"
    assert str(caught.value).endswith(f"got {value!r} ({type(value).__name__})")


def test_validate_seconds_required_none_raises() -> None:
    with pytest.raises(InputError, match=r"delay: expected seconds above 0, got None \(NoneType\)"):
        validate_seconds("delay", None, optional=False)


def test_validate_seconds_allow_zero_accepts_zero_only() -> None:
    validate_seconds("delay", 0, allow_zero=True)
    with pytest.raises(InputError, match="delay: expected seconds, 0 or more"):
        validate_seconds("delay", -1, allow_zero=True)


def test_validate_seconds_error_type_is_raised() -> None:
    with pytest.raises(ConfigError, match=r"CodexConfig\.request_timeout: expected seconds above 0"):
        validate_seconds("request_timeout", 0, error=ConfigError)


@pytest.mark.parametrize("value", [0, -1, True, 1.0, "1", None])
def test_validate_integer_invalid_value_raises(value: Any) -> None:
    with pytest.raises(InputError, match="attempts: expected an integer, 1 or more, got "):
        validate_integer("attempts", value, minimum=1)


def test_validate_integer_minimum_passes() -> None:
    validate_integer("size", 1024, minimum=1024, unit="bytes")
    with pytest.raises(ConfigError, match=r"CodexConfig\.size: expected bytes, 1024 or more, got 1023 \(int\)"):
        validate_integer("size", 1023, minimum=1024, unit="bytes", error=ConfigError)
