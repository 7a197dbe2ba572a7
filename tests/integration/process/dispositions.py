"""User programs with settings of signals, and of Python, that affect the client. Run by `test_dispositions`.

Arguments: the name of a function below, and sync or async.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import sys
import time
from typing import Any

import psutil  # type: ignore[import-untyped]  # its types are a package of their own

from openai_codex import ApprovalMode, AsyncCodex, Codex, CodexConfig, CodexError, Sandbox, TransportClosedError
from openai_codex.testing import Gate, ScriptedModel, shell_call
from support import fake_server
from support.sync_adapter import client, start_client

PR_SET_CHILD_SUBREAPER = 36


CONFIG = CodexConfig(launch_args_override=fake_server.command(), request_timeout=0.5)


def fake(flavour: str) -> Any:
    return client(flavour, CONFIG)


def write_to_closed_stdin(flavour: str) -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with fake(flavour) as codex:
        codex._sender.call("close stdin", {})
        for _ in range(3):
            try:
                codex._sender.call("echo", {})
            except CodexError as error:
                print("failed", error.__class__.__name__ in ("TransportClosedError", "RequestTimeoutError"))


def write_to_killed_runtime(flavour: str) -> None:
    if flavour == "async":
        asyncio.run(write_to_killed_runtime_async())
        return
    with Codex(CONFIG) as codex:
        # Command line programs may do this at any time.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        kill(codex)
        for _ in range(3):
            try:
                codex._sender.call("echo", {})
            except TransportClosedError as error:
                print("failed", error.exit_code)


async def write_to_killed_runtime_async() -> None:
    async with AsyncCodex(CONFIG) as codex:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        # The event loop does not see the exit before the first write.
        kill(codex)
        for _ in range(3):
            try:
                await codex._sender.call("echo", {})
            except TransportClosedError as error:
                print("failed", error.exit_code)


def kill(codex: Codex | AsyncCodex) -> None:
    """Kill the runtime, and wait until it has closed its pipes."""
    pid = codex.diagnostics().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def disconnect_from_model(flavour: str) -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    gate = Gate()
    with ScriptedModel([["Begin", gate, *["more"] * 50]], default="Fine.") as model:
        address = model.url.split("/")[2].split(":")
        connection = socket.create_connection((address[0], int(address[1])))
        connection.sendall(b"POST /v1/responses HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}")
        gate.wait_entered()
        received = b""
        while b"Begin" not in received:
            received += connection.recv(65536)
        connection.close()
        gate.open()
        with client(flavour, model.config()) as codex:
            print("answer", codex.thread_start().run("Go.").final_response)


def ignore_children(flavour: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with fake(flavour) as codex:
        try:
            codex._sender.call("die", {"code": 3})
        except TransportClosedError as error:
            print("code", error.exit_code, codex.diagnostics().exit_code)
            print("unknown", "the runtime exited; its exit code is unknown" in str(error))
    with fake(flavour) as codex:
        print("echo", codex._sender.call("echo", {}))


def adopt_orphans(flavour: str) -> None:
    """Become the parent of orphans, as the first process of a container is."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    command = shell_call("sleep 1000; true", yield_time_ms=250)
    # A thread with a command that the runtime does not end.
    with ScriptedModel([command], default=["Wait", Gate()]) as model:
        # Not `client`, which waits for all processes itself.
        codex, loop = start_client(flavour, model.config(), {})
        thread = codex.thread_start(sandbox=Sandbox.full_access, approval_mode=ApprovalMode.deny_all)
        thread.turn("Go.")
        runtime = psutil.Process(codex.diagnostics().pid)
        while not any(child.name() == "sleep" for child in runtime.children(recursive=True)):
            time.sleep(0.01)
        # It does not react to the end of its stdin or to SIGTERM, so that the client kills it with its descendants.
        runtime.suspend()
        codex.close()
        if loop is not None:
            loop.stop()
    print("children", [child.status() for child in psutil.Process().children(recursive=True)])


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
