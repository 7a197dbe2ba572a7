"""What a turn can be given to work on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from openai_codex.errors import InputError

if TYPE_CHECKING:
    JsonObject: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class TextInput:
    """Text, as a user types it."""

    text: str

    def _wire(self) -> dict[str, Any]:
        return {"type": "text", "text": self.text, "text_elements": []}


@dataclass(frozen=True)
class ImageInput:
    """An image by its URL; a data URL (`data:image/png;base64,...`) works everywhere."""

    url: str

    def _wire(self) -> dict[str, Any]:
        return {"type": "image", "url": self.url}


@dataclass(frozen=True)
class LocalImageInput:
    """An image file on the machine of the runtime."""

    path: str | os.PathLike[str]

    def _wire(self) -> dict[str, Any]:
        return {"type": "localImage", "path": os.fspath(self.path)}


@dataclass(frozen=True)
class SkillInput:
    """A skill to use, by its name and the path of its SKILL.md."""

    name: str
    path: str | os.PathLike[str]

    def _wire(self) -> dict[str, Any]:
        return {"type": "skill", "name": self.name, "path": os.fspath(self.path)}


@dataclass(frozen=True)
class MentionInput:
    """Something mentioned by name, with the path or URI of what is meant (`app://...`, `plugin://...`)."""

    name: str
    path: str | os.PathLike[str]

    def _wire(self) -> dict[str, Any]:
        return {"type": "mention", "name": self.name, "path": os.fspath(self.path)}


InputItem: TypeAlias = TextInput | ImageInput | LocalImageInput | SkillInput | MentionInput
"""One piece of input."""

Input: TypeAlias = list[InputItem] | InputItem
"""One piece of input, or several in order."""

RunInput: TypeAlias = "Input | Sequence[InputItem] | Sequence[JsonObject] | str"
"""What `run`, `turn` and `steer` take: a string, pieces of input, or a list of `UserInput` objects in wire form."""

_CLASSES = (TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput)
_ACCEPTED = "a string, TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput, or a list of these"


def input_to_wire(value: RunInput, field: str = "input") -> list[dict[str, Any]]:
    """Return the `UserInput` objects for what a caller gave as input.

    Raises `InputError`, which says where and what to give instead.
    """
    if isinstance(value, str):
        return [TextInput(value)._wire()]
    if isinstance(value, _CLASSES):
        return [_item(value, field)]
    if isinstance(value, Mapping):
        raise InputError(field, "got a single object in wire form; put it into a list")
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


def _item(item: object, field: str) -> dict[str, Any]:
    if isinstance(item, Mapping):
        if not isinstance(item.get("type"), str):
            raise InputError(field, "an object in wire form needs a `type`, such as {'type': 'text', 'text': '...'}")
        return dict(item)
    if not isinstance(item, _CLASSES):
        hint = "; wrap text in TextInput(...)" if isinstance(item, str) else ""
        raise InputError(field, f"expected an input class, got {type(item).__name__}{hint}")
    for name, value in vars(item).items():
        paths = (str, os.PathLike) if name == "path" else (str,)
        if not isinstance(value, paths):
            kind = "a path" if name == "path" else "a string"
            raise InputError(f"{field}.{name}", f"expected {kind}, got {type(value).__name__}")
    return item._wire()
