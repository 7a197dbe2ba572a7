"""`ScriptedModel`: what it answers, what it records, and what config it gives."""

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
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    assert [thread.name for thread in left if thread.name.startswith(("scripted-model", "Thread-"))] == []


def opened(model: ScriptedModel, text: str = "Hi.", *, path: str = "/v1/responses", body: Any = None) -> HTTPResponse:
    """Make a model call, as the runtime does; return the response, of which nothing is read yet."""
    host = model.url.removeprefix("http://").removesuffix("/v1")
    connection = HTTPConnection(host, timeout=20)
    content = [{"type": "input_text", "text": text}]
    whole = {"model": "m", "input": [{"type": "message", "role": "user", "content": content}]}
    connection.request("POST", path, json.dumps(whole if body is None else body), {"Authorization": "Bearer sesame"})
    return connection.getresponse()


def ask(model: ScriptedModel, text: str = "Hi.") -> str:
    """Make a model call; return the text of the answer, or the status and the message of the error."""
    with opened(model, text) as response:
        data = response.read().decode()
    if response.status != 200:
        return f"{response.status} {json.loads(data)['error']['message']}"
    events = [json.loads(line[6:]) for line in data.splitlines() if line.startswith("data: ")]
    assert events[-1]["type"] == "response.completed"
    return "".join(event.get("delta", "") for event in events)


def test_replies_come_in_order_and_then_the_script_is_used_up() -> None:
    with ScriptedModel(["One.", [Text("Two"), "!"]]) as model:
        assert [ask(model), ask(model)] == ["One.", "Two!"]
        assert model.exhausted == 0
        assert ask(model) == "400 the script of 2 replies is used up: this is model call 3"
        assert ask(model) == "400 the script of 2 replies is used up: this is model call 4"
        assert model.exhausted == 2
        assert len(model.requests) == 4


def test_a_default_answers_once_the_script_is_used_up() -> None:
    with ScriptedModel(["One."], default=lambda request: f"re: {request.user_text}") as model:
        assert [ask(model), ask(model, "a"), ask(model, "b")] == ["One.", "re: a", "re: b"]
        assert model.exhausted == 0


def test_a_script_may_be_a_function() -> None:
    with ScriptedModel(lambda request: [Text(f"You said {request.user_text}")]) as model:
        assert ask(model, "x") == "You said x"
        assert ask(model, "y") == "You said y"


def test_a_function_that_gives_no_reply_fails_visibly() -> None:
    rubbish: Any = lambda request: 42  # noqa: E731
    with ScriptedModel([rubbish, "Fine."]) as model:
        assert "what the script's function returned: int is no reply; give a string" in ask(model)
        assert ask(model) == "Fine."


def test_a_function_that_raises_fails_visibly() -> None:
    def broken(request: object) -> str:
        raise LookupError("no such thing in this test")

    with ScriptedModel([broken, "Fine."]) as model:
        assert "no such thing in this test" in ask(model)
        assert ask(model) == "Fine."


def test_entries_for_certain_calls() -> None:
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
        # Used up, so it is the turn of the others.
        assert ask(model, "pear") == "In turn."
        assert ask(model, "an apple?").startswith("400 the script of 1 replies is used up")


def test_a_function_that_matches_badly_fails_visibly() -> None:
    def broken(request: object) -> bool:
        raise LookupError("cannot match")

    with ScriptedModel([Match(broken, "x"), "Fine."]) as model:
        assert "cannot match" in ask(model)


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_an_http_error(status: int) -> None:
    with (
        ScriptedModel([HttpError(status, "no", code="c", headers={"Retry-After": "7"})]) as model,
        opened(model) as response,
    ):
        assert response.status == status
        assert response.getheader("retry-after") == "7"
        assert json.loads(response.read())["error"] == {"message": "no", "code": "c", "type": "scripted"}


def test_streams_that_end_badly() -> None:
    with ScriptedModel(
        [StreamAborted(["part"]), StreamAborted(["part"], how="reset"), ResponseFailed("quota", after=["part"])]
    ) as model:
        with opened(model) as response:
            data = response.read()
            assert b"part" in data
            assert b"response.completed" not in data
        with opened(model) as response, pytest.raises(ConnectionResetError):
            response.read()
        with opened(model) as response:
            data = response.read()
            assert b"response.failed" in data
            assert b"response.completed" not in data


def test_other_requests_are_not_taken_for_model_calls() -> None:
    with ScriptedModel(["Hello."]) as model:
        for path, body in (("/v1/chat/completions", None), ("/v1/responses", [1, 2])):
            with opened(model, path=path, body=body) as response:
                assert response.status == 404
        assert model.requests == []
        assert ask(model) == "Hello."


def test_calls_are_recorded_without_showing_secrets() -> None:
    with ScriptedModel(["Hello."]) as model:
        ask(model, "What is recorded?")
        (request,) = model.requests
        assert request.path == "/v1/responses"
        assert request.user_text == "What is recorded?"
        assert request.headers["authorization"] == "Bearer sesame"
        assert "sesame" not in repr(request)
        # A copy: what is added later does not show up in it.
        assert model.requests is not model.requests


def test_many_calls_at_once() -> None:
    with ScriptedModel(lambda request: f"re: {request.user_text}") as model, ThreadPoolExecutor(30) as pool:
        texts = [str(number) for number in range(60)]
        assert list(pool.map(lambda text: ask(model, text), texts)) == [f"re: {text}" for text in texts]
        assert sorted(str(request.user_text) for request in model.requests) == sorted(texts)


def test_waiting_for_calls() -> None:
    with ScriptedModel(["One.", "Two."]) as model, ThreadPoolExecutor(1) as pool:
        with pytest.raises(TimeoutError, match=r"0 of 1 model calls within 0\.01 s"):
            model.wait_for_requests(1, timeout=0.01)
        waiting = pool.submit(model.wait_for_requests, 2)
        ask(model, "a")
        ask(model, "b")
        assert [request.user_text for request in waiting.result(10)] == ["a", "b"]
        assert len(model.wait_for_requests(1)) == 2


async def test_async_use() -> None:
    import asyncio

    async with ScriptedModel(["One."]) as model:
        waiting = asyncio.create_task(model.wait_for_requests_async(1))
        assert await asyncio.to_thread(ask, model) == "One."
        assert len(await waiting) == 1
        with pytest.raises(TimeoutError):
            await model.wait_for_requests_async(2, timeout=0.01)
        folder = str(model.config().cwd)
        assert os.path.isdir(folder)  # noqa: ASYNC240
    assert not os.path.exists(folder)  # noqa: ASYNC240


def test_a_gate_holds_a_reply_where_it_stands() -> None:
    gate = Gate()
    with ScriptedModel([["before", gate, "after"]]) as model, opened(model) as response:
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
    ids=["gate", "delay", "gate in Died"],
)
def test_to_close_ends_what_is_being_answered(reply: Any) -> None:
    model = ScriptedModel([reply])
    response = opened(model)
    began = time.monotonic()
    model.close()
    model.close()
    assert time.monotonic() - began < 5
    with response:
        assert b"response.completed" not in response.read()


def test_to_close_ends_connections_that_never_ask() -> None:
    model = ScriptedModel([])
    host, port = model.url.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as idle:
        idle.sendall(b"POST /v1/responses HTTP/1.1\r\ncontent-length: 10\r\n\r\n")
        # The server has taken it once it answers another call.
        ask(model)
        model.close()
        assert idle.recv(1) == b""
    with pytest.raises(OSError, match=r"."):
        opened(model)


def home_of(config: Any) -> Path:
    return Path(config.env["CODEX_HOME"])


def settings_of(config: Any) -> dict[str, Any]:
    return loads((home_of(config) / "config.toml").read_text(encoding="utf-8"))


def test_each_config_has_folders_of_its_own_and_they_are_gone_after_close() -> None:
    with ScriptedModel([]) as model:
        first, second = model.config(), model.config()
        folders = [home_of(first), home_of(second), Path(str(first.cwd)), Path(str(second.cwd))]
        assert len(set(folders)) == 4
        assert all(folder.is_dir() for folder in folders)
        (folders[2] / "made-by-the-agent").mkdir()
    assert not any(folder.exists() for folder in folders)


def test_a_home_and_a_working_folder_of_ones_own_stay(tmp_path: Path) -> None:
    home, work = tmp_path / "new" / "home", tmp_path
    with ScriptedModel([]) as model:
        config = model.config(home=home, cwd=work)
        assert home_of(config) == home
        assert config.cwd == work
        assert settings_of(config)["model"] == "mock-model"
    assert (home / "config.toml").is_file()


def test_settings_are_merged() -> None:
    awkward = 'a "quoted" \\ back\\slash, Grüße, \x01\x7f\n'
    settings = {
        "model": "other",
        "features": {"apps": True, "more": False},
        "model_providers": {"scripted": {"http_headers": {"X-Text": awkward}}},
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
    assert found["model_providers"]["scripted"]["http_headers"]["X-Text"] == awkward
    assert found["projects"]["/a folder/with.dots"]["trust_level"] == "trusted"
    # What was given once is not there the next time.
    assert plain["model"] == "mock-model"
    assert plain["features"]["apps"] is False


def test_env_is_merged_over_what_is_set() -> None:
    with ScriptedModel([]) as model:
        env = dict(model.config(env={"KEY": "value", "NO_PROXY": "*"}).env or {})
        assert env["KEY"] == "value"
        assert env["NO_PROXY"] == "*"
        assert Path(env["CODEX_HOME"]).is_dir()


def test_every_field_of_the_config_can_be_given(tmp_path: Path) -> None:
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
def test_a_field_that_there_is_not_is_refused(field: str) -> None:
    given: dict[str, Any] = {field: 1}
    with ScriptedModel([]) as model, pytest.raises(TypeError, match=f"no field '{field}'; .*codex_bin, ") as caught:
        model.config(**given)
    assert "request_timeout" in str(caught.value)


def test_a_value_that_cannot_be_is_refused() -> None:
    with ScriptedModel([]) as model:
        with pytest.raises(ConfigError, match="request_timeout"):
            model.config(request_timeout=-1)
        with pytest.raises(TypeError, match=r"settings\.model: NoneType"):
            model.config(settings={"model": None})
