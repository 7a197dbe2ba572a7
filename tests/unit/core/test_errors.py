"""Attributes, classes and pickling of errors."""

from __future__ import annotations

import copy
import pickle

import pytest

import openai_codex
from openai_codex import errors
from openai_codex._connection.rpc_errors import rpc_error
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (-32700, "x", "ParseError"),
        (-32600, "Not initialized", "InvalidRequestError"),
        (-32600, "Invalid request: unknown variant `thread/strat`, expected one of `a`, `b`", "MethodNotFoundError"),
        (-32600, "Invalid request: unknown variant `blue`, expected one of `a`", "InvalidParamsError"),
        (-32600, "Invalid request: missing field `threadId`", "InvalidParamsError"),
        (-32600, "Invalid request: invalid type: integer `5`, expected a string", "InvalidParamsError"),
        (-32600, "expected active turn id `x` but found `y`", "InvalidRequestError"),
        (-32601, "x", "MethodNotFoundError"),
        (-32602, "x", "InvalidParamsError"),
        (-32603, "x", "InternalRpcError"),
        (-32001, "Server overloaded; retry later.", "ServerBusyError"),
        (7, "x", "JsonRpcError"),
    ],
)
def test_error_response_maps_to_error_class(code: int, message: str, kind: str) -> None:
    error = rpc_error("thread/strat", {"code": code, "message": message, "data": {"a": 1}})
    assert type(error).__name__ == kind
    assert (error.code, error.message, error.data, error.method) == (code, message, {"a": 1}, "thread/strat")
    assert "thread/strat" in str(error)


def test_error_response_malformed_is_an_error() -> None:
    error = rpc_error("m", {"message": None})
    assert isinstance(error, errors.JsonRpcError)
    assert error.code == 0


def test_transport_closed_error_lists_pending_and_stderr_bounded() -> None:
    error = TransportClosedError("gone", exit_code=2, stderr=["one", "two"], pending=[f"m{n}" for n in range(9)])
    assert "m0, m1, m2, m3, m4 and 4 more" in str(error)
    assert "two" in str(error)
    assert error.pending == tuple(f"m{n}" for n in range(9))


@pytest.mark.parametrize(
    "error",
    [
        TransportClosedError("gone", exit_code=-9, stderr=["last words"], pending=["turn/start"]),
        RequestTimeoutError("model/list", 1.5, pending=["a"]),
        rpc_error("m", {"code": -32001, "message": "busy", "data": [1]}),
        errors.UnexpectedResponseError("m", "R", {"x": 1}, ValueError("no")),
        errors.OversizeMessageError("m", 5),
        errors.ConfigError("cwd", "no"),
        errors.InputError("input", "no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_copies_and_pickles_keep_attributes(error: CodexError) -> None:
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_errors_share_base_class_and_are_exported() -> None:
    exported = {name: getattr(openai_codex, name) for name in vars(openai_codex)["__all__"] if name.endswith("Error")}
    defined = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    # `OutputValidationError` needs pydantic, which `openai_codex.errors` does not import.
    assert set(exported) == defined | {"OutputValidationError"}
    assert all(issubclass(value, CodexError) for value in exported.values())


def test_timeout_errors_are_timeout_errors() -> None:
    assert issubclass(RequestTimeoutError, TimeoutError)
    assert "model/list: no response within 1.5 s" in str(RequestTimeoutError("model/list", 1.5))
