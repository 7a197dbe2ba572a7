"""The limits and tables of the protocol, compared with literal values."""

from __future__ import annotations

from openai_codex._protocol import client_events, deltas, event_buffer, notification_bus, pending_requests, session
from openai_codex._protocol import repeated_events as repeated
from openai_codex._protocol.recovery import held_messages
from openai_codex._protocol.subagents import nodes, thread_tree
from openai_codex._protocol.usage import tracker

MEBIBYTE = 1024 * 1024


def test_limits_of_memory() -> None:
    assert (event_buffer.MAX_UNREAD_EVENTS, event_buffer.MAX_UNREAD_BYTES) == (10_000, 16 * MEBIBYTE)
    assert (notification_bus.MAX_UNREAD_NOTIFICATIONS, notification_bus.MAX_UNREAD_BYTES) == (1_000, 8 * MEBIBYTE)
    assert held_messages.MAX_HELD_BYTES == 64 * MEBIBYTE
    assert repeated.MAX_REPEATED_EVENTS == 1_000
    assert (deltas.MAX_CHARACTERS, deltas.MAX_TOTAL_CHARACTERS) == (1_000_000, 16_000_000)
    assert (deltas.MAX_OPEN_ITEMS, deltas.JOINED_PIECES) == (10_000, 512)
    assert (tracker.MAX_THREADS, tracker.NO_TOKENS) == (10_000, (0, 0, 0, 0, 0, 0))
    assert (thread_tree.MAX_THREADS, thread_tree.MAX_ENDED_TURNS, thread_tree.MAX_DEPTH) == (10_000, 1_024, 100)
    assert nodes.UNKNOWN_SERIAL == 2**62


def test_limits_of_requests() -> None:
    assert (session.MAX_IN_FLIGHT, pending_requests.MAX_ABANDONED) == (64, 10_000)
    assert {"turn/start", "review/start", "account/login/start"} == pending_requests.BUFFER_METHODS
    assert {
        "turn/interrupt",
        "turn/steer",
        "command/exec/terminate",
        "command/exec/write",
        "command/exec/resize",
        "process/kill",
        "process/writeStdin",
        "process/resizePty",
        "thread/backgroundTerminals/terminate",
        "account/login/cancel",
    } == pending_requests.UNTHROTTLED_METHODS


def test_methods_of_thread_tree() -> None:
    assert {
        "turn/started",
        "turn/completed",
        "thread/started",
        "thread/settings/updated",
    } == thread_tree.OBSERVED_METHODS
    assert {
        "thread/start",
        "thread/fork",
        "thread/resume",
        "thread/unarchive",
        "review/start",
    } == thread_tree.OPENING_METHODS
    assert {
        "thread/resume",
        "turn/start",
        "review/start",
        "thread/goal/set",
        "thread/queue/add",
        "thread/queue/start",
        "thread/compact/start",
        "thread/shellCommand",
        "thread/realtime/start",
        "mcpServer/tool/call",
    } == thread_tree.USING_METHODS


def test_methods_of_client_events_are_among_retained_ones() -> None:
    methods = (client_events.HANDLER_FAILED_METHOD, client_events.REQUEST_DECIDED_METHOD)
    assert methods == ("client/handlerFailed", "client/requestDecided")
    assert set(methods) <= event_buffer.RETAINED_METHODS
    assert client_events.RUNTIME_RESTARTED_METHOD == "client/runtimeRestarted"
    assert client_events.CONNECTION_RESTORED_METHOD == "client/connectionRestored"


def test_token_fields_are_those_of_wire_in_order() -> None:
    assert tracker.TOKEN_FIELDS == (
        "inputTokens",
        "cachedInputTokens",
        "cacheWriteInputTokens",
        "outputTokens",
        "reasoningOutputTokens",
        "totalTokens",
    )
