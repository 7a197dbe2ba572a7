"""Rows of the fault table that a fake app-server plays, in every situation, sync and async."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from typing import Any

import pytest

from faults import server
from faults.bridges import CONFIGS
from faults.harness import IMMEDIATE, SHORT_TIMEOUT, FaultHarness, harness, outcome_of
from faults.table import PLAYED, Fault, Later, Others, Outcome, Situation
from openai_codex import RequestTimeoutError, TransportClosedError, TurnResult
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests waits with poll")


def cases() -> list[Any]:
    """Return each row with each situation. A slow row is tested in all situations at the same time."""
    apart = [(fault, (situation,)) for fault in PLAYED if not fault.slow for situation in Situation]
    together = [(fault, tuple(Situation)) for fault in PLAYED if fault.slow]
    return [
        pytest.param(fault, situations, id=f"{fault.order}-{'+'.join(situation.name for situation in situations)}")
        for fault, situations in (*apart, *together)
    ]


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(("fault", "situations"), cases())
def test_fault(fault: Fault, situations: tuple[Situation, ...], flavour: str) -> None:
    play(fault, situations, flavour)


OF_PROCESSES = ("stderr flood", "stderr odd", "end of stdout", "closes stdin")
"""Rows that depend on a process of the client: its stderr, and the end of only one of its pipes."""

APPLICABLE = [fault for fault in PLAYED if fault.order not in OF_PROCESSES]
"""Rows that apply to a runtime that the client has not started."""


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("transport", ["websocket", pytest.param("memory", marks=pytest.mark.extended)])
@pytest.mark.parametrize("fault", APPLICABLE, ids=lambda fault: fault.order)
def test_fault_over_other_transports(fault: Fault, transport: str, flavour: str) -> None:
    if transport == "websocket":
        # The exit code of a remote process is unknown.
        fault = replace(fault, exit_code=None)
    play(fault, tuple(Situation), flavour, connect=CONFIGS[transport])


def play(fault: Fault, situations: tuple[Situation, ...], flavour: str, *, connect: Any = None) -> None:
    """Inject a fault in some situations, and check the outcome of each, and of what follows."""
    deadline = Outcome.timeout in map(fault.outcome, situations) or fault.later is Later.timeout
    with harness(flavour, connect=connect, **({"request_timeout": SHORT_TIMEOUT} if deadline else {})) as faulty:
        # The pending call has a timeout, so start it last.
        order = sorted(situations, key=lambda situation: situation is Situation.request)
        met = {situation: future for situation in order if (future := faulty.arrange(situation)) is not None}
        faulty.inject(fault.order, held=int(Situation.request in met))
        if fault.lingers:
            faulty.wait_injected()
        # The call first: the effect of the fault may be that its timeout expires.
        for situation in sorted(met, key=lambda situation: situation is not Situation.request):
            if situation is Situation.handler and fault.handler is Outcome.unharmed:
                # The response to a later call shows that the client has processed the fault.
                faulty.call()
                faulty.handler.released.set()
            if fault.outcome(situation) is not Outcome.waits:
                outcome, found = outcome_of(met[situation])
                assert outcome is fault.outcome(situation), repr(found)
                check_content(fault, situation, found)
        check_after(fault, faulty)
        waiting = [future for situation, future in met.items() if fault.outcome(situation) is Outcome.waits]
        assert not [future for future in waiting if future.done()]
        if fault.lingers:
            os.kill(faulty.codex.diagnostics().pid, signal.SIGTERM)
    assert [outcome_of(future)[0] for future in waiting] == [Outcome.closed] * len(waiting)


def check_content(fault: Fault, situation: Situation, found: Any) -> None:
    """Check the result or error of the caller."""
    if situation in fault.kept:
        # The repr of a result is short.
        assert fault.kept[situation] in repr(vars(found) if isinstance(found, TurnResult) else found)
    elif situation is Situation.turn and not isinstance(found, Exception):
        assert found.final_response == server.TEXT
        assert found.status == "completed"
    elif situation is Situation.handler and not isinstance(found, Exception):
        assert found.final_response == "accept"
    if isinstance(found, TransportClosedError):
        assert found.exit_code == fault.exit_code


def check_after(fault: Fault, faulty: FaultHarness) -> None:
    """Check the next call, and the unaffected turn."""
    if fault.later is Later.works:
        faulty.call()
    else:
        started = time.monotonic()
        with pytest.raises(TransportClosedError if fault.later is Later.closed else RequestTimeoutError):
            # The client may not have noticed the exit yet; when it does, this call fails.
            faulty.codex.account()
        assert time.monotonic() - started < IMMEDIATE
    if fault.others is Others.go_on:
        assert faulty.finish_other().final_response == server.TEXT
        found = faulty.codex.diagnostics()
        assert all(found.bad_frames.get(kind, 0) >= count for kind, count in fault.counted.items()), found.bad_frames
        # One turn that this client did not start, but received events of.
        unknown_turns = 1 if fault.order == "event: unknown" else 0
        assert (found.in_flight, found.waiting, found.open_turns) == (0, 0, unknown_turns)
        assert found.late_replies == (1 if fault.order == "late" else 0)
    elif fault.others is Others.closed:
        assert outcome_of(faulty.other)[0] is Outcome.closed
    else:
        assert not faulty.other.done()
