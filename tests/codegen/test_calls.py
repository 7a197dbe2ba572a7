"""Test the generated methods against the bundle."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codegen.calls_harness import (
    CLIENT_METHODS,
    SCHEMA,
    WITH_PARAMS,
    WITHOUT_PARAMS,
    by_keyword,
    keyword_parameters,
    letters,
    mapper_of,
    params_of,
    public,
    sample,
    variants_of,
)
from codex_codegen.render.method_views import domain_of
from codex_codegen.schema.overrides import read_overrides
from codex_protocol import mappers, options, registry
from codex_protocol._wire import UNSET, UnexpectedKeywordError, WireValueError
from codex_protocol.rpc import AsyncRpc, Rpc

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_mappers_match_the_client_methods() -> None:
    found = {
        (domain, name)
        for domain in mappers.__all__
        for name, member in vars(getattr(mappers, domain)).items()
        if inspect.isfunction(member) and member.__module__ == f"codex_protocol.mappers.{domain}"
    }
    expected = {(domain_of(name), spec.python_name) for name, spec in registry.CLIENT_METHODS.items()}
    assert found == expected
    assert len(found) == len(CLIENT_METHODS)
    assert dir(mappers) == sorted(mappers.__all__)


def test_unknown_mapper_module_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"codex_protocol\.mappers.*nonsense"):
        mappers.nonsense  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("method", WITH_PARAMS)
def test_mapper_writes_wire_names(method: str) -> None:
    schema = params_of("ClientRequest", method)
    assert schema is not None
    names = {name for variant in variants_of(schema) for name in variant.get("properties", {})}
    keywords = keyword_parameters(mapper_of(method))
    assert len(keywords) == len(names)
    for variant in variants_of(schema):
        wire = sample(variant)
        assert set(wire) == set(variant.get("properties", {}))
        # Nullable params are null without keywords.
        assert (mapper_of(method)(**by_keyword(method, wire)) or {}) == wire


@pytest.mark.parametrize("method", WITH_PARAMS)
def test_mapper_omits_missing_keywords(method: str) -> None:
    schema = params_of("ClientRequest", method)
    assert schema is not None
    for variant in variants_of(schema):
        required = {name: value for name, value in sample(variant).items() if name in variant.get("required", [])}
        given = by_keyword(method, required)
        assert (mapper_of(method)(**given) or {}) == required
        rest = {item.name: UNSET for item in keyword_parameters(mapper_of(method)) if item.name not in given}
        assert (mapper_of(method)(**given, **rest) or {}) == required
    always = set.intersection(*(set(variant.get("required", [])) for variant in variants_of(schema)))
    without_default = [item for item in keyword_parameters(mapper_of(method)) if item.default is item.empty]
    assert {letters(item.name) for item in without_default} == {letters(name) for name in always}
    assert all(item.default is UNSET for item in keyword_parameters(mapper_of(method)) if item not in without_default)


@pytest.mark.parametrize("method", WITH_PARAMS)
def test_mapper_sends_none_as_null(method: str) -> None:
    schema = params_of("ClientRequest", method)
    assert schema is not None
    annotations = {item.name: str(item.annotation) for item in keyword_parameters(mapper_of(method))}
    for variant in variants_of(schema):
        full = sample(variant)
        for name, prop in variant.get("properties", {}).items():
            [keyword] = by_keyword(method, {name: None})
            nullable = not isinstance(prop, dict) or not prop.keys() - {"description", "default"}
            nullable = nullable or "null" in prop.get("type", ()) or {"type": "null"} in prop.get("anyOf", [])
            takes_none = annotations[keyword] == "object" or re.search(r"\bNone$", annotations[keyword]) is not None
            assert takes_none == nullable, (name, annotations[keyword])
            if nullable:
                given = {**full, name: None}
                assert mapper_of(method)(**by_keyword(method, given)) == given


@pytest.mark.parametrize("method", WITHOUT_PARAMS)
def test_mapper_without_params_returns_none(method: str) -> None:
    assert keyword_parameters(mapper_of(method)) == []
    assert mapper_of(method)() is None


def test_mapper_with_nullable_params_returns_none_without_keywords() -> None:
    optional = [name for name, spec in registry.CLIENT_METHODS.items() if spec.params_optional]
    assert optional
    for method in optional:
        assert mapper_of(method)() is None
    assert mappers.account.account_usage_read(thread_id=None) == {"threadId": None}
    assert mappers.thread.thread_start() == {}


@pytest.mark.parametrize("method", CLIENT_METHODS)
def test_mapper_rejects_wire_names_with_a_suggestion(method: str) -> None:
    schema = params_of("ClientRequest", method) or {}
    names = {name for variant in variants_of(schema) for name in variant.get("properties", {})}
    required = {item.name: "x" for item in keyword_parameters(mapper_of(method)) if item.default is item.empty}
    for name in sorted(names):
        [keyword] = by_keyword(method, {name: None})
        if keyword != name:
            with pytest.raises(UnexpectedKeywordError, match=f"did you mean '{keyword}'"):
                mapper_of(method)(**required, **{name: None})
    with pytest.raises(UnexpectedKeywordError) as caught:
        mapper_of(method)(**required, zzzz=1)
    assert caught.value.method == method
    assert caught.value.allowed == tuple(item.name for item in keyword_parameters(mapper_of(method)))


def test_mapper_missing_keyword_raises_type_error() -> None:
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'name'"):
        mappers.thread.thread_name_set(thread_id="t")  # type: ignore[call-arg]


def test_mapper_value_error_has_the_location() -> None:
    with pytest.raises(WireValueError, match=r"^input\[0\]\.text: bytes"):
        mappers.turn.turn_start(thread_id="t", input=[{"type": "text", "text": b"raw"}])


def test_mapper_accepts_models_paths_and_enums() -> None:
    from codex_protocol import ReasoningEffort, TextUserInput

    assert mappers.turn.turn_start(
        thread_id="t",
        input=(TextUserInput(type="text", text="hi"),),
        cwd=Path("/tmp"),
        effort=ReasoningEffort.high,
        runtime_workspace_roots=[Path("/a"), "/b"],
    ) == {
        "threadId": "t",
        "input": [{"type": "text", "text": "hi"}],
        "cwd": str(Path("/tmp")),
        "effort": "high",
        "runtimeWorkspaceRoots": [str(Path("/a")), "/b"],
    }


def test_rpc_classes_have_a_method_for_each_request() -> None:
    names = {spec.python_name for spec in registry.CLIENT_METHODS.values()}
    assert set(public(Rpc)) == set(public(AsyncRpc)) == names
    assert len(names) == len(CLIENT_METHODS)


@pytest.mark.parametrize("method", CLIENT_METHODS)
def test_mapper_and_rpc_signatures_agree(method: str) -> None:
    spec = registry.CLIENT_METHODS[method]
    sync, asynchronous = public(Rpc)[spec.python_name], public(AsyncRpc)[spec.python_name]
    assert inspect.signature(sync) == inspect.signature(asynchronous)
    assert inspect.signature(sync).return_annotation == spec.response
    assert inspect.getdoc(sync) == inspect.getdoc(asynchronous)
    assert inspect.iscoroutinefunction(asynchronous)
    assert not inspect.iscoroutinefunction(sync)
    first, *rest = inspect.signature(sync).parameters.values()
    assert first.name == "self"
    assert rest == list(inspect.signature(mapper_of(method)).parameters.values())


@pytest.mark.parametrize("method", CLIENT_METHODS)
def test_docstrings_name_the_wire_method_and_describe_keywords(method: str) -> None:
    spec = registry.CLIENT_METHODS[method]
    rpc, mapper = inspect.getdoc(public(Rpc)[spec.python_name]) or "", inspect.getdoc(mapper_of(method)) or ""
    assert f"`{method}`" in rpc.partition("\n\n")[0]
    assert f"`{method}`" in mapper.partition("\n\n")[0]
    assert ("\nExperimental." in rpc) == spec.experimental
    names = [item.name for item in keyword_parameters(mapper_of(method))]
    schema = params_of("ClientRequest", method) or {}
    properties = [variant.get("properties", {}) for variant in variants_of(schema)] if schema else []
    documented = {
        letters(wire)
        for found in properties
        for wire, prop in found.items()
        if prop is not True and prop.get("description")
    }
    for doc in (rpc, mapper):
        assert "Raises:" not in doc
        arguments = doc.partition("\nArgs:\n")[2].partition("\n\n")[0]
        described = re.findall(r"^    (\w+): \S", arguments, re.MULTILINE)
        assert described == [name for name in names if name in described]
        assert {letters(name) for name in described} >= documented


def test_rpc_class_docstring_states_the_common_errors() -> None:
    for cls in (Rpc, AsyncRpc):
        doc = inspect.getdoc(cls) or ""
        assert all(name in doc for name in ("UnexpectedKeywordError", "WireValueError", "CodexError"))


def test_experimental_keywords_are_documented() -> None:
    stable = set(json.loads((SCHEMA / "stable.json").read_text())["definitions"]["ThreadStartParams"])
    doc = inspect.getdoc(Rpc.thread_start) or ""
    marked = {letters(name) for name in re.findall(r"^    (\w+): Experimental\.", doc, re.MULTILINE)}
    schema = params_of("ClientRequest", "thread/start")
    assert schema is not None
    assert marked == {letters(name) for name in schema["properties"] if name not in stable} != set()


class Recorder:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Any, str]] = []

    def request(self, method: str, params: Any, response: str) -> Any:
        self.calls.append((method, params, response))
        return self


class AsyncRecorder(Recorder):
    async def request(self, method: str, params: Any, response: str) -> Any:
        return super().request(method, params, response)


def everything() -> Iterator[tuple[str, dict[str, Any], Any]]:
    for method in CLIENT_METHODS:
        schema = params_of("ClientRequest", method)
        if schema is None:
            yield method, {}, None
        else:
            wire = sample(variants_of(schema)[0])
            yield method, by_keyword(method, wire), wire


def test_rpc_methods_send_mapped_params_and_return_the_response() -> None:
    recorder, async_recorder = Recorder(), AsyncRecorder()
    rpc, async_rpc = Rpc(recorder), AsyncRpc(async_recorder)

    async def run() -> None:
        for method, keywords, _ in everything():
            call = getattr(async_rpc, registry.CLIENT_METHODS[method].python_name)
            assert await call(**keywords) is async_recorder

    for method, keywords, _ in everything():
        assert getattr(rpc, registry.CLIENT_METHODS[method].python_name)(**keywords) is recorder
    asyncio.run(run())
    expected = [(method, wire, registry.CLIENT_METHODS[method].response) for method, _, wire in everything()]
    assert recorder.calls == expected
    assert async_recorder.calls == expected


def test_rpc_methods_reject_unknown_keywords_without_sending() -> None:
    recorder = Recorder()
    with pytest.raises(UnexpectedKeywordError, match="did you mean 'approval_policy'"):
        Rpc(recorder).thread_start(approvalPolicy="never")  # type: ignore[arg-type]
    with pytest.raises(UnexpectedKeywordError, match="expected no keywords"):
        Rpc(recorder).memory_reset(thread_id="t")  # type: ignore[arg-type]
    assert recorder.calls == []


def test_options_are_the_params_without_omitted_fields() -> None:
    declared = read_overrides(SCHEMA / "overrides.toml").options
    assert sorted(declared) == sorted(options.__all__)
    for name, entry in declared.items():
        schema = params_of("ClientRequest", entry["method"])
        assert schema is not None
        kept = [wire for wire in schema["properties"] if wire not in entry["omit"]]
        keys = getattr(options, name).__annotations__
        assert list(keys) == list(by_keyword(entry["method"], dict.fromkeys(kept)))
        assert getattr(options, name).__total__ is False
        hints = [hint.__forward_arg__ for hint in keys.values()]
        assert all(hint == "object" or hint.endswith("| None") for hint in hints)


def test_importing_rpc_loads_no_models() -> None:
    script = (
        "import sys, codex_protocol.rpc, codex_protocol.registry, codex_protocol.options\n"
        "from codex_protocol import mappers\n"
        "[getattr(mappers, name) for name in mappers.__all__]\n"
        "mappers.turn.turn_start(thread_id='t', input=[{'type': 'text', 'text': 'hi'}])\n"
        "allowed = ('_wire', 'mappers', 'options', 'registry', 'rpc')\n"
        "loaded = [name for name in sys.modules if name.startswith('codex_protocol.')]\n"
        "print([name for name in loaded if name.split('.')[1] not in allowed], 'pydantic' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[] False\n", "")
