"""Unit tests of `Tool` and the decorator `tool`."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import json
import logging
import threading
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from pydantic import BaseModel, Field, StrictInt, field_validator
from typing_extensions import assert_type

from openai_codex.errors import InputError
from openai_codex.tools import Tool, ToolNamespace, ToolResult, tool

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal


def result_text(result: dict[str, Any], success: bool = True) -> str:
    assert result["success"] is success
    (item,) = result["contentItems"]
    assert item["type"] == "inputText"
    text = item["text"]
    assert isinstance(text, str)
    return text


def call(created: Tool[..., Any], arguments: Any, mode: str) -> dict[str, Any]:
    return created.call_sync(arguments) if mode == "sync" else asyncio.run(created.call_async(arguments))


sync_and_async = pytest.mark.parametrize("mode", ["sync", "async"])


@tool
def look_up(city: str, days: int = 1) -> str:
    """Look up the weather.

    It uses no network.
    """
    return f"{city}: {days} sunny"


def test_tool_called_from_python_calls_function() -> None:
    assert look_up("Bonn", days=3) == "Bonn: 3 sunny"
    assert inspect.signature(look_up) == inspect.signature(look_up.function)
    assert look_up.__doc__ == look_up.function.__doc__
    assert repr(look_up) == "<Tool look_up>"


def test_tool_function_attributes_do_not_shadow_tool() -> None:
    def marked(city: str) -> str:
        return city

    marked.__dict__.update(spec="mine", call_sync="mine", name="mine")
    created = tool(marked)
    assert created.spec()["name"] == "marked"
    assert result_text(created.call_sync({"city": "Bonn"})) == "Bonn"


def test_tool_type_is_that_of_function() -> None:
    assert_type(look_up("Bonn"), str)
    with pytest.raises(TypeError):
        look_up("Bonn", hours=3)  # type: ignore[call-arg]

    @tool(timeout=1)
    async def later(city: str) -> int:
        return len(city)

    async def main() -> None:
        assert_type(await later("Bonn"), int)

        assert_type(await Tool.from_function(later.function, name="other")("Bonn"), int)

    asyncio.run(main())


def test_tool_without_options_uses_function() -> None:
    assert look_up.name == "look_up"
    assert look_up.description == "Look up the weather."
    assert look_up.timeout is None
    assert look_up.namespace is None
    assert look_up.spec() == {
        "type": "function",
        "name": "look_up",
        "description": "Look up the weather.",
        "inputSchema": look_up.parameters,
    }


def test_tool_options_override_function() -> None:
    @tool(name="weather-2", description="Other words.", timeout=2.5, namespace="outside")
    def look_up(city: str) -> None:
        """Not these words."""

    assert (look_up.name, look_up.description, look_up.timeout) == ("weather-2", "Other words.", 2.5)
    assert look_up.namespace == ToolNamespace("outside")
    assert look_up.qualified_name == "outside.weather-2"


@sync_and_async
def test_tool_call_sync_or_async_function_returns_result(mode: str) -> None:
    @tool
    async def slowly(city: str) -> str:
        await asyncio.sleep(0)
        return f"{city} at last"

    assert result_text(call(look_up, {"city": "Bonn"}, mode)) == "Bonn: 1 sunny"
    assert result_text(call(slowly, {"city": "Bonn"}, mode)) == "Bonn at last"
    assert asyncio.run(slowly("Bonn")) == "Bonn at last"


@sync_and_async
def test_tool_call_function_returns_awaitable_awaits_it(mode: str) -> None:
    async def later(word: str) -> str:
        await asyncio.sleep(0)
        return word

    created = Tool.from_function(lambda: later("done"), name="wait_for_it")
    assert result_text(call(created, {}, mode)) == "done"
    assert result_text(call(Tool.from_function(functools.partial(later, word="x"), name="p"), {}, mode)) == "x"


@sync_and_async
def test_tool_call_object_json_or_no_arguments_parses_them(mode: str) -> None:
    @tool
    def greet(name: str = "you") -> str:
        return f"Hello {name}"

    assert result_text(call(greet, {"name": "Ada"}, mode)) == "Hello Ada"
    assert result_text(call(greet, '{"name": "Ada"}', mode)) == "Hello Ada"
    without: list[Any] = [None, {}, "", "  ", "{}"]
    for nothing in without:
        assert result_text(call(greet, nothing, mode)) == "Hello you"


class Size(Enum):
    small = "s"
    large = "l"


class Order(BaseModel):
    size: Size
    on: date
    parts: set[int]

    @field_validator("parts")
    @classmethod
    def not_thirteen(cls, value: set[int]) -> set[int]:
        if 13 in value:
            raise ValueError("thirteen is not sold")
        return value


@dataclass
class Buyer:
    name: str
    order: Order


def test_tool_call_arguments_are_converted_to_annotated_types() -> None:
    received: list[Any] = []

    @tool
    def buy(
        buyer: Buyer, price: Annotated[StrictInt, Field(ge=1)], raw: bytes, *, note: tuple[int, str] = (0, "")
    ) -> None:
        received.extend((buyer, price, raw, note))

    buyer = {"name": "Ada", "order": {"size": "s", "on": "2026-11-23", "parts": [1, 1, 2]}}
    result_text(buy.call_sync({"buyer": buyer, "price": 3, "raw": "abc", "note": [7, "seven"]}))
    assert received == [
        Buyer("Ada", Order(size=Size.small, on=date(2026, 11, 23), parts={1, 2})),
        3,
        b"abc",
        (7, "seven"),
    ]


def test_tool_call_omitted_arguments_use_defaults() -> None:
    marker = object()
    received: list[Any] = []

    @tool
    def take(
        a: Any = marker,
        b: int = Field(default=4, ge=1),
        c: Annotated[int, Field(default=5)] = 6,
        d: tuple[int, ...] = Field(default_factory=tuple),
    ) -> None:
        received.append((a, b, c, d))

    assert take.call_sync({})["success"]
    assert take.call_sync({"b": 9, "d": [1]})["success"]
    assert received == [(marker, 4, 6, ()), (marker, 9, 6, (1,))]
    assert received[0][0] is marker


def test_tool_parameter_names_reserved_by_pydantic_work() -> None:
    @tool
    def odd(schema: int, model_config: int, _private: int, json: int, p0: int, self_: int = 0) -> str:
        return f"{schema} {model_config} {_private} {json} {p0}"

    assert list(odd.parameters["properties"]) == ["schema", "model_config", "_private", "json", "p0", "self_"]
    assert (
        result_text(odd.call_sync({"schema": 1, "model_config": 2, "_private": 3, "json": 4, "p0": 5})) == "1 2 3 4 5"
    )


class Shop:
    def __init__(self, stock: int) -> None:
        self.stock = stock

    def sell(self, pieces: int) -> int:
        """Sell some pieces."""
        self.stock -= pieces
        return self.stock

    def __call__(self, pieces: int) -> str:
        return f"{pieces} of {self.stock}"


def test_tool_bound_method_partial_or_callable_object_works() -> None:
    shop = Shop(10)
    sell = Tool.from_function(shop.sell)
    assert (sell.name, sell.description) == ("sell", "Sell some pieces.")
    assert result_text(sell.call_sync({"pieces": 4})) == "6"
    assert shop.stock == 6
    sell_two = tool(name="sell_two")(functools.partial(shop.sell, 2))
    assert (sell_two.description, sell_two.parameters["properties"]) == ("", {})
    assert result_text(sell_two.call_sync({})) == "4"
    assert result_text(Tool.from_function(shop, name="shop").call_sync({"pieces": 1})) == "1 of 4"


def test_tool_annotations_of_enclosing_function_are_resolved() -> None:
    class Point(BaseModel):
        x: int
        next: Point | None = None

    @tool
    def move(point: Point, others: list[Point]) -> int:
        return point.x + sum(other.x for other in others)

    assert result_text(move.call_sync({"point": {"x": 1, "next": {"x": 7}}, "others": [{"x": 2}]})) == "3"


@sync_and_async
def test_tool_call_invalid_arguments_returns_all_errors(mode: str, caplog: pytest.LogCaptureFixture) -> None:
    called: list[object] = []

    @tool
    def order(item: Order, count: int, note: str = "") -> None:
        called.append(item)

    arguments = {
        "item": {"size": "huge", "on": "2026-11-23", "parts": [1, 13]},
        "count": "many",
        "colour": "red",
    }
    with caplog.at_level(logging.INFO, "openai_codex"):
        text = result_text(call(order, arguments, mode), success=False)
    assert not called
    assert text.splitlines() == [
        "Invalid arguments for order:",
        "- item.size: Input should be 's' or 'l' (got \"huge\")",
        "- item.parts: Value error, thirteen is not sold (got [1, 13])",
        '- count: Input should be a valid integer, unable to parse string as an integer (got "many")',
        "- colour: unknown parameter; the parameters are: item, count, note",
    ]
    assert "Traceback" not in caplog.text
    assert "colour: unknown parameter" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "- city: Field required"),
        ({"city": ["Bonn"] * 100}, '- city: Input should be a valid string (got ["Bonn", "Bonn"'),
        ("{bad", "- Invalid JSON: "),
        ("[1]", "- Input should be an object (got [1])"),
        ([1], "- Input should be an object (got [1])"),
        (7, "- Input should be an object (got 7)"),
        ('"Bonn"', '- Input should be an object (got "Bonn")'),
    ],
)
def test_tool_call_invalid_argument_returns_its_error(arguments: Any, message: str) -> None:
    text = result_text(look_up.call_sync(arguments), success=False)
    assert message in text
    assert len(text) < 400
    assert "pydantic" not in text


def test_tool_call_many_invalid_arguments_truncates_errors() -> None:
    text = result_text(look_up.call_sync({"city": "x", **{f"n{number}": 1 for number in range(50)}}), success=False)
    assert len(text.splitlines()) == 22
    assert text.endswith("- ... and 30 more")


class SilentError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no message")


@sync_and_async
@pytest.mark.parametrize("kind", ["def", "async def"])
@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("no such city"), "ValueError: no such city"),
        (KeyError("city"), "KeyError: 'city'"),
        (ArithmeticError(), "ArithmeticError"),
        (SilentError(), "SilentError"),
        (StopIteration(), "StopIteration"),
        (SystemExit(3), "SystemExit: 3"),
        (TimeoutError("slow"), "TimeoutError: slow"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_tool_call_function_raises_returns_failure_and_logs(
    mode: str, kind: str, error: BaseException, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    if kind == "async def" and isinstance(error, StopIteration):
        message = "RuntimeError: coroutine raised StopIteration"

    def fail() -> None:
        raise error

    async def fail_async() -> None:
        raise error

    created: Tool[..., Any] = tool(name="fail")(fail if kind == "def" else fail_async)
    assert result_text(call(created, {}, mode), success=False) == message
    (record,) = caplog.records
    assert record.name == "openai_codex"
    assert record.getMessage() == "tool fail failed"
    assert record.exc_info is not None


def test_tool_call_validator_raises_other_error_returns_failure() -> None:
    class Odd(BaseModel):
        x: int

        @field_validator("x")
        @classmethod
        def look(cls, value: int) -> int:
            raise LookupError("no table")

    @tool
    def take(odd: Odd) -> None: ...

    assert result_text(take.call_sync({"odd": {"x": 1}}), success=False) == "LookupError: no table"


@sync_and_async
def test_tool_call_result_without_json_form_returns_failure(mode: str, caplog: pytest.LogCaptureFixture) -> None:
    @tool
    async def lock() -> object:
        return threading.Lock()

    text = result_text(call(lock, {}, mode), success=False)
    assert text.startswith("TypeError: the tool returned lock, which has no JSON form")
    assert "return text, a pydantic model" in text
    assert "tool lock failed" in caplog.text


def test_tool_call_unsuccessful_result_keeps_content() -> None:
    @tool
    def refuse() -> ToolResult:
        return ToolResult(content={"why": "closed"}, success=False)

    assert result_text(refuse.call_sync({}), success=False) == '{"why":"closed"}'


def test_call_async_cancelled_cancels_async_function() -> None:
    ended: list[str] = []

    async def main() -> None:
        started = asyncio.Event()

        @tool
        async def wait() -> None:
            started.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("cancelled")

        task = asyncio.create_task(wait.call_async({}))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert ended == ["cancelled"]


def test_call_async_cancelled_does_not_wait_for_thread() -> None:
    leave = threading.Event()

    async def main() -> None:
        loop, started = asyncio.get_running_loop(), asyncio.Event()

        @tool
        def wait() -> None:
            loop.call_soon_threadsafe(started.set)
            leave.wait(30)

        task = asyncio.create_task(wait.call_async({}))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not leave.is_set()
        leave.set()

    asyncio.run(main())


def test_call_sync_function_cancels_itself_returns_failure() -> None:
    @tool
    async def give_up() -> None:
        raise asyncio.CancelledError

    assert result_text(give_up.call_sync({}), success=False) == "CancelledError"


def test_call_async_sync_function_does_not_block_loop() -> None:
    async def main() -> dict[str, Any]:
        reached = threading.Event()

        @tool
        def wait() -> str:
            # Set by the event loop: the test completes only if the loop keeps running.
            assert reached.wait(30)
            return threading.current_thread().name

        task = asyncio.create_task(wait.call_async({}))
        await asyncio.sleep(0)
        reached.set()
        return await task

    assert result_text(asyncio.run(main())) != threading.main_thread().name


def test_call_async_sync_function_has_context_of_caller() -> None:
    user = contextvars.ContextVar("user", default="unknown")

    @tool
    def current_user() -> str:
        return user.get()

    async def main() -> dict[str, Any]:
        user.set("Ada")
        return await current_user.call_async({})

    assert result_text(asyncio.run(main())) == "Ada"


def test_call_sync_in_event_loop_raises() -> None:
    async def main() -> None:
        with pytest.raises(RuntimeError, match="call_sync would block the running event loop; use call_async"):
            look_up.call_sync({"city": "Bonn"})

    asyncio.run(main())


def test_call_sync_in_several_threads_runs_concurrently() -> None:
    together = threading.Barrier(4, timeout=30)

    @tool
    async def meet(number: int) -> int:
        together.wait()
        return number

    results: dict[int, str] = {}

    def one(number: int) -> None:
        results[number] = result_text(meet.call_sync({"number": number}))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == {number: str(number) for number in range(4)}


def positional(a: int, /) -> None: ...
def several(*cities: str) -> None: ...
def named(**options: str) -> None: ...
def untyped(a: int, city) -> None: ...  # type: ignore[no-untyped-def]
def hidden(price: Decimal) -> None: ...
def broken(a: int, b: oops) -> None: ...  # type: ignore[name-defined]  # noqa: F821
def called(a: int, hook: Callable[[], None]) -> None: ...
def locked(a: int, lock: threading.Lock) -> None: ...
def aliased(a: int = Field(alias="b")) -> None: ...
def number(a: 1 / 0) -> None: ...  # type: ignore[valid-type]
def no_type(a: 5) -> None: ...  # type: ignore[valid-type]


@pytest.mark.parametrize(
    ("function", "where", "message"),
    [
        (
            positional,
            "tools[positional].a",
            "positional-only parameters are not supported, because the model sends names; remove the `/`",
        ),
        (several, "tools[several].cities", "use a list instead, such as `cities: list[str]`"),
        (named, "tools[named].options", "name the parameters, or use a dict"),
        (
            untyped,
            "tools[untyped].city",
            "missing annotation, which sets the type for the model; add one, such as `city: str`",
        ),
        (Shop.sell, "tools[sell].self", "pass the bound method, as in Tool.from_function(instance.method)"),
        (hidden, "tools[hidden].price", "outside of `if TYPE_CHECKING`"),
        (broken, "tools[broken].b", "name 'oops' is not defined"),
        (called, "tools[called].hook", "'Callable' is not defined"),
        (locked, "tools[locked].lock", "use types with a JSON form"),
        (aliased, "tools[aliased].a", "aliases of Field are not supported; rename the parameter instead"),
        (number, "tools[number].a", "ZeroDivisionError"),
        (no_type, "tools[no_type].a", "use types with a JSON form"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_tool_unsupported_parameter_raises(function: Callable[..., Any], where: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        tool(function)
    assert caught.value.field == where
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("options", "field", "message"),
    [
        ({"name": "a b"}, "tools[a b].name", "expected ASCII letters, digits, _ and -, got 'a b'"),
        ({"name": ""}, "tools[].name", "got ''"),
        ({"name": "a" * 129}, f"tools[{'a' * 129}].name", "expected at most 128 characters, got 129"),
        ({"name": 7}, "tools[7].name", "expected a string, got int"),
        ({"name": "mcp"}, "tools[mcp].name", "'mcp' is reserved for MCP servers"),
        ({"name": "mcp__x"}, "tools[mcp__x].name", "for MCP servers"),
        ({"description": 7}, "tools[plain].description", "expected a string, got int"),
        ({"timeout": 0}, "tools[plain].timeout", "expected seconds above 0, or None for no limit, got 0"),
        ({"timeout": float("nan")}, "tools[plain].timeout", "above 0"),
        ({"timeout": True}, "tools[plain].timeout", "got True (bool)"),
        ({"timeout": "5"}, "tools[plain].timeout", "got '5' (str)"),
        ({"namespace": 7}, "tools[plain].namespace", "expected a string or a ToolNamespace, got int"),
        ({"namespace": "a.b"}, "tools.namespace[a.b].name", "got 'a.b'"),
        ({"namespace": "a" * 65}, f"tools.namespace[{'a' * 65}].name", "expected at most 64 characters"),
        ({"namespace": "web"}, "tools.namespace[web].name", "'web' is reserved by the Responses API"),
        ({"namespace": "mcp__x"}, "tools.namespace[mcp__x].name", "for MCP servers"),
        (
            {"namespace": "multi-agent-v1"},
            "tools.namespace[multi-agent-v1].name",
            "reserved for built-in tools of the runtime",
        ),
    ],
)
def test_tool_invalid_options_raises(options: dict[str, Any], field: str, message: str) -> None:
    def plain() -> None: ...

    with pytest.raises(InputError) as caught:
        tool(**options)(plain)
    assert caught.value.field == field
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (7, "expected a function, got 7"),
        (Shop, "expected a function, got <class"),
        (look_up, "expected a function, got a Tool"),
        (lambda: None, "; give one with name='...'"),
        (functools.partial(positional, 1), "missing name of "),
        (Shop(1), "missing name of "),
    ],
)
def test_tool_without_function_or_name_raises(value: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        tool(value)
    assert message in str(caught.value)


def test_tool_builtin_without_signature_raises() -> None:
    with pytest.raises(InputError, match="the signature is not available"):
        tool(min)


def test_tool_namespace_description_too_long_raises() -> None:
    assert ToolNamespace("crm", "x" * 1024).description == "x" * 1024
    with pytest.raises(
        InputError, match=r"tools.namespace\[crm\].description: expected at most 1024 characters, got 1025"
    ):
        ToolNamespace("crm", "x" * 1025)


def test_tool_schema_too_large_logs_warning(caplog: pytest.LogCaptureFixture) -> None:
    long = "word " * 1000

    @tool
    def small(a: Annotated[str, Field(description=long[:4000])]) -> None: ...

    assert not caplog.records

    @tool
    def large(a: Annotated[str, Field(description=long)], b: Annotated[str, Field(description="x")]) -> None: ...

    assert "tool large: the parameter schema has 5" in caplog.text
    assert "the runtime drops all descriptions" in caplog.text


def test_tool_spec_is_json() -> None:
    assert json.loads(json.dumps(look_up.spec())) == look_up.spec()


def yielding(word: str) -> Any:
    """Return a generator."""
    yield word


async def yielding_later(word: str) -> Any:
    """Return an async generator."""
    yield word


@pytest.mark.parametrize(
    ("function", "kind"), [(yielding, "a generator function"), (yielding_later, "an async generator function")]
)
def test_tool_from_generator_function_is_rejected(function: Callable[..., Any], kind: str) -> None:
    expected = rf"tools\[{function.__name__}\]: expected a function that returns its result, got {kind}"
    with pytest.raises(InputError, match=expected):
        tool(function)


def twice_partial() -> Tool[..., Any]:
    """Create a tool where the names in annotations of its function are not local names."""
    return Tool.from_function(functools.partial(functools.partial(weigh, 2), unit="kg"), name="weigh")


class Weight(BaseModel):
    number: int


def weigh(factor: int, weight: Weight, unit: str) -> str:
    """Weigh it."""
    return f"{factor * weight.number} {unit}"


def test_tool_from_partial_evaluates_annotations_in_module_of_its_function() -> None:
    assert result_text(twice_partial().call_sync({"weight": {"number": 3}})) == "6 kg"
