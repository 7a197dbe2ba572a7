"""The event loops and contexts in which handlers, tools, rules and listeners run, and what their exceptions do."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import gc
import itertools
import threading
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import ThreadNameUpdatedNotification
from openai_codex import Approval, ApprovalMode, AsyncCodex, InputError, Sandbox
from openai_codex.policies import Policy
from openai_codex.testing import FunctionCall, Gate, ScriptedModel, shell_call
from openai_codex.tools import Tool
from support.homes import warm_home
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, SyncAdapter
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

both = pytest.mark.parametrize("flavour", FLAVOURS)
ASKING: dict[str, Any] = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}
TOUCH = [shell_call("touch made.txt"), "Done."]
CALL = [FunctionCall("look_up", {}), "Done."]


# Forms of an async function


def plainly_decorated(function: Any) -> Any:
    @functools.wraps(function)
    def wrapper(*values: Any, **keywords: Any) -> Any:
        return function(*values, **keywords)

    return wrapper


class CallableObject:
    def __init__(self, function: Any) -> None:
        self._function = function

    async def __call__(self, value: Any) -> Any:
        return await self._function(value)


class Result:
    """An awaitable that is not a coroutine."""

    def __init__(self, function: Any, value: Any) -> None:
        self._function, self._value = function, value

    def __await__(self) -> Any:
        return self._function(self._value).__await__()


async def call_second(first: object, value: Any, *, function: Any) -> Any:
    return await function(value)


def as_partial(function: Any) -> Any:
    return functools.partial(call_second, None, function=function)


FORMS: dict[str, Callable[[Any], Any]] = {
    "coroutine function": lambda function: function,
    "plain decorator": plainly_decorated,
    "async __call__": CallableObject,
    "partial": as_partial,
    "decorated partial": lambda function: plainly_decorated(as_partial(function)),
    "awaitable": lambda function: lambda value: Result(function, value),
}
forms = pytest.mark.parametrize("form", list(FORMS.values()), ids=list(FORMS))


def client_loop(codex: Any) -> Any:
    """Return the event loop of an async client."""
    return codex._loop._loop if isinstance(codex, SyncAdapter) else None


class Seen:
    """Records the event loop in which a function runs, after it has waited in it."""

    def __init__(self) -> None:
        self.loops: list[Any] = []
        self.called = threading.Event()

    async def record(self, value: object) -> None:
        await asyncio.sleep(0)
        self.loops.append(asyncio.get_running_loop())
        self.called.set()

    def check(self, codex: Any) -> None:
        assert self.called.wait(TEST_TIMEOUT)
        [loop] = self.loops
        if client_loop(codex) is None:
            # The sync client has no event loop, and creates one for the call.
            assert loop.is_closed()
        else:
            assert loop is client_loop(codex)


@both
@forms
def test_async_handler_of_any_form_runs_in_loop_of_client(flavour: str, form: Callable[[Any], Any]) -> None:
    seen = Seen()

    async def accept(request: object) -> Approval:
        await seen.record(request)
        return Approval.accept()

    with offline(flavour, TOUCH, on_approval=form(accept)) as (_, codex):
        result = codex.thread_start(**ASKING).run("Go")
        assert result.handler_errors == []
        seen.check(codex)


@both
@pytest.mark.parametrize("before", [None, "sync", "async"])
@forms
def test_async_rule_of_any_form_runs_in_loop_of_client(
    flavour: str, form: Callable[[Any], Any], before: str | None
) -> None:
    seen = Seen()

    async def accept(request: object) -> Approval:
        await seen.record(request)
        return Approval.accept()

    async def abstain_later(request: object) -> None:
        await asyncio.sleep(0)

    earlier: dict[str | None, list[Any]] = {None: [], "sync": [lambda request: None], "async": [abstain_later]}
    with fake_approval(flavour, Policy(*earlier[before], form(accept))) as (codex, answer):
        assert answer() == "accept"
        seen.check(codex)


@contextlib.contextmanager
def fake_approval(flavour: str, handler: Any) -> Iterator[tuple[Any, Callable[[], str]]]:
    """Yield a client, and a function that lets the runtime ask for an approval and returns the decision."""
    from support.fake_runtime import FakeRuntime
    from support.sync_adapter import client

    decisions: dict[str, Any] = {}
    answered = threading.Event()
    numbers = itertools.count()

    class Asking(FakeRuntime):
        def _accept(self, peer: Any) -> None:
            super()._accept(peer)

            def on_data(data: bytes) -> None:
                if b'"asked-' in data:
                    decisions["decision"] = data
                    answered.set()

            peer.on_data = on_data

    with Asking() as runtime, client(flavour, runtime.config(), on_approval=handler) as codex:
        codex._sender.supervisor.current.session.events.threads.add_own("t")

        def answer() -> str:
            answered.clear()
            params = {"threadId": "t", "turnId": "u", "itemId": "i", "startedAtMs": 1, "command": "touch x"}
            runtime.send(
                {"id": f"asked-{next(numbers)}", "method": "item/commandExecution/requestApproval", "params": params}
            )
            assert answered.wait(TEST_TIMEOUT)
            return "accept" if b'"accept"' in decisions["decision"] else "decline"

        yield codex, answer


@both
@pytest.mark.parametrize("kind", ["async def", "plain decorator", "async __call__", "partial"])
def test_async_tool_of_any_form_runs_in_loop_of_client(flavour: str, kind: str) -> None:
    seen = Seen()

    async def look_up(city: str = "Bern") -> str:
        """Look up."""
        await seen.record(city)
        return "found"

    class LookUp:
        async def __call__(self, city: str = "Bern") -> str:
            return await look_up(city)

    functions: dict[str, Any] = {
        "async def": look_up,
        "plain decorator": plainly_decorated(look_up),
        "async __call__": LookUp(),
        "partial": functools.partial(look_up),
    }
    with offline(flavour, CALL) as (model, codex):
        codex.thread_start(tools=[Tool(functions[kind], name="look_up")]).run("Go")
        assert list(model.requests[1].function_outputs.values()) == ["found"]
        seen.check(codex)


@both
@forms
def test_async_listener_of_any_form_runs_in_loop_of_client(flavour: str, form: Callable[[Any], Any]) -> None:
    seen = Seen()
    with fake_runtime(flavour) as (runtime, codex):
        codex.on(ThreadNameUpdatedNotification, form(seen.record))
        runtime.notify("thread/name/updated", threadId="t", threadName="one")
        assert seen.called.wait(TEST_TIMEOUT)
    # `close` waits for the listener.
    seen.check(codex)


@both
@forms
def test_cancelled_request_cancels_async_handler_of_any_form(flavour: str, form: Callable[[Any], Any]) -> None:
    asked, cancelled = threading.Event(), threading.Event()

    async def wait(request: object) -> Approval:
        asked.set()
        try:
            await asyncio.sleep(TEST_TIMEOUT)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return Approval.accept()

    with offline(flavour, TOUCH, on_approval=form(wait)) as (_, codex):
        turn = codex.thread_start(**ASKING).turn("Go")
        assert asked.wait(TEST_TIMEOUT)
        turn.interrupt()
        assert cancelled.wait(TEST_TIMEOUT)


@both
@pytest.mark.parametrize("form", [FORMS["plain decorator"], FORMS["async __call__"]])
def test_timeout_cancels_async_tool_of_any_form(flavour: str, form: Callable[[Any], Any]) -> None:
    cancelled = threading.Event()

    async def look_up() -> str:
        """Look up."""
        try:
            await asyncio.sleep(TEST_TIMEOUT)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return "found"

    with offline(flavour, CALL) as (_, codex):
        tool = Tool(plainly_decorated(look_up), timeout=0.2)
        result = codex.thread_start(tools=[tool]).run("Go")
        assert ["no result within 0.2 s" in str(error) for error in result.handler_errors] == [True]
        assert cancelled.wait(TEST_TIMEOUT)


def generate(value: int = 1) -> Iterator[int]:
    """Generate."""
    yield value


async def generate_async(value: int = 1) -> AsyncIterator[int]:
    """Generate."""
    yield value


class Generating:
    async def __call__(self, value: int = 1) -> AsyncIterator[int]:
        """Generate."""
        yield value


GENERATORS: list[tuple[Any, str]] = [
    (generate, "a generator function"),
    (generate_async, "an async generator function"),
    (functools.partial(generate_async, 1), "an async generator function"),
    (Generating(), "an async generator function"),
]


@both
@pytest.mark.parametrize(("function", "kind"), GENERATORS)
def test_generators_are_rejected(flavour: str, function: Any, kind: str) -> None:
    message = f"expected a function that returns its result, got {kind}; replace yield with return"
    with pytest.raises(InputError, match=rf"^tools\[made\]: {message}"):
        Tool(function, name="made")
    with fake_runtime(flavour) as (runtime, codex):
        with pytest.raises(InputError, match=rf"^on_approval: {message}"):
            codex.thread_start(on_approval=function)
        with pytest.raises(InputError, match=rf"^on_request\['item/tool/call'\]: {message}"):
            codex.thread_start(on_request={"item/tool/call": function})
        with pytest.raises(InputError, match=rf"^function: {message}"):
            codex.on(ThreadNameUpdatedNotification, function)
        assert runtime.count("thread/start") == 0


# Exceptions that are not subclasses of Exception


class OwnExit(BaseException):
    """An exception like `trio.Cancelled`."""


EXITS: list[type[BaseException]] = [SystemExit, KeyboardInterrupt, OwnExit, asyncio.CancelledError]


@both
@pytest.mark.parametrize("kind", ["sync", "async", "rule", "async rule"])
@pytest.mark.parametrize("error", EXITS)
def test_exit_in_handler_declines_request(flavour: str, kind: str, error: type[BaseException]) -> None:
    def leave(request: object) -> Approval:
        raise error(3)

    async def leave_later(request: object) -> Approval:
        await asyncio.sleep(0)
        raise error(3)

    async def abstain(request: object) -> None:
        await asyncio.sleep(0)

    handlers = {
        "sync": leave,
        "async": leave_later,
        "rule": Policy(abstain, leave),
        "async rule": Policy(abstain, leave_later),
    }
    with offline(flavour, [*TOUCH, *TOUCH], on_approval=handlers[kind]) as (_, codex):
        thread = codex.thread_start(**ASKING)
        for _round in range(2):
            result = thread.run("Go", timeout=30)
            assert result.final_response == "Done."
            assert [type(failure.__cause__) for failure in result.handler_errors] == [error]


@both
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("error", EXITS)
def test_exit_in_tool_fails_call(flavour: str, kind: str, error: type[BaseException]) -> None:
    def leave() -> str:
        """Leave."""
        raise error(3)

    async def leave_later() -> str:
        """Leave."""
        await asyncio.sleep(0)
        raise error(3)

    with offline(flavour, [*CALL, *CALL]) as (model, codex):
        tool: Tool[..., Any] = Tool(leave if kind == "sync" else leave_later, name="look_up")
        thread = codex.thread_start(tools=[tool])
        for number in range(2):
            assert thread.run("Go", timeout=30).final_response == "Done."
            outputs = list(model.requests[2 * number + 1].function_outputs.values())
            assert error.__name__ in outputs[-1]


@both
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, OwnExit])
def test_exit_in_listener_is_logged(
    flavour: str, kind: str, error: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str | None] = []
    called = threading.Event()

    def leave(payload: ThreadNameUpdatedNotification) -> None:
        seen.append(payload.thread_name)
        if len(seen) == 2:
            called.set()
        raise error(3)

    async def leave_later(payload: ThreadNameUpdatedNotification) -> None:
        await asyncio.sleep(0)
        leave(payload)

    with fake_runtime(flavour) as (runtime, codex):
        codex.on(ThreadNameUpdatedNotification, leave if kind == "sync" else leave_later)
        for name in ("one", "two"):
            runtime.notify("thread/name/updated", threadId="t", threadName=name)
        assert called.wait(TEST_TIMEOUT)
        assert codex.thread_start().id == "thread-1"
    assert seen == ["one", "two"]
    assert caplog.text.count("a listener for ThreadNameUpdatedNotification raised") == 2


# Contexts


class Tag:
    """The value of the context variable."""

    def __init__(self, name: str) -> None:
        self.name = name


tag: contextvars.ContextVar[Tag] = contextvars.ContextVar("tag")


def in_context(name: str, function: Any, *values: Any, **keywords: Any) -> Any:
    """Call a function in a context of its own, in which the variable has a new value."""

    def call() -> Any:
        tag.set(Tag(name))
        return function(*values, **keywords)

    return contextvars.copy_context().run(call)


class Tags:
    """Handlers and tools that record the value of the variable, and change it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.changed = threading.Semaphore(0)

    def record(self) -> None:
        self.seen.append(tag.get().name)
        # Each call has a copy of its own.
        tag.set(Tag("changed by a handler"))
        self.changed.release()

    def accept(self, request: object) -> Approval:
        self.record()
        return Approval.accept()

    async def accept_async(self, request: object) -> Approval:
        await asyncio.sleep(0)
        self.record()
        return Approval.accept()

    def look_up(self) -> str:
        """Look up."""
        self.record()
        return "found"

    async def look_up_async(self) -> str:
        """Look up."""
        await asyncio.sleep(0)
        self.record()
        return "found"

    def handler(self, kind: str) -> Any:
        return {
            "sync": self.accept,
            "async": self.accept_async,
            "decorated": plainly_decorated(self.accept_async),
            "policy": Policy(self.accept_async),
        }[kind]


@both
@pytest.mark.parametrize("kind", ["sync", "async", "decorated", "policy"])
@pytest.mark.parametrize("level", ["turn", "thread", "client"])
def test_handler_runs_in_context_of_caller_of_turn(flavour: str, kind: str, level: str) -> None:
    tags = Tags()
    options = {"on_approval": tags.handler(kind)}

    def of(name: str) -> dict[str, Any]:
        return options if name == level else {}

    tag.set(Tag("creation"))
    script = [shell_call("touch one.txt"), shell_call("touch two.txt"), "Done."]
    with offline(flavour, [*script, *script], **of("client")) as (_, codex):
        thread = in_context("thread", codex.thread_start, **ASKING, **of("thread"))
        in_context("first", thread.run, "Go", **of("turn"))
        in_context("second", thread.run, "Go", **of("turn"))
    assert tags.seen == ["first", "first", "second", "second"]


@both
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_tool_runs_in_context_of_caller_of_turn(flavour: str, kind: str) -> None:
    tags = Tags()
    with offline(flavour, [*CALL, *CALL]) as (_, codex):
        tool = Tool(tags.look_up if kind == "sync" else tags.look_up_async, name="look_up")
        thread = in_context("thread", codex.thread_start, tools=[tool])
        in_context("first", thread.run, "Go")
        turn = in_context("second", thread.turn, "Go")
        turn.run()
    assert tags.seen == ["first", "second"]


@both
def test_handler_of_goal_runs_in_context_of_its_caller(flavour: str) -> None:
    tags = Tags()
    done = FunctionCall("update_goal", {"status": "complete"})
    script = [shell_call("touch one.txt"), "One.", shell_call("touch two.txt"), done, "Done."]
    with offline(flavour, script) as (_, codex):
        thread = in_context("thread", codex.thread_start, on_approval=tags.accept, **ASKING)
        in_context("goal", thread.run_goal, "Make them.")
    assert tags.seen == ["goal", "goal"]


@both
def test_input_that_joins_turn_keeps_context_of_turn(flavour: str) -> None:
    """A handler of the second call runs in the context of that call, all others in that of the first."""
    tags, gate = Tags(), Gate()
    script = [["Begin", gate], FunctionCall("look_up", {}), shell_call("touch one.txt"), "Done."]
    with offline(flavour, script) as (_, codex):
        thread = codex.thread_start(tools=[Tool(tags.look_up)], **ASKING)
        first = in_context("first", thread.turn, "Go")
        gate.wait_entered()
        second = in_context("second", thread.turn, "And more.", on_approval=tags.accept)
        assert second.id == first.id
        gate.open()
        first.run(timeout=30)
    assert tags.seen == ["first", "second"]


@both
@pytest.mark.parametrize("kind", ["sync", "async", "decorated"])
def test_handler_outside_of_turns_runs_in_context_of_registration(flavour: str, kind: str) -> None:
    """The runtime asks in a turn that the client did not start."""
    tags = Tags()
    with contextlib.ExitStack() as stack:
        codex, answer = in_context("creation", stack.enter_context, fake_approval(flavour, tags.handler(kind)))
        in_context("call", codex.thread_start)
        assert answer() == answer() == "accept"
    assert tags.seen == ["creation", "creation"]


@both
@pytest.mark.parametrize("kind", ["sync", "async", "decorated"])
def test_listener_runs_in_context_of_registration(flavour: str, kind: str) -> None:
    tags = Tags()
    with fake_runtime(flavour) as (runtime, codex):
        listener = in_context("registration", codex.on, ThreadNameUpdatedNotification, tags.handler(kind))
        in_context("call", codex.thread_start)
        for name in ("one", "two"):
            runtime.notify("thread/name/updated", threadId="t", threadName=name)
            assert tags.changed.acquire(timeout=TEST_TIMEOUT)
        listener.remove()
    assert tags.seen == ["registration", "registration"]


@both
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_context_is_released_after_turn(flavour: str, kind: str) -> None:
    tags = Tags()
    with offline(flavour, [*TOUCH, *TOUCH]) as (_, codex):
        thread = codex.thread_start(**ASKING)

        def run() -> weakref.ref[Tag]:
            thread.run("Go", on_approval=tags.handler(kind), timeout=600)
            return weakref.ref(tag.get())

        references = [in_context(str(number), run) for number in range(2)]
        codex.thread_start()
        gc.collect()
        assert [reference() for reference in references] == [None, None]


def test_context_of_first_caller_is_released_after_call() -> None:
    """The first call starts the runtime, whose reader runs as long as the client."""

    async def main() -> None:
        with warm_home() as home, ScriptedModel(["Done."]) as model:
            codex = AsyncCodex(model.config(home=home))

            async def call() -> weakref.ref[Tag]:
                tag.set(Tag("first"))
                thread = await codex.thread_start()
                await thread.run("Go")
                return weakref.ref(tag.get())

            reference = await asyncio.create_task(call())
            await codex.models()
            gc.collect()
            assert reference() is None
            await codex.close()

    asyncio.run(main())


@both
def test_listener_may_close_client(flavour: str) -> None:
    closed = threading.Event()
    with fake_runtime(flavour) as (runtime, codex):
        target: Any = codex._target if isinstance(codex, SyncAdapter) else codex

        async def close(payload: object) -> None:
            outcome: Awaitable[None] | None = target.close()
            if outcome is not None:
                await outcome
            closed.set()

        codex.on(ThreadNameUpdatedNotification, close)
        runtime.notify("thread/name/updated", threadId="t", threadName="one")
        # Sooner than the timeout after which `close` stops to wait for a listener.
        assert closed.wait(3)
