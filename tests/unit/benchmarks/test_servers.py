from __future__ import annotations

import json
import re
from typing import Any

import pytest

from codex_protocol import registry
from unit.benchmarks.servers import FakeServer, python_server, recorded

TURN = {"threadId": "a thread", "input": [{"type": "text", "text": 'with "id": 7 and {braces'}]}
VARYING = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?<=Ms":)\d+|(?<=At":)\d+')


def keys(value: Any) -> Any:
    """Return the ordered keys of an object and of its nested objects."""
    if isinstance(value, dict):
        return [(name, keys(inner)) for name, inner in value.items()]
    return [keys(inner) for inner in value[:1]] if isinstance(value, list) else None


def play(command: list[str]) -> list[str]:
    """Return all messages of a server in a conversation that uses every method once."""
    lines: list[str] = []
    with FakeServer(command, deltas=45, item_deltas=20, flood=2, reply_bytes=30_000) as server:
        server.send({"id": "one", "method": "initialize", "params": {}}, {"method": "initialized"})
        lines.append(server.read())
        for method, params, answers in (
            ("model/list", {}, 1),
            ("model/list", {}, 3),
            ("thread/name/set", {"threadId": "a thread", "name": "x"}, 2),
            ("thread/resume", {"threadId": "a thread"}, 1),
            ("thread/read", {"threadId": "a thread"}, 1),
            ("no/such", {}, 1),
        ):
            server.send({"id": 5, "method": method, "params": params})
            lines += [server.read() for _ in range(answers)]
        server.send({"id": 6, "method": "turn/start", "params": TURN})
        lines += server.read_until("turn/completed")
    return lines


def test_python_server_writes_same_messages_as_c_server(c_server: list[str]) -> None:
    in_c, in_python = ([VARYING.sub("*", line) for line in play(command)] for command in (c_server, python_server()))
    # The servers number the ids of past messages differently.
    numbered = re.compile(r"msg_resp_\d+_0")
    assert [numbered.sub("*", line) for line in in_c] == [numbered.sub("*", line) for line in in_python]


def test_server_messages_have_keys_of_real_runtime(command: list[str]) -> None:
    known = {json.dumps(keys(json.loads(VALUE_MARKS.sub("0", text)))) for text in whole_messages()}
    for line in play(command):
        message = json.loads(line)
        if "error" not in message and "turns" not in message.get("result", {}).get("thread", {}):
            assert json.dumps(keys(message)) in known


VALUE_MARKS = re.compile(r"@(id|ms|s)@")


def whole_messages() -> list[str]:
    return [text for name, text in recorded().items() if not name.startswith(("resume_", "read_"))]


def test_server_notifications_have_known_types(command: list[str]) -> None:
    notifications = [message for line in play(command) if "method" in (message := json.loads(line))]
    for message in notifications:
        payload = registry.payload_type(message["method"]).model_validate(message["params"])
        assert payload is not None
    assert len(notifications) == 2 + 1 + 4 + 3 * 2 + 45 + 4


def test_server_turn_contains_deltas_and_message_text(command: list[str]) -> None:
    with FakeServer(command, deltas=45, item_deltas=20) as server:
        assert server.ask("turn/start", TURN, "mine")["id"] == "mine"
        messages = [json.loads(line) for line in server.read_until("turn/completed")]
    said: dict[str, str] = {}
    for message in messages:
        if message["method"] == "item/agentMessage/delta":
            item_id = message["params"]["itemId"]
            said[item_id] = said.get(item_id, "") + message["params"]["delta"]
    items = [message["params"]["item"] for message in messages if message["method"] == "item/completed"]
    written = {item["id"]: item["text"] for item in items if item["type"] == "agentMessage"}
    assert len(written) == 3
    assert written == said
    assert messages[-1]["params"]["turn"]["items"][0]["text"] == items[-1]["text"]


def test_server_first_turn_may_be_shorter(command: list[str]) -> None:
    with FakeServer(command, deltas=7, first_deltas=3) as server:
        counts = []
        for _ in range(2):
            server.send({"id": 1, "method": "turn/start", "params": TURN})
            lines = server.read_until("turn/completed")
            counts.append(sum("item/agentMessage/delta" in line for line in lines))
    assert counts == [3, 7]


def test_server_concurrent_turns_and_requests_are_served(command: list[str]) -> None:
    with FakeServer(command, deltas=30, pace_us=1_000) as server:
        ids = {server.ask("thread/start", {})["result"]["thread"]["id"] for _ in range(3)}
        server.send(*({"id": 2, "method": "turn/start", "params": {**TURN, "threadId": each}} for each in ids))
        server.send({"id": 3, "method": "thread/name/set", "params": {"threadId": "x", "name": "y"}})
        ended: list[str] = []
        answered_before = None
        while len(ended) < 3:
            message = json.loads(server.read())
            if message.get("id") == 3:
                answered_before = len(ended)
            if message.get("method") == "turn/completed":
                ended.append(message["params"]["threadId"])
    assert set(ended) == ids
    assert answered_before == 0


def test_server_silent_turn_ends_when_interrupted(command: list[str]) -> None:
    with FakeServer(command, silent=1) as server:
        turns = [server.ask("turn/start", TURN)["result"]["turn"]["id"]]
        server.read_until("item/started")
        server.read_until("item/started")
        reply = server.ask("turn/interrupt", {"threadId": "a thread", "turnId": turns[0]}, 9)
        ended = json.loads(server.read())
    assert reply == {"id": 9, "result": {}}
    assert ended["params"]["turn"] == {**ended["params"]["turn"], "id": turns[0], "status": "interrupted"}


@pytest.mark.parametrize("method", ["thread/resume", "thread/read"])
def test_server_long_response_has_requested_length(command: list[str], method: str) -> None:
    with FakeServer(command, reply_bytes=300_000) as server:
        server.send({"id": 1, "method": method, "params": {"threadId": "a thread"}})
        line = server.read()
    turns = json.loads(line)["result"]["thread"]["turns"]
    assert 300_000 < len(line.encode()) < 330_000
    assert len({turn["id"] for turn in turns}) == len(turns) > 10


def test_server_unsolicited_notifications_come_with_second_list(command: list[str]) -> None:
    with FakeServer(command, flood=50) as server:
        assert "result" in server.ask("model/list", {})
        first = server.ask("model/list", {}, 2)
        rest = [json.loads(server.read()) for _ in range(50)]
    assert {message["method"] for message in (first, *rest[:-1])} == {"account/rateLimits/updated"}
    assert rest[-1]["id"] == 2
