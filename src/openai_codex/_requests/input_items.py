"""The pieces of input that a turn can be given."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from codex_protocol._wire import to_wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codex_protocol import FunctionCallOutputContentItem
    from openai_codex._json_types import JsonMapping, JsonObject


@dataclass(frozen=True)
class TextInput:
    """Text, as a user types it."""

    text: str

    def as_wire(self) -> JsonObject:
        """Return it as the protocol writes it."""
        return {"type": "text", "text": self.text, "text_elements": []}


@dataclass(frozen=True)
class ImageInput:
    """An image by its URL; a data URL (`data:image/png;base64,...`) works everywhere."""

    url: str

    def as_wire(self) -> JsonObject:
        """Return it as the protocol writes it."""
        return {"type": "image", "url": self.url}


@dataclass(frozen=True)
class LocalImageInput:
    """An image file on the machine of the runtime."""

    path: str | os.PathLike[str]

    def as_wire(self) -> JsonObject:
        """Return it as the protocol writes it."""
        return {"type": "localImage", "path": os.fspath(self.path)}


@dataclass(frozen=True)
class SkillInput:
    """A skill to use, by its name and the path of its SKILL.md."""

    name: str
    path: str | os.PathLike[str]

    def as_wire(self) -> JsonObject:
        """Return it as the protocol writes it."""
        return {"type": "skill", "name": self.name, "path": os.fspath(self.path)}


@dataclass(frozen=True)
class MentionInput:
    """Something mentioned by name, with the path or URI of what is meant (`app://...`, `plugin://...`)."""

    name: str
    path: str | os.PathLike[str]

    def as_wire(self) -> JsonObject:
        """Return it as the protocol writes it."""
        return {"type": "mention", "name": self.name, "path": os.fspath(self.path)}


@dataclass(frozen=True)
class ExternalMessage:
    """Content from outside that the model may use, but not obey: it has the authority of a tool's output.

    `tool_name` and `namespace` say what it came from, `content` is its text, or `FunctionCallOutputContentItem`
    objects.
    """

    tool_name: str
    content: str | Sequence[JsonMapping | FunctionCallOutputContentItem]
    namespace: str | None = None

    def as_wire(self) -> JsonObject:
        """Return it as the protocol writes it."""
        output = to_wire(self.content, "input.content")
        wire: JsonObject = {"name": self.tool_name, "output": output}
        return wire if self.namespace is None else {**wire, "namespace": self.namespace}


InputItem: TypeAlias = TextInput | ImageInput | LocalImageInput | SkillInput | MentionInput
"""One piece of input."""

INPUT_ITEMS = (TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput)
"""The classes of these pieces."""

Input: TypeAlias = list[InputItem] | InputItem
"""One piece of input, or several in order."""

# One type of sequence: with several, mypy would not know what a list that is written in the call is to be a list of.
SteerInput: TypeAlias = "InputItem | Sequence[InputItem | JsonMapping] | str"
"""What `steer` takes: a string, pieces of input, or a list of `UserInput` objects in wire form."""

RunInput: TypeAlias = "SteerInput | ExternalMessage"
"""What `run` and `turn` take: what `steer` takes, or an `ExternalMessage`."""
