"""A small request and its response on the real runtime, over stdio, a unix socket and a websocket."""

from __future__ import annotations

import statistics
import time

from measuring import arguments, report
from openai_codex import Codex, CodexConfig
from openai_codex.app_server import AppServer
from real_runtime import Model


def round_trip(config: CodexConfig, requests: int) -> float:
    """Return the median time of a request, in microseconds."""
    with Codex(config) as codex:
        times: list[float] = []
        for _ in range(requests + 1):
            began = time.perf_counter()
            codex.rpc.thread_loaded_list()
            times.append(time.perf_counter() - began)
        # The first one loads the classes.
        return statistics.median(times[1:]) * 1e6


def main() -> None:
    """Measure `--requests` requests on each transport."""
    options = arguments(__doc__, requests=500)
    model = Model(words=1)
    try:
        config = CodexConfig(**model.settings)
        figures = {"stdio_us": round_trip(config, options.requests)}
        for figure, listen in (("unix_us", "unix"), ("websocket_us", "ws")):
            with AppServer.start(config, listen=listen) as server:
                figures[figure] = round_trip(server.client_config(), options.requests)
    finally:
        model.close()
    report(options, figures)


if __name__ == "__main__":
    main()
