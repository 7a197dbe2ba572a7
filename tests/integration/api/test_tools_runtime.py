"""Tool schemas and results as the real runtime passes them to the model.

The tests respond to calls on the wire, independently of the tool support of the client.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import struct
import subprocess
import threading
import zlib
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from openai_codex import Codex, JsonRpcError
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.errors import InputError
from openai_codex.testing import CustomToolCall, FunctionCall, ScriptedModel
from openai_codex.tools import Tool, ToolImage, ToolNamespace, ToolResult, ToolSet, tool
from openai_codex.tools.reserved_names import (
    BUILT_IN_NAMESPACES,
    BUILT_IN_TOOLS,
    MAX_NAMESPACE,
    MAX_TOOL_NAME,
    RESERVED_NAMESPACES,
)
from openai_codex.tools.schema import MAX_BYTES, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openai_codex import CodexConfig
    from openai_codex.testing import RecordedRequest, Reply

CODE_MODEL = "gpt-5.6-sol"
"""A model that calls tools from JavaScript."""


def png(red: int) -> bytes:
    """Return an image of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + bytes((red, 0, 0)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


class Wire:
    """A runtime process without a client. `item/tool/call` is answered from a set of tools."""

    def __init__(self, config: CodexConfig, tools: ToolSet) -> None:
        start = resolve_launch_spec(config)
        self._process = subprocess.Popen(
            start.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=start.env,
            cwd=start.cwd,
            encoding="utf-8",
        )
        # Kill a hanging runtime, which ends the read loop.
        self._watchdog = threading.Timer(60, self._process.kill)
        self._watchdog.start()
        self._tools = tools
        self.calls: list[tuple[str | None, str, Any]] = []
        info = {"name": "test", "version": "0"}
        self.request("initialize", {"clientInfo": info, "capabilities": {"experimentalApi": True}})
        self._write({"method": "initialized"})

    def close(self) -> None:
        # Closing stdin ends the runtime and its descendants.
        self._process.communicate()
        self._watchdog.cancel()

    def request(self, method: str, params: Any) -> Any:
        self._write({"id": 1, "method": method, "params": params})
        message = self._read(lambda message: message.get("id") == 1 and "method" not in message)
        assert "error" not in message, message
        return message["result"]

    def run_turn(self, tools: Sequence[Mapping[str, Any]], **options: Any) -> None:
        """Run a turn on a new thread until it completes."""
        thread = self.request("thread/start", {"dynamicTools": tools})["thread"]["id"]
        self.request("turn/start", {"threadId": thread, "input": [{"type": "text", "text": "Go."}], **options})
        self._read(lambda message: message.get("method") == "turn/completed")

    def _read(self, wanted: Any) -> Any:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            if message.get("method") == "item/tool/call" and "id" in message:
                self._answer(message)
            if wanted(message):
                return message
        raise AssertionError("the runtime has ended")

    def _answer(self, message: Any) -> None:
        params = message["params"]
        self.calls.append((params["namespace"], params["tool"], params["arguments"]))
        found = self._tools.find(params["namespace"], params["tool"])
        assert found is not None
        self._write({"id": message["id"], "result": found.call_sync(params["arguments"])})

    def _write(self, message: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


@contextlib.contextmanager
def wired(script: Sequence[Reply], tools: ToolSet) -> Iterator[tuple[ScriptedModel, Wire]]:
    with ScriptedModel(script, default="Done.") as model:
        wire = Wire(model.config(), tools)
        try:
            yield model, wire
        finally:
            wire.close()


@pytest.fixture(scope="module")
def offline() -> Iterator[tuple[ScriptedModel, Codex]]:
    """Start one client for all tests that only inspect model requests."""
    with ScriptedModel([], default="Done.") as model, Codex(model.config()) as codex:
        yield model, codex


Offline = tuple[ScriptedModel, Codex]


def offered(offline: Offline, specs: Sequence[Mapping[str, Any]], **options: Any) -> list[dict[str, Any]]:
    """Return the tools in the model request of a turn on a new thread."""
    model, codex = offline
    before = len(model.requests)
    thread = codex.rpc.thread_start(dynamic_tools=specs).thread
    codex.rpc.turn_start(thread_id=thread.id, input=[{"type": "text", "text": "Go."}], **options)
    return tools_in(model.wait_for_requests(before + 1)[before])


def tools_in(request: RecordedRequest) -> list[dict[str, Any]]:
    """Return the tools of a model request; JavaScript models receive them in the input."""
    found = request.body.get("tools")
    if found is None:
        found = [one for item in request.body["input"] if item["type"] == "additional_tools" for one in item["tools"]]
    tools: list[dict[str, Any]] = found
    return tools


def names_of(tools: list[dict[str, Any]]) -> dict[str, list[str] | None]:
    """Return the names of tools, and of namespaces with their tools."""
    return {str(t.get("name")): [one["name"] for one in t["tools"]] if "tools" in t else None for t in tools}


def one_of(tools: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = (tool for tool in tools if tool.get("name") == name)
    return found


class Address(BaseModel):
    """Where a person lives."""

    street: str = Field(description="With the number", min_length=1)
    kind: Literal["home", "work"] = "home"


class Person(BaseModel):
    address: Address
    friends: list[Person] = Field(default_factory=list)


def register(
    person: Person,
    others: dict[str, Address],
    position: tuple[float, str],
    age: Annotated[int | None, Field(ge=0)] = None,
    tag: Literal["a", 1] = "a",
) -> str:
    """Register a person.

    This is not for the model.

    Args:
        person: Whom to register
        others: Others, by name.
    """
    return f"{person.address.street}, {len(person.friends)} friends, {sorted(others)}, {position}, {age}, {tag}"


def test_tool_schema_reaches_model_completely(offline: Offline) -> None:
    home = {
        "type": "object",
        "description": "Where a person lives.",
        "properties": {
            "street": {"type": "string", "description": "With the number. At least 1 characters."},
            "kind": {"type": "string", "enum": ["home", "work"], "description": 'Default: "home".'},
        },
        "required": ["street"],
    }
    assert one_of(offered(offline, ToolSet([register]).specs()), "register") == {
        "type": "function",
        "name": "register",
        "description": "Register a person.",
        "strict": False,
        "parameters": {
            "type": "object",
            "properties": {
                "person": {"$ref": "#/$defs/Person", "description": "Whom to register"},
                "others": {
                    "type": "object",
                    "description": "Others, by name.",
                    "properties": {},
                    "additionalProperties": home,
                },
                "position": {
                    "type": "array",
                    "items": {"anyOf": [{"type": "number"}, {"type": "string"}]},
                    "minItems": 2,
                    "description": "The items in order: number, string.",
                },
                "age": {"anyOf": [{"type": "integer", "description": "At least 0."}, {"type": "null"}]},
                "tag": {"type": ["string", "integer"], "enum": ["a", 1], "description": 'Default: "a".'},
            },
            "required": ["person", "others", "position"],
            "additionalProperties": False,
            "$defs": {
                "Person": {
                    "type": "object",
                    "properties": {
                        "address": home,
                        "friends": {"type": "array", "items": {"$ref": "#/$defs/Person"}},
                    },
                    "required": ["address"],
                }
            },
        },
    }


def test_tool_schema_over_size_limit_loses_descriptions(offline: Offline) -> None:
    def of_size(wanted: int) -> Tool[..., Any]:
        def take(a: Any) -> None: ...

        take.__annotations__["a"] = Annotated[str, Field(description="-")]
        rest = size(tool(take).parameters) - 1
        take.__annotations__["a"] = Annotated[str, Field(description="-" * (wanted - rest))]
        made = tool(take)
        assert size(made.parameters) == wanted
        return made

    for wanted, kept in ((MAX_BYTES, True), (MAX_BYTES + 1, False)):
        parameters = one_of(offered(offline, ToolSet([of_size(wanted)]).specs()), "take")["parameters"]
        assert ("description" in parameters["properties"]["a"]) is kept


def test_tool_namespaces_reach_model_with_their_tools(offline: Offline) -> None:
    crm = ToolNamespace("crm", "All of our customers.")
    tools = ToolSet([tool(namespace=crm)(register), tool(name="add", namespace="crm")(register), register])
    found = offered(offline, tools.specs())
    names = names_of(found)
    assert sorted(names["crm"] or []) == ["add", "register"]
    assert "register" in names
    assert names["register"] is None
    assert one_of(found, "crm")["description"] == "All of our customers."


def function(name: str) -> dict[str, Any]:
    return {"type": "function", "name": name, "description": "MINE", "inputSchema": {"type": "object"}}


def namespace(name: str) -> dict[str, Any]:
    return {"type": "namespace", "name": name, "description": "", "tools": [function("a")]}


def accepted(codex: Codex, spec: Mapping[str, Any]) -> bool:
    try:
        codex.rpc.thread_start(dynamic_tools=[spec])
    except JsonRpcError as error:
        if "dynamic tool" not in error.message:
            raise
        return False
    return True


@pytest.mark.parametrize(
    "name", ["", "a b", "ä", "a.b", "a" * (MAX_TOOL_NAME + 1), "a" * MAX_TOOL_NAME, "-", "1", "mcp", "mcp__a", "mcp_a"]
)
def test_tool_names_refused_by_runtime_are_refused(offline: Offline, name: str) -> None:
    assert accepted(offline[1], function(name)) is takes(lambda: tool(name=name)(register))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a b",
        "a" * (MAX_NAMESPACE + 1),
        "a" * MAX_NAMESPACE,
        "mcp",
        "mcp__a",
        "mcp_a",
        "Web",
        *sorted(RESERVED_NAMESPACES),
    ],
)
def test_tool_namespaces_refused_by_runtime_are_refused(offline: Offline, name: str) -> None:
    assert accepted(offline[1], namespace(name)) is takes(lambda: ToolNamespace(name))


def takes(make: Any) -> bool:
    try:
        make()
    except InputError:
        return False
    return True


@pytest.mark.parametrize("model", ["mock-model", "gpt-5.5"])
def test_reserved_names_contain_all_runtime_tools(offline: Offline, model: str) -> None:
    names = names_of(offered(offline, [], model=model))
    assert "exec_command" in names
    for name, inside in names.items():
        if name != "None":  # the search for deferred tools has a type, but no name
            assert name in (BUILT_IN_TOOLS if inside is None else BUILT_IN_NAMESPACES)


def test_reserved_names_contain_all_javascript_tools(offline: Offline) -> None:
    names = names_of(offered(offline, [], model=CODE_MODEL))
    assert set(names["functions"] or []) <= BUILT_IN_TOOLS
    assert set(names) - {"functions"} <= BUILT_IN_NAMESPACES


def test_tool_named_like_builtin_is_dropped_by_runtime(offline: Offline) -> None:
    # ToolSet rejects such names for this reason. Remove its check if the runtime behaves differently.
    assert "MINE" not in json.dumps(offered(offline, [function("exec_command")]))
    assert "MINE" in json.dumps(offered(offline, [function("exec_commando")]))


def test_tool_with_same_javascript_name_is_dropped_by_runtime(offline: Offline) -> None:
    tools = [function("a_b"), {**function("a-b"), "description": "LOST"}]
    found = json.dumps(offered(offline, tools, model=CODE_MODEL))
    assert "MINE" in found
    assert "LOST" not in found
    with pytest.raises(InputError):
        ToolSet([tool(name="a_b")(register), tool(name="a-b")(register)])


def output_of(model: ScriptedModel, call_id: str) -> Any:
    """Return the function output of a call."""
    (output,) = [
        item["output"]
        for item in model.requests[-1].body["input"]
        if item["type"].endswith("_output") and item["call_id"] == call_id
    ]
    return output


def test_tool_results_reach_model() -> None:
    @tool
    async def ask(city: str) -> dict[str, str]:
        await asyncio.sleep(0)
        return {"city": city}

    @tool(namespace="art")
    def paint(red: int) -> list[Any]:
        return ["Here:", ToolImage(data=png(red))]

    @tool
    def refuse() -> ToolResult:
        return ToolResult("It is closed.", success=False)

    @tool
    def fail() -> None:
        raise ValueError("no such thing")

    @tool
    def list_names() -> str:
        return os.fsdecode(b"broken \xff name")

    calls = [
        FunctionCall("ask", {"city": "Bonn"}, call_id="ask"),
        FunctionCall("paint", {"red": 7}, call_id="paint", namespace="art"),
        FunctionCall("refuse", {}, call_id="refuse"),
        FunctionCall("fail", {}, call_id="fail"),
        FunctionCall("list_names", {}, call_id="list_names"),
        FunctionCall("ask", {"town": 1}, call_id="misfit"),
        FunctionCall("ask", "[1]", call_id="list"),
        FunctionCall("refuse", "null", call_id="null"),
    ]
    tools = ToolSet([ask, paint, refuse, fail, list_names])
    with wired([calls], tools) as (model, wire):
        wire.run_turn(tools.specs())
        assert len(wire.calls) == len(calls)
        assert output_of(model, "ask") == '{"city":"Bonn"}'
        words, image = output_of(model, "paint")
        assert words == {"type": "input_text", "text": "Here:"}
        assert image["type"] == "input_image"
        assert image["image_url"] == "data:image/png;base64," + base64.b64encode(png(7)).decode()
        assert output_of(model, "refuse") == "It is closed."
        assert output_of(model, "fail") == "ValueError: no such thing"
        assert output_of(model, "list_names").startswith("broken ")
        assert output_of(model, "misfit").splitlines() == [
            "Invalid arguments for ask:",
            "- city: Field required",
            "- town: unknown parameter; the parameters are: city",
        ]
        assert "Input should be an object" in output_of(model, "list")
        assert output_of(model, "null") == "It is closed."


def test_javascript_model_calls_same_tools() -> None:
    @tool(name="tell-it", namespace="my-tools")
    def tell(person: Person) -> str:
        """Describe a person.

        Args:
            person: Of whom.
        """
        return person.address.street

    code = "text(await tools.my_tools__tell_it({person: {address: {street: 'Main Street 1'}}}))"
    tools = ToolSet([tell])
    with wired([CustomToolCall("exec", code, call_id="c")], tools) as (model, wire):
        wire.run_turn(tools.specs(), model=CODE_MODEL)
        assert wire.calls == [("my-tools", "tell-it", {"person": {"address": {"street": "Main Street 1"}}})]
        assert output_of(model, "c")[-1] == {"type": "input_text", "text": "Main Street 1"}
        told = json.dumps(tools_in(model.requests[0]))
        assert "my_tools__tell_it(args: " in told
        assert "Of whom." in told
