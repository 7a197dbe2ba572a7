"""Wire names passed as keywords raise an error that suggests the Python keyword."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from typing import Any

import pytest

from codex_protocol import options as option_types
from codex_protocol import registry
from codex_protocol.rpc import Rpc
from openai_codex import AsyncCodex, AsyncThread, Codex, Thread, UnexpectedKeywordError
from openai_codex._requests import keyword_errors, keywords
from openai_codex.testing import ScriptedModel
from support.paths import ROOT

BUNDLE = ROOT / "schema" / "bundle.json"

# Keywords that differ from the snake_case name of the wire field.
PRESETS = {
    "approvalPolicy": "approval_mode",
    "approvalsReviewer": "approval_mode",
    "sandboxPolicy": "sandbox",
    "excludeTurns": "include_turns",
    "serviceTierForTurn": "turn_service_tier",
    "turnTrigger": "source",
    "toolOutput": "input",
}
CALLS = {
    "thread_start": "ThreadStartParams",
    "thread_resume": "ThreadResumeParams",
    "thread_fork": "ThreadForkParams",
    "thread_list": "ThreadListParams",
    "run": "TurnStartParams",
    "turn": "TurnStartParams",
}


OPTIONS = {
    "thread_start": "ThreadStartOptions",
    "thread_resume": "ThreadResumeOptions",
    "thread_fork": "ThreadForkOptions",
    "thread_list": "ThreadListOptions",
    "turn": "TurnOptions",
}


KEYWORDS: dict[str, type] = {
    "thread_start": keywords.ThreadStartKeywords,
    "thread_resume": keywords.ThreadResumeKeywords,
    "thread_fork": keywords.ThreadForkKeywords,
    "thread_list": option_types.ThreadListOptions,
    "run": keywords.RunKeywords,
    "turn": keywords.TurnKeywords,
}


def fields_of(params: str, *, every: bool = False) -> list[str]:
    """Return the fields of params; with `every`, include those with the same name in both spellings."""
    definitions = json.loads(BUNDLE.read_text(encoding="utf-8"))["definitions"]
    found = definitions.get(params) or definitions["v2"][params]
    return [name for name in found.get("properties", {}) if every or not name.islower()]


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), name)


@pytest.fixture(scope="module")
def model() -> Any:
    with ScriptedModel([], default="ok") as model:
        yield model


@pytest.fixture(scope="module")
def sync_calls(model: ScriptedModel) -> Any:
    with Codex(model.config()) as codex:
        thread = codex.thread_start()
        yield {
            **{name: getattr(codex, name) for name in CALLS if hasattr(codex, name)},
            "run": thread.run,
            "turn": thread.turn,
        }


@pytest.fixture(scope="module")
def async_calls(model: ScriptedModel) -> Any:
    loop = asyncio.new_event_loop()
    codex = AsyncCodex(model.config())
    thread = loop.run_until_complete(codex.thread_start())

    def blocking(function: Any) -> Any:
        return lambda *values, **keywords: loop.run_until_complete(function(*values, **keywords))

    found = {
        **{name: getattr(codex, name) for name in CALLS if hasattr(codex, name)},
        "run": thread.run,
        "turn": thread.turn,
    }
    yield {name: blocking(function) for name, function in found.items()}
    loop.run_until_complete(codex.close())
    loop.close()


@pytest.mark.parametrize("flavour", ["sync", "async"])
@pytest.mark.parametrize(
    ("call", "wire"), [(call, wire) for call, params in CALLS.items() for wire in fields_of(params)]
)
def test_wire_name_as_keyword_suggests_python_name(
    flavour: str, call: str, wire: str, request: pytest.FixtureRequest
) -> None:
    function = request.getfixturevalue(f"{flavour}_calls")[call]
    first = {"thread_list": (), "thread_start": (), "run": ("Hi",), "turn": ("Hi",)}.get(call, ("some-id",))
    with pytest.raises(TypeError) as caught:
        function(*first, **{wire: None})
    wanted = PRESETS.get(wire, snake(wire))
    assert isinstance(caught.value, UnexpectedKeywordError)
    assert caught.value.keyword == wire
    if wire == "threadId" and call in ("run", "turn"):
        # The thread id comes from the object.
        return
    assert f"{wanted!r}" in str(caught.value)


@pytest.mark.parametrize("call", [call for call in CALLS if call != "run"])
def test_keywords_cover_every_schema_field(call: str) -> None:
    """Keywords are not chosen by hand: calls accept every schema field of their method."""
    own = keyword_errors._CALLS[call][0]
    options = getattr(option_types, OPTIONS[call]).__annotations__
    for wire in fields_of(CALLS[call], every=True):
        keyword = PRESETS.get(wire, snake(wire))
        # The thread id of a turn comes from the object.
        assert keyword in own or keyword in options or (call, keyword) == ("turn", "thread_id"), wire


class UnreachableSender:
    """Stands in for the sender of a typed method."""

    def request(self, method: str, params: Any, response: str) -> Any:
        raise AssertionError(f"{method} was sent")


@pytest.mark.parametrize("method", sorted(registry.CLIENT_METHODS))
def test_wire_name_of_any_method_suggests_python_name(method: str) -> None:
    spec = registry.CLIENT_METHODS[method]
    if spec.params is None:
        return
    call = getattr(Rpc(UnreachableSender()), spec.python_name)
    parameters = inspect.signature(call).parameters.values()
    required = {found.name for found in parameters if found.kind is found.KEYWORD_ONLY and found.default is found.empty}
    for wire in fields_of(spec.params):
        given = {wire: None, **dict.fromkeys(required - {snake(wire)})}
        with pytest.raises(TypeError, match=f"'{snake(wire)}'"):
            call(**given)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("client", [(Codex, Thread), (AsyncCodex, AsyncThread)])
def test_keyword_error_lists_accepted_keywords(call: str, client: tuple[type, type]) -> None:
    function = next(getattr(kind, call) for kind in client if hasattr(kind, call))
    taken = set(inspect.signature(function).parameters) - {"self", "options"}
    taken |= set(KEYWORDS[call].__annotations__)
    own, options = keyword_errors._CALLS[call]
    assert taken == {*own, *getattr(option_types, options).__annotations__}
