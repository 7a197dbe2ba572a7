"""Results of tools, and their encoding in the response to `item/tool/call`."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, cast

from pydantic_core import PydanticSerializationError, to_json

from openai_codex._redaction import printable
from openai_codex.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from openai_codex._json_types import JsonObject

_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_BYTES: tuple[type, ...] = (bytes, bytearray, memoryview)
_DATA_URL = re.compile(r"data:[^,]*;base64,", re.IGNORECASE)


class ToolImage:
    """An image for the model: PNG, JPEG, GIF or WebP.

    Give exactly one of the arguments.

    Args:
        path: The path of an image file, which is read immediately.
        data: The bytes of an image file.
        url: A base64 data URL.

    Raises:
        InputError: The image is invalid or in another format, or the number of arguments is not one.
        OSError: The file cannot be read.
    """

    __slots__ = ("url",)

    def __init__(
        self, *, path: str | os.PathLike[str] | None = None, data: bytes | None = None, url: str | None = None
    ) -> None:
        given = [name for name, value in (("path", path), ("data", data), ("url", url)) if value is not None]
        if len(given) != 1:
            raise InputError(
                "ToolImage", f"expected exactly one of path, data and url, got {' and '.join(given) or 'none'}"
            )
        field = f"ToolImage.{given[0]}"
        if path is not None:
            data = Path(path).read_bytes()
        elif url is not None:
            data = _decode_data_url(url, field)
        if not isinstance(data, _BYTES):
            raise InputError(field, f"expected bytes, got {type(data).__name__}")
        content = bytes(cast("bytes", data))
        media_type = next((media_type for signature, media_type in _SIGNATURES if signature.match(content)), None)
        if media_type is None:
            raise InputError(field, "expected a PNG, JPEG, GIF or WebP image, got another format; convert the image")
        self.url = f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"
        """The image as a data URL."""

    def __repr__(self) -> str:
        return f"ToolImage({self.url.partition(',')[0]},... {len(self.url)} characters)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ToolImage) and self.url == other.url

    def __hash__(self) -> int:
        return hash(self.url)


@dataclass(frozen=True)
class ToolResult:
    """A result with an explicit success flag.

    The model sees only the content, so the content of a failure must state the failure.

    Attributes:
        content: Any other value that a tool may return: text, a `ToolImage`, a list of these, or a value with a JSON
            form. None is empty text.
        success: Whether the call succeeded.
    """

    content: object = None
    success: bool = True


def result_to_wire(value: object) -> JsonObject:
    """Return the result of a tool as a `DynamicToolCallResponse`.

    Text is sent unchanged, None as empty text, and images as images; a list or tuple that contains images becomes one
    item per element. Other values are sent as JSON, as serialized by pydantic: models, dataclasses, collections, dates,
    numbers.

    Raises:
        TypeError: The value has no JSON form.
    """
    if isinstance(value, ToolResult):
        return {"success": bool(value.success), "contentItems": _items(value.content)}
    return {"success": True, "contentItems": _items(value)}


def error_result(text: str) -> JsonObject:
    """Return the response of a failed call with a text for the model."""
    return {"success": False, "contentItems": [_text_item(text)]}


def _items(value: object) -> list[JsonObject]:
    if _is_list(value) and any(isinstance(part, ToolImage) for part in value):
        return [_item(part) for part in value]
    return [_item(value)]


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, (list, tuple))


def _item(value: object) -> JsonObject:
    if isinstance(value, ToolImage):
        return {"type": "inputImage", "imageUrl": value.url}
    return _text_item(_text(value))


def _text_item(text: str) -> JsonObject:
    # Text with lone surrogates (as in file names) would make the whole response unreadable for the runtime.
    return {"type": "inputText", "text": text.encode("utf-8", "replace").decode("utf-8")}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return _text(value.value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, _BYTES):
        raise TypeError(f"the tool returned {_type_name(value)}; return text, or ToolImage(data=...) for an image")
    if isinstance(value, ToolResult):
        raise TypeError("the tool returned a ToolResult inside another value; return the ToolResult itself")
    try:
        return to_json(value).decode("utf-8")
    except (PydanticSerializationError, UnicodeError) as error:
        raise TypeError(
            f"the tool returned {_type_name(value)}, which has no JSON form ({printable(str(error))}); return text, "
            "a pydantic model, a dataclass, plain data, a ToolImage, or a list of these"
        ) from error


def _type_name(value: object) -> str:
    return printable(type(value).__name__)


def _decode_data_url(url: str, field: str) -> bytes:
    """Return the bytes of a data URL."""
    if not isinstance(url, str):
        raise InputError(field, f"expected a data URL, got {type(url).__name__}")
    prefix = _DATA_URL.match(url)
    if prefix is None:
        raise InputError(
            field,
            f"expected a base64 data URL (data:image/png;base64,...), got {url[:40]!r}; the runtime does not fetch "
            "images: download the image and pass its bytes as data",
        )
    try:
        return base64.b64decode(url[prefix.end() :], validate=True)
    except binascii.Error as error:
        raise InputError(field, f"invalid base64 ({error}); encode the image with base64.b64encode") from error
