"""The rows of the fault table that an app-server plays, in every situation, for sync and async."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest

from faults import server
from faults.scene import SHORT, TEST_TIMEOUT, Scene, scene, what
from faults.table import PLAYED, Fault, Gets, Later, Others, Situation
from openai_codex import RequestTimeoutError, TransportClosedError
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests waits with poll")


def cases() -> list[Any]:
    """Return each row with each situation. A row that takes its time meets all situations at once."""
    apart = [(fault, (situation,)) for fault in PLAYED if not fault.slow for situation in Situation]
    together = [(fault, tuple(Situation)) for fault in PLAYED if fault.slow]
    return [
        pytest.param(fault, situations, id=f"{fault.order}-{'+'.join(situation.name for situation in situations)}")
        for fault, situations in (*apart, *together)
    ]


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(("fault", "situations"), cases())
def test_fault(fault: Fault, situations: tuple[Situation, ...], flavour: str) -> None:
    deadline = Gets.timeout in map(fault.gets, situations) or fault.later is Later.timeout
    with scene(flavour, **({"request_timeout": SHORT} if deadline else {})) as set_up:
        # A call that waits has a deadline, so it comes last.
        order = sorted(situations, key=lambda situation: situation is Situation.request)
        met = {situation: future for situation in order if (future := set_up.set_up(situation)) is not None}
        set_up.strike(fault.order, held=int(Situation.request in met))
        if fault.lingers:
            set_up.wait_told()
        # The call first: to let its time run out may be what the fault takes.
        for situation in sorted(met, key=lambda situation: situation is not Situation.request):
            if situation is Situation.handler and fault.handler is Gets.unharmed:
                # What the fault has done is done when a later call is answered.
                set_up.call()
                set_up.handler.let_go.set()
            if fault.gets(situation) is not Gets.waits:
                gets, found = what(met[situation])
                assert gets is fault.gets(situation), repr(found)
                check_content(fault, situation, found)
        check_after(fault, set_up)
        waiting = [future for situation, future in met.items() if fault.gets(situation) is Gets.waits]
        assert not [future for future in waiting if future.done()]
        if fault.lingers:
            os.kill(set_up.codex.diagnostics().pid, signal.SIGTERM)
    assert [what(future)[0] for future in waiting] == [Gets.closed] * len(waiting)


def check_content(fault: Fault, situation: Situation, found: Any) -> None:
    """Look into what the caller got."""
    if situation in fault.kept:
        assert fault.kept[situation] in repr(found)
    elif situation is Situation.turn and not isinstance(found, Exception):
        assert found.final_response == server.TEXT
        assert found.status == "completed"
    elif situation is Situation.handler and not isinstance(found, Exception):
        assert found.final_response == "accept"
    if isinstance(found, TransportClosedError):
        assert found.exit_code == fault.exit_code


def check_after(fault: Fault, set_up: Scene) -> None:
    """See what becomes of the next call, and of the turn that is not concerned."""
    if fault.later is Later.works:
        set_up.call()
    else:
        begun = time.monotonic()
        with pytest.raises(TransportClosedError if fault.later is Later.closed else RequestTimeoutError):
            # The end of the runtime may not have been seen yet; it is on its way, and ends this call.
            set_up.codex.account()
        assert time.monotonic() - begun < TEST_TIMEOUT / 3
    if fault.others is Others.go_on:
        assert set_up.finish_other().final_response == server.TEXT
        found = set_up.codex.diagnostics()
        assert all(found.bad_frames.get(kind, 0) >= count for kind, count in fault.counted.items()), found.bad_frames
        # One turn of which something was told, and that is none of ours.
        strangers = 1 if fault.order == "event: unknown" else 0
        assert (found.in_flight, found.waiting, found.open_turns) == (0, 0, strangers)
        assert found.late_replies == (1 if fault.order == "late" else 0)
    elif fault.others is Others.closed:
        assert what(set_up.other)[0] is Gets.closed
    else:
        assert not set_up.other.done()
