"""The levels of handlers: those of a turn, a thread and the client are merged per request, and newer ones win."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import JsonRpcError, tool
from openai_codex._connection.thread_registry import ResumeOutcome, ThreadRegistry
from openai_codex._handlers.options import Handlers, handlers_from
from openai_codex._handlers.scopes import TurnScope
from unit.handlers.dispatching import COMMAND, PERMISSIONS, QUESTION, THREAD, TOOL, TURN, Dispatching

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.tools import Tool


def handler(request: object) -> Any:
    """Handle requests in the tests that do not call handlers."""


def client_handler(request: object) -> Any:
    """Handle requests of the client."""


def newer(request: object) -> Any:
    """Handle requests in place of `handler`."""


def merged(*options: dict[str, Any]) -> Handlers:
    """Return the handlers of a thread that several requests have opened."""
    threads = ThreadRegistry()
    states = [threads.register(THREAD, {}, handlers_from(given)) for given in options]
    assert states[0].handlers is not None
    return states[0].handlers


def test_handlers_of_thread_are_merged() -> None:
    found = merged({"on_approval": handler}, {"on_user_input": newer}, {}, {"on_approval": None})
    assert found.named == {"on_approval": handler, "on_user_input": newer}


def test_newer_handler_of_thread_replaces_older_one() -> None:
    found = merged(
        {"on_approval": handler, "on_request": {COMMAND: handler, QUESTION: handler}},
        {"on_approval": newer, "on_request": {QUESTION: newer}},
    )
    assert found.named == {"on_approval": newer}
    assert found.methods == {COMMAND: handler, QUESTION: newer}


def test_restart_sets_merged_handlers_before_it_resumes() -> None:
    lost = Dispatching()
    lost.open_thread(on_approval=handler)
    lost.open_thread(on_user_input=newer)
    replacement = Dispatching(lost.threads, on_approval=client_handler)
    [state] = replacement.threads.open()
    with ResumeOutcome().resuming(state):
        assert replacement.resolve(COMMAND).handler is handler
    assert replacement.resolve(COMMAND).handler is handler
    assert replacement.resolve(QUESTION).handler is newer


def test_restart_keeps_handlers_of_lost_thread() -> None:
    lost = Dispatching()
    lost.open_thread(on_approval=handler)
    replacement = Dispatching(lost.threads, on_approval=client_handler)
    [state] = replacement.threads.open()
    outcome = ResumeOutcome()
    with outcome.resuming(state):
        raise JsonRpcError(-32600, "no rollout found")
    assert list(outcome.notification(ValueError()).payload.lost) == [THREAD]
    assert replacement.resolve(COMMAND).handler is handler


def test_handlers_of_joined_turn_are_merged() -> None:
    """The input of a second `turn/start` joins the running turn, and both have handlers."""
    found = Dispatching(on_approval=client_handler, on_user_input=client_handler)
    found.start_turn(on_approval=handler)
    found.start_turn(on_user_input=newer)
    assert found.resolve(COMMAND).handler is handler
    assert found.resolve(QUESTION).handler is newer
    found.dispatcher.turn_completed(TURN)
    assert found.resolve(COMMAND).handler is client_handler


def test_handlers_of_joining_turn_apply_before_its_response() -> None:
    found = Dispatching(on_approval=client_handler, on_permissions=client_handler)
    found.start_turn(on_user_input=handler)
    joining = TurnScope(Handlers({"on_approval": newer, "on_user_input": newer}), None)
    with found.scopes.starting(THREAD, joining):
        assert found.resolve(COMMAND).handler is newer
        assert found.resolve(QUESTION).handler is handler
        assert found.resolve(PERMISSIONS).handler is client_handler
    assert found.resolve(COMMAND).handler is client_handler


def test_concurrent_starts_of_turns_keep_their_handlers() -> None:
    found = Dispatching(on_approval=client_handler, on_user_input=client_handler)
    first = TurnScope(Handlers({"on_approval": handler}), None)
    second = TurnScope(Handlers({"on_user_input": newer}), None)
    with found.scopes.starting(THREAD, first):
        with found.scopes.starting(THREAD, second):
            assert found.resolve(COMMAND).handler is handler
            assert found.resolve(QUESTION).handler is newer
        assert found.resolve(COMMAND).handler is handler
        assert found.resolve(QUESTION).handler is client_handler


@tool
def look_up(city: str) -> str:
    """Look up the weather."""
    return f"It rains in {city}."


@tool(name="look_up")
def look_up_again(city: str) -> str:
    """Look up the weather."""
    return f"The sun shines in {city}."


@tool(namespace="places")
def find(name: str) -> str:
    """Find a place."""
    return name


NAMES = [(None, "look_up"), ("places", "find"), ("places", "look_up"), (None, "find")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([[look_up], [find]], [look_up, find, None, None]),
        ([[look_up, find], [look_up_again]], [look_up_again, find, None, None]),
        ([[look_up], [find], [look_up_again]], [look_up_again, find, None, None]),
        ([[look_up, find], []], [look_up, find, None, None]),
        ([[look_up], None], [look_up, None, None, None]),
    ],
)
def test_tools_of_thread_are_merged(given: list[Any], expected: list[Tool[..., Any] | None]) -> None:
    found = merged(*({"tools": tools} for tools in given))
    assert [found.find_tool(*name) for name in NAMES] == expected


def test_repeated_tools_do_not_accumulate() -> None:
    found = merged(*({"tools": tools} for _ in range(50) for tools in ([look_up, find], [look_up_again])))
    assert found.find_tool(None, "look_up") is look_up_again
    assert len(found.fallback_tools) == 1


def test_tool_of_first_request_is_called_after_resume() -> None:
    found = Dispatching()
    found.open_thread(tools=[look_up])
    found.open_thread(tools=[find])
    pending = found.resolve(TOOL, arguments={"city": "Oslo"})
    call: Callable[[Any], Any] | None = pending.handler
    assert call is not None
    assert pending.is_tool
    assert call(pending.argument)["contentItems"][0]["text"] == "It rains in Oslo."
