"""A program that exits in any state exits fast and leaves no process behind."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

from integration.process.limits import scale_by_load
from openai_codex import CodexConfig
from openai_codex.testing import Gate, ScriptedModel, shell_call
from support import fake_server
from support.paths import TESTS
from support.processes import processes_of, still_running

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and commands of POSIX")

LIMIT = scale_by_load(3.0)
"""Maximum time until a program and all its descendants have exited, in seconds."""

PROGRAM = Path(__file__).with_name("program.py")

# Two processes. The runtime knows the shell only, and the shell waits for `sleep`.
COMMAND = shell_call("sleep 1000; true", yield_time_ms=250)

BOTH = pytest.mark.parametrize("flavour", ["sync", "async"])


class Program:
    """A run of program.py."""

    def __init__(self, flavour: str, middle: str, end: str, config: CodexConfig) -> None:
        path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
        self._popen = subprocess.Popen(
            [sys.executable, str(PROGRAM), flavour, middle, end],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        fields = {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}
        self.write({name: value for name, value in fields.items() if value is not None})
        self.pid = self._popen.pid
        self.started: list[psutil.Process] = []
        self.stderr = ""

    def write(self, word: object) -> None:
        assert self._popen.stdin is not None
        self._popen.stdin.write(json.dumps(word) + "\n")
        self._popen.stdin.flush()

    def read(self, name: str) -> Any:
        """Read the next message of the program, which must be `name`."""
        assert self._popen.stdout is not None
        line = self._popen.stdout.readline()
        assert line.startswith(f'{{"{name}"'), line + self._rest()
        return json.loads(line)[name]

    def arrive(self) -> None:
        """Wait until the program reaches the state in which it exits, and record its descendants."""
        runtime = self.read("runtime")
        self.started = processes_of(self.pid)[1:]
        # The runtime may have exited already.
        assert len([process for process in self.started if process.pid == runtime]) <= 1

    def go(self) -> float:
        """Let the program exit; return the current time."""
        self.write("go")
        return time.monotonic()

    def ends(self, since: float) -> int:
        """Wait until the program and its descendants have exited; return its exit code."""
        code = self._popen.wait(max(0.0, since + LIMIT - time.monotonic()))
        assert still_running(self.started, since + LIMIT - time.monotonic()) == []
        self.stderr = self._rest()
        assert "Exception ignored" not in self.stderr
        assert "Exception in thread" not in self.stderr
        return code

    def kill(self) -> None:
        """Kill all processes, in case the test failed."""
        family = {*self.started, *processes_of(self.pid)}
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _rest(self) -> str:
        assert self._popen.stderr is not None
        return self._popen.stderr.read() if self._popen.poll() is not None else ""


@contextlib.contextmanager
def program(flavour: str, middle: str, end: str, config: CodexConfig) -> Iterator[Program]:
    run = Program(flavour, middle, end, config)
    try:
        yield run
    finally:
        run.kill()


@contextlib.contextmanager
def streaming(flavour: str, middle: str, end: str) -> Iterator[Program]:
    """Start a program that reads a stream while a command is running in the background."""
    with (
        ScriptedModel([COMMAND, ["Well", Gate()]]) as model,
        program(flavour, middle, end, model.config()) as run,
    ):
        run.arrive()
        assert [process for process in run.started if "sleep" in process.name()] != []
        yield run


@BOTH
@pytest.mark.parametrize(
    ("middle", "end", "code"),
    [
        ("streaming", "exception", 1),
        ("with_statement", "exception", 1),
        ("streaming", "sys.exit", 3),
        ("streaming", "os._exit", 4),
        ("streaming", "signal handler", 5),
        ("with_statement", "signal handler", 5),
        ("streaming", "return", 0),
    ],
)
def test_program_exit_during_stream_ends_runtime(flavour: str, middle: str, end: str, code: int) -> None:
    with streaming(flavour, middle, end) as run:
        assert run.ends(run.go()) == code
        assert ("OwnError" in run.stderr) == (end == "exception")
        assert end == "exception" or run.stderr == ""


@BOTH
@pytest.mark.parametrize(("end", "code"), [("abort", -signal.SIGABRT), ("exec", 0)])
def test_program_exit_unseen_by_python_ends_runtime(flavour: str, end: str, code: int) -> None:
    with streaming(flavour, "streaming", end) as run:
        assert run.ends(run.go()) == code


@BOTH
@pytest.mark.parametrize(
    ("middle", "name"),
    [("streaming", "SIGTERM"), ("streaming", "SIGINT"), ("with_statement", "SIGINT"), ("streaming", "SIGKILL")],
)
def test_program_ended_by_signal_during_stream_ends_runtime(flavour: str, middle: str, name: str) -> None:
    number = signal.Signals[name]
    with streaming(flavour, middle, name) as run:
        since = run.go()
        os.kill(run.pid, number)
        assert run.ends(since) == -number
        assert ("KeyboardInterrupt" in run.stderr) == (name == "SIGINT")


@BOTH
def test_program_killed_ends_suspended_runtime(flavour: str) -> None:
    with streaming(flavour, "streaming", "SIGKILL, runtime stopped") as run:
        for process in run.started:
            if process.ppid() == run.pid and "codex" in process.name():
                process.suspend()
        since = run.go()
        os.kill(run.pid, signal.SIGKILL)
        assert run.ends(since) == -signal.SIGKILL


@BOTH
def test_program_killed_ends_runtime_while_forked_child_lives(flavour: str) -> None:
    with streaming(flavour, "streaming", "fork") as run:
        since = run.go()
        child = psutil.Process(run.read("child"))
        try:
            os.kill(run.pid, signal.SIGKILL)
            assert run._popen.wait(LIMIT) == -signal.SIGKILL
            assert still_running(run.started, since + LIMIT - time.monotonic()) == []
            assert child.is_running()
        finally:
            child.kill()


@BOTH
@pytest.mark.parametrize(("end", "code"), [("return", 0), ("os._exit", 4)])
def test_program_exit_with_pending_request_ends_runtime(flavour: str, end: str, code: int) -> None:
    config = CodexConfig(launch_args_override=fake_server.command())
    with program(flavour, "request", end, config) as run:
        run.arrive()
        assert run.started != []
        assert run.ends(run.go()) == code


@BOTH
@pytest.mark.parametrize(("end", "code"), [("return", 0), ("os._exit", 4)])
def test_program_exit_with_running_handler_ends_runtime(flavour: str, end: str, code: int) -> None:
    asks = shell_call("touch made.txt", sandbox_permissions="require_escalated", justification="for the test")
    with ScriptedModel([asks]) as model, program(flavour, "handler", end, model.config()) as run:
        assert run.read("asked") is True
        run.go()
        run.arrive()
        assert run.started != []
        assert run.ends(run.go()) == code


@pytest.mark.parametrize(("end", "code"), [("return", 0), ("exception", 1)])
def test_program_exit_with_waiting_daemon_thread_ends_runtime(end: str, code: int) -> None:
    gate = Gate()
    with (
        ScriptedModel([COMMAND, ["Well", gate]]) as model,
        program("sync", "waiting_thread", end, model.config()) as run,
    ):
        gate.wait_entered()
        run.go()
        run.arrive()
        assert run.started != []
        assert run.ends(run.go()) == code
        assert end == "exception" or run.stderr == ""


def test_program_exit_waits_for_non_daemon_thread() -> None:
    gate = Gate()
    with (
        ScriptedModel([[gate, "Done."]]) as model,
        program("sync", "thread_with_work", "return", model.config()) as run,
    ):
        run.arrive()
        gate.wait_entered()
        run.go()
        # The main thread is finished, and the other thread is still waiting for its turn.
        gate.open()
        assert run.read("result") == "Done."
        assert run.ends(time.monotonic()) == 0


@pytest.mark.parametrize(("flavour", "middle"), [("sync", "dropped"), ("async", "dropped"), ("async", "closed_loop")])
@pytest.mark.parametrize(("end", "code"), [("return", 0), ("os._exit", 4)])
def test_program_exit_with_dropped_client_ends_runtime(flavour: str, middle: str, end: str, code: int) -> None:
    gate = Gate()
    with ScriptedModel([COMMAND, ["Well", gate]]) as model, program(flavour, middle, end, model.config()) as run:
        gate.wait_entered()
        run.started = processes_of(run.pid)[1:]
        seen = run.started
        assert len(seen) >= 3
        run.go()
        run.arrive()
        run.started = [*seen, *run.started]
        assert run.ends(run.go()) == code


def test_program_exit_with_several_stuck_runtimes_is_bounded() -> None:
    with ScriptedModel([["Well", Gate()]]) as model, program("sync", "several", "return", model.config()) as run:
        run.write(fake_server.command("deaf"))
        run.arrive()
        # One watchdog per runtime.
        assert len([process for process in run.started if process.ppid() == run.pid]) == 8
        assert run.ends(run.go()) == 0
