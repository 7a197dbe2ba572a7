"""Typed methods on the real runtime; sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import codex_protocol
from codex_protocol import registry
from openai_codex import InvalidRequestError, JsonRpcError, UnexpectedKeywordError, WireValueError
from openai_codex.testing import ScriptedModel
from support.runtimes import offline
from support.sync_adapter import client

if TYPE_CHECKING:
    from collections.abc import Iterator


WITHOUT_PARAMS = {
    method: spec for method, spec in registry.CLIENT_METHODS.items() if spec.params is None and method != "initialize"
}

NEEDS_A_LOGIN = {
    "account/gatewayOAuth/login": "does not use gateway OAuth",
    "account/workspaceMessages/read": "authentication required",
}
"""Methods that the runtime rejects because of its configuration, with words of the error."""


@pytest.fixture(scope="module", params=["sync", "async"])
def codex(request: pytest.FixtureRequest) -> Iterator[Any]:
    with ScriptedModel([], default="Hello.") as model, client(request.param, model.config()) as codex:
        yield codex


def test_methods_without_params_exist() -> None:
    assert len(WITHOUT_PARAMS) > 5


@pytest.mark.parametrize("method", WITHOUT_PARAMS)
def test_method_without_params_is_accepted(codex: Any, method: str) -> None:
    spec = WITHOUT_PARAMS[method]
    refusal = NEEDS_A_LOGIN.get(method)
    if refusal is not None:
        with pytest.raises(InvalidRequestError, match=refusal) as caught:
            getattr(codex.rpc, spec.python_name)()
        assert caught.value.method == method
    else:
        assert type(getattr(codex.rpc, spec.python_name)()) is getattr(codex_protocol, spec.response)


def test_method_without_params_rejects_keywords(codex: Any) -> None:
    with pytest.raises(UnexpectedKeywordError, match="expected no keywords"):
        codex.rpc.config_requirements_read(limit=1)


def test_thread_names_and_lists(codex: Any) -> None:
    thread = codex.thread_start()
    thread.run("Hi.")
    codex.rpc.thread_name_set(thread_id=thread.id, name="Grüße & mehr")
    assert codex.rpc.thread_read(thread_id=thread.id).thread.name == "Grüße & mehr"
    assert thread.id in [found.id for found in codex.rpc.thread_list().data]
    assert codex.rpc.thread_loaded_list().data


def test_null_differs_from_omitted(codex: Any) -> None:
    thread = codex.thread_start()

    def budget(**keywords: Any) -> object:
        return codex.rpc.thread_goal_set(thread_id=thread.id, status="paused", **keywords).goal.token_budget

    assert budget(objective="Reach it.", token_budget=5_000) == 5_000
    assert budget() == 5_000
    assert budget(token_budget=None) is None


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [("threadId", "thread_id"), ("naem", "name"), ("nothing_like_it", None)],
)
def test_unknown_keyword_raises_before_sending(codex: Any, keyword: str, meant: str | None) -> None:
    thread = codex.thread_start()
    with pytest.raises(UnexpectedKeywordError) as caught:
        codex.rpc.thread_name_set(thread_id=thread.id, name="not set", **{keyword: "x"})
    assert caught.value.keyword == keyword
    assert caught.value.suggestion == meant
    assert set(caught.value.allowed) == {"thread_id", "name"}
    assert codex.rpc.thread_read(thread_id=thread.id).thread.name is None


def test_value_not_json_raises_before_sending(codex: Any) -> None:
    thread = codex.thread_start()
    with pytest.raises(WireValueError, match=r"input\[0\]\.text"):
        codex.rpc.turn_start(thread_id=thread.id, input=[{"type": "text", "text": b"bytes"}])


def test_error_response_contains_method(codex: Any) -> None:
    with pytest.raises(JsonRpcError) as caught:
        codex.rpc.thread_read(thread_id="01234567-89ab-7def-8123-456789abcdef")
    assert caught.value.method == "thread/read"
    assert caught.value.message in str(caught.value)


def test_models_and_settings_are_typed(codex: Any) -> None:
    (model,) = codex.rpc.model_list(limit=1).data
    assert isinstance(model, codex_protocol.Model)
    config = codex.rpc.config_read(include_layers=False).config
    assert config.model == "mock-model"
    assert config.model_provider == "scripted"


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_experimental_method_without_opt_in_raises(flavour: str) -> None:
    with offline(flavour, [], experimental_api=False, default=None) as (_, codex):
        codex.thread_start()
        with pytest.raises(InvalidRequestError, match="experimental"):
            codex.rpc.memory_reset()
