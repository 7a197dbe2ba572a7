"""Unknown notifications, items, fields and enum values of a newer runtime are kept."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codex_protocol import (
    AgentMessageThreadItem,
    CommandExecutionThreadItem,
    ItemCompletedNotification,
    TurnCompletedNotification,
    UnknownThreadItem,
)
from openai_codex import AsyncCodex, Codex, CodexConfig, Notification, TurnResult, UnknownNotification
from support import fake_server

Turn = Callable[[Path], tuple[list[Notification], TurnResult]]


def in_sync(frames: Path) -> tuple[list[Notification], TurnResult]:
    with Codex(CodexConfig(launch_args_override=fake_server.command(f"play={frames}"))) as codex:
        turn = codex.thread_start().turn("go")
        return list(turn.stream()), turn.run()


def in_async(frames: Path) -> tuple[list[Notification], TurnResult]:
    async def main() -> tuple[list[Notification], TurnResult]:
        async with AsyncCodex(CodexConfig(launch_args_override=fake_server.command(f"play={frames}"))) as codex:
            turn = await (await codex.thread_start()).turn("go")
            return [event async for event in turn.stream()], await turn.run()

    return asyncio.run(main())


@pytest.fixture(params=[in_sync, in_async], ids=["sync", "async"])
def play(request: pytest.FixtureRequest) -> Turn:
    turn: Turn = request.param
    return turn


def note(method: str, **params: Any) -> dict[str, Any]:
    return {"method": method, "params": {"threadId": "thread-1", "turnId": "turn-1", **params}}


def completed(**turn: Any) -> dict[str, Any]:
    whole = {"id": "turn-1", "items": [], "status": "completed", **turn}
    return {"method": "turn/completed", "params": {"threadId": "thread-1", "turn": whole}}


def item(**fields: Any) -> dict[str, Any]:
    return note("item/completed", completedAtMs=1, item=fields)


def written(folder: Path, *frames: dict[str, Any]) -> Path:
    file = folder / "frames.jsonl"
    file.write_text("".join(json.dumps(frame) + "\n" for frame in frames), encoding="utf-8")
    return file


def test_unknown_notification_is_in_stream_of_its_turn(play: Turn, tmp_path: Path) -> None:
    events, result = play(written(tmp_path, note("item/dream/started", depth=3), completed()))
    assert [event.method for event in events] == ["item/dream/started", "turn/completed"]
    payload = events[0].payload
    assert isinstance(payload, UnknownNotification)
    assert payload.method == "item/dream/started"
    assert payload.params["depth"] == 3
    assert payload.error is None
    assert result.status == "completed"


def test_unknown_item_type_is_kept_in_result(play: Turn, tmp_path: Path) -> None:
    events, result = play(written(tmp_path, item(type="dream", id="i1", depth={"a": [1]}), completed()))
    [kept] = result.items
    assert isinstance(kept, UnknownThreadItem)
    assert kept.type == "dream"
    assert kept.raw == {"type": "dream", "id": "i1", "depth": {"a": [1]}}
    assert kept.depth == {"a": [1]}
    assert isinstance(events[0].payload, ItemCompletedNotification)


def test_unknown_fields_and_enum_values_are_kept(play: Turn, tmp_path: Path) -> None:
    message = item(type="agentMessage", id="i1", text="hi", phase="epilogue", mood={"x": 1})
    command = item(
        type="commandExecution", id="i2", command="x", commandActions=[], cwd="/", status="paused", newField=True
    )
    _, result = play(written(tmp_path, message, command, completed()))
    first, second = result.items
    assert isinstance(first, AgentMessageThreadItem)
    assert first.phase is not None
    assert first.phase.value == "epilogue"
    assert not first.phase.is_known
    assert first.model_extra == {"mood": {"x": 1}}
    assert isinstance(second, CommandExecutionThreadItem)
    assert second.status == "paused"
    assert second.model_extra == {"newField": True}


def test_invalid_payload_keeps_params_and_turn_continues(
    play: Turn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    misfit = item(type="agentMessage", id="i1", text={"not": "text"})
    fine = item(type="agentMessage", id="i2", text="fine")
    with caplog.at_level(logging.WARNING, "openai_codex"):
        events, result = play(written(tmp_path, misfit, fine, completed()))
    payload = events[0].payload
    assert isinstance(payload, UnknownNotification)
    assert payload.params["item"]["text"] == {"not": "text"}
    assert "text" in str(payload.error)
    assert isinstance(result.items[0], UnknownThreadItem)
    assert result.items[0].raw["text"] == {"not": "text"}
    assert result.final_response == "fine"
    assert "item/completed: invalid payload" in caplog.text


def test_unknown_turn_status_ends_turn(play: Turn, tmp_path: Path) -> None:
    events, result = play(written(tmp_path, completed(status="evaporated", durationMs=7)))
    assert isinstance(events[-1].payload, TurnCompletedNotification)
    assert result.status.value == "evaporated"
    assert not result.status.is_known
    assert result.duration_ms == 7


def test_invalid_completion_ends_turn(play: Turn, tmp_path: Path) -> None:
    events, result = play(written(tmp_path, completed(items="none", startedAt="yesterday")))
    assert isinstance(events[-1].payload, UnknownNotification)
    assert result.status == "completed"
    assert result.started_at is None
