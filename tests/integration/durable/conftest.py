"""Databases that the tests of a module share, and a model whose replies depend on the prompt."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex.durable import DurableCodex, Worker
from openai_codex.testing import ScriptedModel
from support.durable import PostgreSQL, postgresql
from support.homes import warm_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex.testing import RecordedRequest


@dataclass
class Setting:
    """A database, a model and a home of the runtime."""

    url: str
    model: ScriptedModel
    config: Any
    durable: DurableCodex
    replies: dict[str, Any] = field(default_factory=dict)
    """Replies by prompt; a function takes the request. Other prompts get the reply `ok`."""

    def on(self, prompt: str, reply: Any) -> str:
        """Set the reply to a prompt, and return the prompt."""
        self.replies[prompt] = reply
        return prompt


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQL]:
    """A PostgreSQL server for all tests."""
    with postgresql() as started:
        yield started


@contextlib.contextmanager
def opened(kind: str, request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> Iterator[Setting]:
    """Open an empty database, and start a model."""
    replies: dict[str, Any] = {}

    def reply(received: RecordedRequest) -> Any:
        return replies.get(received.user_text or "", "ok")

    if kind == "sqlite":
        url = f"sqlite:///{folders.mktemp('durable')}/durable.sqlite"
    else:
        url = request.getfixturevalue("server").create_database()
    with (
        warm_home() as home,
        ScriptedModel(reply) as model,
        DurableCodex(url) as durable,
    ):
        yield Setting(url, model, model.config(home=home), durable, replies)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.extended)])
def setting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """A database for a module: SQLite, and PostgreSQL in the extended run."""
    with opened(request.param, request, tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="class")
def worker(setting: Setting) -> Iterator[Worker]:
    """A worker in this process that the tests of a class share."""
    with Worker(setting.durable, name="worker-1", config=setting.config, concurrency=2) as started:
        yield started
