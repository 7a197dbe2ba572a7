"""The model of the kernels that the tests start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openai_codex.testing import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex.testing import Reply


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Reply]]:
    """Start a scripted model, and set the environment so that `Codex()` in a kernel uses it. Return its replies."""
    replies: list[Reply] = []
    with ScriptedModel(lambda request: replies.pop(0)) as model:
        config = model.config()
        assert config.env is not None
        for variable, value in config.env.items():
            monkeypatch.setenv(variable, value)
        monkeypatch.chdir(str(config.cwd))
        yield replies
