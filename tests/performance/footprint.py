"""Counts modules, models and threads of a program. Counts are the same on every machine, unlike times.

Run in a fresh interpreter with the name of a scenario and a file of frames. The program runs the scenario and prints
its footprint. The fake server plays the frames; without frames, the program uses the real runtime. The program itself
imports no module that is counted.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import CodexConfig, TurnResult

# Modules that take milliseconds to load, or that load many others. Other modules of the standard library differ between
# Python versions.
WATCHED = (
    "annotated_types",
    "ast",
    "asyncio",
    "codex_cli_bin",
    "concurrent.futures",
    "dataclasses",
    "email",
    "http",
    "importlib.metadata",
    "inspect",
    "json",
    "logging",
    "multiprocessing",
    "pathlib",
    "pydantic",
    "pydantic_core",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "typing_extensions",
    "typing_inspection",
    "unittest",
    "urllib.request",
    "uuid",
    "zoneinfo",
)


class Footprint(TypedDict):
    """The counts of one scenario."""

    client: list[str]
    """Modules of `openai_codex`."""

    protocol: list[str]
    """Modules of `codex_protocol`."""

    others: list[str]
    """Modules of `WATCHED`."""

    models: dict[str, int]
    """Number of model classes per module of `codex_protocol`. Each takes about a third of a millisecond."""

    built: dict[str, int]
    """Number of model classes with their own validator, which takes as long again."""

    threads: list[str]
    """Names of the client threads, without numbers."""


def count(threads: list[str]) -> Footprint:
    """Return the current footprint."""
    loaded = set(sys.modules)
    models = [model for model in _models() if model.__module__.startswith("codex_protocol.")]
    return {
        "client": sorted(name for name in loaded if name.split(".")[0] == "openai_codex"),
        "protocol": sorted(name for name in loaded if name.split(".")[0] == "codex_protocol"),
        "others": sorted(loaded.intersection(WATCHED)),
        "models": _by_module(models),
        "built": _by_module([model for model in models if model.__pydantic_complete__]),
        "threads": threads,
    }


def running_threads() -> list[str]:
    """Return the names of all threads except the main thread."""
    import threading

    names = (thread.name for thread in threading.enumerate() if thread is not threading.main_thread())
    return sorted(name.rstrip("0123456789").rstrip("-") for name in names)


def _models() -> Iterator[Any]:
    pydantic = sys.modules.get("pydantic.main")
    waiting = [] if pydantic is None else [pydantic.BaseModel]
    while waiting:
        model = waiting.pop()
        yield model
        waiting += model.__subclasses__()


def _by_module(models: list[Any]) -> dict[str, int]:
    names = [model.__module__.removeprefix("codex_protocol.") for model in models]
    return {name: names.count(name) for name in sorted(set(names))}


def _import(_: str) -> list[str]:
    import openai_codex  # noqa: F401

    return []


def _names(_: str) -> list[str]:
    from openai_codex import AsyncCodex, AsyncThread, Codex, CodexConfig, CodexError, Sandbox, Thread  # noqa: F401

    return []


def _config(frames: str) -> CodexConfig:
    from openai_codex import CodexConfig

    if not frames:
        return CodexConfig()
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    server = os.path.join(tests, "support", "fake_server.py")
    return CodexConfig(launch_args_override=(sys.executable, "-S", "-u", server, f"play={frames}"))


def _sync_turn(frames: str, look: Callable[[TurnResult], object] = lambda result: result.final_response) -> list[str]:
    from openai_codex import Codex

    with Codex(_config(frames)) as codex:
        assert look(codex.thread_start().run("Go.")) is not None
        return running_threads()


def _sync_result(frames: str) -> list[str]:
    return _sync_turn(frames, lambda result: [result.status, result.items, result.usage, result.incomplete_items])


def _sync_status(frames: str) -> list[str]:
    return _sync_turn(frames, lambda result: result.status)


def _sync_stream(frames: str) -> list[str]:
    from openai_codex import Codex
    from openai_codex.types import AgentMessageDeltaNotification

    with Codex(_config(frames)) as codex:
        assert list(codex.thread_start().turn("Go.").events(AgentMessageDeltaNotification))
        return running_threads()


def _sync_text(frames: str) -> list[str]:
    from openai_codex import Codex

    with Codex(_config(frames)) as codex:
        assert "".join(codex.thread_start().turn("Go.").text())
        return running_threads()


def _sync_resume(frames: str) -> list[str]:
    from openai_codex import Codex

    with Codex(_config(frames)) as codex:
        assert codex.thread_resume("thread-1", include_turns=True).id == "thread-1"
        return running_threads()


def _async_turn(frames: str) -> list[str]:
    import asyncio

    from openai_codex import AsyncCodex

    async def main() -> list[str]:
        async with AsyncCodex(_config(frames)) as codex:
            thread = await codex.thread_start()
            assert (await thread.run("Go.")).final_response
            return running_threads()

    return asyncio.run(main())


SCENARIOS: dict[str, Callable[[str], list[str]]] = {
    "import openai_codex": _import,
    "import the main names": _names,
    "first sync turn": _sync_turn,
    "first sync turn, and its status": _sync_status,
    "first sync turn, and all of its result": _sync_result,
    "first sync turn, as text": _sync_text,
    "first sync turn, as typed events": _sync_stream,
    "thread/resume with all turns": _sync_resume,
    "first async turn": _async_turn,
}
"""The scenarios. Each returns the names of the threads that are running at its end."""

if __name__ == "__main__":
    found = count(SCENARIOS[sys.argv[1]](sys.argv[2]))
    import json

    print(json.dumps(found))
