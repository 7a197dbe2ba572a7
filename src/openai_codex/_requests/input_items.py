"""Input items of a turn."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from codex_protocol._wire import to_wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codex_protocol import FunctionCallOutputContentItem
    from openai_codex._json_types import JsonMapping, JsonObject


@dataclass
class TextInput:
    """Text of the user."""

    text: str
    """The text."""

    def as_wire(self) -> JsonObject:
        """Return the wire form."""
        return {"type": "text", "text": self.text, "text_elements": []}


@dataclass
class ImageInput:
    """An image at a URL."""

    url: str
    """URL of the image. A data URL (`data:image/png;base64,...`) always works."""

    def as_wire(self) -> JsonObject:
        """Return the wire form."""
        return {"type": "image", "url": self.url}


@dataclass
class LocalImageInput:
    """An image file on the machine of the runtime."""

    path: str | os.PathLike[str]
    """Path of the file."""

    def as_wire(self) -> JsonObject:
        """Return the wire form."""
        return {"type": "localImage", "path": os.fspath(self.path)}


@dataclass
class SkillInput:
    """A skill to use."""

    name: str
    """Name of the skill."""

    path: str | os.PathLike[str]
    """Path of its SKILL.md."""

    def as_wire(self) -> JsonObject:
        """Return the wire form."""
        return {"type": "skill", "name": self.name, "path": os.fspath(self.path)}


@dataclass
class MentionInput:
    """A mention of an object, such as an app or a plugin."""

    name: str
    """Displayed name."""

    path: str | os.PathLike[str]
    """Path or URI of the mentioned object (`app://...`, `plugin://...`)."""

    def as_wire(self) -> JsonObject:
        """Return the wire form."""
        return {"type": "mention", "name": self.name, "path": os.fspath(self.path)}


@dataclass
class ExternalMessage:
    """External content, which has the authority of a tool's output.

    The model may use the content, but does not follow instructions in it.
    """

    tool_name: str
    """Name of the tool that is the source of the content."""

    content: str | Sequence[JsonMapping | FunctionCallOutputContentItem]
    """Text, or a sequence of `FunctionCallOutputContentItem` objects or their wire form."""

    namespace: str | None = None
    """Namespace of the tool; None if it has none."""

    def as_wire(self) -> JsonObject:
        """Return the wire form."""
        output = to_wire(self.content, "input.content")
        wire: JsonObject = {"name": self.tool_name, "output": output}
        return wire if self.namespace is None else {**wire, "namespace": self.namespace}


InputItem: TypeAlias = TextInput | ImageInput | LocalImageInput | SkillInput | MentionInput
"""An input item."""

INPUT_ITEMS = (TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput)
"""The classes of input items."""

Input: TypeAlias = list[InputItem] | InputItem
"""An input item, or a list of input items."""

# A single sequence type, because mypy cannot infer the item type of a list literal from a union of sequence types.
SteerInput: TypeAlias = "InputItem | Sequence[InputItem | JsonMapping] | str"
"""Input of `steer`: a string, an input item, or a list of input items or of `UserInput` objects in wire form."""

RunInput: TypeAlias = "SteerInput | ExternalMessage"
"""Input of `run` and `turn`: like `SteerInput`, or an `ExternalMessage`."""
