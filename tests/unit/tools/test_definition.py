"""`Tool`: made of functions of all kinds, and called with what a model writes."""

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


def text_delta(result: dict[str, Any], success: bool = True) -> str:
    assert result["success"] is success
    (item,) = result["contentItems"]
    assert item["type"] == "inputText"
    text = item["text"]
    assert isinstance(text, str)
    return text


def call(made: Tool[..., Any], arguments: Any, how: str) -> dict[str, Any]:
    return made.call_sync(arguments) if how == "sync" else asyncio.run(made.call_async(arguments))


either = pytest.mark.parametrize("how", ["sync", "async"])


@tool
def look_up(city: str, days: int = 1) -> str:
    """Look up the weather.

    It asks nobody.
    """
    return f"{city}: {days} sunny"


def test_a_tool_is_still_the_function() -> None:
    assert look_up("Bonn", days=3) == "Bonn: 3 sunny"
    assert inspect.signature(look_up) == inspect.signature(look_up.function)
    assert look_up.__doc__ == look_up.function.__doc__
    assert repr(look_up) == "<Tool look_up>"


def test_attributes_of_the_function_do_not_hide_those_of_the_tool() -> None:
    def marked(city: str) -> str:
        return city

    marked.__dict__.update(spec="mine", call_sync="mine", name="mine")
    made = tool(marked)
    assert made.spec()["name"] == "marked"
    assert text_delta(made.call_sync({"city": "Bonn"})) == "Bonn"


def test_type_checkers_see_the_signature_of_the_function() -> None:
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


def test_what_is_not_said_comes_from_the_function() -> None:
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


def test_what_is_said_goes_before_what_the_function_says() -> None:
    @tool(name="weather-2", description="Other words.", timeout=2.5, namespace="outside")
    def look_up(city: str) -> None:
        """Not these words."""

    assert (look_up.name, look_up.description, look_up.timeout) == ("weather-2", "Other words.", 2.5)
    assert look_up.namespace == ToolNamespace("outside")
    assert look_up.qualified_name == "outside.weather-2"


@either
def test_sync_and_async_functions_are_called_either_way(how: str) -> None:
    @tool
    async def slowly(city: str) -> str:
        await asyncio.sleep(0)
        return f"{city} at last"

    assert text_delta(call(look_up, {"city": "Bonn"}, how)) == "Bonn: 1 sunny"
    assert text_delta(call(slowly, {"city": "Bonn"}, how)) == "Bonn at last"
    assert asyncio.run(slowly("Bonn")) == "Bonn at last"


@either
def test_a_function_that_returns_an_awaitable_is_waited_for(how: str) -> None:
    async def later(word: str) -> str:
        await asyncio.sleep(0)
        return word

    made = Tool.from_function(lambda: later("done"), name="wait_for_it")
    assert text_delta(call(made, {}, how)) == "done"
    assert text_delta(call(Tool.from_function(functools.partial(later, word="x"), name="p"), {}, how)) == "x"


@either
def test_arguments_may_be_an_object_or_its_json_or_nothing(how: str) -> None:
    @tool
    def greet(name: str = "you") -> str:
        return f"Hello {name}"

    assert text_delta(call(greet, {"name": "Ada"}, how)) == "Hello Ada"
    assert text_delta(call(greet, '{"name": "Ada"}', how)) == "Hello Ada"
    without: list[Any] = [None, {}, "", "  ", "{}"]
    for nothing in without:
        assert text_delta(call(greet, nothing, how)) == "Hello you"


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


def test_arguments_become_what_the_annotations_say() -> None:
    got: list[Any] = []

    @tool
    def buy(
        buyer: Buyer, price: Annotated[StrictInt, Field(ge=1)], raw: bytes, *, note: tuple[int, str] = (0, "")
    ) -> None:
        got.extend((buyer, price, raw, note))

    buyer = {"name": "Ada", "order": {"size": "s", "on": "2026-11-23", "parts": [1, 1, 2]}}
    text_delta(buy.call_sync({"buyer": buyer, "price": 3, "raw": "abc", "note": [7, "seven"]}))
    assert got == [
        Buyer("Ada", Order(size=Size.small, on=date(2026, 11, 23), parts={1, 2})),
        3,
        b"abc",
        (7, "seven"),
    ]


def test_what_is_left_out_gets_the_default_of_the_function() -> None:
    marker = object()
    got: list[Any] = []

    @tool
    def take(
        a: Any = marker,
        b: int = Field(default=4, ge=1),
        c: Annotated[int, Field(default=5)] = 6,
        d: tuple[int, ...] = Field(default_factory=tuple),
    ) -> None:
        got.append((a, b, c, d))

    assert take.call_sync({})["success"]
    assert take.call_sync({"b": 9, "d": [1]})["success"]
    assert got == [(marker, 4, 6, ()), (marker, 9, 6, (1,))]
    assert got[0][0] is marker


def test_parameters_may_have_names_that_pydantic_keeps_for_itself() -> None:
    @tool
    def odd(schema: int, model_config: int, _private: int, json: int, p0: int, self_: int = 0) -> str:
        return f"{schema} {model_config} {_private} {json} {p0}"

    assert list(odd.parameters["properties"]) == ["schema", "model_config", "_private", "json", "p0", "self_"]
    assert text_delta(odd.call_sync({"schema": 1, "model_config": 2, "_private": 3, "json": 4, "p0": 5})) == "1 2 3 4 5"


class Shop:
    def __init__(self, stock: int) -> None:
        self.stock = stock

    def sell(self, pieces: int) -> int:
        """Sell some pieces."""
        self.stock -= pieces
        return self.stock

    def __call__(self, pieces: int) -> str:
        return f"{pieces} of {self.stock}"


def test_bound_methods_partials_and_callable_objects_can_be_lent() -> None:
    shop = Shop(10)
    sell = Tool.from_function(shop.sell)
    assert (sell.name, sell.description) == ("sell", "Sell some pieces.")
    assert text_delta(sell.call_sync({"pieces": 4})) == "6"
    assert shop.stock == 6
    sell_two = tool(name="sell_two")(functools.partial(shop.sell, 2))
    assert (sell_two.description, sell_two.parameters["properties"]) == ("", {})
    assert text_delta(sell_two.call_sync({})) == "4"
    assert text_delta(Tool.from_function(shop, name="shop").call_sync({"pieces": 1})) == "1 of 4"


def test_annotations_may_be_names_of_the_function_around() -> None:
    class Point(BaseModel):
        x: int
        next: Point | None = None

    @tool
    def move(point: Point, others: list[Point]) -> int:
        return point.x + sum(other.x for other in others)

    assert text_delta(move.call_sync({"point": {"x": 1, "next": {"x": 7}}, "others": [{"x": 2}]})) == "3"


@either
def test_arguments_that_do_not_fit_are_told_in_words_and_the_function_is_not_called(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
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
        text = text_delta(call(order, arguments, how), success=False)
    assert not called
    assert text.splitlines() == [
        "The arguments of order do not fit its parameters:",
        "- item.size: Input should be 's' or 'l' (got \"huge\")",
        "- item.parts: Value error, thirteen is not sold (got [1, 13])",
        '- count: Input should be a valid integer, unable to parse string as an integer (got "many")',
        "- colour: there is no such parameter; there are: item, count, note",
    ]
    assert "Traceback" not in caplog.text
    assert "colour: there is no such parameter" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "words"),
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
def test_each_misfit_has_its_words(arguments: Any, words: str) -> None:
    text = text_delta(look_up.call_sync(arguments), success=False)
    assert words in text
    assert len(text) < 400
    assert "pydantic" not in text


def test_many_misfits_are_not_all_told() -> None:
    text = text_delta(look_up.call_sync({"city": "x", **{f"n{number}": 1 for number in range(50)}}), success=False)
    assert len(text.splitlines()) == 22
    assert text.endswith("- ... and 30 more")


class SilentError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


@either
@pytest.mark.parametrize("kind", ["def", "async def"])
@pytest.mark.parametrize(
    ("error", "words"),
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
def test_what_a_function_raises_becomes_a_failed_result_and_is_logged(
    how: str, kind: str, error: BaseException, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    if kind == "async def" and isinstance(error, StopIteration):
        words = "RuntimeError: coroutine raised StopIteration"

    def fail() -> None:
        raise error

    async def fail_async() -> None:
        raise error

    made: Tool[..., Any] = tool(name="fail")(fail if kind == "def" else fail_async)
    assert text_delta(call(made, {}, how), success=False) == words
    (record,) = caplog.records
    assert record.name == "openai_codex"
    assert record.getMessage() == "tool fail failed"
    assert record.exc_info is not None


def test_a_validator_that_breaks_is_a_failure_of_the_tool() -> None:
    class Odd(BaseModel):
        x: int

        @field_validator("x")
        @classmethod
        def look(cls, value: int) -> int:
            raise LookupError("no table")

    @tool
    def take(odd: Odd) -> None: ...

    assert text_delta(take.call_sync({"odd": {"x": 1}}), success=False) == "LookupError: no table"


@either
def test_a_result_that_cannot_be_sent_becomes_a_failed_one(how: str, caplog: pytest.LogCaptureFixture) -> None:
    @tool
    async def lock() -> object:
        return threading.Lock()

    text = text_delta(call(lock, {}, how), success=False)
    assert text.startswith("TypeError: the tool returned lock, which has no JSON form")
    assert "return text, a pydantic model" in text
    assert "tool lock failed" in caplog.text


def test_a_failed_result_keeps_its_content() -> None:
    @tool
    def refuse() -> ToolResult:
        return ToolResult(content={"why": "closed"}, success=False)

    assert text_delta(refuse.call_sync({}), success=False) == '{"why":"closed"}'


def test_cancelling_the_caller_cancels_an_async_function() -> None:
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


def test_cancelling_the_caller_does_not_wait_for_a_thread() -> None:
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


def test_a_function_that_cancels_itself_is_a_failure_where_nobody_else_could() -> None:
    @tool
    async def give_up() -> None:
        raise asyncio.CancelledError

    assert text_delta(give_up.call_sync({}), success=False) == "CancelledError"


def test_a_sync_function_does_not_hold_up_the_loop() -> None:
    async def main() -> dict[str, Any]:
        reached = threading.Event()

        @tool
        def wait() -> str:
            # Only the loop sets it, so this ends only if the loop goes on meanwhile.
            assert reached.wait(30)
            return threading.current_thread().name

        task = asyncio.create_task(wait.call_async({}))
        await asyncio.sleep(0)
        reached.set()
        return await task

    assert text_delta(asyncio.run(main())) != threading.main_thread().name


def test_a_sync_function_sees_the_context_of_the_caller() -> None:
    user = contextvars.ContextVar("user", default="nobody")

    @tool
    def who() -> str:
        return user.get()

    async def main() -> dict[str, Any]:
        user.set("Ada")
        return await who.call_async({})

    assert text_delta(asyncio.run(main())) == "Ada"


def test_call_sync_in_an_event_loop_says_what_to_use() -> None:
    async def main() -> None:
        with pytest.raises(RuntimeError, match="call_sync would block the event loop; use call_async"):
            look_up.call_sync({"city": "Bonn"})

    asyncio.run(main())


def test_a_tool_can_be_called_in_several_threads_at_once() -> None:
    together = threading.Barrier(4, timeout=30)

    @tool
    async def meet(number: int) -> int:
        together.wait()
        return number

    results: dict[int, str] = {}

    def one(number: int) -> None:
        results[number] = text_delta(meet.call_sync({"number": number}))

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
    ("function", "where", "words"),
    [
        (
            positional,
            "tools[positional].a",
            "is positional-only, but the model gives arguments by name; remove the `/`",
        ),
        (several, "tools[several].cities", "take a list instead, such as `cities: list[str]`"),
        (named, "tools[named].options", "name them, or take a dict instead"),
        (
            untyped,
            "tools[untyped].city",
            "has no annotation to tell the model its type; write one, such as `city: str`",
        ),
        (Shop.sell, "tools[sell].self", "lend the bound method: Tool.from_function(thing.method)"),
        (hidden, "tools[hidden].price", "and not under `if TYPE_CHECKING`"),
        (broken, "tools[broken].b", "name 'oops' is not defined"),
        (called, "tools[called].hook", "'Callable' is not defined"),
        (locked, "tools[locked].lock", "use types with a JSON form"),
        (aliased, "tools[aliased].a", "its Field has an alias; give the parameter that name itself"),
        (number, "tools[number].a", "ZeroDivisionError"),
        (no_type, "tools[no_type].a", "use types with a JSON form"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_parameter_that_the_model_cannot_be_told_of_is_refused(
    function: Callable[..., Any], where: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        tool(function)
    assert caught.value.field == where
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("options", "field", "words"),
    [
        ({"name": "a b"}, "tools[a b].name", "'a b' is no name; use letters of ASCII, digits, _ and -"),
        ({"name": ""}, "tools[].name", "is empty"),
        ({"name": "a" * 129}, f"tools[{'a' * 129}].name", "has 129 characters; the most is 128"),
        ({"name": 7}, "tools[7].name", "expected a string, got int"),
        ({"name": "mcp"}, "tools[mcp].name", "keeps 'mcp' for MCP servers"),
        ({"name": "mcp__x"}, "tools[mcp__x].name", "for MCP servers"),
        ({"description": 7}, "tools[plain].description", "expected a string, got int"),
        ({"timeout": 0}, "tools[plain].timeout", "above 0, got 0; leave it out for no limit"),
        ({"timeout": float("nan")}, "tools[plain].timeout", "above 0"),
        ({"timeout": True}, "tools[plain].timeout", "expected a number of seconds, got bool"),
        ({"timeout": "5"}, "tools[plain].timeout", "expected a number of seconds, got str"),
        ({"namespace": 7}, "tools[plain].namespace", "expected a string or a ToolNamespace, got int"),
        ({"namespace": "a.b"}, "tools.namespace[a.b].name", "'a.b' is no name"),
        ({"namespace": "a" * 65}, f"tools.namespace[{'a' * 65}].name", "the most is 64"),
        ({"namespace": "web"}, "tools.namespace[web].name", "the Responses API keeps 'web' for itself"),
        ({"namespace": "mcp__x"}, "tools.namespace[mcp__x].name", "for MCP servers"),
        ({"namespace": "multi-agent-v1"}, "tools.namespace[multi-agent-v1].name", "the runtime's own tools"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], field: str, words: str) -> None:
    def plain() -> None: ...

    with pytest.raises(InputError) as caught:
        tool(**options)(plain)
    assert caught.value.field == field
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (7, "expected a function, got 7"),
        (Shop, "expected a function, got <class"),
        (look_up, "expected a function, got a Tool"),
        (lambda: None, "has no name of its own; give one: name='...'"),
        (functools.partial(positional, 1), "has no name of its own"),
        (Shop(1), "has no name of its own"),
    ],
)
def test_what_is_no_function_with_a_name_is_refused(value: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        tool(value)
    assert words in str(caught.value)


def test_a_builtin_without_a_signature_is_refused() -> None:
    with pytest.raises(InputError, match="its signature cannot be read"):
        tool(min)


def test_a_description_of_a_namespace_has_a_limit() -> None:
    assert ToolNamespace("crm", "x" * 1024).description == "x" * 1024
    with pytest.raises(InputError, match=r"tools.namespace\[crm\].description: has 1025 characters"):
        ToolNamespace("crm", "x" * 1025)


def test_a_schema_that_is_too_large_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    long = "word " * 1000

    @tool
    def small(a: Annotated[str, Field(description=long[:4000])]) -> None: ...

    assert not caplog.records

    @tool
    def large(a: Annotated[str, Field(description=long)], b: Annotated[str, Field(description="x")]) -> None: ...

    assert "tool large: the schema of its parameters has 5" in caplog.text
    assert "the model does not see them" in caplog.text


def test_a_tool_as_json_is_plain_data() -> None:
    assert json.loads(json.dumps(look_up.spec())) == look_up.spec()
