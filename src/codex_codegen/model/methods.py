"""Requests and notifications: what each method takes and what answers it, read from the bundle's message unions."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import pascal, snake, word_set
from ..schema.bundle import NAMESPACES, Schema, StableSubset, is_schema, message_method
from ..schema.strictness import Strictness
from ..schema.walk import is_null
from . import ir
from .response_matching import match_responses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Definitions of the framing itself: no method answers with them.
_FRAMING = "JSONRPC"

# Functions that the modules of the generated calls use themselves.
_USED_NAMES = word_set("keywords overload to_wire unexpected_keyword")

# The runtime's sources group their methods under headings, which its schema printer takes for descriptions.
_HEADING = re.compile(r"\s*NEW (APIs|NOTIFICATIONS)\b\s*")


@dataclass(frozen=True)
class Calls:
    """The four kinds of messages that carry a method."""

    methods: tuple[ir.Method, ...]
    notifications: tuple[ir.Notification, ...]
    server_requests: tuple[ir.Method, ...]
    client_notifications: tuple[ir.Notification, ...]


def read_methods(
    schema: Schema, stable: StableSubset, responses: Mapping[str, str], strictness: Strictness | None = None
) -> Calls:
    """Read all methods of a bundle.

    `responses` is the `[responses]` table of the overrides: method -> the name of its response. It is asked only where
    the names alone do not tell, and an entry that is not needed is an error, as is a response that nobody gives. With a
    schema that nobody has looked at, methods and responses are paired by their words first.
    """
    reader = _Reader(schema, responses, strictness or Strictness())
    calls = Calls(
        methods=tuple(reader.requests("ClientRequest", stable.methods)),
        notifications=tuple(reader.notifications("ServerNotification", stable.notifications)),
        server_requests=tuple(reader.requests("ServerRequest", stable.server_requests)),
        # Nothing marks the few notifications of the client: those that exist are as old as the protocol.
        client_notifications=tuple(reader.notifications("ClientNotification", None)),
    )
    reader.check_overrides()
    reader.check_claimed((*calls.methods, *calls.server_requests))
    for kind in (calls.methods, calls.server_requests):
        _check_unique("Python name", ((method.method, method.python_name) for method in kind))
    for notifications in (calls.notifications, calls.client_notifications):
        _check_unique("Python name", ((item.method, item.python_name) for item in notifications))
    return calls


def python_name(method: str) -> str:
    """`mcpServer/oauth/login` -> `mcp_server_oauth_login`."""
    # The one word of the protocol's methods that camelCase would cut in two.
    segments = method.replace("OAuth", "Oauth").split("/")
    name = "_".join(part for part in (snake(segment) for segment in segments) if part)
    return f"{name}_" if keyword.iskeyword(name) or name in _USED_NAMES else name


class _Reader:
    def __init__(self, schema: Schema, responses: Mapping[str, str], strictness: Strictness) -> None:
        self._definitions = _flatten(schema)
        self._responses = responses
        self._strictness = strictness
        self._asked: set[str] = set()
        self._matched = {} if strictness.strict else self._match()

    def requests(self, union: str, stable: Iterable[str]) -> Iterator[ir.Method]:
        known = frozenset(stable)
        for pointer, method, branch in self._branches(union):
            params, optional = self._params(pointer, branch)
            yield ir.Method(
                method=method,
                python_name=python_name(method),
                params=params,
                params_optional=optional,
                response=self._response(pointer, method, params),
                doc=self._doc(branch, params),
                experimental=method not in known,
            )

    def notifications(self, union: str, stable: Iterable[str] | None) -> Iterator[ir.Notification]:
        known = None if stable is None else frozenset(stable)
        for pointer, method, branch in self._branches(union):
            payload, optional = self._params(pointer, branch)
            if optional:
                raise CodegenError("the params of a notification may be null", pointer=f"{pointer}/properties/params")
            yield ir.Notification(
                method=method,
                python_name=python_name(method),
                payload=payload or "",
                doc=self._doc(branch, payload),
                experimental=known is not None and method not in known,
            )

    def check_overrides(self) -> None:
        for method in sorted(set(self._responses) - self._asked):
            problem = CodegenError(
                f"the override of the response of {method} is not needed",
                pointer="schema/overrides.toml [responses]",
                remedy=f'delete the line `"{method}" = "{self._responses[method]}"`',
            )
            self._strictness.tolerate(problem, "it is left out")

    def check_claimed(self, methods: Iterable[ir.Method]) -> None:
        claimed = {method.response for method in methods}
        for name in sorted(self._definitions):
            if name.endswith("Response") and not name.startswith(_FRAMING) and name not in claimed:
                problem = CodegenError(
                    f"no method answers with {name}",
                    pointer=f"#/definitions/{name}",
                    remedy=f'name its method in schema/overrides.toml: [responses] "THE/METHOD" = "{name}"',
                )
                self._strictness.tolerate(problem, "it is a type like any other")

    def _branches(self, union: str) -> Iterator[tuple[str, str, Schema]]:
        if union not in self._definitions:
            raise CodegenError("the definition is missing", pointer=f"#/definitions/{union}")
        seen: set[str] = set()
        for index, branch in enumerate(self._definitions[union].get("oneOf", [])):
            pointer = f"#/definitions/{union}/oneOf/{index}"
            method = message_method(branch)
            if not method or not python_name(method).isidentifier():
                raise CodegenError("the branch has no method that Python can name", pointer=pointer)
            if method in seen:
                raise CodegenError(f"the method {method} appears twice", pointer=pointer)
            seen.add(method)
            yield pointer, method, branch

    def _params(self, pointer: str, branch: Schema) -> tuple[str | None, bool]:
        """Give the definition of the params, if there are any, and whether null may stand for them."""
        params = branch["properties"].get("params")
        if params is None or is_null(params):
            return None, False
        alternatives: list[Any] = params.get("anyOf", [params]) if is_schema(params) else [params]
        objects = [item for item in alternatives if not is_null(item)]
        name = _reference(objects[0]) if len(objects) == 1 else None
        if name is None or name not in self._definitions:
            raise CodegenError(
                "the params are neither a definition, nor a definition or null, nor null",
                pointer=f"{pointer}/properties/params",
            )
        return name, len(alternatives) > len(objects)

    def _response(self, pointer: str, method: str, params: str | None) -> str:
        guesses = _guesses(method, params)
        for guess in guesses:
            if guess in self._definitions:
                return guess
        self._asked.add(method)
        named = self._responses.get(method)
        if named in self._definitions:
            return str(named)
        if named is not None:
            problem = CodegenError(
                f"the override says that {method} is answered with {named}, which is no definition",
                pointer=pointer,
                remedy="correct the line in schema/overrides.toml [responses]",
            )
        else:
            problem = CodegenError(
                f"the response of {method} is not known: there is no {' and no '.join(dict.fromkeys(guesses))}",
                pointer=pointer,
                remedy=f'name it in schema/overrides.toml: [responses] "{method}" = "THE_DEFINITION"',
            )
        matched = self._matched.get(method)
        if matched is None:
            raise problem
        self._strictness.tolerate(problem, f"{matched} has the same words and is taken for it")
        return matched

    def _match(self) -> dict[str, str]:
        """Pair by their words what neither a name nor an override pairs."""
        open_methods: list[str] = []
        claimed: set[str] = set()
        for union in ("ClientRequest", "ServerRequest"):
            for pointer, method, branch in self._branches(union):
                sure = (*_guesses(method, self._params(pointer, branch)[0]), self._responses.get(method))
                found = next((name for name in sure if name in self._definitions), None)
                if found is None:
                    open_methods.append(method)
                else:
                    claimed.add(found)
        responses = {name for name in self._definitions if name.endswith("Response") and not name.startswith(_FRAMING)}
        return match_responses(open_methods, sorted(responses - claimed))

    def _doc(self, branch: Schema, params: str | None) -> str:
        own = _HEADING.sub("", branch.get("description", "")).strip()
        if own or params is None:
            return own
        return str(self._definitions[params].get("description", "")).strip()


def _guesses(method: str, params: str | None) -> list[str]:
    """Give the names that a method's response usually has."""
    guesses: list[str] = []
    if params is not None and params.endswith("Params"):
        guesses.append(f"{params.removesuffix('Params').removeprefix('Nullable')}Response")
    return [*guesses, f"{pascal(method)}Response"]


def _flatten(schema: Schema) -> dict[str, Schema]:
    root: dict[str, Any] = schema.get("definitions", {})
    flat: dict[str, Schema] = {name: value for name, value in root.items() if name not in NAMESPACES}
    for namespace in NAMESPACES:
        flat.update(root.get(namespace, {}))
    return flat


def _reference(schema: Any) -> str | None:
    target: Any = schema.get("$ref") if is_schema(schema) else None
    return target.rpartition("/")[2] if isinstance(target, str) else None


def _check_unique(what: str, pairs: Iterable[tuple[str, str]]) -> None:
    taken: dict[str, str] = {}
    for method, name in pairs:
        if name in taken:
            raise CodegenError(f"the methods {taken[name]} and {method} have the same {what}: {name}")
        taken[name] = method
