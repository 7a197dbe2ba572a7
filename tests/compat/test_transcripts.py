"""Recorded messages of three runtimes: every message has a type, without unknown fields."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest
from pydantic import BaseModel, ValidationError

from codex_protocol import OpenEnum, TurnStatus, UnknownVariant, registry
from compat.versions import MIDDLE, NEWEST, OLDEST, TESTED
from openai_codex import Notification, TransportClosedError, UnknownNotification
from openai_codex._protocol.session import Session
from openai_codex._results.collector import TurnResultCollector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openai_codex import TurnResult

FOLDER = Path(__file__).parent / "transcripts"

pytestmark = pytest.mark.parametrize("version", TESTED)

LACKING: dict[str, dict[str, str]] = {
    OLDEST: {},
    MIDDLE: {},
    NEWEST: {},
}
"""Messages of older runtimes that differ from the protocol of this client: version -> problem -> reason."""

ASKED_BY_THE_RUNTIME = [
    "item/commandExecution/requestApproval",
    "item/fileChange/requestApproval",
    "item/tool/call",
    "item/tool/requestUserInput",
]


class Frame(NamedTuple):
    """One message: its sender, kind (params or result of a method), type and content."""

    speaker: str
    what: str
    type_name: str
    value: Any


@cache
def lines(version: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the sender and content of each message of a transcript, decoded without the client."""
    text = (FOLDER / f"{version}.jsonl").read_text(encoding="utf-8")
    return [next(iter(json.loads(line).items())) for line in text.splitlines()]


def frames(version: str) -> Iterator[Frame]:
    """Yield the typed contents of a transcript, which excludes errors and empty contents."""
    methods: dict[tuple[str, Any], str] = {}
    for speaker, message in lines(version):
        method, other = message.get("method"), "runtime" if speaker == "client" else "client"
        if method is None:
            method = methods[other, message["id"]]
            if "error" in message:
                assert isinstance(message["error"]["code"], int)
                assert isinstance(message["error"]["message"], str)
            else:
                yield Frame(speaker, f"result of {method}", requests_of(other)[method].response, message["result"])
            continue
        if "id" in message:
            methods[speaker, message["id"]] = method
            type_name = requests_of(speaker)[method].params
        else:
            of = registry.CLIENT_NOTIFICATIONS if speaker == "client" else registry.SERVER_NOTIFICATIONS
            type_name = of[method].payload
        if type_name is None:
            assert not message.get("params")
        else:
            yield Frame(speaker, f"params of {method}", type_name, message["params"])


def requests_of(speaker: str) -> Mapping[str, registry.MethodSpec]:
    return registry.CLIENT_METHODS if speaker == "client" else registry.SERVER_REQUESTS


def unknowns(value: Any) -> Iterator[str]:
    """Yield the parts of a value that have no type."""
    if isinstance(value, UnknownVariant):
        yield f"{type(value).__name__} {value.raw}"
    elif isinstance(value, BaseModel):
        yield from (f"{type(value).__name__} has {name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from unknowns(getattr(value, name))
    elif isinstance(value, OpenEnum):
        if not value.is_known:
            yield f"{type(value).__name__} {value.value!r}"
    elif isinstance(value, (list, dict)):
        held = cast("list[object]", list(value.values()) if isinstance(value, dict) else value)
        for part in held:
            yield from unknowns(part)


def misfits(frame: Frame) -> Iterator[str]:
    """Yield the problems of a message for this client."""
    try:
        value = registry.adapter(frame.type_name)(frame.value)
    except ValidationError as error:
        for found in error.errors():
            place = ".".join(map(str, found["loc"]))
            yield f"{place} is missing" if found["type"] == "missing" else f"{place}: {found['msg']}"
        return
    yield from unknowns(value)
    if isinstance(value, BaseModel) and value.model_dump(mode="json", by_alias=True, exclude_unset=True) != frame.value:
        yield f"is written as {value.model_dump_json(by_alias=True, exclude_unset=True)}"


def test_messages_are_typed_without_unknown_fields(version: str) -> None:
    found = {f"{frame.what}: {misfit}" for frame in frames(version) for misfit in misfits(frame)}
    assert found == set(LACKING[version])


def test_notifications_have_typed_payloads(version: str) -> None:
    notifications = [
        Notification(message["method"], message["params"])
        for speaker, message in lines(version)
        if speaker == "runtime" and "method" in message and "id" not in message
    ]
    assert len(notifications) > 150
    assert [n for n in notifications if isinstance(n.payload, UnknownNotification)] == []


def test_transcripts_contain_every_kind_of_message(version: str) -> None:
    asked = [
        message["method"]
        for speaker, message in lines(version)
        if speaker == "runtime" and {"id", "method"} <= set(message)
    ]
    assert asked == ASKED_BY_THE_RUNTIME


def test_client_reproduces_recorded_turns(version: str) -> None:
    results = turn_results(version)
    assert [(str(result.status), result.final_response) for result in results] == [
        (TurnStatus.completed, "All is well."),
        (TurnStatus.completed, "It is there."),
        (TurnStatus.interrupted, "I begin."),
        (TurnStatus.completed, "Here, then."),
        (TurnStatus.failed, None),
        (TurnStatus.completed, "Then not."),
        (TurnStatus.completed, "Then not that."),
        (TurnStatus.completed, "There is no such book."),
        (TurnStatus.completed, "Blue it is."),
        (TurnStatus.completed, "Reached."),
    ]
    kinds = [item.type for item in results[0].items]
    assert kinds == ["userMessage", "reasoning", "agentMessage", "commandExecution", "agentMessage"]


def turn_results(version: str) -> list[TurnResult]:
    """Replay a transcript in a session; return the results of the turns in the order of their start."""
    session: Session[str] = Session(max_line_bytes=1 << 20)
    turns: list[str] = []
    for speaker, message in lines(version):
        if speaker == "client":
            if "id" in message and "method" in message:
                pending = session.create_request(message["method"], message.get("params"), message["method"])
                assert pending.id == message["id"]
            continue
        session.receive_data(json.dumps(message).encode() + b"\n")
        if message.get("method") == "turn/started":
            turns.append(message["params"]["turn"]["id"])
    assert session.pending_requests.methods() == []
    session.connection_lost(TransportClosedError("the end of the transcript"))
    assert not session.bad_frames
    results: list[TurnResult] = []
    for turn_id in turns:
        collector = TurnResultCollector(turn_id)
        reader = session.events.event_buffer(turn_id).subscribe(lambda: None)
        while (event := reader.pop()) is not None:
            collector.add(event)
        assert reader.exhausted()
        results.append(collector.partial_result())
    return results


def test_transcripts_contain_nothing_of_one_machine(version: str) -> None:
    text = (FOLDER / f"{version}.jsonl").read_text(encoding="utf-8")
    allowed = ("/home/user/", '/home/user"', "/bin/bash ")
    assert [path for path in re.findall(r'(?<=")/[^/"][^"]*"', text) if not path.startswith(allowed)] == []
    assert re.findall(r'(?:/root|/tmp|/Users|/work|/home/(?!user/))[^"]*', text) == []
    assert set(re.findall(r'"serverName":"([^"]*)"', text)) <= {"machine"}
