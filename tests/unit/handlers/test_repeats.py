"""Requests that the runtime repeats: before and after the response, and a different request with the same id."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex import Approval
from openai_codex._handlers.repeated_requests import MAX_ANSWERS
from openai_codex._protocol.jsonrpc import ServerRequest
from unit.handlers.dispatching import COMMAND, PARAMS, TURN, Dispatching, result_of


def accept(request: object) -> Approval:
    return Approval.accept()


def repeated(id: str = "q", **params: Any) -> ServerRequest:
    return ServerRequest(id, COMMAND, {**PARAMS[COMMAND], **params})


def dispatching() -> Dispatching:
    found = Dispatching(on_approval=accept)
    found.start_turn()
    return found


def test_repeated_request_joins_the_pending_one() -> None:
    found = dispatching()
    pending = found.resolve(COMMAND)
    assert found.dispatcher.repeats.resume(repeated())
    assert found.dispatcher.is_open(pending)
    assert result_of(found.dispatcher.complete(pending, Approval.accept())) == {"decision": "accept"}


@pytest.mark.parametrize("request_", [repeated(itemId="item-2"), repeated("r")], ids=["params", "id"])
def test_other_request_does_not_join(request_: ServerRequest) -> None:
    found = dispatching()
    pending = found.resolve(COMMAND)
    assert not found.dispatcher.repeats.resume(request_)
    # A runtime uses an id again only if it has forgotten the request.
    assert found.dispatcher.is_open(pending) is (request_.id != "q")


def test_request_repeated_before_the_runtime_has_the_response_is_ignored() -> None:
    found = dispatching()
    assert found.answer(COMMAND) == {"decision": "accept"}
    assert found.dispatcher.repeats.resume(repeated())
    assert found.sent == []


@pytest.mark.parametrize("end", ["resolved", "turn"])
def test_resolved_request_is_forgotten(end: str) -> None:
    found = dispatching()
    found.answer(COMMAND)
    if end == "resolved":
        found.dispatcher.cancel("q")
    else:
        found.dispatcher.turn_completed(TURN)
    assert not found.dispatcher.repeats.resume(repeated())


def test_request_that_the_runtime_resolves_itself_is_forgotten() -> None:
    found = dispatching()
    pending = found.resolve(COMMAND)
    found.dispatcher.cancel("q")
    assert not found.dispatcher.is_open(pending)
    assert not found.dispatcher.repeats.resume(repeated())


def test_number_of_resolved_requests_is_limited() -> None:
    found = dispatching()
    for number in range(MAX_ANSWERS + 1):
        pending = found.resolve(COMMAND, id=str(number))
        assert found.dispatcher.complete(pending, Approval.accept()) is not None
    assert not found.dispatcher.repeats.resume(repeated("0"))
    assert found.dispatcher.repeats.resume(repeated("1"))


def test_response_is_sent_again_if_connections_are_restored() -> None:
    found = dispatching()
    found.dispatcher.repeats.enabled = True
    pending = found.resolve(COMMAND)
    data = found.dispatcher.complete(pending, Approval.accept())
    assert found.dispatcher.repeats.resume(repeated())
    assert found.sent == [data]
