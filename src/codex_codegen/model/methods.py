"""Read the requests and notifications from the message unions of a bundle."""

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

# Definitions of the message framing, which are not responses of a method.
_FRAMING = "JSONRPC"

# Functions used by the generated modules.
_USED_NAMES = word_set("keywords overload to_wire unexpected_keyword")

# The runtime groups its methods under headings, which its schema printer emits as descriptions.
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

    A response is found by naming convention, or else in the overrides. If problems are tolerated, remaining methods and
    responses are paired by their words.

    Args:
        schema: The bundle.
        stable: The stable subset.
        responses: The `[responses]` table of the overrides: method -> name of its response.
        strictness: Whether missing, unused and wrong pairs are errors; None raises them.

    Raises:
        CodegenError: A message is invalid, or a response is unknown.
    """
    reader = _Reader(schema, responses, strictness or Strictness())
    calls = Calls(
        methods=tuple(reader.requests("ClientRequest", stable.methods)),
        notifications=tuple(reader.notifications("ServerNotification", stable.notifications)),
        server_requests=tuple(reader.requests("ServerRequest", stable.server_requests)),
        # The schema does not mark the few client notifications, which are as old as the protocol.
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
    """Return the Python name of a method: `mcpServer/oauth/login` -> `mcp_server_oauth_login`."""
    # The only word in method names that camelCase would split.
    name = snake(method.replace("OAuth", "Oauth"))
    return f"{name}_" if keyword.iskeyword(name) or name in _USED_NAMES else name


class _Reader:
    def __init__(self, schema: Schema, responses: Mapping[str, str], strictness: Strictness) -> None:
        self._definitions = _flatten(schema)
        self._responses = responses
        self._strictness = strictness
        self._unmatched: set[str] = set()
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
                raise CodegenError(
                    "unsupported nullable params of a notification", pointer=f"{pointer}/properties/params"
                )
            yield ir.Notification(
                method=method,
                python_name=python_name(method),
                payload=payload or "",
                doc=self._doc(branch, payload),
                experimental=known is not None and method not in known,
            )

    def check_overrides(self) -> None:
        for method in sorted(set(self._responses) - self._unmatched):
            problem = CodegenError(
                f"unused override for the response of {method}",
                pointer="schema/overrides.toml [responses]",
                remedy=f'delete the line `"{method}" = "{self._responses[method]}"`',
            )
            self._strictness.tolerate(problem, "the override is ignored")

    def check_claimed(self, methods: Iterable[ir.Method]) -> None:
        claimed = {method.response for method in methods}
        for name in sorted(self._definitions):
            if name.endswith("Response") and not name.startswith(_FRAMING) and name not in claimed:
                problem = CodegenError(
                    f"unused response: {name}",
                    pointer=f"#/definitions/{name}",
                    remedy=f'add its method to schema/overrides.toml: [responses] "THE/METHOD" = "{name}"',
                )
                self._strictness.tolerate(problem, "it is generated as a plain type")

    def _branches(self, union: str) -> Iterator[tuple[str, str, Schema]]:
        if union not in self._definitions:
            raise CodegenError("missing definition", pointer=f"#/definitions/{union}")
        seen: set[str] = set()
        for index, branch in enumerate(self._definitions[union].get("oneOf", [])):
            pointer = f"#/definitions/{union}/oneOf/{index}"
            method = message_method(branch)
            if not method or not python_name(method).isidentifier():
                raise CodegenError("missing or invalid method", pointer=pointer)
            if method in seen:
                raise CodegenError(f"duplicate method: {method}", pointer=pointer)
            seen.add(method)
            yield pointer, method, branch

    def _params(self, pointer: str, branch: Schema) -> tuple[str | None, bool]:
        """Return the definition of the params, or None, and whether null may replace them."""
        params = branch["properties"].get("params")
        if params is None or is_null(params):
            return None, False
        alternatives: list[Any] = params.get("anyOf", [params]) if is_schema(params) else [params]
        objects = [item for item in alternatives if not is_null(item)]
        name = _reference(objects[0]) if len(objects) == 1 else None
        if name is None or name not in self._definitions:
            raise CodegenError(
                "unsupported params: expected a reference, a nullable reference or null",
                pointer=f"{pointer}/properties/params",
            )
        return name, len(alternatives) > len(objects)

    def _response(self, pointer: str, method: str, params: str | None) -> str:
        guesses = _guesses(method, params)
        for guess in guesses:
            if guess in self._definitions:
                return guess
        self._unmatched.add(method)
        named = self._responses.get(method)
        if named in self._definitions:
            return str(named)
        if named is not None:
            problem = CodegenError(
                f"unknown response {named} in the override for {method}",
                pointer=pointer,
                remedy="correct the line in schema/overrides.toml [responses]",
            )
        else:
            problem = CodegenError(
                f"unknown response of {method}: tried {', '.join(dict.fromkeys(guesses))}",
                pointer=pointer,
                remedy=f'add to schema/overrides.toml: [responses] "{method}" = "THE_DEFINITION"',
            )
        matched = self._matched.get(method)
        if matched is None:
            raise problem
        self._strictness.tolerate(problem, f"{matched} has the same words and is used")
        return matched

    def _match(self) -> dict[str, str]:
        """Pair methods and responses by their words if neither a name nor an override pairs them."""
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
    """Return the conventional names of a method's response."""
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
            raise CodegenError(f"{taken[name]} and {method} have the same {what}: {name}")
        taken[name] = method
