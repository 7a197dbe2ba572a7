"""docs/reliability.md contains the current fault table. UPDATE_FAULT_TABLE=1 updates it."""

from __future__ import annotations

import importlib
import inspect
import os

import pytest

from faults.page import BETWEEN, PAGE, table
from faults.server import FAULTS as PLAYABLE
from faults.table import FAULTS, PLAYED, Fault
from openai_codex import CodexConfig
from openai_codex._protocol import event_buffer as buffer
from openai_codex._protocol import event_router, subscription
from openai_codex._protocol import notification_bus as notification_bus
from openai_codex._protocol.framing import EXCERPT_BYTES
from openai_codex._transports.stdio.stderr_tail import StderrTail


def test_page_matches_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_FAULT_TABLE"):
        text = BETWEEN.sub(lambda _: table(), text)
        PAGE.write_text(text, encoding="utf-8")
    found = BETWEEN.search(text)
    assert found is not None
    assert found[0] == table(), "run: UPDATE_FAULT_TABLE=1 pytest tests/faults/test_page.py"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_rows_have_tests(fault: Fault) -> None:
    module, _, name = fault.proof.partition(".")
    assert callable(getattr(importlib.import_module(f"faults.{module}"), name))


def test_table_contains_every_fault() -> None:
    assert {fault.order for fault in PLAYED} == set(PLAYABLE)


def test_page_bounds_match_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    config = CodexConfig()
    stderr = inspect.signature(StderrTail).parameters
    for bound in (
        f"{buffer.MAX_UNREAD_EVENTS:,}, {buffer.MAX_UNREAD_BYTES >> 20} MiB",
        f"{subscription.MAX_LAG_EVENTS:,}, {subscription.MAX_LAG_BYTES >> 20} MiB",
        f"{notification_bus.MAX_UNREAD_NOTIFICATIONS:,}, {notification_bus.MAX_UNREAD_BYTES >> 20} MiB",
        f"| completed turns, kept for late consumers | {event_router.MAX_COMPLETED_BUFFERS} |",
        f"`CodexConfig.max_message_bytes`, {config.max_message_bytes >> 20} MiB",
        f"`CodexConfig.max_in_flight` ({config.max_in_flight})",
        f"`CodexConfig.request_timeout`, {config.request_timeout:g} s",
        f"`CodexConfig.start_timeout`, {config.start_timeout:g} s",
        f"the last {stderr['max_lines'].default} lines, {stderr['max_line'].default} characters of each",
        f"cut to {EXCERPT_BYTES} bytes",
    ):
        assert bound in text
