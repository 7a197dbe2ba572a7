"""Unit tests of `ScriptedModel`."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import ConfigError
from openai_codex.testing import Gate, HttpError, Match, Reply, ResponseFailed, ScriptedModel, StreamAborted, Text
from unit.testing.parsing import loads

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    assert [thread.name for thread in left if thread.name.startswith(("scripted-model", "Thread-"))] == []


def open_call(
    model: ScriptedModel, text: str = "Hi.", *, path: str = "/v1/responses", body: Any = None
) -> HTTPResponse:
    """Send a model call as the runtime does; return the response before its body is read."""
    host = model.url.removeprefix("http://").removesuffix("/v1")
    connection = HTTPConnection(host, timeout=20)
    content = [{"type": "input_text", "text": text}]
    request_body = {"model": "m", "input": [{"type": "message", "role": "user", "content": content}]}
    connection.request(
        "POST", path, json.dumps(request_body if body is None else body), {"Authorization": "Bearer sesame"}
    )
    return connection.getresponse()


def ask(model: ScriptedModel, text: str = "Hi.") -> str:
    """Send a model call; return the text of the answer, or the status and the error."""
    with open_call(model, text) as response:
        data = response.read().decode()
    if response.status != 200:
        return f"{response.status} {json.loads(data)['error']['message']}"
    events = [json.loads(line[6:]) for line in data.splitlines() if line.startswith("data: ")]
    assert events[-1]["type"] == "response.completed"
    return "".join(event.get("delta", "") for event in events)


def test_scripted_model_exhausted_script_returns_error() -> None:
    with ScriptedModel(["One.", [Text("Two"), "!"]]) as model:
        assert [ask(model), ask(model)] == ["One.", "Two!"]
        assert model.exhausted == 0
        assert ask(model) == "400 the script is exhausted: it has 2 replies, and this is model call 3"
        assert ask(model) == "400 the script is exhausted: it has 2 replies, and this is model call 4"
        assert model.exhausted == 2
        assert len(model.requests) == 4


def test_scripted_model_exhausted_script_returns_default() -> None:
    with ScriptedModel(["One."], default=lambda request: f"re: {request.user_text}") as model:
        assert [ask(model), ask(model, "a"), ask(model, "b")] == ["One.", "re: a", "re: b"]
        assert model.exhausted == 0


def test_scripted_model_function_as_script_answers_all_calls() -> None:
    with ScriptedModel(lambda request: [Text(f"You said {request.user_text}")]) as model:
        assert ask(model, "x") == "You said x"
        assert ask(model, "y") == "You said y"


def test_scripted_model_function_returns_invalid_reply_returns_error() -> None:
    invalid_reply: Any = lambda request: 42  # noqa: E731
    with ScriptedModel([invalid_reply, "Fine."]) as model:
        assert "return value of the script's function: expected a reply (a string, " in ask(model)
        assert ask(model) == "Fine."


def test_scripted_model_function_raises_returns_error() -> None:
    def raise_error(request: object) -> str:
        raise LookupError("raise_error reply")

    with ScriptedModel([raise_error, "Fine."]) as model:
        assert "raise_error reply" in ask(model)
        assert ask(model) == "Fine."


def test_scripted_model_match_answers_matching_calls() -> None:
    script: list[Reply | Match] = [
        "In turn.",
        Match("apple", "One apple."),
        Match(lambda request: request.user_text == "pear", "A pear.", times=2),
        Match("always", "As ever.", times=None),
    ]
    with ScriptedModel(script) as model:
        assert [ask(model, "always") for _ in range(4)] == ["As ever."] * 4
        assert [ask(model, "pear"), ask(model, "pear")] == ["A pear.", "A pear."]
        assert ask(model, "an apple?") == "One apple."
        # The matches are used up, so the replies of the script follow.
        assert ask(model, "pear") == "In turn."
        assert ask(model, "an apple?").startswith("400 the script is exhausted: it has 1 replies")


def test_scripted_model_predicate_raises_returns_error() -> None:
    def raise_error(request: object) -> bool:
        raise LookupError("cannot match")

    with ScriptedModel([Match(raise_error, "x"), "Fine."]) as model:
        assert "cannot match" in ask(model)


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_scripted_model_http_error_sends_status_headers_and_body(status: int) -> None:
    with (
        ScriptedModel([HttpError(status, "no", code="c", headers={"Retry-After": "7"})]) as model,
        open_call(model) as response,
    ):
        assert response.status == status
        assert response.getheader("retry-after") == "7"
        assert json.loads(response.read())["error"] == {"message": "no", "code": "c", "type": "scripted"}


def test_scripted_model_stream_failures_end_stream_as_scripted() -> None:
    with ScriptedModel(
        [StreamAborted(["part"]), StreamAborted(["part"], reset=True), ResponseFailed("quota", after=["part"])]
    ) as model:
        with open_call(model) as response:
            data = response.read()
            assert b"part" in data
            assert b"response.completed" not in data
        with open_call(model) as response, pytest.raises(ConnectionResetError):
            response.read()
        with open_call(model) as response:
            data = response.read()
            assert b"response.failed" in data
            assert b"response.completed" not in data


def test_scripted_model_other_request_returns_not_found() -> None:
    with ScriptedModel(["Hello."]) as model:
        for path, body in (("/v1/chat/completions", None), ("/v1/responses", [1, 2])):
            with open_call(model, path=path, body=body) as response:
                assert response.status == 404
        assert model.requests == []
        assert ask(model) == "Hello."


def test_scripted_model_requests_hide_secrets_in_repr() -> None:
    with ScriptedModel(["Hello."]) as model:
        ask(model, "Which files exist?")
        (request,) = model.requests
        assert request.path == "/v1/responses"
        assert request.user_text == "Which files exist?"
        assert request.headers["authorization"] == "Bearer sesame"
        assert "sesame" not in repr(request)
        # The property returns a copy.
        assert model.requests is not model.requests


def test_scripted_model_concurrent_calls_are_answered() -> None:
    with ScriptedModel(lambda request: f"re: {request.user_text}") as model, ThreadPoolExecutor(30) as pool:
        texts = [str(number) for number in range(60)]
        assert list(pool.map(lambda text: ask(model, text), texts)) == [f"re: {text}" for text in texts]
        assert sorted(str(request.user_text) for request in model.requests) == sorted(texts)


def test_wait_for_requests_returns_calls_or_raises() -> None:
    with ScriptedModel(["One.", "Two."]) as model, ThreadPoolExecutor(1) as pool:
        with pytest.raises(TimeoutError, match=r"received 0 of 1 model calls within 0\.01 s"):
            model.wait_for_requests(1, timeout=0.01)
        waiting = pool.submit(model.wait_for_requests, 2)
        ask(model, "a")
        ask(model, "b")
        assert [request.user_text for request in waiting.result(10)] == ["a", "b"]
        assert len(model.wait_for_requests(1)) == 2


async def test_scripted_model_async_with_removes_directories() -> None:
    import asyncio

    async with ScriptedModel(["One."]) as model:
        waiting = asyncio.create_task(model.wait_for_requests_async(1))
        assert await asyncio.to_thread(ask, model) == "One."
        assert len(await waiting) == 1
        with pytest.raises(TimeoutError):
            await model.wait_for_requests_async(2, timeout=0.01)
        directory = str(model.config().cwd)
        assert os.path.isdir(directory)  # noqa: ASYNC240
    assert not os.path.exists(directory)  # noqa: ASYNC240


def test_scripted_model_gate_pauses_reply() -> None:
    gate = Gate()
    with ScriptedModel([["before", gate, "after"]]) as model, open_call(model) as response:
        gate.wait_entered()
        seen = b""
        while b"output_item.done" not in seen:
            seen += response.readline()
        assert b"before" in seen
        assert b"after" not in seen
        gate.open()
        assert b"after" in response.read()


@pytest.mark.parametrize(
    "reply",
    [[Gate()], [Text(deltas=["a"] * 3, delay=1_000.0)], StreamAborted([Gate()])],
    ids=["gate", "delay", "gate in StreamAborted"],
)
def test_close_running_reply_ends_it(reply: Any) -> None:
    model = ScriptedModel([reply])
    response = open_call(model)
    began = time.monotonic()
    model.close()
    model.close()
    assert time.monotonic() - began < 5
    with response:
        assert b"response.completed" not in response.read()


def test_close_incomplete_request_ends_connection() -> None:
    model = ScriptedModel([])
    host, port = model.url.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as idle:
        idle.sendall(b"POST /v1/responses HTTP/1.1\r\ncontent-length: 10\r\n\r\n")
        # When another call is answered, the server has accepted the connection.
        ask(model)
        model.close()
        assert idle.recv(1) == b""
    with pytest.raises(OSError, match=r"."):
        open_call(model)


def home_of(config: Any) -> Path:
    return Path(config.env["CODEX_HOME"])


def settings_of(config: Any) -> dict[str, Any]:
    return loads((home_of(config) / "config.toml").read_text(encoding="utf-8"))


def test_config_directories_are_separate_and_removed_on_close() -> None:
    with ScriptedModel([]) as model:
        first, second = model.config(), model.config()
        directories = [home_of(first), home_of(second), Path(str(first.cwd)), Path(str(second.cwd))]
        assert len(set(directories)) == 4
        assert all(directory.is_dir() for directory in directories)
        (directories[2] / "made-by-the-agent").mkdir()
    assert not any(directory.exists() for directory in directories)


def test_config_given_home_and_cwd_are_kept(tmp_path: Path) -> None:
    home, work = tmp_path / "new" / "home", tmp_path
    with ScriptedModel([]) as model:
        config = model.config(home=home, cwd=work)
        assert home_of(config) == home
        assert config.cwd == work
        assert settings_of(config)["model"] == "mock-model"
    assert (home / "config.toml").is_file()


def test_config_settings_are_merged() -> None:
    special_text = 'a "quoted" \\ back\\slash, Grüße, \x01\x7f\n'
    settings = {
        "model": "other",
        "features": {"apps": True, "more": False},
        "model_providers": {"scripted": {"http_headers": {"X-Text": special_text}}},
        "projects": {"/a folder/with.dots": {"trust_level": "trusted"}},
    }
    with ScriptedModel([]) as model:
        found = settings_of(model.config(settings=settings))
        plain = settings_of(model.config())
        assert found["model_providers"]["scripted"]["base_url"] == model.url
    assert found["model"] == "other"
    assert found["model_provider"] == "scripted"
    assert found["features"]["apps"] is True
    assert found["features"]["more"] is False
    assert found["features"]["plugins"] is False
    assert found["model_providers"]["scripted"]["http_headers"]["X-Text"] == special_text
    assert found["projects"]["/a folder/with.dots"]["trust_level"] == "trusted"
    # Settings do not affect later configurations.
    assert plain["model"] == "mock-model"
    assert plain["features"]["apps"] is False


def test_config_env_overrides_defaults() -> None:
    with ScriptedModel([]) as model:
        env = dict(model.config(env={"KEY": "value", "NO_PROXY": "*"}).env or {})
        assert env["KEY"] == "value"
        assert env["NO_PROXY"] == "*"
        assert Path(env["CODEX_HOME"]).is_dir()


def test_config_fields_are_passed_on(tmp_path: Path) -> None:
    program = tmp_path / "codex"
    with ScriptedModel([]) as model:
        config = model.config(
            codex_bin=program, request_timeout=3.0, experimental_api=False, client_name="n", config_overrides=("a=1",)
        )
        assert os.fspath(str(config.codex_bin)) == str(program)
        assert config.request_timeout == 3.0
        assert config.experimental_api is False
        assert config.client_name == "n"
        assert config.config_overrides == ("a=1",)
        assert model.config(launch_args_override=("x", "y")).launch_args_override == ("x", "y")


@pytest.mark.parametrize("field", ["codexBin", "timeout", "sandbox"])
def test_config_unknown_field_raises(field: str) -> None:
    given: dict[str, Any] = {field: 1}
    with (
        ScriptedModel([]) as model,
        pytest.raises(TypeError, match=f"unknown field '{field}'; .*codex_bin, ") as caught,
    ):
        model.config(**given)
    assert "request_timeout" in str(caught.value)


def test_config_invalid_value_raises() -> None:
    with ScriptedModel([]) as model:
        with pytest.raises(ConfigError, match="request_timeout"):
            model.config(request_timeout=-1)
        with pytest.raises(TypeError, match=r"settings\.model: .*NoneType"):
            model.config(settings={"model": None})
