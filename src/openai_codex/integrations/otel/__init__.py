"""Traces and metrics with OpenTelemetry. Needs the extra `otel`: `pip install 'openai-codex-client[otel]'`.

```python
from openai_codex.integrations import otel

otel.instrument()
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._observation.observer import Instrumentation
from openai_codex.errors import CodexError, InputError

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

    from openai_codex.integrations.otel.telemetry import Telemetry

__all__ = ["instrument", "uninstrument"]

_MISSING = "missing package opentelemetry-api; install it with `pip install 'openai-codex-client[otel]'`"


class _State:
    telemetry: Telemetry | None = None


def instrument(
    *,
    tracer_provider: TracerProvider | None = None,
    meter_provider: MeterProvider | None = None,
    capture_content: bool = False,
) -> None:
    """Record spans and metrics of the runtimes that start from now on.

    Call it before the first call of a client. A second call replaces the settings: runtimes that are running keep
    those with which they have started.

    Args:
        tracer_provider: The provider of the tracer; None takes the global one.
        meter_provider: The provider of the meter; None takes the global one.
        capture_content: Whether spans contain prompts, instructions, answers, commands, arguments and results of
            tools, and error messages. Secrets that the client recognises are removed.

    Raises:
        InputError: An argument is invalid.
        CodexError: The package `opentelemetry-api` is not installed.
    """
    try:
        from opentelemetry.metrics import MeterProvider
        from opentelemetry.trace import TracerProvider
    except ImportError as error:
        raise CodexError(_MISSING) from error
    _check("tracer_provider", tracer_provider, TracerProvider)
    _check("meter_provider", meter_provider, MeterProvider)
    if not isinstance(capture_content, bool):
        raise InputError("capture_content", f"expected True or False, got {type(capture_content).__name__}")
    from functools import partial

    from openai_codex.integrations.otel.connection import create_observer
    from openai_codex.integrations.otel.telemetry import Telemetry

    _State.telemetry = Telemetry(tracer_provider, meter_provider, capture_content)
    Instrumentation.factory = partial(create_observer, _State.telemetry)


def uninstrument() -> None:
    """Start no more spans.

    Spans that have started end, and are measured. Does nothing without an instrumentation.
    """
    if _State.telemetry is not None:
        _State.telemetry.active = False
    _State.telemetry = None
    Instrumentation.factory = None


def _check(name: str, value: object, expected: type) -> None:
    if value is not None and not isinstance(value, expected):
        raise InputError(name, f"expected a {expected.__name__} or None, got {type(value).__name__}")
