"""Work of the soak test with `Codex`: threads use one client until it is closed or its runtime exits."""

from __future__ import annotations

import gc
import random
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from openai_codex import ApprovalMode, Codex, CodexError, Sandbox
from soak.rounds import (
    CALLS,
    EXPECTED,
    FAILING,
    LIMIT,
    TIME_LIMIT,
    WORKERS,
    Ending,
    Round,
    accepts,
    named,
    raises,
    strike,
)

if TYPE_CHECKING:
    from openai_codex import CodexConfig, Thread, TurnResult


def work(codex: Codex, name: str) -> str:
    """Do one piece of work; return its outcome. Raises the errors of the client."""
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
    """Do a piece of work that needs only a thread."""
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
    if name == "run with a timeout":
        return status(thread.run("endless", timeout=TIME_LIMIT))
    return status(thread.run("short"))


def status(result: TurnResult) -> str:
    """Return the outcome of a turn."""
    return ", ".join([result.status.value, *(type(error).__name__ for error in result.handler_errors)])


WORK = [name for name in EXPECTED if name != "cancelled run"]


def play(round: Round, config: CodexConfig, seed: int) -> None:
    """Run one round."""
    codex = Codex(config)
    round.begin()
    workers = [
        threading.Thread(target=go_on, args=(codex, round, random.Random(seed + n)), daemon=True)
        for n in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    if round.ending.at_work:
        time.sleep(max(0.0, round.until - time.monotonic()))
        round.struck.set()
        strike(round.ending, codex.diagnostics().pid)
        if round.ending is Ending.stop:
            # Until a timeout expires.
            time.sleep(config.request_timeout or 0)
        if round.ending is not Ending.kill:
            codex.close()
    if round.ending is Ending.restart:
        time.sleep(round.length / 2)
        round.struck.set()
        strike(round.ending, codex.diagnostics().pid)
    for worker in workers:
        worker.join(LIMIT)
        if worker.is_alive():
            round.record.problem(f"sync: a wait was not ended: {round.ending.value}")
    if round.ending is Ending.restart:
        assert codex.thread_start().run("short").status.value == "completed"
        assert codex.diagnostics().restarts == 1
    if round.ending is not Ending.drop:
        codex.close()
    del codex
    gc.collect()


def go_on(codex: Codex, round: Round, choice: random.Random) -> None:
    """Work until the round is over."""
    while round.going:
        name, begun = choice.choice(WORK), time.monotonic()
        try:
            outcome = work(codex, name)
        except CodexError as error:
            outcome = named(error)
        except Exception:  # any other exception is a failure
            round.record.problem(f"{round.flavour}: {name}:\n{traceback.format_exc()}")
            return
        round.took(name, outcome, begun)
