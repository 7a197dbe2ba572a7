"""Conditions, number and delays of retries."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import (
    AsyncCodex,
    CodexRpcError,
    InputError,
    InvalidParamsError,
    MethodNotFoundError,
    RetryLimitExceededError,
    ServerBusyError,
    TransportClosedError,
    TurnFailedError,
    async_retry_on_overload,
    is_retryable_error,
    retry_on_overload,
)
from openai_codex._connection.rpc_errors import rpc_error
from openai_codex.testing import Reply, ResponseFailed, ScriptedModel
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from collections.abc import Callable

BUSY = ServerBusyError(-32001, "Server overloaded; retry later.")


@pytest.fixture(params=["sync", "async"])
def attempt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Return a function that retries an operation and records its delays in `waits` instead of sleeping."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(asyncio, "sleep", sleep)

    def run(op: Any, **options: Any) -> Any:
        if request.param == "sync":
            return retry_on_overload(op, **options)

        async def awaitable() -> Any:
            return op()

        return asyncio.run(async_retry_on_overload(awaitable if callable(op) else op, **options))

    run.waits = waits  # type: ignore[attr-defined]
    return run


class Operation:
    """Raises the given errors in order, and then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_retry_repeats_until_success(attempt: Any) -> None:
    op = Operation(BUSY, BUSY)
    assert attempt(op, jitter_ratio=0) == "done"
    assert op.calls == 3
    assert attempt.waits == [0.25, 0.5]


def test_retry_exhausted_raises_last_overload(attempt: Any) -> None:
    last = ServerBusyError(-32001, "still")
    op = Operation(BUSY, BUSY, last)
    with pytest.raises(ServerBusyError) as caught:
        attempt(op)
    assert caught.value is last
    assert op.calls == 3
    assert len(attempt.waits) == 2


def test_retry_delays_double_up_to_limit_with_jitter(attempt: Any) -> None:
    attempt(Operation(*[BUSY] * 7), max_attempts=8, initial_delay_s=0.1, max_delay_s=1, jitter_ratio=0)
    assert attempt.waits == pytest.approx([0.1, 0.2, 0.4, 0.8, 1, 1, 1])
    attempt.waits.clear()
    attempt(Operation(*[BUSY] * 99), max_attempts=100, initial_delay_s=1, max_delay_s=1, jitter_ratio=0.5)
    assert all(0.5 <= wait <= 1.5 for wait in attempt.waits)
    assert len(set(attempt.waits)) > 50
    assert min(attempt.waits) < 0.8
    assert max(attempt.waits) > 0.9


def test_retry_with_thousands_of_attempts_keeps_the_maximum_delay(attempt: Any) -> None:
    assert attempt(Operation(*[BUSY] * 1_100), max_attempts=1_200, max_delay_s=2.0, jitter_ratio=0) == "done"
    assert attempt.waits[:4] == [0.25, 0.5, 1.0, 2.0]
    assert set(attempt.waits[4:]) == {2.0}
    assert len(attempt.waits) == 1_100


@pytest.mark.parametrize(
    "error",
    [
        InvalidParamsError(-32602, "no"),
        MethodNotFoundError(-32601, "no"),
        TransportClosedError("gone"),
        ValueError("its own"),
    ],
)
def test_retry_other_error_raises_immediately(attempt: Any, error: Exception) -> None:
    op = Operation(error)
    with pytest.raises(type(error)) as caught:
        attempt(op)
    assert caught.value is error
    assert op.calls == 1
    assert attempt.waits == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_attempts", 0),
        ("max_attempts", 1.5),
        ("max_attempts", True),
        ("initial_delay_s", -1),
        ("initial_delay_s", float("nan")),
        ("max_delay_s", "2"),
        ("max_delay_s", float("inf")),
        ("jitter_ratio", -0.1),
        ("jitter_ratio", 1.1),
        ("jitter_ratio", None),
    ],
)
def test_retry_invalid_arguments_raise(attempt: Any, field: str, value: object) -> None:
    op = Operation()
    with pytest.raises(InputError, match=field) as caught:
        attempt(op, **{field: value})
    assert caught.value.field == field
    assert op.calls == 0


def test_retry_operation_not_callable_raises(attempt: Any) -> None:
    with pytest.raises(InputError, match="op"):
        attempt(5)


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (BUSY, True),
        (RetryLimitExceededError(-32001, "too often"), True),
        (rpc_error("m", {"code": -32001, "message": "busy"}), True),
        (rpc_error("m", {"code": -32001, "message": "busy", "data": {"x": 1}}), True),
        (rpc_error("m", {"code": -32603, "message": "x", "data": {"codexErrorInfo": "server_overloaded"}}), True),
        (
            rpc_error("m", {"code": -32000, "message": "x", "data": {"a": [{"codexErrorInfo": "serverOverloaded"}]}}),
            True,
        ),
        (rpc_error("m", {"code": -32603, "message": "x", "data": {"codexErrorInfo": "badRequest"}}), False),
        (CodexRpcError(-32603, "x"), False),
        (ValueError("server_overloaded"), False),
    ],
)
def test_is_retryable_error_recognizes_overload(error: Exception, retryable: bool) -> None:
    assert is_retryable_error(error) is retryable
    assert isinstance(error, ServerBusyError) is retryable


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_retry_turn_failed_by_overload_runs_again(flavour: str) -> None:
    script = [ResponseFailed("server_is_overloaded", "Too much to do.")] * 2 + ["At last."]
    with offline(flavour, script, default=None) as (model, codex):
        thread = codex.thread_start()
        result = retry_on_overload(lambda: thread.run("Go"), initial_delay_s=0.01)
        assert result.final_response == "At last."
        assert len(model.requests) == 3


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_retry_turn_failed_otherwise_raises(flavour: str) -> None:
    with offline(flavour, [ResponseFailed("context_length_exceeded", "Too long.")]) as (model, codex):
        thread = codex.thread_start()
        with pytest.raises(TurnFailedError):
            retry_on_overload(lambda: thread.run("Go"), initial_delay_s=0.01)
        assert len(model.requests) == 1


async def test_retry_async_on_real_runtime() -> None:
    script: list[Reply] = [ResponseFailed("server_is_overloaded", "Too much to do."), "At last."]
    async with ScriptedModel(script) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        result = await async_retry_on_overload(lambda: thread.run("Go"), initial_delay_s=0.01)
        assert result.final_response == "At last."
