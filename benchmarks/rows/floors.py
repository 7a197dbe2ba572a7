"""Lower bounds for every client: the same messages read from the same pipe without a client."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import queue
import statistics
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, Any

from pydantic_core import from_json

from measuring import PROMPT, Clock, arguments, check_count, report, server_command

if TYPE_CHECKING:
    from collections.abc import Callable

END = b'"method":"turn/completed"'


class Pipe:
    """The fake server behind a pipe, without a client."""

    def __init__(self, **options: int) -> None:
        command = server_command(**options)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._stdin: IO[bytes] = self.process.stdin
        self.stdout: IO[bytes] = self.process.stdout

    def send(self, method: str, params: dict[str, Any]) -> None:
        """Write a request."""
        self._stdin.write(json.dumps({"id": 1, "method": method, "params": params}).encode() + b"\n")
        self._stdin.flush()

    def close(self) -> None:
        """Close the pipes and wait for the server to exit."""
        self._stdin.close()
        self.stdout.close()
        self.process.wait()

    def end(self, reader: threading.Thread | None = None) -> None:
        """Close the input while a thread or event loop owns the output, and wait for the server to exit."""
        self._stdin.close()
        self.process.wait()
        if reader is not None:
            reader.join()
        self.stdout.close()


def main() -> None:
    """Measure a turn of `--events` deltas with each method of reading, and `--requests` round trips."""
    options = arguments(__doc__, events=100_000, requests=2_000)
    figures: dict[str, float] = {}
    for name, use in _uses().items():
        wall, cpu = _stream(options.events, use)
        figures[f"{name}_wall_us"] = wall / options.events * 1e6
        figures[f"{name}_cpu_us"] = cpu / options.events * 1e6
    figures |= _round_trips(options.requests)
    report(options, figures)


def _uses() -> dict[str, Callable[[bytes], object]]:
    delta = importlib.import_module("openai_codex.types").AgentMessageDeltaNotification
    validate = delta.__pydantic_validator__.validate_python

    def validated(line: bytes) -> object:
        message = from_json(line)
        if message.get("method") == "item/agentMessage/delta":
            return validate(message["params"])
        return None

    uses: dict[str, Callable[[bytes], object]] = {"readline": len, "from_json": from_json, "validate": validated}
    with contextlib.suppress(ModuleNotFoundError):
        uses["orjson"] = importlib.import_module("orjson").loads
    return uses


def _stream(events: int, use: Callable[[bytes], object]) -> tuple[float, float]:
    pipe = Pipe(deltas=events)
    try:
        pipe.send("turn/start", {"threadId": "t", "input": [{"type": "text", "text": PROMPT}]})
        clock = Clock()
        lines = 0
        for line in pipe.stdout:
            lines += 1
            use(line)
            if line.startswith(END, 1):
                break
        figures = clock.read()
        # The response, and ten notifications at the start and end of the turn and its message.
        check_count("lines", lines, events + 11)
        return figures
    finally:
        pipe.close()


def _round_trips(requests: int) -> dict[str, float]:
    models = importlib.import_module("openai_codex.types").ModelListResponse.__pydantic_validator__.validate_python
    small: dict[str, Any] = {"threadId": "t", "name": "Inventory"}

    def typed(line: bytes) -> object:
        return models(from_json(line)["result"])

    return {
        "pipe_small_us": _round_trip(requests, "thread/name/set", small, lines=2, use=from_json),
        "pipe_small_thread_us": _threaded_round_trip(requests, "thread/name/set", small),
        "pipe_small_asyncio_us": asyncio.run(_asyncio_round_trip(requests, "thread/name/set", small)),
        "pipe_models_us": _round_trip(requests, "model/list", {}, lines=1, use=len),
        "pipe_models_typed_us": _round_trip(requests, "model/list", {}, lines=1, use=typed),
    }


def _round_trip(
    requests: int, method: str, params: dict[str, Any], *, lines: int, use: Callable[[bytes], object]
) -> float:
    """Return the median time from a request to its response, the first of `lines`, in microseconds."""
    pipe = Pipe()
    try:
        times = []
        for _ in range(requests):
            began = time.perf_counter()
            pipe.send(method, params)
            use(pipe.stdout.readline())
            times.append(time.perf_counter() - began)
            for _ in range(lines - 1):
                pipe.stdout.readline()
        return statistics.median(times) * 1e6
    finally:
        pipe.close()


def _threaded_round_trip(requests: int, method: str, params: dict[str, Any]) -> float:
    """Return the same if another thread reads, as in any thread-safe client."""
    pipe = Pipe()
    replies: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def read() -> None:
        for line in pipe.stdout:
            message = from_json(line)
            if "id" in message:
                replies.put(message)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        times = []
        for _ in range(requests):
            began = time.perf_counter()
            pipe.send(method, params)
            replies.get(timeout=60.0)
            times.append(time.perf_counter() - began)
        return statistics.median(times) * 1e6
    finally:
        pipe.end(reader)


async def _asyncio_round_trip(requests: int, method: str, params: dict[str, Any]) -> float:
    """Return the same if an event loop reads."""
    pipe = Pipe()
    loop = asyncio.get_running_loop()
    reply: asyncio.Future[Any] = loop.create_future()

    class Reader(asyncio.Protocol):
        def data_received(self, data: bytes) -> None:
            for line in data.splitlines():
                message = from_json(line)
                if "id" in message:
                    reply.set_result(message)

    transport, _ = await loop.connect_read_pipe(Reader, pipe.stdout)
    try:
        times = []
        for _ in range(requests):
            began = time.perf_counter()
            reply = loop.create_future()
            pipe.send(method, params)
            await reply
            times.append(time.perf_counter() - began)
        return statistics.median(times) * 1e6
    finally:
        transport.close()
        pipe.end()


if __name__ == "__main__":
    main()
