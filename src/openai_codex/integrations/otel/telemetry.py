"""`Telemetry`: the tracer and the instruments of one call of `instrument`; `Operation`: a span and its duration."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from opentelemetry import context as otel_context
from opentelemetry import metrics, trace
from opentelemetry.trace import Status, StatusCode

from openai_codex._version import __version__
from openai_codex.integrations.otel import conventions as names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opentelemetry.context import Context
    from opentelemetry.metrics import Histogram, MeterProvider
    from opentelemetry.trace import Link, Span, SpanKind, TracerProvider
    from opentelemetry.util.types import AttributeValue

    Attributes = Mapping[str, AttributeValue]


class Telemetry:
    """The tracer and the instruments.

    Args:
        tracer_provider: Provider of the tracer; None takes the global one.
        meter_provider: Provider of the meter; None takes the global one.
        capture_content: Whether spans contain prompts, answers, commands, arguments, results and error messages.
    """

    def __init__(
        self, tracer_provider: TracerProvider | None, meter_provider: MeterProvider | None, capture_content: bool
    ) -> None:
        self.capture_content = capture_content
        self.active = True
        """Whether new spans are started. Spans that have started end in any case."""
        self.tracer = trace.get_tracer("openai_codex", __version__, tracer_provider, names.SCHEMA_URL)
        meter = metrics.get_meter("openai_codex", __version__, meter_provider, names.SCHEMA_URL)
        self.operation_duration = meter.create_histogram(
            names.OPERATION_DURATION,
            unit="s",
            description="GenAI operation duration.",
            explicit_bucket_boundaries_advisory=names.OPERATION_BUCKETS,
        )
        self.token_usage = meter.create_histogram(
            names.TOKEN_USAGE,
            unit="{token}",
            description="Number of input and output tokens used.",
            explicit_bucket_boundaries_advisory=names.TOKEN_BUCKETS,
        )
        self.request_duration = meter.create_histogram(
            names.RPC_CLIENT_DURATION,
            unit="s",
            description="Measures the duration of an outgoing Remote Procedure Call (RPC).",
            explicit_bucket_boundaries_advisory=names.RPC_BUCKETS,
        )
        self.server_request_duration = meter.create_histogram(
            names.RPC_SERVER_DURATION,
            unit="s",
            description="Measures the duration of an incoming Remote Procedure Call (RPC).",
            explicit_bucket_boundaries_advisory=names.RPC_BUCKETS,
        )
        self.errors = meter.create_counter(
            names.ERRORS, unit="{error}", description="Number of operations and requests that have failed."
        )


class Operation:
    """A span, and the measurement of its duration. It ends once, whichever thread ends it first.

    Args:
        telemetry: The tracer and the instruments.
        name: Name of the span.
        kind: Kind of the span.
        parent: Context of the parent.
        attributes: Attributes of the span.
        histogram: Receives the duration; None measures nothing.
        measured: Names of the attributes that the measurements have.
        start_time: Start in nanoseconds since the epoch; None means now.
        links: Links of the span.
    """

    def __init__(
        self,
        telemetry: Telemetry,
        name: str,
        kind: SpanKind,
        parent: Context,
        attributes: Attributes,
        *,
        histogram: Histogram | None = None,
        measured: Sequence[str] = (),
        start_time: int | None = None,
        links: Sequence[Link] = (),
    ) -> None:
        self._telemetry = telemetry
        self._histogram = histogram
        self.start_time = time.time_ns() if start_time is None else start_time
        self.measured = {key: attributes[key] for key in measured if key in attributes}
        """The attributes of the measurements."""
        self.span: Span = telemetry.tracer.start_span(name, parent, kind, attributes, links, self.start_time)
        # To pop from a list is one atomic step.
        self._claims: list[None] = [None]
        self.error_type: str | None = None
        """The cause of a failure that is known before the end."""

    def context(self, base: Context | None = None) -> Context:
        """Return `base`, or an empty context, with this span as the current one."""
        return trace.set_span_in_context(self.span, otel_context.Context() if base is None else base)

    def set(self, name: str, value: AttributeValue | None) -> None:
        """Set an attribute, unless the value is None or the span has ended."""
        if value is not None and self._claims:
            self.span.set_attribute(name, value)

    def end(self, error_type: str | None = None, message: str | None = None, *, end_time: int | None = None) -> None:
        """End the span and measure its duration. Later calls do nothing.

        Args:
            error_type: Cause of the failure; None means success, unless `error_type` of the operation is set.
            message: Description of the failure, without content; None adds no description.
            end_time: End in nanoseconds since the epoch; None means now.
        """
        try:
            self._claims.pop()
        except IndexError:
            return
        error_type = error_type or self.error_type
        end_time = max(time.time_ns() if end_time is None else end_time, self.start_time)
        measured = dict(self.measured)
        if error_type is not None:
            measured[names.ERROR_TYPE] = error_type
            self.span.set_attribute(names.ERROR_TYPE, error_type)
            self.span.set_status(Status(StatusCode.ERROR, message))
        context = self.context()
        if self._histogram is not None:
            self._histogram.record((end_time - self.start_time) / 1e9, measured, context)
        if error_type is not None and measured:
            self._telemetry.errors.add(1, measured, context)
        self.span.end(end_time)
