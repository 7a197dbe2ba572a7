"""What the runtime asked of the model, recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import JsonObject, is_object
from openai_codex._redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET_HEADERS = frozenset({"authorization", "api-key", "x-api-key", "cookie"})


@dataclass(frozen=True)
class RecordedRequest:
    """One model call of the runtime. Headers are in lower case; those that hold secrets are not in the repr."""

    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: JsonObject = field(repr=False)

    @property
    def model(self) -> str | None:
        """The model that was asked for."""
        model = self.body.get("model")
        return model if isinstance(model, str) else None

    @property
    def input_texts(self) -> list[str]:
        """All texts of user messages in the input, the oldest first: the context of the runtime's own among them."""
        return self._texts("user")

    @property
    def developer_texts(self) -> list[str]:
        """The same of developer messages: base instructions come first, then developer instructions and skills."""
        return self._texts("developer")

    @property
    def user_text(self) -> str | None:
        """The last text of a user message: what the turn was started, or steered, with."""
        return self.input_texts[-1] if self.input_texts else None

    @property
    def tools(self) -> list[str]:
        """The names of the tools that were offered."""
        return [str(tool.get("name") or tool.get("type")) for tool in _objects(self.body.get("tools"))]

    @property
    def function_outputs(self) -> dict[str, str]:
        """What the tools gave back: call id -> text."""
        items = (*self._items("function_call_output"), *self._items("custom_tool_call_output"))
        return {str(item.get("call_id")): _text(item.get("output")) for item in items}

    @property
    def text_format(self) -> JsonObject | None:
        """The format that the answer was asked for in (`output_schema`), or None."""
        text = self.body.get("text")
        found = text.get("format") if is_object(text) else None
        return found if is_object(found) else None

    def _texts(self, role: str) -> list[str]:
        return [
            str(part["text"])
            for item in self._items("message")
            if item.get("role") == role
            for part in _objects(item.get("content"))
            if "text" in part
        ]

    def _items(self, kind: str) -> list[JsonObject]:
        return [item for item in _objects(self.body.get("input")) if item.get("type") == kind]

    def __repr__(self) -> str:
        shown = {name: value for name, value in self.headers.items() if name not in SECRET_HEADERS}
        text = redacted(self.user_text)
        return f"RecordedRequest(headers={redacted(shown)!r}, model={self.model!r}, user_text={text!r})"


def _objects(value: Any) -> list[JsonObject]:
    return [item for item in cast("list[object]", value) if is_object(item)] if isinstance(value, list) else []


def _text(output: Any) -> str:
    """Return the text of a tool's output, which is text itself, or objects that hold some."""
    if isinstance(output, str):
        return output
    return "".join(str(part.get("text", "")) for part in _objects(output))
