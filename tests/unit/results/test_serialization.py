"""Results as JSON values, as pydantic fields, and as text."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from codex_protocol import TurnError, TurnStatus, UnknownThreadItem
from openai_codex import GoalResult, HandlerError, TurnResult
from openai_codex._protocol.notifications import Notification
from openai_codex._results.annotations import imported_later
from openai_codex._results.collector import TurnResultCollector
from openai_codex._results.goal_collector import GoalCollector
from openai_codex.errors import TurnFailedError

TOKENS = dict.fromkeys(("cachedInputTokens", "inputTokens", "outputTokens", "reasoningOutputTokens", "totalTokens"), 3)


class Answer(BaseModel):
    number: int


@dataclass
class Point:
    x: int


class Envelope(BaseModel):
    result: TurnResult[Answer]
    plain: TurnResult | None = None


def event(method: str, **params: Any) -> Notification:
    return Notification(method, {"threadId": "t1", "turnId": "u1", **params})


def completed(**turn: Any) -> Notification:
    return event("turn/completed", turn={"id": "u1", "status": "completed", **turn})


def events(**turn: Any) -> list[Notification]:
    return [
        event("item/completed", item={"type": "agentMessage", "id": "i1", "text": "Blue."}),
        event("item/completed", item={"type": "somethingNew", "id": "i2", "camelCase": {"deepKey": 1}}),
        event("thread/tokenUsage/updated", tokenUsage={"last": TOKENS, "total": TOKENS, "modelContextWindow": 30}),
        event("item/started", item={"type": "plan", "id": "i3", "text": ""}),
        completed(startedAt=1, completedAt=2, durationMs=1_500, **turn),
    ]


def result_of(*given: Notification) -> TurnResult:
    collector = TurnResultCollector("u1")
    for each in given:
        collector.add(each)
    return collector.result()


def whole() -> TurnResult:
    failed = HandlerError("item/tool/call", "raised ValueError")
    return dataclasses.replace(result_of(*events()), handler_errors=[failed])


def test_to_dict_has_all_fields_as_json_values() -> None:
    values = whole().to_dict()
    assert set(values) == {each.name for each in dataclasses.fields(TurnResult)}
    assert json.loads(json.dumps(values)) == values
    assert values["status"] == "completed"
    assert values["thread_id"] == "t1"
    assert values["usage"]["turn"]["total_tokens"] == 3
    assert values["items"][1] == {"type": "somethingNew", "id": "i2", "camelCase": {"deepKey": 1}}
    assert values["handler_errors"] == [{"method": "item/tool/call", "problem": "raised ValueError"}]


def test_result_round_trip() -> None:
    result = whole()
    for again in (TurnResult.from_dict(result.to_dict()), TurnResult.from_dict(json.loads(result.to_json(indent=2)))):
        [error] = again.handler_errors
        assert (error.method, error.problem, str(error)) == (
            "item/tool/call",
            "raised ValueError",
            str(result.handler_errors[0]),
        )
        assert dataclasses.replace(again, handler_errors=[]) == dataclasses.replace(result, handler_errors=[])
        assert isinstance(again.items[1], UnknownThreadItem)
        assert type(again) is TurnResult


def test_failed_result_round_trip() -> None:
    with pytest.raises(TurnFailedError) as failure:
        result_of(completed(status="failed", error={"message": "no luck", "codexErrorInfo": "other"}))
    result = failure.value.result
    assert TurnResult.from_dict(result.to_dict()) == result


def test_goal_result_round_trip() -> None:
    collector = GoalCollector()
    for each in events():
        collector.add(each)
    result = collector.result()
    again = GoalResult.from_dict(result.to_dict())
    assert again == result
    assert isinstance(again.turns[0], TurnResult)


@pytest.mark.parametrize("output", [Answer(number=4), Point(4), [Answer(number=4)], {"number": 4}, "4", None])
def test_output_is_serialised_by_its_type(output: Any) -> None:
    result: Any = dataclasses.replace(whole(), output=output)
    expected = TypeAdapter(Any).dump_python(output, mode="json")
    assert result.to_dict()["output"] == expected
    assert json.loads(result.to_json())["output"] == expected


def test_pydantic_field_validates_output() -> None:
    result: Any = dataclasses.replace(whole(), output=Answer(number=4))  # type: ignore[arg-type]
    envelope = Envelope(result=result, plain=whole())
    assert envelope.result is result
    again = Envelope.model_validate_json(envelope.model_dump_json())
    assert again.result.output == Answer(number=4)
    assert again.plain is not None
    assert again.plain.final_response == "Blue."
    with pytest.raises(ValidationError, match="number"):
        TypeAdapter(TurnResult[Answer]).validate_python({**result.to_dict(), "output": {}})


def test_from_dict_missing_field_is_rejected() -> None:
    values = whole().to_dict()
    del values["status"]
    with pytest.raises(ValidationError, match="status"):
        TurnResult.from_dict(values)


@pytest.mark.parametrize("mode", ["validation", "serialization"])
@pytest.mark.parametrize("kind", [TurnResult, TurnResult[Answer], GoalResult])
def test_json_schema_names_all_fields(kind: Any, mode: Any) -> None:
    schema = TypeAdapter(kind).json_schema(mode=mode)
    assert {"id", "status", "items", "usage", "output", "thread_id"} <= set(schema["properties"])


def test_repr_is_short_and_redacted() -> None:
    secret = "sk-abcdefghijklmnopqrstuvwxyz123456"
    result: Any = dataclasses.replace(whole(), final_response=f"{secret} " + "x" * 500, output=Answer(number=4))  # type: ignore[arg-type]
    shown = repr(result)
    assert shown.startswith("TurnResult(id='u1', status='completed', final_response='")
    assert shown.endswith("output=<Answer>, items=<2>)")
    assert len(shown) < 200
    assert secret not in shown
    assert secret not in str(result)


def test_str_has_summary_and_response() -> None:
    assert str(whole()) == "completed, 1.5 s, 3 tokens\nBlue."
    with pytest.raises(TurnFailedError) as failure:
        result_of(completed(status="failed", error={"message": "no luck"}))
    assert str(failure.value.result) == "failed\nerror: no luck"
    assert repr(failure.value.result) == (
        "TurnResult(id='u1', status='failed', error='no luck', final_response=None, items=<0>)"
    )


def test_name_that_is_imported_later_has_schema_of_its_class() -> None:
    names = imported_later("codex_protocol", "TurnError", "TurnStatus")
    assert [name.__name__ for name in names] == ["TurnError", "TurnStatus"]
    adapters: list[TypeAdapter[Any]] = [TypeAdapter(name) for name in names]
    error, status = adapters
    assert error.validate_python({"message": "m"}) == TurnError(message="m")
    assert status.validate_python("failed") is TurnStatus.failed
