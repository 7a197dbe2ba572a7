"""Tests of the JSON-RPC encoding, and of the diagnosis of lines that are not JSON."""

from __future__ import annotations

import pytest

from openai_codex._protocol.jsonrpc import (
    ServerRequest,
    describe_decode_error,
    encode,
    guess_response_id,
    is_request_id,
)
from openai_codex.errors import WireValueError


def test_encode_returns_one_compact_line_of_utf8() -> None:
    message = {"id": 1, "params": {"text": "Grüße\n", "list": [1, None, True]}}
    assert encode("x", message) == '{"id":1,"params":{"text":"Grüße\\n","list":[1,null,true]}}\n'.encode()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (object(), "not JSON serializable"),
        (float("nan"), "not JSON compliant"),
        (float("inf"), "not JSON compliant"),
        ("\ud800", "surrogates not allowed"),
    ],
)
def test_encode_with_value_without_a_json_form_names_the_method(value: object, problem: str) -> None:
    with pytest.raises(WireValueError, match=problem) as caught:
        encode("turn/start", {"params": {"value": value}})
    assert "turn/start params" in str(caught.value)
    assert "not valid JSON: " in str(caught.value)
    assert isinstance(caught.value.__cause__, (TypeError, ValueError))


@pytest.mark.parametrize("value", [0, 1, -1, "", "id", 10**30])
def test_integers_and_strings_are_request_ids(value: object) -> None:
    assert is_request_id(value)


@pytest.mark.parametrize("value", [True, False, 1.0, None, [], {}, b"id"])
def test_other_values_are_not_request_ids(value: object) -> None:
    assert not is_request_id(value)


@pytest.mark.parametrize(
    ("line", "response_id"),
    [
        (b'{"id":7,"result":', 7),
        (b'{"id":7,"error":', 7),
        (b' { "id" : 12 , "result" : {', 12),
        (b'{"id":999999999999999999,"result":', 10**18 - 1),
        (b'{"id":1000000000000000000,"result":', None),
        (b'{"id":"7","result":', None),
        (b'{"id":-7,"result":', None),
        (b'{"id":7,"method":', None),
        (b'{"id":7,"results":', None),
        (b'{"result":{"id":7,"result":', None),
        (b'[{"id":7,"result":', None),
        (b"", None),
    ],
)
def test_guess_response_id_recognises_only_the_start_of_a_response(line: bytes, response_id: int | None) -> None:
    assert guess_response_id(line) == response_id


def test_describe_decode_error_distinguishes_invalid_utf8_from_malformed_json() -> None:
    assert describe_decode_error(b'{"a":"\xff') == "invalid UTF-8"
    assert describe_decode_error(b'{"a":') == "malformed"


def test_repr_of_a_server_request_leaves_out_the_params() -> None:
    assert repr(ServerRequest(1, "m", {"token": "hunter2"})) == "ServerRequest(id=1, method='m')"
