"""From what a caller gives a turn to work on to what the wire takes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._json_types import JsonMapping, JsonObject
    from openai_codex._requests.input_items import RunInput as RunInput
    from openai_codex._requests.input_items import SteerInput as SteerInput

_ACCEPTED = "a string, TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput, or a list of these"


def run_input_to_wire(value: RunInput) -> tuple[list[JsonObject], JsonObject | None]:
    """Return the fields `input` and `toolOutput` of `turn/start` for what a caller gave as input.

    Raises `InputError`, which says where and what to give instead.
    """
    # Most input is text, which needs none of the classes.
    if isinstance(value, str):
        return input_to_wire(value), None
    from openai_codex._requests.input_items import ExternalMessage

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
        return [{"type": "text", "text": value, "text_elements": []}]
    from openai_codex._requests.input_items import INPUT_ITEMS, ExternalMessage

    if isinstance(value, INPUT_ITEMS):
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
    from openai_codex._requests.input_items import INPUT_ITEMS

    if not isinstance(item, INPUT_ITEMS):
        hint = "; wrap text in TextInput(...)" if isinstance(item, str) else ""
        raise InputError(field, f"expected an input class, got {type(item).__name__}{hint}")
    for name, value in vars(item).items():
        paths = (str, os.PathLike) if name == "path" else (str,)
        if not isinstance(value, paths):
            kind = "a path" if name == "path" else "a string"
            raise InputError(f"{field}.{name}", f"expected {kind}, got {type(value).__name__}")
    return item.as_wire()
