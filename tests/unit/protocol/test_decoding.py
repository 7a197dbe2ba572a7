"""Tests of the decoding of results, and of the ids that are read without decoding."""

from __future__ import annotations

from typing import Any

import pytest

from codex_protocol.model import ModelListResponse
from openai_codex._protocol.decoding import (
    decode,
    review_thread_id,
    started_buffer_key,
    started_id,
    started_turn_id,
    thread_id_of,
)
from openai_codex.errors import UnexpectedResponseError


def test_decode_returns_the_named_type() -> None:
    for _ in range(2):
        decoded = decode("model/list", "ModelListResponse", {"data": []})
        assert decoded == ModelListResponse(data=[])


def test_decode_with_invalid_result_raises_with_the_redacted_problem() -> None:
    result = {"data": "api_key=hunter2"}
    with pytest.raises(UnexpectedResponseError) as caught:
        decode("model/list", "ModelListResponse", result)
    error = caught.value
    assert (error.method, error.result) == ("model/list", result)
    assert "model/list" in str(error)
    assert "ModelListResponse" in str(error)
    assert error.__cause__ is not None
    assert "hunter2" not in f"{error}{error.__cause__}"


def test_started_id_returns_the_id_of_the_given_kind() -> None:
    result = {"thread": {"id": "T", "name": 1}, "turn": {"id": "t"}}
    assert started_id("thread/start", result, "thread") == "T"
    assert started_id("turn/start", result, "turn") == "t"


@pytest.mark.parametrize("result", [None, [], "x", {}, {"turn": None}, {"turn": {}}, {"turn": {"id": 5}}, {"id": "t"}])
def test_started_id_without_an_id_raises(result: Any) -> None:
    with pytest.raises(UnexpectedResponseError, match=r"turn\.id is missing") as caught:
        started_id("turn/start", result, "turn")
    assert "response with turn.id" in str(caught.value)
    assert (caught.value.method, caught.value.result) == ("turn/start", result)


@pytest.mark.parametrize(
    ("response", "turn_id", "key"),
    [
        ({"result": {"turn": {"id": "t"}}}, "t", "t"),
        ({"result": {"loginId": "l"}}, None, "l"),
        ({"result": {"loginId": "l", "turn": {"id": "t"}}}, "t", "l"),
        ({"result": {"loginId": 5, "turn": {"id": "t"}}}, "t", "t"),
        ({"result": {"turn": {"id": 5}}}, None, None),
        ({"result": {"turn": {}}}, None, None),
        ({"result": {"turn": "t"}}, None, None),
        ({"result": {}}, None, None),
        ({"result": ["loginId"]}, None, None),
        ({"error": {"code": 1}}, None, None),
    ],
)
def test_started_turn_and_buffer_key_are_read_from_the_response(
    response: dict[str, Any], turn_id: str | None, key: str | None
) -> None:
    assert started_turn_id(response) == turn_id
    assert started_buffer_key(response) == key


@pytest.mark.parametrize("id", ["T", None, 5, ["T"]])
def test_threads_of_request_and_review_are_read_without_decoding(id: object) -> None:
    expected = "T" if id == "T" else None
    assert thread_id_of({"threadId": id, "reviewThreadId": "R"}) == expected
    assert review_thread_id({"result": {"reviewThreadId": id, "threadId": "R"}}) == expected


@pytest.mark.parametrize("value", [None, {}, [], "threadId"])
def test_other_values_name_no_thread(value: object) -> None:
    assert thread_id_of(value) is None
    assert review_thread_id({"result": value}) is None
    assert review_thread_id({"error": value}) is None
