"""Operations of the soak test with `Codex`: threads use one client until it is closed or its runtime exits."""

from __future__ import annotations

import gc
import random
import signal
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from openai_codex import ApprovalMode, Codex, CodexError, Sandbox
from soak.rounds import (
    ASYNC_ONLY,
    CALLS,
    EXPECTED,
    FAILING,
    LIMIT,
    SIGNALLED,
    TIME_LIMIT,
    WORKERS,
    Ending,
    Round,
    accepts,
    error_name,
    inject_fault,
    raises,
)

if TYPE_CHECKING:
    from types import FrameType

    from openai_codex import CodexConfig, Thread, TurnResult


def work(codex: Codex, name: str) -> str:
    """Run one operation; return its outcome. Errors of the client propagate."""
    if name == f"{CALLS} concurrent calls":
        with ThreadPoolExecutor(CALLS) as pool:
            for reply in [pool.submit(codex.models) for _ in range(CALLS)]:
                assert reply.result(LIMIT).data
        return "answered"
    if name == "rejected call":
        codex.rpc.thread_read(thread_id="00000000-0000-4000-8000-000000000000")
        return "answered"
    if name == "call with a timeout":
        codex.with_options(timeout=1e-6).models()
        return "answered"
    if name in ("turn with an approval", "turn with a failing handler"):
        thread = codex.thread_start(
            approval_mode=ApprovalMode.ask_always,
            sandbox=Sandbox.full_access,
            on_approval=accepts if name == "turn with an approval" else raises,
        )
        return status(thread.run("ask"))
    return with_thread(codex.thread_start(), name)


def with_thread(thread: Thread, name: str) -> str:
    """Run an operation that needs only a thread."""
    if name in FAILING:
        return status(thread.run(FAILING[name]))
    if name == "two turns of a thread":
        thread.run("short")
    if name == "stream":
        turn = thread.turn("long")
        assert len("".join(turn.text())) > 1000
        return status(turn.run())
    if name == "stream left early":
        with thread.stream("endless") as stream:
            for _ in stream.text():
                break
        return "left"
    if name == "interrupted turn":
        turn = thread.turn("endless")
        next(turn.text())
        turn.interrupt()
        return status(turn.run())
    if name == "stream abandoned to the garbage collector":
        turn = thread.turn("endless")
        events = turn.stream()
        next(events)
        abandon(events)
        del events
        gc.collect()
        return status(turn.run())
    if name == "block abandoned to the garbage collector":
        scope = thread.stream("endless")
        turn = scope.__enter__()
        abandon(scope)
        del scope
        gc.collect()
        return status(turn.run())
    if name == "run with a timeout":
        return status(thread.run("endless", timeout=TIME_LIMIT))
    return status(thread.run("short"))


def status(result: TurnResult) -> str:
    """Return the outcome of a turn."""
    return ", ".join([result.status.value, *(type(error).__name__ for error in result.handler_errors)])


WORK = [name for name in EXPECTED if name not in (*ASYNC_ONLY, *SIGNALLED)]


def abandon(content: object) -> None:
    """Leave an object to the garbage collector, which may run in any thread."""
    garbage = [content]
    garbage.append(garbage)


class Interrupt(KeyboardInterrupt):
    """Raised by the signal handler of the main thread."""


def raise_interrupt(number: int, frame: FrameType | None) -> None:
    """Handle a signal."""
    raise Interrupt


def use_with_signals(codex: Codex, round: Round, choice: random.Random, until: float) -> None:
    """Run operations in the main thread that a signal handler interrupts, until a point in time."""
    before = signal.signal(signal.SIGALRM, raise_interrupt)
    try:
        while time.monotonic() < until and round.running:
            name, begun = choice.choice(SIGNALLED), time.monotonic()
            try:
                outcome = with_signal(codex, name, choice)
            except CodexError as error:
                outcome = error_name(error)
            round.record_outcome(name, outcome, begun)
    finally:
        signal.signal(signal.SIGALRM, before)


def with_signal(codex: Codex, name: str, choice: random.Random) -> str:
    """Run an operation, and interrupt it by a signal at a random time."""
    try:
        try:
            if name == "call with a signal":
                signal.setitimer(signal.ITIMER_REAL, choice.uniform(0.0001, 0.003))
                codex.models()
                return "answered"
            thread = codex.thread_start()
            signal.setitimer(signal.ITIMER_REAL, choice.uniform(0.001, TIME_LIMIT))
            return status(thread.run("endless"))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except Interrupt:
        return "interrupted"


def run_round(round: Round, config: CodexConfig, seed: int) -> None:
    """Run one round."""
    codex = Codex(config)
    round.begin()
    workers = [
        threading.Thread(target=run_worker, args=(codex, round, random.Random(seed + n)), daemon=True)
        for n in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    if round.ending.interrupts_workers:
        use_with_signals(codex, round, random.Random(seed), round.until)
        round.fault_injected.set()
        inject_fault(round.ending, codex.diagnostics().pid)
        if round.ending is Ending.stop:
            # Wait until the timeout of a request has expired.
            time.sleep(config.request_timeout or 0)
        if round.ending is not Ending.kill:
            codex.close()
    if round.ending is Ending.restart:
        use_with_signals(codex, round, random.Random(seed), time.monotonic() + round.length / 2)
        round.fault_injected.set()
        inject_fault(round.ending, codex.diagnostics().pid)
    use_with_signals(codex, round, random.Random(seed), round.until)
    for worker in workers:
        worker.join(LIMIT)
        if worker.is_alive():
            round.record.problem(f"sync: a call is still pending: {round.ending.value}")
    if round.ending is Ending.restart:
        assert codex.thread_start().run("short").status.value == "completed"
        assert codex.diagnostics().restarts == 1
    if round.ending is not Ending.drop:
        codex.close()
    del codex
    gc.collect()


def run_worker(codex: Codex, round: Round, choice: random.Random) -> None:
    """Run random operations until the round is over."""
    while round.running:
        name, begun = choice.choice(WORK), time.monotonic()
        try:
            outcome = work(codex, name)
        except CodexError as error:
            outcome = error_name(error)
        except Exception:  # the client must raise nothing else
            round.record.problem(f"{round.flavour}: {name}:\n{traceback.format_exc()}")
            return
        round.record_outcome(name, outcome, begun)
