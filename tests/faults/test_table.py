"""The rows of the fault table that an app-server plays, in every situation, for sync and async."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest

from api.driver import FLAVOURS
from faults import server
from faults.scene import PATIENCE, SHORT, Scene, scene, what
from faults.table import PLAYED, Fault, Gets, Later, Others, Situation
from openai_codex import RequestTimeoutError, TransportClosedError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests waits with poll")


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("situation", Situation, ids=lambda situation: situation.name)
@pytest.mark.parametrize("fault", PLAYED, ids=lambda fault: fault.order)
def test_fault(fault: Fault, situation: Situation, flavour: str) -> None:
    expected = fault.gets(situation)
    deadline = expected is Gets.timeout or fault.later is Later.timeout
    with scene(flavour, **({"request_timeout": SHORT} if deadline else {})) as set_up:
        met = set_up.set_up(situation)
        set_up.strike(fault.order, situation)
        if situation is Situation.handler and expected is Gets.unharmed:
            # What the fault has done is done when a later call is answered.
            set_up.call()
            set_up.handler.let_go.set()
        if met is not None and expected is not Gets.waits:
            gets, found = what(met)
            assert gets is expected, repr(found)
            check_content(fault, situation, found)
        check_after(fault, set_up)
        if met is not None and expected is Gets.waits:
            assert not met.done()
        if fault.lingers:
            os.kill(runtime_of(set_up), signal.SIGTERM)
    if met is not None and expected is Gets.waits:
        assert what(met)[0] is Gets.closed


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
        assert time.monotonic() - begun < PATIENCE / 3
    if fault.others is Others.go_on:
        assert set_up.finish_other().final_response == server.TEXT
    elif fault.others is Others.closed:
        assert what(set_up.other)[0] is Gets.closed
    else:
        assert not set_up.other.done()


def runtime_of(set_up: Scene) -> int:
    """Return the process id of the runtime."""
    connection = getattr(set_up.codex, "_connection", None) or set_up.codex._started_connection
    pid: int = connection.pid
    return pid
