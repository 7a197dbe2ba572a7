"""Records spans and metrics in memory."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from openai_codex.integrations import otel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.metrics.export import HistogramDataPoint, NumberDataPoint
    from opentelemetry.sdk.trace import ReadableSpan, Span
    from opentelemetry.sdk.trace.export import SpanExporter


class _CountingProcessor(SimpleSpanProcessor):
    """Counts the spans that have started and not ended."""

    def __init__(self, exporter: SpanExporter) -> None:
        super().__init__(exporter)
        self.open: dict[int, str] = {}

    def on_start(self, span: Span, parent_context: Any = None) -> None:
        self.open[span.get_span_context().span_id] = span.name
        super().on_start(span, parent_context)

    def on_end(self, span: ReadableSpan) -> None:
        self.open.pop(span_id(span))
        super().on_end(span)


class Telemetry:
    """Providers whose spans and metrics the test reads."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self._processor = _CountingProcessor(self._exporter)
        self.tracer_provider = TracerProvider()
        self.tracer_provider.add_span_processor(self._processor)
        self._reader = InMemoryMetricReader()
        self.meter_provider = MeterProvider([self._reader])
        self.tracer = self.tracer_provider.get_tracer("application")

    @property
    def open(self) -> list[str]:
        """The names of the spans that have not ended."""
        return sorted(self._processor.open.values())

    @property
    def spans(self) -> list[ReadableSpan]:
        """The spans that have ended, in the order of their starts."""
        return sorted(self._exporter.get_finished_spans(), key=lambda span: span.start_time or 0)

    def named(self, name: str) -> list[ReadableSpan]:
        """Return the spans with this name, in the order of their starts."""
        return [span for span in self.spans if span.name == name]

    def only(self, name: str) -> ReadableSpan:
        """Return the single span with this name."""
        (span,) = self.named(name)
        return span

    def client(self, pid: int) -> ReadableSpan:
        """Return the span of the client whose runtime has this process id."""
        (span,) = (span for span in self.named("openai_codex.client") if attributes(span).get("process.pid") == pid)
        return span

    def parent(self, span: ReadableSpan) -> str | None:
        """Return the name of the parent of a span that has ended; None without a parent."""
        if span.parent is None:
            return None
        return next(each.name for each in self.spans if span_id(each) == span.parent.span_id)

    def children(self, span: ReadableSpan) -> list[str]:
        """Return the names of the children of a span, in the order of their starts."""
        return [each.name for each in self.spans if each.parent is not None and each.parent.span_id == span_id(span)]

    def points(self, metric: str) -> list[HistogramDataPoint | NumberDataPoint]:
        """Return the data points of a metric."""
        data: Any = self._reader.get_metrics_data()
        resources = [] if data is None else data.resource_metrics
        found = [each for resource in resources for scope in resource.scope_metrics for each in scope.metrics]
        return [point for each in found if each.name == metric for point in each.data.data_points]

    def metrics(self) -> dict[str, str]:
        """Return the names of all metrics with their units."""
        data: Any = self._reader.get_metrics_data()
        scopes = [scope for resource in data.resource_metrics for scope in resource.scope_metrics]
        return {each.name: each.unit for scope in scopes for each in scope.metrics}


def span_id(span: ReadableSpan) -> int:
    context = span.get_span_context()
    assert context is not None
    return context.span_id


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def failure(span: ReadableSpan) -> str | None:
    """Return the error type of a failed span, or None; both indications of a failure agree."""
    error_type = attributes(span).get("error.type")
    assert (span.status.status_code is StatusCode.ERROR) is (error_type is not None)
    return error_type


@contextlib.contextmanager
def instrumented(**settings: Any) -> Iterator[Telemetry]:
    """Record spans and metrics; afterwards check that each span has ended."""
    telemetry = Telemetry()
    otel.instrument(tracer_provider=telemetry.tracer_provider, meter_provider=telemetry.meter_provider, **settings)
    try:
        yield telemetry
    finally:
        otel.uninstrument()
    assert telemetry.open == []
