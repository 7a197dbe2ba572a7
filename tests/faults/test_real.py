"""Rows of the fault table that affect the real runtime, in all situations at the same time, sync and async."""

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

from faults.harness import BlockingHandler, TurnWatcher, no_leaks, outcome_of
from faults.table import REAL, Fault, Later, Others, Outcome, Situation
from openai_codex import ApprovalMode, CodexConfig, RequestTimeoutError, Sandbox, TransportClosedError
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import Gate, Match, ScriptedModel, shell_call
from support.sync_adapter import FLAVOURS, client
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and mounts of Linux")

MOUNTED = (
    'settings=$(cat "$CODEX_HOME/config.toml") && mount -t tmpfs -o size=8m tmpfs "$CODEX_HOME" && '
    'printf "%s" "$settings" > "$CODEX_HOME/config.toml" && exec "$@"'
)
"""Mounts a small disk at CODEX_HOME in a private namespace, then executes the runtime."""
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh")

LIMIT = 2.0
"""Request timeout, in seconds. Short, because the tests of a suspended runtime wait for it twice."""

BEGUN, REST = "Let me see.", "I have seen it."


@dataclass
class Runtime:
    """A runtime with three running turns, and their future results."""

    codex: Any
    pid: int
    home: Path
    pool: ThreadPoolExecutor
    gates: tuple[Gate, Gate]
    handler: BlockingHandler
    turn: TurnWatcher
    other: TurnWatcher
    asking: TurnWatcher

    def release(self) -> None:
        """Let the model and the handler continue."""
        for gate in self.gates:
            gate.open()
        self.handler.released.set()


@contextlib.contextmanager
def runtime(flavour: str, fault: Fault) -> Iterator[Runtime]:
    """Start a runtime with a streaming turn, an unaffected turn, and a turn whose handler is running."""
    gate, other_gate, handler = Gate(), Gate(), BlockingHandler()
    script = [
        Match("stream", [BEGUN, gate, REST]),
        Match("other", [BEGUN, other_gate, REST]),
        Match(
            lambda request: "ask" in request.input_texts and not request.function_outputs, shell_call("touch made.txt")
        ),
    ]
    with no_leaks(), ScriptedModel(script, default="Done.") as model, ThreadPoolExecutor(5) as pool:
        # Settings in arguments survive the deletion of CODEX_HOME.
        config = replace(model.config(), config_overrides=overrides(model), request_timeout=LIMIT)
        if fault.order == "fill":
            config = on_small_disk(config)
        with client(flavour, config, on_approval=handler) as codex:
            try:
                plain = {"sandbox": Sandbox.workspace_write}
                turns = [codex.thread_start(**plain).turn(text) for text in ("stream", "other")]
                turns.append(codex.thread_start(approval_mode=ApprovalMode.ask_always, **plain).turn("ask"))
                watchers = [TurnWatcher(pool, turn) for turn in turns]
                for watcher in watchers[:2]:
                    watcher.wait_streaming()
                assert handler.entered.wait(20)
                home = Path((config.env or {})["CODEX_HOME"])
                yield Runtime(codex, codex.diagnostics().pid, home, pool, (gate, other_gate), handler, *watchers)
            finally:
                gate.open()
                other_gate.open()
                handler.released.set()


def overrides(model: ScriptedModel) -> tuple[str, ...]:
    """Return the settings that make a runtime use the model, as arguments."""
    provider = f'{{name="scripted",base_url="{model.url}",wire_api="responses",requires_openai_auth=false}}'
    return ("model=mock-model", "model_provider=scripted", f"model_providers.scripted={provider}")


def on_small_disk(config: CodexConfig) -> CodexConfig:
    """Return a config whose runtime has its CODEX_HOME on a disk of 8 MiB."""
    probe = subprocess.run(
        [*UNSHARE, "true"], env={**os.environ, **(config.env or {})}, capture_output=True, timeout=20
    )
    if probe.returncode != 0:
        pytest.skip("this system does not allow mounts in a user namespace")
    return replace(config, launch_args_override=(*UNSHARE, *resolve_launch_spec(config).command), config_overrides=())


def kill(runtime: Runtime) -> None:
    # Suspended first, so that the call is pending when the runtime is killed.
    os.kill(runtime.pid, signal.SIGSTOP)


def stop(runtime: Runtime) -> None:
    os.kill(runtime.pid, signal.SIGSTOP)


def delete(runtime: Runtime) -> None:
    shutil.rmtree(runtime.home)


def fill(runtime: Runtime) -> None:
    """Fill the disk of CODEX_HOME completely. Only the runtime sees the disk."""
    home = Path(f"/proc/{runtime.pid}/root") / runtime.home.relative_to("/")
    with (home / "fill").open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size):
                    pass


INJECT: dict[str, Callable[[Runtime], None]] = {"kill": kill, "stop": stop, "delete": delete, "fill": fill}


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("fault", REAL, ids=lambda fault: fault.order)
def test_fault(fault: Fault, flavour: str) -> None:
    with runtime(flavour, fault) as faulty:
        INJECT[fault.order](faulty)
        waiting = faulty.pool.submit(faulty.codex.account)
        if fault.order == "kill":
            wait_until(waiting.running, "the call has not started")
            os.kill(faulty.pid, signal.SIGKILL)
        outcome, found = outcome_of(waiting)
        assert outcome is fault.request, repr(found)
        if isinstance(found, TransportClosedError):
            assert found.exit_code == fault.exit_code
        check_later(fault, faulty)
        if fault.order == "stop":
            assert not faulty.turn.future.done()
            os.kill(faulty.pid, signal.SIGCONT)
        faulty.release()
        check_turns(fault, faulty)
        if fault.later is not Later.closed:
            assert faulty.codex.account().account is None
            assert faulty.codex.thread_start().run("Again.").final_response == "Done."
        if fault.order == "fill":
            wait_until(
                lambda: "No space left" in str(faulty.codex.diagnostics().stderr),
                "stderr does not report the full disk",
            )


def check_later(fault: Fault, faulty: Runtime) -> None:
    if fault.later is Later.works:
        assert faulty.codex.account().account is None
    else:
        with pytest.raises(TransportClosedError if fault.later is Later.closed else RequestTimeoutError):
            faulty.codex.account()


def check_turns(fault: Fault, faulty: Runtime) -> None:
    met = {Situation.turn: faulty.turn, Situation.handler: faulty.asking}
    for situation, watcher in met.items():
        outcome, found = outcome_of(watcher.future)
        expected = fault.outcome(situation)
        assert outcome is (Outcome.unharmed if expected is Outcome.resumes else expected), repr(found)
        if outcome is Outcome.unharmed:
            assert found.final_response == (REST if situation is Situation.turn else "Done.")
    outcome, found = outcome_of(faulty.other.future)
    assert outcome is (Outcome.closed if fault.others is Others.closed else Outcome.unharmed)
