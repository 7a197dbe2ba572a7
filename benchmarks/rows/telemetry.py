"""Turns and events without OpenTelemetry (`--state 0`), with it but without `instrument` (1), and instrumented (2).

The spans go to the batch processor of the SDK, whose exporter drops them.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from measuring import PROMPT, WARM_UP, Clock, arguments, check_count, report, server
from openai_codex import Codex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExportResult

DELTAS = 20


def turns(count: int) -> float:
    """Return the CPU time of a short turn, in microseconds."""
    with Codex(server(deltas=DELTAS)) as codex:
        thread = codex.thread_start()
        for _ in range(WARM_UP):
            thread.run(PROMPT)
        clock = Clock()
        items = sum(len(thread.run(PROMPT).items) for _ in range(count))
        _, cpu = clock.read()
    check_count("items", items, 2 * count)
    return cpu / count * 1e6


def events(count: int) -> float:
    """Return the CPU time of an event of a long turn, in microseconds."""
    with Codex(server(deltas=count, first_deltas=WARM_UP)) as codex:
        codex.thread_start().run(PROMPT)
        thread = codex.thread_start()
        clock = Clock()
        result = thread.run(PROMPT)
        _, cpu = clock.read()
    check_count("items", len(result.items), 2)
    return cpu / count * 1e6


def instrument() -> None:
    """Record spans and metrics with the SDK, as an application does."""
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

    from openai_codex.integrations import otel

    class Dropping(SpanExporter):
        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            return SpanExportResult.SUCCESS

    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(Dropping()))
    otel.instrument(tracer_provider=provider, meter_provider=MeterProvider([InMemoryMetricReader()]))


def main() -> None:
    """Measure `--turns` turns and a turn with `--events` events."""
    options = arguments(__doc__, turns=1_000, events=100_000, state=2)
    if options.state:
        importlib.import_module("opentelemetry.sdk.trace")
    if options.state == 2:
        instrument()
    figures = {"turn_us": turns(options.turns), "event_us": events(options.events)}
    if not options.state and any(name.startswith("opentelemetry") for name in sys.modules):
        raise RuntimeError("the client has imported opentelemetry without instrumentation")
    report(options, figures)


if __name__ == "__main__":
    main()
