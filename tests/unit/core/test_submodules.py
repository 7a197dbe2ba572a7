"""The public submodules are attributes of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("name", ["errors", "policies", "retry", "testing", "tools", "types"])
def test_public_submodule_is_an_attribute_after_importing_the_package(name: str) -> None:
    program = f"import openai_codex; print(openai_codex.{name}.__name__); assert {name!r} in dir(openai_codex)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == f"openai_codex.{name}"
