"""Convert the input of a turn to wire form."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._json_types import JsonMapping, JsonObject
    from openai_codex._requests.input_items import RunInput as RunInput
    from openai_codex._requests.input_items import SteerInput as SteerInput
    from openai_codex._requests.local_files import LocalFiles

_EXPECTED = "a string, TextInput, ImageInput, LocalImageInput, SkillInput, MentionInput, or a list of these"


def run_input_to_wire(value: RunInput, files: LocalFiles | None = None) -> tuple[list[JsonObject], JsonObject | None]:
    """Return the fields `input` and `toolOutput` of `turn/start`.

    Raises `InputError` if the input is invalid.
    """
    # Text, the most common input, does not need the import of the classes.
    if isinstance(value, str):
        return input_to_wire(value, files), None
    from openai_codex._requests.input_items import ExternalMessage

    if not isinstance(value, ExternalMessage):
        return input_to_wire(value, files), None
    for name, types in (("tool_name", (str,)), ("content", (str, Sequence)), ("namespace", (str, type(None)))):
        attribute = getattr(value, name)
        if not isinstance(attribute, types) or isinstance(attribute, (bytes, bytearray)):
            raise InputError(f"input.{name}", f"expected a string, got {type(attribute).__name__}")
    return [], value.as_wire()


def input_to_wire(value: SteerInput, files: LocalFiles | None = None) -> list[JsonObject]:
    """Return the `UserInput` objects for the input of a turn.

    Args:
        value: The input.
        files: The files that the runtime can read; None checks no files.

    Returns:
        The objects in wire form.

    Raises:
        InputError: The input is invalid.
    """
    field = "input"
    if isinstance(value, str):
        if not value:
            raise InputError(field, f"expected {_EXPECTED}, got an empty string")
        return [{"type": "text", "text": value, "text_elements": []}]
    from openai_codex._requests.input_items import INPUT_ITEMS, ExternalMessage, TextInput

    if isinstance(value, TextInput) and value.text == "":
        raise InputError(f"{field}.text", "expected text, got an empty string")
    if isinstance(value, INPUT_ITEMS):
        return [_item(value, field, files)]
    if isinstance(value, Mapping):
        raise InputError(field, "expected a list of objects in wire form, got a single object; put it into a list")
    if isinstance(value, ExternalMessage):
        raise InputError(field, "unexpected ExternalMessage; it starts a new turn: pass it to run or turn")
    if isinstance(value, (bytes, bytearray)) or not isinstance(value, Sequence):
        raise InputError(field, f"expected {_EXPECTED}, got {type(value).__name__}")
    if not value:
        raise InputError(field, f"expected {_EXPECTED}, got an empty list")
    raw = [index for index, item in enumerate(value) if isinstance(item, Mapping)]
    if raw and len(raw) < len(value):
        raise InputError(
            f"{field}[{raw[0]}]",
            "got an object in wire form among input classes; use one of the two ways for all items",
        )
    items = [_item(item, f"{field}[{index}]", files) for index, item in enumerate(value)]
    if all(item.get("type") == "text" and not item.get("text") for item in items):
        raise InputError(field, f"expected {_EXPECTED}, got empty texts")
    return items


def _item(item: object, field: str, files: LocalFiles | None) -> JsonObject:
    if isinstance(item, Mapping):
        raw = dict(cast("JsonMapping", item))
        if not isinstance(raw.get("type"), str):
            raise InputError(field, "missing key 'type'; expected an object such as {'type': 'text', 'text': '...'}")
        return raw
    from openai_codex._requests.input_items import INPUT_ITEMS, ImageInput, LocalImageInput

    if not isinstance(item, INPUT_ITEMS):
        hint = "; wrap text in TextInput(...)" if isinstance(item, str) else ""
        raise InputError(field, f"expected an input class, got {type(item).__name__}{hint}")
    for name, value in vars(item).items():
        types = (str, os.PathLike) if name == "path" else (str,)
        if not isinstance(value, types):
            expected = "a path" if name == "path" else "a string"
            raise InputError(f"{field}.{name}", f"expected {expected}, got {type(value).__name__}")
    if isinstance(item, LocalImageInput) and files is not None:
        files.check_image(f"{field}.path", item.path)
    elif isinstance(item, ImageInput):
        _check_url(f"{field}.url", item.url)
    return item.as_wire()


def _check_url(field: str, url: str) -> None:
    # The letter of a Windows drive is not the scheme of a URL.
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", url)
    if scheme is None or scheme[1].lower() == "file":
        # The message omits the text, which may be the content of an image.
        raise InputError(
            field,
            "expected a data URL (data:image/png;base64,...), got a path or other text; use LocalImageInput(path)",
        )
    if scheme[1].lower() == "data" and not url[len(scheme[0]) :].lower().startswith("image/"):
        raise InputError(field, "expected a data URL of an image (data:image/png;base64,...), got another data URL")
