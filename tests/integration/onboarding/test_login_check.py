"""The check of the login before the first turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexError, NotLoggedInError, TurnFailedError
from openai_codex.testing import HttpError
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from support.fake_runtime import FakeRuntime, Request

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

NEEDS_LOGIN = {"model_providers": {"scripted": {"requires_openai_auth": True}}}
NO_ACCOUNT = {"requiresOpenaiAuth": True, "account": None}
ACCOUNT = {"requiresOpenaiAuth": True, "account": {"type": "apiKey"}}


def run_turns(runtime: FakeRuntime, thread: Any, count: int) -> None:
    for number in range(count):
        runtime.responses["turn/start"] = {"turn": {"id": f"turn-{number}"}}
        turn = thread.turn("Go")
        runtime.start_turn(f"turn-{number}")
        runtime.complete_turn(f"turn-{number}")
        turn.run()


@pytest.mark.parametrize("call", ["run", "turn", "codex.run", "compact", "run_goal", "review", "start_review"])
def test_turn_without_login_raises_before_a_request_of_the_model(flavour: str, call: str) -> None:
    with offline(flavour, [], settings=NEEDS_LOGIN) as (model, codex):
        thread = codex.thread_start()
        values = () if call in ("compact", "review", "start_review") else ("Go",)
        with pytest.raises(NotLoggedInError) as caught:
            getattr(codex if call == "codex.run" else thread, call.removeprefix("codex."))(*values)
        assert model.requests == []
    assert isinstance(caught.value, CodexError)
    assert isinstance(caught.value, RuntimeError)
    for remedy in ("codex.login_api_key(", "codex.login_chatgpt(", "'codex login'", "check_login=False"):
        assert remedy in str(caught.value)


def test_turn_after_a_login_runs(flavour: str) -> None:
    with offline(flavour, ["Hello."], settings=NEEDS_LOGIN) as (_, codex):
        thread = codex.thread_start()
        with pytest.raises(NotLoggedInError):
            thread.run("Go")
        codex.login_api_key("sk-none")
        assert thread.run("Go").final_response == "Hello."


def test_check_login_false_sends_the_turn(flavour: str) -> None:
    refusal = HttpError(401, "no credentials")
    with offline(flavour, [refusal], settings=NEEDS_LOGIN, check_login=False) as (model, codex):
        with pytest.raises(TurnFailedError, match="no credentials"):
            codex.run("Go")
        assert len(model.requests) == 1


def test_thread_with_a_provider_of_its_own_needs_no_login(flavour: str) -> None:
    own = {"name": "own", "wire_api": "responses", "supports_websockets": False}
    with offline(flavour, ["Hello."]) as (model, _):
        settings = {"model_providers": {"own": {**own, "base_url": model.url}, **NEEDS_LOGIN["model_providers"]}}
        with offline(flavour, [], settings=settings) as (unused, codex):
            assert codex.run("Go", model_provider="own").final_response == "Hello."
            with pytest.raises(NotLoggedInError):
                codex.run("Go")
            assert unused.requests == []


@pytest.mark.parametrize("account", [ACCOUNT, {"requiresOpenaiAuth": False, "account": None}, {}])
def test_passed_check_is_not_repeated(flavour: str, account: dict[str, object]) -> None:
    with fake_runtime(flavour, {"account/read": account}, check_login=True) as (runtime, codex):
        run_turns(runtime, codex.thread_start(), 3)
        run_turns(runtime, codex.thread_start(), 1)
        assert runtime.count("account/read") == 1
        assert runtime.count("config/read") == 0
        assert dict(runtime.requests)["account/read"] == {"refreshToken": False}


def test_failed_check_is_repeated_until_the_login(flavour: str) -> None:
    responses = {"account/read": NO_ACCOUNT, "config/read": {"config": {"model_provider": None}, "origins": {}}}
    with fake_runtime(flavour, responses, check_login=True) as (runtime, codex):
        thread = codex.thread_start()
        for _ in range(2):
            with pytest.raises(NotLoggedInError):
                thread.run("Go")
        runtime.responses["account/read"] = ACCOUNT
        run_turns(runtime, thread, 2)
        assert runtime.count("account/read") == 3
        assert runtime.count("turn/start") == 2


def test_check_that_the_runtime_rejects_is_not_repeated(flavour: str) -> None:
    def refuse(request: Request) -> None:
        request.respond_error(-32601, "unknown method")

    with fake_runtime(flavour, {"account/read": refuse}, check_login=True) as (runtime, codex):
        run_turns(runtime, codex.thread_start(), 2)
        assert runtime.count("account/read") == 1


def test_check_shares_the_timeout_of_the_turn(flavour: str) -> None:
    with fake_runtime(flavour, check_login=True) as (runtime, codex):
        thread = codex.thread_start()
        with pytest.raises(TimeoutError, match="account/read"):
            thread.run("Go", timeout=0.05)
        assert runtime.count("turn/start") == 0
