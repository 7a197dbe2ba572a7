"""Ctrl-C and the garbage collector. `unit/interrupts` tests the same at every bytecode."""

from __future__ import annotations

import gc
import os
import signal
import threading
from typing import Any

import pytest

from faults import server
from faults.harness import harness
from support.timeouts import TEST_TIMEOUT
from support.waiting import wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")


class Interrupt(KeyboardInterrupt):
    """Raised by the signal handler of these tests."""


@pytest.fixture
def interrupts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that sends a signal to the main thread a moment later."""

    def handler(number: int, frame: object) -> None:
        raise Interrupt

    before = signal.signal(signal.SIGUSR1, handler)
    timers: list[threading.Timer] = []

    def interrupt() -> None:
        main = threading.main_thread().ident
        assert main is not None
        timers.append(threading.Timer(0.1, lambda: signal.pthread_kill(main, signal.SIGUSR1)))
        timers[-1].start()

    yield interrupt
    for timer in timers:
        timer.join(TEST_TIMEOUT)
    signal.signal(signal.SIGUSR1, before)


def test_interrupted_call_is_abandoned(interrupts: Any) -> None:
    with harness("sync") as faulty:
        interrupts()
        with pytest.raises(Interrupt):
            # The app-server holds this request.
            faulty.codex.account(refresh_token=True)
        assert faulty.codex.diagnostics().pending == ()
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


def test_interrupted_turn_is_interrupted(interrupts: Any) -> None:
    with harness("sync") as faulty:
        thread = faulty.codex.thread_start()
        turn = thread.turn("other")
        interrupts()
        with pytest.raises(Interrupt):
            turn.run()
        assert turn.run().status == "interrupted"
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


def test_collected_stream_is_interrupted() -> None:
    with harness("sync") as faulty:
        turn = faulty.codex.thread_start().turn("other")
        client_thread: Any = faulty.codex._sender.supervisor.current._thread
        garbage: list[Any] = [turn.stream()]
        next(garbage[0])
        garbage.append(garbage)
        done = threading.Event()

        def collect() -> None:
            # The reader of the connection holds this lock while it processes messages.
            with client_thread.lock:
                gc.collect()
            done.set()

        del garbage
        threading.Thread(target=collect, daemon=True).start()
        assert done.wait(TEST_TIMEOUT)
        wait_until(lambda: turn._running.buffer.ended, "the turn still runs")
        assert turn.run().status == "interrupted"
        assert faulty.finish_other().final_response == server.TEXT
