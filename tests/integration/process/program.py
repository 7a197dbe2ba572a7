"""A user program that exits in a given state. Run by `test_exits`, with a config as JSON on its stdin.

Arguments: sync or async, the state (a method below), and the kind of exit (a key of `ENDS`). The program reports its
progress on stdout, and waits for a line on stdin before it exits.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from openai_codex import Approval, ApprovalMode, AsyncCodex, Codex, CodexConfig, CodexError, Sandbox
from openai_codex.types import AgentMessageDeltaNotification

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex import ApprovalRequest


class OwnError(Exception):
    """An error of user code."""


def say(**what: object) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def wait_to_exit(pid: int | None) -> None:
    """Report that the state is reached, and wait for a line on stdin."""
    say(runtime=pid)
    sys.stdin.readline()


# Kinds of exit, called in the main thread. If the function returns, the thread continues to read the stream.


def by_exception() -> None:
    raise OwnError


def by_exec() -> None:
    os.execv(sys.executable, [sys.executable, "-c", "pass"])


def by_signal_handler() -> None:
    def leave(number: int, frame: object) -> None:
        sys.exit(5)

    signal.signal(signal.SIGTERM, leave)
    os.kill(os.getpid(), signal.SIGTERM)


def by_fork() -> None:
    """Fork a child that outlives this process; the test kills both."""
    child = os.fork()
    if child == 0:
        signal.pause()
        os._exit(0)
    say(child=child)


ENDS: dict[str, Callable[[], object]] = {
    "exception": by_exception,
    "sys.exit": lambda: sys.exit(3),
    "os._exit": lambda: os._exit(4),
    "abort": os.abort,
    "exec": by_exec,
    "signal handler": by_signal_handler,
    "fork": by_fork,
    # The test sends these signals.
    "SIGTERM": lambda: None,
    "SIGINT": lambda: None,
    "SIGKILL": lambda: None,
    "SIGKILL, runtime stopped": lambda: None,
    "return": lambda: None,
}


class Sync:
    """The states, with `Codex`."""

    def __init__(self, config: CodexConfig, end: str) -> None:
        self.end = end
        self.codex = Codex(config, on_approval=self.on_approval)
        self.pid = self.codex._sender.supervisor.current.pid

    def on_approval(self, request: ApprovalRequest) -> Approval:
        say(asked=True)
        threading.Event().wait()
        return Approval.accept()

    def turn(self) -> Any:
        return self.codex.thread_start(sandbox=Sandbox.full_access).turn("Go.")

    def streaming(self) -> None:
        for event in self.turn().stream():
            if isinstance(event.payload, AgentMessageDeltaNotification):
                wait_to_exit(self.pid)
                ENDS[self.end]()
                if self.end == "return":
                    break

    def with_statement(self) -> None:
        with self.codex:
            self.streaming()

    def request(self) -> None:
        """A thread waits for a response that never arrives."""
        threading.Thread(target=self.codex._sender.call, args=("silence", None), daemon=True).start()
        self.codex._sender.call("echo", None)
        wait_to_exit(self.pid)
        ENDS[self.end]()

    def handler(self) -> None:
        self.codex.thread_start(approval_mode=ApprovalMode.ask_always).turn("Go.")
        sys.stdin.readline()
        wait_to_exit(self.pid)
        ENDS[self.end]()

    def waiting_thread(self) -> None:
        threading.Thread(target=self.turn().run, daemon=True).start()
        sys.stdin.readline()
        wait_to_exit(self.pid)
        ENDS[self.end]()

    def thread_with_work(self) -> None:
        """The main thread ends while another thread is still waiting for a turn."""
        turn = self.turn()
        threading.Thread(target=lambda: say(result=turn.run().final_response)).start()
        wait_to_exit(self.pid)

    def dropped(self) -> None:
        turn = self.turn()
        sys.stdin.readline()
        del self.codex, turn
        gc.collect()
        wait_to_exit(self.pid)
        ENDS[self.end]()

    def several(self) -> None:
        """Further clients, never closed, whose runtimes ignore closed stdin and SIGTERM."""
        command = tuple(json.loads(sys.stdin.readline()))
        self.others = [Codex(CodexConfig(launch_args_override=command)) for _ in range(3)]
        self.streaming()


class Async:
    """The states, with `AsyncCodex`."""

    def __init__(self, config: CodexConfig, end: str) -> None:
        self.end = end
        self.codex = AsyncCodex(config, on_approval=self.on_approval)

    async def on_approval(self, request: ApprovalRequest) -> Approval:
        say(asked=True)
        await asyncio.Event().wait()
        return Approval.accept()

    async def turn(self) -> Any:
        thread = await self.codex.thread_start(sandbox=Sandbox.full_access)
        self.pid = self.codex._sender.supervisor.current.pid
        return await thread.turn("Go.")

    async def stream(self) -> None:
        async for event in (await self.turn()).stream():
            if isinstance(event.payload, AgentMessageDeltaNotification):
                wait_to_exit(self.pid)
                ENDS[self.end]()
                if self.end == "return":
                    break

    def streaming(self) -> None:
        asyncio.run(self.stream())

    def with_statement(self) -> None:
        async def main() -> None:
            async with self.codex:
                await self.stream()

        asyncio.run(main())

    def request(self) -> None:
        async def main() -> None:
            calls = self.codex._sender
            await calls.supervisor.connection()
            task = asyncio.create_task(calls.call("silence", None))
            await calls.call("echo", None)
            wait_to_exit(calls.supervisor.current.pid)
            ENDS[self.end]()
            assert not task.done()

        asyncio.run(main())

    def handler(self) -> None:
        async def main() -> None:
            thread = await self.codex.thread_start(approval_mode=ApprovalMode.ask_always)
            await thread.turn("Go.")
            await asyncio.to_thread(sys.stdin.readline)
            wait_to_exit(self.codex._sender.supervisor.current.pid)
            ENDS[self.end]()

        asyncio.run(main())

    def closed_loop(self) -> None:
        """The event loop is closed during a turn."""
        loop = asyncio.new_event_loop()
        turn = loop.run_until_complete(self.turn())
        self.running = loop.create_task(turn.run())
        loop.run_until_complete(asyncio.sleep(0))
        sys.stdin.readline()
        loop.close()
        wait_to_exit(self.pid)
        ENDS[self.end]()

    def dropped(self) -> None:
        asyncio.run(self.turn())
        sys.stdin.readline()
        del self.codex
        gc.collect()
        wait_to_exit(self.pid)
        ENDS[self.end]()


def main() -> None:
    flavour, middle, end = sys.argv[1:]
    config = CodexConfig(**json.loads(sys.stdin.readline()))
    kind = {"sync": Sync, "async": Async}[flavour]
    try:
        getattr(kind(config, end), middle)()
    except CodexError as error:
        say(error=str(error))
        raise


if __name__ == "__main__":
    main()
