"""`ToolSet`: the tools of one thread, checked together before they are sent."""

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
    """The tools of one thread; functions among them become tools as `tool` would make them.

    Raises `InputError` for what the runtime would refuse, or accept and not offer to the model: two tools of one name,
    names of the runtime's own tools, and a namespace that is described in two ways.
    """

    def __init__(self, tools: Sequence[Tool[..., Any] | Callable[..., Any]]) -> None:
        if isinstance(tools, (str, bytes, Mapping)) or not isinstance(tools, Iterable):
            raise InputError("tools", f"expected a list of tools and functions, got {type(tools).__name__}")
        self._tools = [_as_tool(given) for given in tools]
        self._by_name: dict[tuple[str | None, str], Tool[..., Any]] = {}
        by_code_name: dict[str, Tool[..., Any]] = {}
        for tool in self._tools:
            namespace = None if tool.namespace is None else tool.namespace.name
            field = f"tools[{tool.qualified_name}]"
            check_shadowing(namespace, tool.name, f"{field}.name")
            other = self._by_name.get((namespace, tool.name))
            if other is not None:
                raise InputError(
                    field,
                    f"there are two of that name, {_origin(other)} and {_origin(tool)}; "
                    "rename one with @tool(name=...), or give it a namespace",
                )
            seen = javascript_name(namespace, tool.name)
            other = by_code_name.get(seen)
            if other is not None:
                raise InputError(
                    field,
                    f"models that call tools from JavaScript know this one and {other.qualified_name} as {seen!r}, and "
                    "would be offered one of them only; rename one with @tool(name=...)",
                )
            self._by_name[namespace, tool.name] = by_code_name[seen] = tool
        self._descriptions = self._described()

    def __iter__(self) -> Iterator[Tool[..., Any]]:
        return iter(self._tools)

    def __len__(self) -> int:
        return len(self._tools)

    def __repr__(self) -> str:
        return f"<ToolSet {', '.join(tool.qualified_name for tool in self._tools) or 'of no tools'}>"

    def find(self, namespace: str | None, name: str) -> Tool[..., Any] | None:
        """Return the tool that an `item/tool/call` means with its `namespace` and `tool`, or None."""
        return self._by_name.get((namespace or None, name))

    def specs(self, *, legacy: bool = False) -> list[JsonObject]:
        """Return the tools as `thread/start` wants them in `dynamicTools`.

        `legacy` gives the older form, the only one in which runtime 0.133 takes namespaces, and which later ones up to
        0.163 take as well; it has no place for the description of a namespace.
        """
        if legacy:
            return [_legacy(tool) for tool in self._tools]
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

    def _described(self) -> dict[str, str]:
        """Return what the model is told of each namespace; one tool that says it is enough."""
        descriptions: dict[str, str] = {}
        for tool in self._tools:
            if tool.namespace is None:
                continue
            name, description = tool.namespace.name, tool.namespace.description
            known = descriptions.get(name)
            if known and description and known != description:
                raise InputError(
                    f"tools.namespace[{name}].description",
                    f"is given in two ways, {known!r} and {description!r}; use the same ToolNamespace for its tools",
                )
            descriptions[name] = known or description
        return descriptions


def _as_tool(given: Tool[..., Any] | Callable[..., Any]) -> Tool[..., Any]:
    return cast("Tool[..., Any]", given if isinstance(given, Tool) else Tool.from_function(given))


def _legacy(tool: Tool[..., Any]) -> JsonObject:
    spec = {name: value for name, value in tool.spec().items() if name != "type"}
    return spec if tool.namespace is None else {**spec, "namespace": tool.namespace.name}


def _origin(tool: Tool[..., Any]) -> str:
    function = tool.function
    module = getattr(function, "__module__", None)
    name = getattr(function, "__qualname__", None) or repr(function)
    return f"{module}.{name}" if module else name
