"""Keywords that set handlers and tools, and their validation."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from openai_codex._callbacks import reject_generator
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from codex_protocol.request_handlers import RequestHandlers
    from openai_codex._handlers.approvals import Approval, ApprovalRequest
    from openai_codex._handlers.user_input import (
        Elicitation,
        ElicitationRequest,
        Permissions,
        PermissionsRequest,
        UserInputAnswers,
        UserInputRequest,
    )
    from openai_codex._json_types import JsonMapping
    from openai_codex.tools import Tool, ToolSet

ApprovalHandler: TypeAlias = "Callable[[ApprovalRequest], Approval | Awaitable[Approval]]"
"""Decides whether the runtime may perform an action."""

UserInputHandler: TypeAlias = "Callable[[UserInputRequest], UserInputAnswers | Awaitable[UserInputAnswers]]"
"""Answers questions of the model to the user."""

ElicitationHandler: TypeAlias = "Callable[[ElicitationRequest], Elicitation | Awaitable[Elicitation]]"
"""Answers questions of an MCP server to the user."""

PermissionsHandler: TypeAlias = "Callable[[PermissionsRequest], Permissions | Awaitable[Permissions]]"
"""Grants additional permissions."""

RequestResult: TypeAlias = "BaseModel | JsonMapping"
RequestHandler: TypeAlias = "Callable[[object], RequestResult | Awaitable[RequestResult]]"
"""Answers any server request. The argument is the params, as the protocol's type or, for an unknown method, as
received. The return value is the result, as the protocol's type or in wire form."""


class HandlerOptions(TypedDict, total=False):
    """Handlers for requests of the runtime.

    Each handler is a function or a coroutine function; None means not set. The client uses the handler of the turn, or
    that of the thread, or that of the client, in this order, and runs it in a copy of the context of the caller of the
    turn. Requests without a handler are declined: approvals, permissions and elicitations get a negative answer,
    questions get no answers, and other requests get an error.
    """

    on_approval: ApprovalHandler | None
    """Approves commands and file changes: takes an `ApprovalRequest` and returns an `Approval`."""

    on_user_input: UserInputHandler | None
    """Answers questions of the model: takes a `UserInputRequest` and returns a mapping from question id to answer."""

    on_elicitation: ElicitationHandler | None
    """Answers questions of MCP servers: takes an `ElicitationRequest` and returns an `Elicitation`."""

    on_permissions: PermissionsHandler | None
    """Grants permissions: takes a `PermissionsRequest` and returns `Permissions`."""

    on_request: RequestHandlers | Mapping[str, RequestHandler] | None
    """Handlers by wire method, for any server request of the protocol. They take precedence over the others.

    If the mapping contains a method that this version does not know, all of its handlers accept any `object`.
    """


HANDLER_KEYWORDS = tuple(HandlerOptions.__annotations__)
"""Names of all handler keywords."""


class ToolOptions(TypedDict, total=False):
    """Tools of a thread."""

    tools: Sequence[Tool[..., object] | Callable[..., object]] | None
    """Functions that the model may call, or tools created with `openai_codex.tools.tool`; None means no tools."""


APPROVAL_METHODS = frozenset(
    {
        "item/commandExecution/requestApproval",
        "item/fileChange/requestApproval",
        "execCommandApproval",
        "applyPatchApproval",
    }
)
"""Requests of the runtime that `on_approval` handles."""


@dataclass(frozen=True)
class Handlers:
    """The handlers of a client, a thread or a turn."""

    named: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Callable[[Any], Any]])
    """Handlers by keyword, except `on_request`."""

    methods: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Callable[[Any], Any]])
    """Handlers by wire method (`on_request`)."""

    tools: ToolSet | None = None
    """Tools of the thread; None without tools."""

    fallback_tools: tuple[ToolSet, ...] = ()
    """Earlier tools of the thread, newest first. They answer calls of tools that `tools` does not contain."""

    context: Context = field(default_factory=copy_context, compare=False, repr=False)
    """A copy of the context of the caller that passed the handlers."""

    @property
    def decides_approvals(self) -> bool:
        """Whether there is a handler for the approval of commands or file changes."""
        return "on_approval" in self.named or not APPROVAL_METHODS.isdisjoint(self.methods)

    def with_fallback(self, other: Handlers | None) -> Handlers:
        """Return these handlers, with those of `other` for the requests that these do not handle."""
        if other is None or other is self:
            return self
        named, methods = {**other.named, **self.named}, {**other.methods, **self.methods}
        tool_sets: list[ToolSet] = []
        for tool_set in (*self._tool_sets(), *other._tool_sets()):
            # Without the sets that can answer no call, because otherwise each `thread/resume` would add one.
            if not _is_replaced(tool_set, tool_sets):
                tool_sets.append(tool_set)
        return Handlers(named, methods, tool_sets[0] if tool_sets else None, tuple(tool_sets[1:]))

    def find_tool(self, namespace: str | None, name: str) -> Tool[..., Any] | None:
        """Return the tool of an `item/tool/call`, or None if the tool is unknown.

        Args:
            namespace: The namespace in the request; None or empty for none.
            name: The name of the tool in the request.

        Returns:
            The tool.
        """
        found = (tool_set.find(namespace, name) for tool_set in self._tool_sets())
        return next((tool for tool in found if tool is not None), None)

    def _tool_sets(self) -> tuple[ToolSet, ...]:
        return self.fallback_tools if self.tools is None else (self.tools, *self.fallback_tools)

    def find(self, method: str, keyword: str) -> Callable[[Any], Any] | None:
        """Return the handler for a request, or None.

        Args:
            method: Wire method of the request.
            keyword: Keyword of the handlers for this method, used if `on_request` has no handler for the method.

        Returns:
            The handler.
        """
        return self.methods.get(method) or self.named.get(keyword)


def _is_replaced(tool_set: ToolSet, newer: Sequence[ToolSet]) -> bool:
    """Return whether newer sets contain a tool with the name of each tool."""
    names = [(None if tool.namespace is None else tool.namespace.name, tool.name) for tool in tool_set]
    return all(any(other.find(*name) is not None for other in newer) for name in names)


def handlers_from(options: Mapping[str, Any]) -> Handlers | None:
    """Return the handlers and tools in keyword arguments, or None.

    Raises `InputError` for a handler that does not accept one argument, a misspelled method, and an invalid tool.
    """
    named = {
        name: _validate_handler(name, options[name]) for name in HANDLER_KEYWORDS[:-1] if options.get(name) is not None
    }
    methods = _request_handlers(options.get("on_request"))
    tools = _tool_set(options.get("tools"))
    return Handlers(named, methods, tools) if named or methods or tools else None


def _tool_set(tools: Any) -> ToolSet | None:
    if tools is None:
        return None
    from openai_codex.tools import ToolSet

    return ToolSet(tools)


def _request_handlers(functions: object) -> dict[str, Callable[[Any], Any]]:
    if functions is None:
        return {}
    if not isinstance(functions, Mapping):
        raise InputError("on_request", f"expected a mapping from method to function, got {functions!r}")
    methods: dict[str, Callable[[Any], Any]] = {}
    for method, function in cast("Mapping[object, object]", functions).items():
        methods[_validate_method(method)] = _validate_handler(f"on_request[{method!r}]", function)
    return methods


def _validate_handler(name: str, function: object) -> Callable[[Any], Any]:
    if not callable(function):
        raise InputError(name, f"expected a function of one argument, got {function!r}")
    reject_generator(name, function)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        # Some built-in functions have no signature.
        return function
    try:
        signature.bind(object())
    except TypeError as error:
        raise InputError(
            name, f"expected a function of one argument, got one with the parameters {signature}: {error}"
        ) from None
    return function


def _validate_method(method: object) -> str:
    from difflib import get_close_matches

    from codex_protocol.registry import SERVER_REQUESTS

    if not isinstance(method, str):
        raise InputError("on_request", f"expected strings as methods, got {method!r}")
    if method in SERVER_REQUESTS:
        return method
    # A method that resembles none of the known ones may belong to a newer runtime.
    close = get_close_matches(method, SERVER_REQUESTS, n=1, cutoff=0.85)
    if close:
        raise InputError("on_request", f"unknown method {method!r}; did you mean {close[0]!r}?")
    return method
