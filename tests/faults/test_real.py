"""The rows of the fault table that are done to the real runtime, in all situations at the same time, sync and async."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from faults.scene import Handler, Watcher, nothing_left, wait_until, what
from faults.table import REAL, Fault, Gets, Later, Others, Situation
from openai_codex import ApprovalMode, CodexConfig, RequestTimeoutError, Sandbox, TransportClosedError
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import Gate, Match, ScriptedModel, shell_call
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and mounts of Linux")

MOUNTED = (
    'settings=$(cat "$CODEX_HOME/config.toml") && mount -t tmpfs -o size=8m tmpfs "$CODEX_HOME" && '
    'printf "%s" "$settings" > "$CODEX_HOME/config.toml" && exec "$@"'
)
"""Puts a small disk where CODEX_HOME is, for the program that it then becomes, and for nobody else."""
APART = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh")

LIMIT = 2.0
"""How long a call may take, in seconds: a stopped runtime is waited for twice in these tests."""

BEGUN, REST = "Let me see.", "I have seen it."


@dataclass
class Runtime:
    """A runtime that has three turns under way, and what becomes of them."""

    codex: Any
    pid: int
    home: Path
    pool: ThreadPoolExecutor
    gates: tuple[Gate, Gate]
    handler: Handler
    turn: Watcher
    other: Watcher
    asking: Watcher

    def let_go(self) -> None:
        """Let the model and the handler go on."""
        for gate in self.gates:
            gate.open()
        self.handler.let_go.set()


@contextlib.contextmanager
def runtime(flavour: str, fault: Fault) -> Iterator[Runtime]:
    """Give a runtime with a turn that streams, one that is not concerned, and one whose handler runs."""
    gate, other_gate, handler = Gate(), Gate(), Handler()
    script = [
        Match("stream", [BEGUN, gate, REST]),
        Match("other", [BEGUN, other_gate, REST]),
        Match(
            lambda request: "ask" in request.input_texts and not request.function_outputs, shell_call("touch made.txt")
        ),
    ]
    with nothing_left(), ScriptedModel(script, default="Done.") as model, ThreadPoolExecutor(5) as pool:
        # Settings that are not in a file outlive it.
        config = replace(model.config(), config_overrides=overrides(model), request_timeout=LIMIT)
        if fault.order == "fill":
            config = on_small_disk(config)
        with client(flavour, config, on_approval=handler) as codex:
            try:
                plain = {"sandbox": Sandbox.workspace_write}
                turns = [codex.thread_start(**plain).turn(text) for text in ("stream", "other")]
                turns.append(codex.thread_start(approval_mode=ApprovalMode.ask_always, **plain).turn("ask"))
                watchers = [Watcher(pool, turn) for turn in turns]
                for watcher in watchers[:2]:
                    watcher.wait_streaming()
                assert handler.entered.wait(20)
                home = Path((config.env or {})["CODEX_HOME"])
                yield Runtime(codex, codex.diagnostics().pid, home, pool, (gate, other_gate), handler, *watchers)
            finally:
                gate.open()
                other_gate.open()
                handler.let_go.set()


def overrides(model: ScriptedModel) -> tuple[str, ...]:
    """Return the settings that make a runtime use the model, as arguments."""
    provider = f'{{name="scripted",base_url="{model.url}",wire_api="responses",requires_openai_auth=false}}'
    return ("model=mock-model", "model_provider=scripted", f"model_providers.scripted={provider}")


def on_small_disk(config: CodexConfig) -> CodexConfig:
    """Return a config whose runtime has its CODEX_HOME on a disk of 8 MiB."""
    apart = subprocess.run([*APART, "true"], env={**os.environ, **(config.env or {})}, capture_output=True, timeout=20)
    if apart.returncode != 0:
        pytest.skip("this system lets nobody mount a disk in a namespace of his own")
    return replace(config, launch_args_override=(*APART, *resolve_launch_spec(config).command), config_overrides=())


def kill(runtime: Runtime) -> None:
    # Stopped first, so that a call waits for certain.
    os.kill(runtime.pid, signal.SIGSTOP)


def stop(runtime: Runtime) -> None:
    os.kill(runtime.pid, signal.SIGSTOP)


def delete(runtime: Runtime) -> None:
    shutil.rmtree(runtime.home)


def fill(runtime: Runtime) -> None:
    """Fill the disk of CODEX_HOME, which only the runtime sees, to the last byte."""
    seen_by_it = Path(f"/proc/{runtime.pid}/root") / runtime.home.relative_to("/")
    with (seen_by_it / "fill").open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size):
                    pass


STRIKES: dict[str, Callable[[Runtime], None]] = {"kill": kill, "stop": stop, "delete": delete, "fill": fill}


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("fault", REAL, ids=lambda fault: fault.order)
def test_fault(fault: Fault, flavour: str) -> None:
    with runtime(flavour, fault) as struck:
        STRIKES[fault.order](struck)
        waiting = struck.pool.submit(struck.codex.account)
        if fault.order == "kill":
            wait_until(waiting.running, "the call has not begun")
            os.kill(struck.pid, signal.SIGKILL)
        gets, found = what(waiting)
        assert gets is fault.request, repr(found)
        if isinstance(found, TransportClosedError):
            assert found.exit_code == fault.exit_code
        check_later(fault, struck)
        if fault.order == "stop":
            assert not struck.turn.ended.done()
            os.kill(struck.pid, signal.SIGCONT)
        struck.let_go()
        check_turns(fault, struck)
        if fault.later is not Later.closed:
            assert struck.codex.account().account is None
            assert struck.codex.thread_start().run("Again.").final_response == "Done."
        if fault.order == "fill":
            wait_until(lambda: "No space left" in str(struck.codex.diagnostics().stderr), "nobody said so")


def check_later(fault: Fault, struck: Runtime) -> None:
    if fault.later is Later.works:
        assert struck.codex.account().account is None
    else:
        with pytest.raises(TransportClosedError if fault.later is Later.closed else RequestTimeoutError):
            struck.codex.account()


def check_turns(fault: Fault, struck: Runtime) -> None:
    met = {Situation.turn: struck.turn, Situation.handler: struck.asking}
    for situation, watcher in met.items():
        gets, found = what(watcher.ended)
        expected = fault.gets(situation)
        assert gets is (Gets.unharmed if expected is Gets.resumes else expected), repr(found)
        if gets is Gets.unharmed:
            assert found.final_response == (REST if situation is Situation.turn else "Done.")
    gets, found = what(struck.other.ended)
    assert gets is (Gets.closed if fault.others is Others.closed else Gets.unharmed)
