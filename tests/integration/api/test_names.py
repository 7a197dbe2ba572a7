"""Names, keywords and types documented by the official package are available."""

from __future__ import annotations

import dataclasses
import inspect
from pathlib import Path
from typing import Any

import pydantic
import pytest

import openai_codex
from codex_protocol import options
from openai_codex import types
from openai_codex._requests import keywords
from openai_codex.testing import ScriptedModel

START = """approval_mode base_instructions config cwd developer_instructions ephemeral model model_provider personality
    sandbox service_name service_tier session_start_source thread_source"""
RESUME = """approval_mode base_instructions config cwd developer_instructions include_turns model model_provider
    personality sandbox service_tier"""
FORK = """approval_mode base_instructions config cwd developer_instructions ephemeral include_turns model model_provider
    sandbox service_tier thread_source"""
LIST = """archived cursor cwd limit model_providers search_term section_id sort_direction sort_key source_kinds
    use_state_db_only"""
TURN = """approval_mode cwd effort model output_schema personality sandbox service_tier source summary
    turn_service_tier"""

CALLS: dict[str, dict[str, tuple[list[str], str]]] = {
    "Codex": {
        "account": ([], "refresh_token"),
        "close": ([], ""),
        "login_api_key": (["api_key"], ""),
        "login_chatgpt": ([], ""),
        "login_chatgpt_device_code": ([], ""),
        "logout": ([], ""),
        "models": ([], "include_hidden"),
        "thread_archive": (["thread_id"], ""),
        "thread_fork": (["thread_id"], FORK),
        "thread_list": ([], LIST),
        "thread_resume": (["thread_id"], RESUME),
        "thread_start": ([], START),
        "thread_unarchive": (["thread_id"], ""),
    },
    "Thread": {
        "compact": ([], ""),
        "read": ([], "include_turns"),
        "run": (["input"], TURN),
        "set_name": (["name"], ""),
        "turn": (["input"], TURN),
    },
    "TurnHandle": {"interrupt": ([], ""), "run": ([], ""), "steer": (["input"], ""), "stream": ([], "")},
    "ChatgptLoginHandle": {"cancel": ([], ""), "wait": ([], "")},
    "DeviceCodeLoginHandle": {"cancel": ([], ""), "wait": ([], "")},
}
OPTIONS: dict[str, type] = {
    "thread_start": options.ThreadStartOptions,
    "thread_resume": options.ThreadResumeOptions,
    "thread_fork": options.ThreadForkOptions,
    "thread_list": options.ThreadListOptions,
    "turn": options.TurnOptions,
    "run": keywords.RunKeywords,
}
NAMES = [
    "ApprovalMode",
    "AsyncChatgptLoginHandle",
    "AsyncCodex",
    "AsyncDeviceCodeLoginHandle",
    "AsyncThread",
    "AsyncTurnHandle",
    "ChatgptLoginHandle",
    "Codex",
    "CodexConfig",
    "CodexError",
    "CodexRpcError",
    "DeviceCodeLoginHandle",
    "ExternalMessage",
    "ImageInput",
    "Input",
    "InputItem",
    "InternalRpcError",
    "InvalidParamsError",
    "InvalidRequestError",
    "JsonRpcError",
    "LocalImageInput",
    "MentionInput",
    "MethodNotFoundError",
    "ParseError",
    "RetryLimitExceededError",
    "RunInput",
    "Sandbox",
    "ServerBusyError",
    "SkillInput",
    "TextInput",
    "Thread",
    "TransportClosedError",
    "TurnHandle",
    "TurnResult",
    "__version__",
    "is_retryable_error",
    "retry_on_overload",
]
TYPES = [
    "Account",
    "AccountLoginCompletedNotification",
    "ApprovalsReviewer",
    "AskForApproval",
    "CancelLoginAccountResponse",
    "CancelLoginAccountStatus",
    "GetAccountResponse",
    "InitializeResponse",
    "JsonObject",
    "ModelListResponse",
    "Notification",
    "Personality",
    "PlanType",
    "ReasoningEffort",
    "ReasoningSummary",
    "SandboxMode",
    "SandboxPolicy",
    "SortDirection",
    "ThreadArchiveResponse",
    "ThreadCompactStartResponse",
    "ThreadItem",
    "ThreadListCwdFilter",
    "ThreadListResponse",
    "ThreadReadResponse",
    "ThreadSetNameResponse",
    "ThreadSortKey",
    "ThreadSource",
    "ThreadSourceKind",
    "ThreadStartSource",
    "ThreadTokenUsage",
    "ThreadTokenUsageUpdatedNotification",
    "Turn",
    "TurnCompletedNotification",
    "TurnError",
    "TurnInterruptResponse",
    "TurnStatus",
    "TurnSteerResponse",
]


@pytest.mark.parametrize("name", NAMES)
def test_package_exports_official_names(name: str) -> None:
    assert name in vars(openai_codex)["__all__"]
    assert getattr(openai_codex, name) is not None


@pytest.mark.parametrize("name", TYPES)
def test_types_exports_official_names(name: str) -> None:
    assert name in types.__all__  # type: ignore[attr-defined]  # made on first use
    assert getattr(types, name) is not None


@pytest.mark.parametrize("prefix", ["", "Async"])
@pytest.mark.parametrize(("kind", "call"), [(kind, call) for kind, calls in CALLS.items() for call in calls])
def test_methods_accept_official_keywords(prefix: str, kind: str, call: str) -> None:
    positional, keywords = CALLS[kind][call]
    found = inspect.signature(getattr(getattr(openai_codex, prefix + kind), call)).parameters
    assert [name for name, given in found.items() if given.kind is given.POSITIONAL_OR_KEYWORD][1:] == positional
    given = {name for name, parameter in found.items() if parameter.kind is parameter.KEYWORD_ONLY}
    if call in OPTIONS:
        given |= set(OPTIONS[call].__annotations__)
    assert set(keywords.split()) <= given


def test_classes_have_official_fields() -> None:
    config = [field.name for field in dataclasses.fields(openai_codex.CodexConfig)]
    assert config[:9] == [
        "codex_bin",
        "launch_args_override",
        "config_overrides",
        "cwd",
        "env",
        "client_name",
        "client_title",
        "client_version",
        "experimental_api",
    ]
    result = [field.name for field in dataclasses.fields(openai_codex.TurnResult)]
    assert result[:9] == [
        "id",
        "status",
        "error",
        "started_at",
        "completed_at",
        "duration_ms",
        "final_response",
        "items",
        "usage",
    ]
    assert [mode.name for mode in openai_codex.ApprovalMode][:2] == ["deny_all", "auto_review"]
    assert {mode.value for mode in openai_codex.ApprovalMode} >= {"deny_all", "auto_review"}
    assert {sandbox.name: sandbox.value for sandbox in openai_codex.Sandbox} == {
        "read_only": "read-only",
        "workspace_write": "workspace-write",
        "full_access": "full-access",
    }


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (openai_codex.TextInput("a"), "text"),
        (openai_codex.ImageInput("data:,a"), "url"),
        (openai_codex.LocalImageInput("a.png"), "path"),
        (openai_codex.SkillInput("a", "SKILL.md"), "path"),
        (openai_codex.MentionInput("a", "app://a"), "name"),
        (openai_codex.ExternalMessage("a", "text"), "content"),
    ],
)
def test_inputs_are_mutable_dataclasses(item: Any, field: str) -> None:
    setattr(item, field, "changed")
    assert dataclasses.asdict(item)[field] == "changed"
    assert "changed" in str(item.as_wire())

    extended = dataclasses.make_dataclass("Extended", [("note", str, "mine")], bases=(type(item),))
    values = dataclasses.asdict(item)
    assert dataclasses.asdict(extended(**values)) == {**values, "note": "mine"}


def test_thread_list_filter_is_a_class() -> None:
    for given in ("/a", Path("/a"), ["/a"], (Path("/a"),)):
        assert types.ThreadListCwdFilter(root=given) == types.ThreadListCwdFilter.model_validate(given) == ["/a"]
    assert types.ThreadListCwdFilter(["/a", "/b"]).root == ["/a", "/b"]


def test_thread_list_filter_is_a_pydantic_type() -> None:
    adapter = pydantic.TypeAdapter(types.ThreadListCwdFilter)
    for text in ('"/a"', '["/a"]'):
        found = adapter.validate_json(text)
        assert isinstance(found, types.ThreadListCwdFilter)
        assert adapter.dump_json(found) == b'["/a"]'
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_json("5")


@pytest.mark.parametrize("given", [5, None, ["/a", 5], [["/a"]]])
def test_thread_list_filter_rejects_other_values(given: Any) -> None:
    for make in (types.ThreadListCwdFilter, types.ThreadListCwdFilter.model_validate):
        with pytest.raises(openai_codex.InputError, match="root: expected a path or a list of paths"):
            make(given)


def test_errors_have_official_base_classes() -> None:
    chain = openai_codex.RetryLimitExceededError.__mro__
    names = ["ServerBusyError", "CodexRpcError", "JsonRpcError", "CodexError", "Exception"]
    assert [kind.__name__ for kind in chain if kind.__name__ in names] == names
    for name in ("ParseError", "InvalidRequestError", "MethodNotFoundError", "InvalidParamsError", "InternalRpcError"):
        assert issubclass(getattr(openai_codex, name), openai_codex.CodexRpcError)
    error = openai_codex.JsonRpcError(-32000, "no", {"a": 1})
    assert (error.code, error.message, error.data) == (-32000, "no", {"a": 1})


@pytest.mark.parametrize("name", ["RunResult", "AsyncRunResult"])
def test_removed_name_error_suggests_current_name(name: str) -> None:
    with pytest.raises(ImportError, match="TurnResult"):
        getattr(openai_codex, name)


def test_union_members_and_open_enums_behave_like_wrappers() -> None:
    item = types.AgentMessageThreadItem.model_validate({"type": "agentMessage", "id": "1", "text": "Hi"})
    assert item.root is item
    assert types.SandboxMode.model_validate("read-only") is types.SandboxMode.read_only
    assert types.ReasoningEffort.model_validate("low") == "low"
    unknown = types.ReasoningEffort.model_validate("beyond")
    assert (unknown, unknown.value) == ("beyond", "beyond")
    with ScriptedModel(["Hi"]) as model, openai_codex.Codex(model.config()) as codex:
        result = codex.thread_start().run("Hi", effort=types.ReasoningEffort.model_validate("high"))
        assert [found.root.type for found in result.items] == ["userMessage", "agentMessage"]
