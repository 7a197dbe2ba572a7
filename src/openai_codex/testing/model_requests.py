"""Model calls received by a scripted model."""

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
    """A model call of the runtime.

    The repr omits headers that contain secrets.

    Attributes:
        path: The path of the HTTP request.
        headers: The HTTP headers, with names in lower case.
        body: The decoded JSON body.
    """

    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: JsonObject = field(repr=False)

    @property
    def model(self) -> str | None:
        """The requested model, or None if the body has none."""
        model = self.body.get("model")
        return model if isinstance(model, str) else None

    @property
    def input_texts(self) -> list[str]:
        """The texts of all user messages, oldest first, including context that the runtime adds."""
        return self._texts("user")

    @property
    def developer_texts(self) -> list[str]:
        """The texts of all developer messages, in the order of the request.

        Base instructions come first, then developer instructions, then skills.
        """
        return self._texts("developer")

    @property
    def user_text(self) -> str | None:
        """The last text of a user message, or None.

        It is the input of the turn or of the last `steer`.
        """
        return self.input_texts[-1] if self.input_texts else None

    @property
    def tools(self) -> list[str]:
        """The names of the offered tools."""
        return [str(tool.get("name") or tool.get("type")) for tool in _objects(self.body.get("tools"))]

    @property
    def function_outputs(self) -> dict[str, str]:
        """The outputs of tool calls, by call id."""
        items = (*self._items("function_call_output"), *self._items("custom_tool_call_output"))
        return {str(item.get("call_id")): _text(item.get("output")) for item in items}

    @property
    def text_format(self) -> JsonObject | None:
        """The requested format of the answer (`output_schema`), or None for free text."""
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
    """Return the text of a tool's output, which is a string or a list of content objects."""
    if isinstance(output, str):
        return output
    return "".join(str(part.get("text", "")) for part in _objects(output))
