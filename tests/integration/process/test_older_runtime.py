"""The oldest published runtime works; missing features raise before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codex_codegen.sources import published
from openai_codex import Codex, MethodNotFoundError, UnsupportedByRuntimeError
from openai_codex._connection.capabilities import missing_features
from openai_codex.testing import ScriptedModel
from support.sync_adapter import client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex import CodexConfig

VERSION = "0.133.0"


@pytest.fixture(scope="module")
def config() -> Iterator[CodexConfig]:
    with ScriptedModel([], default="Hello.") as model:
        yield model.config(codex_bin=published.runtime(VERSION))


@pytest.fixture(scope="module", params=["sync", "async"])
def codex(request: pytest.FixtureRequest, config: CodexConfig) -> Iterator[Any]:
    with client(request.param, config) as codex:
        yield codex


def test_older_runtime_runs_turn(codex: Any) -> None:
    assert codex.thread_start().run("Hi.").final_response == "Hello."


def test_missing_method_raises(codex: Any) -> None:
    with pytest.raises(UnsupportedByRuntimeError) as caught:
        codex.rpc.project_list()
    assert (caught.value.method, caught.value.field, caught.value.runtime_version) == ("project/list", None, VERSION)


def test_missing_field_raises_and_other_fields_work(codex: Any) -> None:
    assert codex.rpc.thread_list(limit=1).data is not None
    with pytest.raises(UnsupportedByRuntimeError) as caught:
        codex.rpc.thread_list(limit=1, project_id="p")
    assert (caught.value.method, caught.value.field) == ("thread/list", "projectId")


def test_missing_field_of_convenience_method_raises(codex: Any) -> None:
    thread = codex.thread_start()
    missing = missing_features(VERSION)["turn/start"].fields
    assert "toolOutput" in missing
    with pytest.raises(UnsupportedByRuntimeError, match="turn/start"):
        thread.turn("Hi.", turn_service_tier="priority")


def test_missing_methods_are_unknown_to_runtime_and_not_sent(config: CodexConfig) -> None:
    with Codex(config) as codex:
        connection: Any = codex._sender.supervisor.current
        before = connection.session.pending_requests.next_id
        for method in missing_features(VERSION):
            if missing_features(VERSION)[method].method is not None:
                with pytest.raises(UnsupportedByRuntimeError):
                    codex._sender.call(method, {})
        assert connection.session.pending_requests.next_id == before
        for method, lacking in missing_features(VERSION).items():
            if lacking.method is not None:
                with pytest.raises(MethodNotFoundError):
                    connection.request(method, {}, timeout=10)
