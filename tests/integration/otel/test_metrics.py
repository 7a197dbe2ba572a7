"""The metrics of a turn, and the buckets of the conventions."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import HistogramDataPoint

from openai_codex.integrations.otel import conventions
from openai_codex.testing import Usage, shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS
from support.telemetry import Telemetry, instrumented

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

MODEL = {"gen_ai.provider.name": "scripted", "gen_ai.request.model": "mock-model"}


def histogram(telemetry: Telemetry, metric: str) -> dict[tuple[Any, ...], HistogramDataPoint]:
    """Return the points of a histogram by the values of their attributes."""
    points: dict[tuple[Any, ...], HistogramDataPoint] = {}
    for point in telemetry.points(metric):
        assert isinstance(point, HistogramDataPoint)
        points[tuple(value for _, value in sorted(dict(point.attributes or {}).items()))] = point
    return points


def test_tokens_and_durations_of_a_turn(flavour: str) -> None:
    with instrumented() as telemetry:
        usage = Usage(100, 40, 7, 3)
        with offline(flavour, [[shell_call("true"), usage], ["Done.", usage]]) as (_, codex):
            thread = codex.thread_start()
            thread.run("Go.")
            # The runtime repeats its last report for a thread that is resumed.
            codex.thread_resume(thread.id)
        tokens = telemetry.points(conventions.TOKEN_USAGE)
        assert [dict(point.attributes or {}) for point in tokens] == [
            {**MODEL, "gen_ai.operation.name": "chat", "gen_ai.token.type": "input"},
            {**MODEL, "gen_ai.operation.name": "chat", "gen_ai.token.type": "output"},
        ]
        found = histogram(telemetry, conventions.TOKEN_USAGE)
        assert [(point.count, point.sum) for point in found.values()] == [(2, 200), (2, 14)]
        assert {tuple(point.explicit_bounds) for point in found.values()} == {conventions.TOKEN_BUCKETS}
        durations = histogram(telemetry, conventions.OPERATION_DURATION)
        assert {key: point.count for key, point in durations.items()} == {
            ("chat", "scripted", "mock-model"): 2,
            ("execute_tool", "scripted"): 1,
            ("invoke_agent", "scripted", "mock-model"): 1,
        }
        assert {tuple(point.explicit_bounds) for point in durations.values()} == {conventions.OPERATION_BUCKETS}
        (turn,) = telemetry.named("invoke_agent codex")
        assert turn.end_time is not None
        assert turn.start_time is not None
        seconds = durations[("invoke_agent", "scripted", "mock-model")].sum
        assert seconds == pytest.approx((turn.end_time - turn.start_time) / 1e9)
        requests = histogram(telemetry, conventions.RPC_CLIENT_DURATION)
        assert requests[("turn/start", "jsonrpc")].count == 1
        assert {tuple(point.explicit_bounds) for point in requests.values()} == {conventions.RPC_BUCKETS}
        assert telemetry.points(conventions.ERRORS) == []
