"""Tests of `support.signals`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.signals import default_sigint

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"


def raises_keyboard_interrupt() -> bool:
    """Return whether a program started now gets KeyboardInterrupt on SIGINT."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip() == "True"


@pytest.fixture
def ignored_sigint() -> Iterator[None]:
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.mark.skipif(os.name != "posix", reason="signals are not inherited on Windows")
@pytest.mark.usefixtures("ignored_sigint")
def test_default_sigint_applies_to_programs_started_in_the_block() -> None:
    assert not raises_keyboard_interrupt()
    with default_sigint():
        assert raises_keyboard_interrupt()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert not raises_keyboard_interrupt()


def test_default_sigint_restores_the_handler_after_an_exception() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(RuntimeError), default_sigint():
        raise RuntimeError
    assert signal.getsignal(signal.SIGINT) is before
