"""Test the generated types with known, unknown and malformed values."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from codegen.harness import generate_folder, install
from codex_protocol import (
    AgentMessageThreadItem,
    AskForApproval,
    AskForApprovalValue,
    CodexErrorInfo,
    CodexErrorInfoValue,
    GranularAskForApproval,
    HookMetadata,
    ImageUserInput,
    ReasoningEffort,
    TextUserInput,
    ThreadItem,
    ThreadStartParams,
    TurnCompletedNotification,
    TurnStartParams,
    TurnStatus,
    UnknownAskForApproval,
    UnknownThreadItem,
    UnknownVariant,
    UserInput,
)

ITEM: TypeAdapter[Any] = TypeAdapter(ThreadItem)
POLICY: TypeAdapter[Any] = TypeAdapter(AskForApproval)

COMPLETED: dict[str, Any] = {
    "threadId": "t",
    "turn": {
        "id": "1",
        "status": "completed",
        "items": [{"type": "agentMessage", "id": "a", "text": "hi", "phase": "epilogue"}, {"type": "new", "x": 1}],
        "completedAt": None,
        "somethingNew": {"snake_key": 1, "camelKey": 2},
    },
    "extraAtTheTop": [1],
}


def dumped(value: Any) -> Any:
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True)


class TestOpenEnum:
    def test_known_value_is_a_member(self) -> None:
        assert TurnStatus("inProgress") is TurnStatus.in_progress
        assert TurnStatus.in_progress.is_known
        text: str = TurnStatus.in_progress
        assert text == "inProgress"
        assert hash(TurnStatus.in_progress) == hash("inProgress")

    def test_unknown_value_keeps_its_text(self) -> None:
        status = TurnStatus("paused by moon")
        assert isinstance(status, TurnStatus)
        assert (status.value, status.name, str(status), f"{status:>15}") == (
            "paused by moon",
            "paused by moon",
            "paused by moon",
            " paused by moon",
        )
        assert not status.is_known
        assert status == TurnStatus("paused by moon") == "paused by moon"
        assert hash(status) == hash("paused by moon")
        assert status != TurnStatus.completed

    def test_unknown_values_are_not_cached(self) -> None:
        before = list(TurnStatus)
        TurnStatus("once")
        assert list(TurnStatus) == before
        assert "once" not in TurnStatus.__members__

    @pytest.mark.parametrize("value", [TurnStatus.failed, TurnStatus("unheard of")])
    def test_copies_and_pickles(self, value: TurnStatus) -> None:
        for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert twin == value
            assert type(twin) is TurnStatus
            assert twin.is_known == value.is_known

    @pytest.mark.parametrize("value", [1, None, ["failed"], {}, True])
    def test_other_types_are_rejected(self, value: object) -> None:
        with pytest.raises(ValueError, match="is not a valid TurnStatus"):
            TurnStatus(value)
        with pytest.raises(ValidationError):
            TypeAdapter(TurnStatus).validate_python(value)

    def test_root_model_interface(self) -> None:
        assert TurnStatus.model_validate("failed") is TurnStatus.failed
        assert TurnStatus.failed.root is TurnStatus.failed
        assert ReasoningEffort("x-treme").root.value == "x-treme"

    def test_str_and_format_return_the_text(self) -> None:
        assert json.dumps({"status": TurnStatus("odd")}) == '{"status": "odd"}'
        assert TypeAdapter(TurnStatus).dump_json(TurnStatus("odd")) == b'"odd"'


class TestTaggedUnion:
    def test_known_branch(self) -> None:
        item = ITEM.validate_python({"type": "agentMessage", "id": "i", "text": "hi"})
        assert isinstance(item, AgentMessageThreadItem)
        assert item.root is item

    @pytest.mark.parametrize(
        "raw", [{"type": "dance", "steps": [1, {"aB": 2}]}, {"id": "no tag"}, {"type": None}, {"type": ["x"]}, {}]
    )
    def test_unknown_branch_keeps_the_object(self, raw: dict[str, Any]) -> None:
        item = ITEM.validate_python(raw)
        assert isinstance(item, UnknownThreadItem)
        assert isinstance(item, UnknownVariant)
        assert item.raw == raw
        assert dumped(item) == raw
        assert ITEM.dump_python(item, by_alias=True, exclude_unset=True) == raw
        assert item.type == (raw.get("type") if isinstance(raw.get("type"), str) else None)

    def test_unknown_branch_properties_are_attributes(self) -> None:
        item = ITEM.validate_python({"type": "dance", "stepsTaken": [1]})
        assert (item.type, item.stepsTaken) == ("dance", [1])
        assert not hasattr(item, "steps_taken")

    def test_tag_has_its_python_name_on_every_branch(self) -> None:
        adapter: TypeAdapter[Any] = TypeAdapter(HookMetadata)
        assert adapter.validate_python({"handlerType": "oracle", "key": "k"}).handler_type == "oracle"

    def test_unknown_branch_accepts_any_property_name(self) -> None:
        raw = {"type": "new", "raw": 1, "root": 2, "model_config": 3, "copy": 4, "__class__": 5, "self": 6}
        item = ITEM.validate_python(raw)
        assert item.raw == raw
        assert dumped(item) == raw

    def test_malformed_known_branch_raises_only_its_own_error(self) -> None:
        with pytest.raises(ValidationError) as caught:
            ITEM.validate_python({"type": "agentMessage", "id": 1})
        assert {error["loc"] for error in caught.value.errors()} == {("agentMessage", "id"), ("agentMessage", "text")}

    @pytest.mark.parametrize("value", ["agentMessage", 1, None, [], TextUserInput(type="text", text="x")])
    def test_other_types_than_objects_are_rejected(self, value: object) -> None:
        with pytest.raises(ValidationError):
            ITEM.validate_python(value)

    def test_json_and_python_agree(self) -> None:
        text = b'[{"type": "plan", "id": "p", "text": "t", "more": [true]}, {"type": "zzz"}]'
        from_json = TypeAdapter(list[ThreadItem]).validate_json(text)
        assert from_json == TypeAdapter(list[ThreadItem]).validate_python(json.loads(text))
        assert [dumped(item) for item in from_json] == json.loads(text)

    def test_accepts_parsed_values(self) -> None:
        params = TurnStartParams(thread_id="t", input=[TextUserInput(type="text", text="hi")])
        assert dumped(params) == {"threadId": "t", "input": [{"type": "text", "text": "hi"}]}

        class Louder(TextUserInput):
            pass

        louder = Louder(type="text", text="HI")
        assert TypeAdapter(UserInput).validate_python(louder) is louder

    def test_alternative_properties_are_optional(self) -> None:
        image = TypeAdapter(UserInput).validate_python({"type": "image", "fileId": "f"})
        assert isinstance(image, ImageUserInput)
        assert (image.url, image.file_id) == (None, "f")


class TestKeyUnion:
    def test_strings_are_an_open_enum(self) -> None:
        assert POLICY.validate_python("on-request") is AskForApprovalValue.on_request
        unknown = POLICY.validate_python("sometimes")
        assert isinstance(unknown, AskForApprovalValue)
        assert unknown.value == "sometimes"
        assert POLICY.validate_python(AskForApprovalValue.never) is AskForApprovalValue.never

    def test_objects_are_distinguished_by_key(self) -> None:
        raw = {"granular": {"mcp_elicitations": True, "rules": False, "sandbox_approval": True}}
        policy = POLICY.validate_python(raw)
        assert isinstance(policy, GranularAskForApproval)
        assert policy.granular.mcp_elicitations is True
        assert policy.granular.skill_approval is False
        assert dumped(policy) == raw

    @pytest.mark.parametrize("raw", [{"weekly": {"day": 1}}, {}])
    def test_unknown_key(self, raw: dict[str, Any]) -> None:
        policy = POLICY.validate_python(raw)
        assert isinstance(policy, UnknownAskForApproval)
        assert policy.raw == raw

    @pytest.mark.parametrize("raw", [{"granular": 1}, {"granular": {}}, 1, None, ["never"]])
    def test_malformed_values_are_rejected(self, raw: object) -> None:
        with pytest.raises(ValidationError):
            POLICY.validate_python(raw)

    def test_catch_all_of_the_schema_is_accepted(self) -> None:
        adapter: TypeAdapter[Any] = TypeAdapter(CodexErrorInfo)
        assert adapter.validate_python("newTrouble") == CodexErrorInfoValue("newTrouble")
        status = adapter.validate_python({"httpConnectionFailed": {"httpStatusCode": 503}})
        assert status.http_connection_failed.http_status_code == 503
        assert adapter.validate_python({"newTrouble": {"x": 1}}).raw == {"newTrouble": {"x": 1}}


class TestModel:
    def test_round_trip(self) -> None:
        parsed = TurnCompletedNotification.model_validate(COMPLETED)
        assert dumped(parsed) == COMPLETED
        assert json.loads(parsed.model_dump_json(by_alias=True, exclude_unset=True)) == COMPLETED
        assert parsed.turn.model_extra == {"somethingNew": {"snake_key": 1, "camelKey": 2}}

    def test_accepts_python_and_wire_names(self) -> None:
        assert ThreadStartParams(model_provider="x") == ThreadStartParams.model_validate({"modelProvider": "x"})

    def test_missing_property_is_rejected(self) -> None:
        with pytest.raises(ValidationError) as caught:
            TurnCompletedNotification.model_validate({"threadId": "t", "turn": {"id": "1", "status": "completed"}})
        assert [error["loc"] for error in caught.value.errors()] == [("turn", "items")]

    def test_numbers_are_not_limited(self) -> None:
        usage = {"cachedInputTokens": -1, "inputTokens": 2**70, "outputTokens": 0, "reasoningOutputTokens": 0}
        from codex_protocol import TokenUsageBreakdown

        assert TokenUsageBreakdown.model_validate({**usage, "totalTokens": 1}).input_tokens == 2**70

    def test_pickles(self) -> None:
        parsed = TurnCompletedNotification.model_validate(COMPLETED)
        assert pickle.loads(pickle.dumps(parsed)) == parsed
        assert copy.deepcopy(parsed) == parsed


def test_defaults_are_not_shared(tmp_path: Path) -> None:
    package = install(generate_folder(Path(__file__).parent / "golden" / "defaults"), tmp_path)
    one, two = package.Defaults(), package.Defaults()
    assert one == two
    one.empty.append(package.Size.small)
    one.sizes.append(package.Size.small)
    one.names["a"] = "b"
    assert (two.empty, two.sizes, two.names) == ([], [package.Size.small], {})
    assert dumped(package.Defaults()) == {}
    assert two.mode is package.ModeValue.plain


def test_keywords_keep_their_wire_names(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "golden" / "keyword_as_field_name"
    package = install(generate_folder(folder), tmp_path)
    wire = json.loads((folder / "schema.json").read_text())["definitions"]["Keywords"]["properties"]
    raw = {name: f"<{name}>" for name in wire}
    parsed = package.Keywords.model_validate(raw)
    assert (parsed.async_, parsed.from_, parsed.root_, parsed.schema_) == ("<async>", "<from>", "<root>", "<$schema>")
    assert parsed.root is parsed
    assert not parsed.model_extra
    assert dumped(parsed) == raw


def test_recursive_types(tmp_path: Path) -> None:
    package = install(generate_folder(Path(__file__).parent / "golden" / "recursive_type"), tmp_path)
    raw = {"children": [{"children": [{}]}, {}], "other": {"right": {"nodes": [{}], "left": {}}}}
    assert dumped(package.Node.model_validate(raw)) == raw


def test_hostile_text_is_escaped(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "golden" / "hostile_text"
    package = install(generate_folder(folder), tmp_path)
    definitions = json.loads((folder / "schema.json").read_text())["definitions"]
    raw = dict.fromkeys(definitions["Evil"]["properties"], '"""')
    assert dumped(package.Evil.model_validate(raw)) == raw
    assert package.Evil().a_b == definitions["Evil"]["properties"]['a"b']["default"]
    assert [member.value for member in package.EvilEnum] == ['quote"""s', "new\nline", "back\\slash {{ y }}"]
    assert "{{ 7 * 7 }}" in package.Evil.__doc__
    assert TypeAdapter(package.EvilUnion).validate_python({"type": "{{ evil }}"}).type == "{{ evil }}"
    assert TypeAdapter(package.EvilKeys).validate_python({'k"ey\n': "x"}).k_ey == "x"
