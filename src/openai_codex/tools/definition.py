"""`Tool`: a Python function that the model can call, and the decorator `tool`."""

from __future__ import annotations

import asyncio
import inspect
import logging
import sys
from dataclasses import dataclass
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from typing_extensions import ParamSpec

from openai_codex._callbacks import call_in_thread, is_coroutine_callable, reject_generator, run_awaitable
from openai_codex._validation import validate_seconds
from openai_codex.errors import InputError
from openai_codex.tools.docstrings import read_docstring
from openai_codex.tools.parameters import ArgumentsError, inspect_parameters
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
    """A named group of tools.

    Args:
        name: The name of the group.
        description: The description of the group for the model, at most 1,024 characters.

    Raises:
        InputError: The name or the description is invalid.
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
                f"expected at most {MAX_NAMESPACE_DESCRIPTION} characters, got {len(self.description)}",
            )


class Tool(Generic[P, R]):
    """A function that the model can call.

    It can still be called from Python. Create it with `tool` or `Tool.from_function`. Treat it as immutable.

    Args:
        function: The function; see `tool`.
        name: The name of the tool; None uses the function's name.
        description: The description; None uses the first paragraph of the docstring.
        timeout: Maximum duration of a call, in seconds; None applies the client's handler timeout.
        namespace: The group, as a name or a `ToolNamespace`; None for no group.

    Raises:
        InputError: An option is invalid, or a parameter is not supported.
    """

    name: str
    """The name of the tool for the model."""
    description: str
    """The description of the tool for the model."""
    namespace: ToolNamespace | None
    """The group of the tool; None if it belongs to none."""
    timeout: float | None
    """Maximum duration of a call, in seconds; None applies the client's handler timeout."""
    parameters: JsonObject
    """The JSON schema of the arguments."""
    function: Callable[P, R]
    """The wrapped function."""

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
            kind = "a Tool" if isinstance(function, Tool) else repr(function)
            raise InputError("tools", f"expected a function, got {kind}")
        tool_name: str | None = getattr(function, "__name__", None) if name is None else name
        if name is None and (tool_name is None or tool_name == "<lambda>"):
            raise InputError("tools", f"missing name of {function!r}; give one with name='...'")
        where = f"tools[{tool_name}]"
        check_tool_name(tool_name, f"{where}.name")
        reject_generator(where, function)
        summary, descriptions = read_docstring(inspect.getdoc(function) if _has_own_docstring(function) else None)
        if description is not None:
            _check_text(description, f"{where}.description")
        elif not summary and sys.flags.optimize >= 2:
            logger.warning(
                "tool %s: missing description, because Python removes docstrings with -OO; give one with "
                "description=..., and describe parameters with Field(description=...)",
                tool_name,
            )
        validate_seconds(f"{where}.timeout", timeout)
        # `updated=()`: attributes of the function must not shadow those of the tool.
        update_wrapper(self, function, updated=())
        self.name = str(tool_name)
        self.description = summary if description is None else description
        self.namespace = ToolNamespace(namespace) if isinstance(namespace, str) else namespace
        if not isinstance(self.namespace, (ToolNamespace, type(None))):
            kind = type(namespace).__name__
            raise InputError(f"{where}.namespace", f"expected a string or a ToolNamespace, got {kind}")
        self.timeout = timeout
        self.function = function
        self._parameters = inspect_parameters(function, where, descriptions)
        self.parameters = self._parameters.schema
        if size(self.parameters) > MAX_BYTES:
            logger.warning(
                "tool %s: the parameter schema has %d bytes; above %d bytes the runtime drops all descriptions of "
                "parameters. Shorten the descriptions or reduce the number of parameters",
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
        """Create a tool from a function, a bound method or a `functools.partial`.

        Args:
            function: The function; see `tool`.
            name: The name of the tool; None uses the function's name.
            description: The description; None uses the first paragraph of the docstring.
            timeout: Maximum duration of a call, in seconds; None applies the client's handler timeout.
            namespace: The group, as a name or a `ToolNamespace`; None for no group.

        Returns:
            The tool.

        Raises:
            InputError: An option is invalid, or a parameter is not supported.
        """
        return Tool(function, name=name, description=description, timeout=timeout, namespace=namespace)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the wrapped function, without validation of the arguments."""
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<Tool {self.qualified_name}>"

    @property
    def qualified_name(self) -> str:
        """The name with the namespace before it, such as `crm.look_up`."""
        return self.name if self.namespace is None else f"{self.namespace.name}.{self.name}"

    def spec(self) -> JsonObject:
        """Return the specification for `dynamicTools` (`thread/start`), without the namespace."""
        return {
            "type": "function",
            "name": self.name,
            "description": self.description,
            "inputSchema": self.parameters,
        }

    def call_sync(self, arguments: JsonValue) -> JsonObject:
        """Call the function with arguments from the model (`item/tool/call`).

        If the arguments are invalid or the function raises, the response has `success: false` and the error. An async
        function runs in a new event loop. The caller enforces `timeout`.

        Args:
            arguments: The arguments as an object or as JSON text; None stands for no arguments.

        Returns:
            The result of the response, a `DynamicToolCallResponse`.

        Raises:
            RuntimeError: An event loop is running in this thread; use `call_async`.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            raise RuntimeError(f"tool {self.name}: call_sync would block the running event loop; use call_async")
        outcome = self.start_call(arguments)
        if not inspect.isawaitable(outcome):
            return outcome
        try:
            return run_awaitable(outcome)
        except asyncio.CancelledError as error:
            # The event loop is private, so the function cancelled itself.
            return self._failure(error)

    async def call_async(self, arguments: JsonValue) -> JsonObject:
        """Call the function without blocking the event loop (`item/tool/call`).

        An async function runs in this loop, any other function in a thread. If that one returns an awaitable, this loop
        awaits it. Cancelling the caller cancels an async function; a thread continues in the background. Errors are
        handled as in `call_sync`.

        Args:
            arguments: The arguments as an object or as JSON text; None stands for no arguments.

        Returns:
            The result of the response, a `DynamicToolCallResponse`.
        """
        if is_coroutine_callable(self.function):
            outcome = self.start_call(arguments)
        else:
            outcome = await call_in_thread(self.start_call, arguments)
        return await outcome if inspect.isawaitable(outcome) else outcome

    def start_call(self, arguments: JsonValue) -> JsonObject | Awaitable[JsonObject]:
        """Call the function in this thread without awaiting its result (`item/tool/call`).

        Errors are handled as in `call_sync`.

        Args:
            arguments: The arguments as an object or as JSON text; None stands for no arguments.

        Returns:
            The result of the response, a `DynamicToolCallResponse`, or an awaitable of it if the function has returned
            an awaitable.
        """
        try:
            value: Any = self.function(**self._parameters.parse(arguments))  # type: ignore[call-arg]
            if inspect.isawaitable(value):
                return self._finish(value)
            return result_to_wire(value)
        except ArgumentsError as error:
            logger.info("tool %s: the model sent invalid arguments:\n%s", self.name, error)
            return error_result(f"Invalid arguments for {self.name}:\n{error}")
        except (Exception, SystemExit) as error:
            return self._failure(error)

    async def _finish(self, value: Awaitable[Any]) -> JsonObject:
        try:
            return result_to_wire(await value)
        except (Exception, SystemExit) as error:
            return self._failure(error)

    def _failure(self, error: BaseException) -> JsonObject:
        # SystemExit counts as a failure of the tool: it must not end the program. The model receives the error and the
        # turn continues.
        logger.warning("tool %s failed", self.name, exc_info=error)
        return error_result(_error_text(error))


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
    """Create a tool from a sync or async function, as `@tool` or `@tool(timeout=5, ...)`.

        @tool
        def look_up(city: str, days: int = 1) -> list[Forecast]:
            \"\"\"Look up the weather of the next days.

            :param city: The name of the city, in English.
            \"\"\"

    Pydantic generates the JSON schema for the model from the annotations; `Annotated[int, Field(ge=1)]` is supported.
    The first paragraph of the docstring is the description. Descriptions of parameters come from a section `Args:`,
    from `:param name:` fields, or from `Field(description=...)`. Sync functions may be called from any thread, and
    calls may run concurrently, each in a copy of the context of the caller of the turn.

    Args:
        function: The function. All parameters have annotations and accept keywords.
        name: The name of the tool: at most 128 ASCII letters, digits, `_` and `-`. None uses the function's name.
        description: The description for the model; None uses the first paragraph of the docstring.
        timeout: Maximum duration of a call, in seconds; None applies the client's handler timeout.
        namespace: The group, as a name or a `ToolNamespace`; None for no group.

    Returns:
        The tool, or a decorator if `function` is omitted.

    Raises:
        InputError: An option is invalid, or a parameter has no JSON schema. The message names the parameter.
    """

    def decorate(function: Callable[P, R]) -> Tool[P, R]:
        return Tool(function, name=name, description=description, timeout=timeout, namespace=namespace)

    return decorate if function is None else decorate(function)


def _has_own_docstring(value: object) -> bool:
    """Return whether a docstring belongs to the value itself and not to its class."""
    return inspect.isroutine(value)


def _error_text(error: BaseException) -> str:
    """Return the type and message of an exception for the model, without its traceback."""
    kind = type(error).__name__
    try:
        message = str(error)
    except Exception:
        message = ""
    return f"{kind}: {message}" if message else kind


def _check_text(value: object, field: str) -> None:
    if not isinstance(value, str):
        raise InputError(field, f"expected a string, got {type(value).__name__}")
