"""What a turn can be given to work on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from codex_protocol._wire import to_wire
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from codex_protocol import FunctionCallOutputContentItem
    from openai_codex.json_types import JsonMapping, JsonObject


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

Input: TypeAlias = list[InputItem] | InputItem
"""One piece of input, or several in order."""

# One type of sequence: with several, mypy would not know what a list that is written in the call is to be a list of.
SteerInput: TypeAlias = "InputItem | Sequence[InputItem | JsonMapping] | str"
"""What `steer` takes: a string, pieces of input, or a list of `UserInput` objects in wire form."""

RunInput: TypeAlias = "SteerInput | ExternalMessage"
"""What `run` and `turn` take: what `steer` takes, or an `ExternalMessage`."""

_CLASSES = (TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput)
_ACCEPTED = "a string, TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput, or a list of these"


def run_input_to_wire(value: RunInput) -> tuple[list[JsonObject], JsonObject | None]:
    """Return the fields `input` and `toolOutput` of `turn/start` for what a caller gave as input.

    Raises `InputError`, which says where and what to give instead.
    """
    if not isinstance(value, ExternalMessage):
        return input_to_wire(value), None
    for name, kinds in (("tool_name", (str,)), ("content", (str, Sequence)), ("namespace", (str, type(None)))):
        given = getattr(value, name)
        if not isinstance(given, kinds) or isinstance(given, (bytes, bytearray)):
            raise InputError(f"input.{name}", f"expected a string, got {type(given).__name__}")
    return [], value.as_wire()


def input_to_wire(value: SteerInput, field: str = "input") -> list[JsonObject]:
    """Return the `UserInput` objects for what a caller gave as input.

    Raises `InputError`, which says where and what to give instead.
    """
    if isinstance(value, str):
        return [TextInput(value).as_wire()]
    if isinstance(value, _CLASSES):
        return [_item(value, field)]
    if isinstance(value, Mapping):
        raise InputError(field, "got a single object in wire form; put it into a list")
    if isinstance(value, ExternalMessage):
        raise InputError(field, "an ExternalMessage starts a turn of its own; give it to run or turn")
    if isinstance(value, (bytes, bytearray)) or not isinstance(value, Sequence):
        raise InputError(field, f"expected {_ACCEPTED}; got {type(value).__name__}")
    if not value:
        raise InputError(field, f"is empty; give {_ACCEPTED}")
    raw = [index for index, item in enumerate(value) if isinstance(item, Mapping)]
    if raw and len(raw) < len(value):
        raise InputError(
            f"{field}[{raw[0]}]",
            "got an object in wire form beside input classes; give all items in one of the two ways",
        )
    return [_item(item, f"{field}[{index}]") for index, item in enumerate(value)]


def _item(item: object, field: str) -> JsonObject:
    if isinstance(item, Mapping):
        raw = dict(cast("JsonMapping", item))
        if not isinstance(raw.get("type"), str):
            raise InputError(field, "an object in wire form needs a `type`, such as {'type': 'text', 'text': '...'}")
        return raw
    if not isinstance(item, _CLASSES):
        hint = "; wrap text in TextInput(...)" if isinstance(item, str) else ""
        raise InputError(field, f"expected an input class, got {type(item).__name__}{hint}")
    for name, value in vars(item).items():
        paths = (str, os.PathLike) if name == "path" else (str,)
        if not isinstance(value, paths):
            kind = "a path" if name == "path" else "a string"
            raise InputError(f"{field}.{name}", f"expected {kind}, got {type(value).__name__}")
    return item.as_wire()
