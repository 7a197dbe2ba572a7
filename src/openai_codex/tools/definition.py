"""`Tool`: a Python function that the model may call, and `tool`, which makes one."""

from __future__ import annotations

import asyncio
import inspect
import logging
from dataclasses import dataclass
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from typing_extensions import ParamSpec

from openai_codex._validation import validate_seconds
from openai_codex.errors import InputError
from openai_codex.tools.docstrings import read_docstring
from openai_codex.tools.parameters import ArgumentsError, parameters_of
from openai_codex.tools.reserved_names import check_namespace, check_tool_name
from openai_codex.tools.results import error_result, result_to_wire
from openai_codex.tools.schema import MAX_BYTES, size

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openai_codex._json_types import JsonObject, JsonValue

P = ParamSpec("P")
R = TypeVar("R")
P2 = ParamSpec("P2")
R2 = TypeVar("R2")

logger = logging.getLogger("openai_codex")

MAX_NAMESPACE_DESCRIPTION = 1_024


@dataclass(frozen=True)
class ToolNamespace:
    """A group of tools, with what the model is told of the group.

    The description has at most 1,024 characters. Raises `InputError` for what the runtime does not take.
    """

    name: str
    description: str = ""

    def __post_init__(self) -> None:
        field = f"tools.namespace[{self.name}]"
        check_namespace(self.name, f"{field}.name")
        _check_text(self.description, f"{field}.description")
        if len(self.description) > MAX_NAMESPACE_DESCRIPTION:
            raise InputError(
                f"{field}.description",
                f"has {len(self.description)} characters; the most is {MAX_NAMESPACE_DESCRIPTION}",
            )


class Tool(Generic[P, R]):
    """A function that the model may call. It can still be called as the function that it was.

    Made by `tool` or `Tool.from_function`. Nothing of it changes afterwards.
    """

    name: str
    """What the model calls it."""
    description: str
    """What the model is told of it."""
    namespace: ToolNamespace | None
    """The group that it belongs to."""
    timeout: float | None
    """How long a call may take, in seconds; None: as long as the client lets it."""
    parameters: JsonObject
    """The JSON schema of its arguments."""
    function: Callable[P, R]
    """The function itself."""

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str | None = None,
        description: str | None = None,
        timeout: float | None = None,
        namespace: ToolNamespace | str | None = None,
    ) -> None:
        if not callable(function) or isinstance(function, (type, Tool)):
            given = "a Tool" if isinstance(function, Tool) else repr(function)
            raise InputError("tools", f"expected a function, got {given}")
        found: str | None = getattr(function, "__name__", None) if name is None else name
        if name is None and (found is None or found == "<lambda>"):
            raise InputError("tools", f"{function!r} has no name of its own; give one: name='...'")
        where = f"tools[{found}]"
        check_tool_name(found, f"{where}.name")
        summary, descriptions = read_docstring(inspect.getdoc(function) if _is_function(function) else None)
        if description is not None:
            _check_text(description, f"{where}.description")
        validate_seconds(f"{where}.timeout", timeout)
        # Without its attributes, which could hide what a tool has.
        update_wrapper(self, function, updated=())
        self.name = str(found)
        self.description = summary if description is None else description
        self.namespace = ToolNamespace(namespace) if isinstance(namespace, str) else namespace
        if not isinstance(self.namespace, (ToolNamespace, type(None))):
            kind = type(namespace).__name__
            raise InputError(f"{where}.namespace", f"expected a string or a ToolNamespace, got {kind}")
        self.timeout = timeout
        self.function = function
        self._parameters = parameters_of(function, where, descriptions)
        self.parameters = self._parameters.schema
        if size(self.parameters) > MAX_BYTES:
            logger.warning(
                "tool %s: the schema of its parameters has %d bytes; beyond %d the runtime drops the descriptions of "
                "parameters, so the model does not see them: shorten them, or take fewer parameters",
                self.name,
                size(self.parameters),
                MAX_BYTES,
            )

    @staticmethod
    def from_function(
        function: Callable[P2, R2],
        *,
        name: str | None = None,
        description: str | None = None,
        timeout: float | None = None,
        namespace: ToolNamespace | str | None = None,
    ) -> Tool[P2, R2]:
        """Make a tool of a function, a bound method or a partial; see `tool`."""
        return Tool(function, name=name, description=description, timeout=timeout, namespace=namespace)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function as it is: nothing is validated, and what it raises is raised."""
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<Tool {self.qualified_name}>"

    @property
    def qualified_name(self) -> str:
        """The name with that of the namespace before it: `crm.look_up`."""
        return self.name if self.namespace is None else f"{self.namespace.name}.{self.name}"

    def spec(self) -> JsonObject:
        """Return the tool as `thread/start` wants it in `dynamicTools`, or in the `tools` of a namespace there."""
        return {
            "type": "function",
            "name": self.name,
            "description": self.description,
            "inputSchema": self.parameters,
        }

    def call_sync(self, arguments: JsonValue) -> JsonObject:
        """Call the function with the `arguments` of an `item/tool/call`; return the result of the reply.

        `arguments` are an object, or JSON text of one. What does not fit, and what the function raises, becomes a
        failed result that says so. An async function runs in an event loop of its own. `timeout` is the caller's to
        keep. Raises RuntimeError where an event loop is running already; use `call_async` there.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            raise RuntimeError(f"tool {self.name}: call_sync would block the event loop; use call_async")
        outcome = self._begin(arguments)
        if not isinstance(outcome, _Pending):
            return outcome
        try:
            return asyncio.run(self._settle(outcome))
        except asyncio.CancelledError as error:
            # Nobody else is there who could have cancelled it.
            return self._failed(error)

    async def call_async(self, arguments: JsonValue) -> JsonObject:
        """Do the same in asyncio: an async function runs in this loop, any other one in a thread.

        Cancelling the caller cancels an async function; a thread cannot be stopped, but is not waited for either.
        """
        if inspect.iscoroutinefunction(self.function):
            outcome = self._begin(arguments)
        else:
            outcome = await asyncio.to_thread(self._begin, arguments)
        return await self._settle(outcome) if isinstance(outcome, _Pending) else outcome

    def _begin(self, arguments: JsonValue) -> JsonObject | _Pending:
        """Call the function; return the result of the reply, or what is still to be awaited."""
        try:
            value: Any = self.function(**self._parameters.read(arguments))  # type: ignore[call-arg]
            if inspect.isawaitable(value):
                return _Pending(value)
            return result_to_wire(value)
        except ArgumentsError as error:
            logger.info("tool %s: the model gave arguments that do not fit:\n%s", self.name, error)
            return error_result(f"The arguments of {self.name} do not fit its parameters:\n{error}")
        except (Exception, SystemExit) as error:
            return self._failed(error)

    async def _settle(self, pending: _Pending) -> JsonObject:
        try:
            return result_to_wire(await pending.value)
        except (Exception, SystemExit) as error:
            return self._failed(error)

    def _failed(self, error: BaseException) -> JsonObject:
        # A tool that calls sys.exit has failed; it does not end the program that lent it.
        # The model is told, and the turn goes on.
        logger.warning("tool %s failed", self.name, exc_info=error)
        return error_result(_error_text(error))


@dataclass(frozen=True)
class _Pending:
    value: Awaitable[Any]


@overload
def tool(function: Callable[P, R], /) -> Tool[P, R]: ...


@overload
def tool(
    *,
    name: str | None = None,
    description: str | None = None,
    timeout: float | None = None,
    namespace: ToolNamespace | str | None = None,
) -> Callable[[Callable[P, R]], Tool[P, R]]: ...


def tool(
    function: Callable[P, R] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    timeout: float | None = None,
    namespace: ToolNamespace | str | None = None,
) -> Tool[P, R] | Callable[[Callable[P, R]], Tool[P, R]]:
    """Make a tool of a sync or async function, as `@tool` or `@tool(timeout=5, ...)`.

        @tool
        def look_up(city: str, days: int = 1) -> list[Forecast]:
            \"\"\"Look up the weather of the next days.

            :param city: The name of the city, in English.
            \"\"\"

    The JSON schema that the model sees comes from the annotations, by pydantic; `Annotated[int, Field(ge=1)]` works.
    The docstring's first paragraph is the description, and its section `Args:` or `:param name:` describes parameters,
    as `Field(description=...)` does. Sync functions may be called in any thread, and several calls at the same time.

    Args:
        function: The function; its parameters can be given by name, and all have annotations.
        name: What the model calls it: at most 128 of ASCII letters, digits, `_` and `-`. The function's by default.
        description: What the model is told of it, in place of the docstring's first paragraph.
        timeout: How long a call may take, in seconds.
        namespace: The group that it belongs to, by name or as a `ToolNamespace`.

    Raises `InputError`, which names the parameter and the remedy, for what the model could not be told of.
    """

    def make(function: Callable[P, R]) -> Tool[P, R]:
        return Tool(function, name=name, description=description, timeout=timeout, namespace=namespace)

    return make if function is None else make(function)


def _is_function(value: object) -> bool:
    """Return whether a docstring is a value's own, rather than that of its class (`functools.partial`)."""
    return inspect.isroutine(value)


def _error_text(error: BaseException) -> str:
    """Return what the model reads of an exception: its type and message, not where it came from."""
    kind = type(error).__name__
    try:
        message = str(error)
    except Exception:
        message = ""
    return f"{kind}: {message}" if message else kind


def _check_text(value: object, field: str) -> None:
    if not isinstance(value, str):
        raise InputError(field, f"expected a string, got {type(value).__name__}")
