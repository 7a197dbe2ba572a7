"""The functions that answer what the runtime asks: which there are, and whether they can be called."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from codex_protocol._wire import unexpected_keyword
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from openai_codex._handlers.approvals import Approval, ApprovalRequest
    from openai_codex._handlers.user_input import (
        Elicitation,
        ElicitationRequest,
        Permissions,
        PermissionsRequest,
        UserInputAnswers,
        UserInputRequest,
    )
    from openai_codex._json_types import JsonMapping, JsonValue
    from openai_codex.tools import Tool, ToolSet

ApprovalHandler: TypeAlias = "Callable[[ApprovalRequest], Approval | Awaitable[Approval]]"
"""Decides whether something may be done."""

UserInputHandler: TypeAlias = "Callable[[UserInputRequest], UserInputAnswers | Awaitable[UserInputAnswers]]"
"""Answers the questions of the model."""

ElicitationHandler: TypeAlias = "Callable[[ElicitationRequest], Elicitation | Awaitable[Elicitation]]"
"""Answers the question of an MCP server."""

PermissionsHandler: TypeAlias = "Callable[[PermissionsRequest], Permissions | Awaitable[Permissions]]"
"""Grants permissions."""

RequestResult: TypeAlias = "BaseModel | JsonMapping"
RequestHandler: TypeAlias = "Callable[[JsonValue], RequestResult | Awaitable[RequestResult]]"
"""Answers a request of the protocol: takes its params as the type that the protocol gives them (as they came, where
this client does not know the method), and returns the result, as the protocol's type or in wire form."""


class HandlerOptions(TypedDict, total=False):
    """Who answers what the runtime asks. Each is a function, sync or async; None leaves it to the next level up.

    What a turn has no handler for is asked of the thread's, then of the client's. Where there is none at all, nothing
    is allowed: approvals, permissions and elicitations are declined, questions get no answer, the rest gets an error.
    """

    on_approval: ApprovalHandler | None
    """Decides on commands and changes of files: takes an `ApprovalRequest`, returns an `Approval`."""

    on_user_input: UserInputHandler | None
    """Answers the model's questions: takes a `UserInputRequest`, returns question id -> answer."""

    on_elicitation: ElicitationHandler | None
    """Answers MCP servers: takes an `ElicitationRequest`, returns an `Elicitation`."""

    on_permissions: PermissionsHandler | None
    """Grants permissions: takes a `PermissionsRequest`, returns `Permissions`."""

    on_request: Mapping[str, RequestHandler] | None
    """The method of any request of the protocol -> who answers it. Comes before the others."""


HANDLER_KEYWORDS = tuple(HandlerOptions.__annotations__)
"""The names of all handler options."""


class ToolOptions(TypedDict, total=False):
    """Functions that a thread lends to the model."""

    tools: Sequence[Tool[..., object] | Callable[..., object]] | None
    """Functions, and tools that were made of functions by `openai_codex.tools.tool`."""


@dataclass(frozen=True)
class Handlers:
    """The handlers of one level: a client, a thread or a turn."""

    named: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Callable[[Any], Any]])
    """Keyword -> function, without `on_request`."""

    methods: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Callable[[Any], Any]])
    """What `on_request` holds."""

    tools: ToolSet | None = None
    """The functions that are lent to the model."""

    def with_fallback(self, other: Handlers | None) -> Handlers:
        """Return these handlers, and those of the other that these have nothing instead of."""
        if other is None:
            return self
        return Handlers({**other.named, **self.named}, {**other.methods, **self.methods}, self.tools or other.tools)

    def find(self, method: str, keyword: str) -> Callable[[Any], Any] | None:
        """Return who answers a method, which the handlers under a keyword are for as well."""
        return self.methods.get(method) or self.named.get(keyword)


def handlers_from(options: Mapping[str, Any]) -> Handlers | None:
    """Return the handlers and tools among some options, or None if there are none.

    Raises `InputError` for what cannot be called with one argument, for a method that is misspelled, and for functions
    that cannot be tools.
    """
    named = {
        name: _validate_handlers(name, options[name]) for name in HANDLER_KEYWORDS[:-1] if options.get(name) is not None
    }
    methods = _methods(options.get("on_request"))
    tools = _tools(options.get("tools"))
    return Handlers(named, methods, tools) if named or methods or tools else None


def _tools(given: Any) -> ToolSet | None:
    if given is None:
        return None
    from openai_codex.tools import ToolSet

    return ToolSet(given)


def _methods(given: object) -> dict[str, Callable[[Any], Any]]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputError("on_request", f"expected a mapping from method to function, got {given!r}")
    methods: dict[str, Callable[[Any], Any]] = {}
    for method, function in cast("Mapping[object, object]", given).items():
        methods[_method(method)] = _validate_handlers(f"on_request[{method!r}]", function)
    return methods


def client_handlers(options: Mapping[str, Any]) -> Handlers | None:
    """Return the handlers of a client, or None if it has none.

    Raises `UnexpectedKeywordError` for what is no handler, and what `handlers_from` raises.
    """
    for keyword in options:
        if keyword not in HANDLER_KEYWORDS:
            raise unexpected_keyword("Codex", [keyword], ("config", *HANDLER_KEYWORDS))
    return handlers_from(options)


def _validate_handlers(name: str, function: object) -> Callable[[Any], Any]:
    if not callable(function):
        raise InputError(name, f"expected a function that takes the request, got {function!r}")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        # What is built in may not tell its parameters.
        return function
    try:
        signature.bind(object())
    except TypeError as error:
        raise InputError(name, f"it is called with one argument, the request, and takes {signature}: {error}") from None
    return function


def _method(method: object) -> str:
    from difflib import get_close_matches

    from codex_protocol.registry import SERVER_REQUESTS

    if not isinstance(method, str):
        raise InputError("on_request", f"expected methods as strings, got {method!r}")
    if method in SERVER_REQUESTS:
        return method
    # One that is like none of those known is taken for one of a newer runtime.
    close = get_close_matches(method, SERVER_REQUESTS, n=1, cutoff=0.85)
    if close:
        raise InputError("on_request", f"there is no request {method!r}; did you mean {close[0]!r}?")
    return method
