"""`ToolSet`: the validated tools of one thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from openai_codex.errors import InputError
from openai_codex.tools.definition import Tool
from openai_codex.tools.reserved_names import check_shadowing, javascript_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from openai_codex._json_types import JsonObject


class ToolSet:
    """The tools of one thread.

    Functions are converted with `tool`.

    Args:
        tools: Tools and functions.

    Raises:
        InputError: The runtime would reject a tool or not offer it to the model: duplicate names, names of built-in
            tools, or conflicting descriptions of a namespace.
    """

    def __init__(self, tools: Sequence[Tool[..., Any] | Callable[..., Any]]) -> None:
        if isinstance(tools, (str, bytes, Mapping)) or not isinstance(tools, Iterable):
            raise InputError("tools", f"expected a list of tools and functions, got {type(tools).__name__}")
        self._tools = [_as_tool(given) for given in tools]
        self._by_name: dict[tuple[str | None, str], Tool[..., Any]] = {}
        by_identifier: dict[str, Tool[..., Any]] = {}
        for tool in self._tools:
            namespace = None if tool.namespace is None else tool.namespace.name
            field = f"tools[{tool.qualified_name}]"
            check_shadowing(namespace, tool.name, f"{field}.name")
            other = self._by_name.get((namespace, tool.name))
            if other is not None:
                raise InputError(
                    field,
                    f"duplicate name of {_origin(other)} and {_origin(tool)}; "
                    "rename one of them with @tool(name=...), or give it a namespace",
                )
            identifier = javascript_name(namespace, tool.name)
            other = by_identifier.get(identifier)
            if other is not None:
                raise InputError(
                    field,
                    f"duplicate JavaScript identifier {identifier!r} of this tool and {other.qualified_name}, of which "
                    "such models see only one; rename one of them with @tool(name=...)",
                )
            self._by_name[namespace, tool.name] = by_identifier[identifier] = tool
        self._descriptions = self._namespace_descriptions()

    def __iter__(self) -> Iterator[Tool[..., Any]]:
        return iter(self._tools)

    def __len__(self) -> int:
        return len(self._tools)

    def __repr__(self) -> str:
        return f"<ToolSet {', '.join(tool.qualified_name for tool in self._tools) or 'empty'}>"

    def find(self, namespace: str | None, name: str) -> Tool[..., Any] | None:
        """Return the tool of an `item/tool/call`, or None if the tool is unknown.

        Args:
            namespace: The namespace in the request; None or empty for none.
            name: The name of the tool in the request.

        Returns:
            The tool, or None.
        """
        return self._by_name.get((namespace or None, name))

    def specs(self) -> list[JsonObject]:
        """Return the specifications of the tools for `dynamicTools` (`thread/start`)."""
        specs: list[JsonObject] = []
        namespaces: dict[str, list[JsonObject]] = {}
        for tool in self._tools:
            if tool.namespace is None:
                specs.append(tool.spec())
                continue
            name = tool.namespace.name
            if name not in namespaces:
                namespaces[name] = []
                specs.append(
                    {
                        "type": "namespace",
                        "name": name,
                        "description": self._descriptions[name],
                        "tools": namespaces[name],
                    }
                )
            namespaces[name].append(tool.spec())
        return specs

    def _namespace_descriptions(self) -> dict[str, str]:
        """Return the description of each namespace. One tool with a description is sufficient."""
        descriptions: dict[str, str] = {}
        for tool in self._tools:
            if tool.namespace is None:
                continue
            name, description = tool.namespace.name, tool.namespace.description
            known = descriptions.get(name)
            if known and description and known != description:
                raise InputError(
                    f"tools.namespace[{name}].description",
                    f"conflicting descriptions {known!r} and {description!r}; "
                    "use the same ToolNamespace for all its tools",
                )
            descriptions[name] = known or description
        return descriptions


def _as_tool(given: Tool[..., Any] | Callable[..., Any]) -> Tool[..., Any]:
    return cast("Tool[..., Any]", given if isinstance(given, Tool) else Tool.from_function(given))


def _origin(tool: Tool[..., Any]) -> str:
    function = tool.function
    module = getattr(function, "__module__", None)
    name = getattr(function, "__qualname__", None) or repr(function)
    return f"{module}.{name}" if module else name
