"""What a tool gives back, and how it goes to the model (the reply to `item/tool/call`)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, cast

from pydantic_core import PydanticSerializationError, to_json

from openai_codex.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from openai_codex._json_types import JsonObject

_MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_BYTES: tuple[type, ...] = (bytes, bytearray, memoryview)
_DATA_URL = re.compile(r"data:[^,]*;base64,", re.IGNORECASE)


class ToolImage:
    """An image for the model to look at: PNG, JPEG, GIF or WebP.

    Give one of `path` (a file, which is read at once), `data` (the bytes of one) and `url` (a base64 data URL). Raises
    `InputError` for what is no such image, and OSError for a file that cannot be read.
    """

    __slots__ = ("url",)

    def __init__(
        self, *, path: str | os.PathLike[str] | None = None, data: bytes | None = None, url: str | None = None
    ) -> None:
        given = [name for name, value in (("path", path), ("data", data), ("url", url)) if value is not None]
        if len(given) != 1:
            raise InputError("ToolImage", f"give one of path, data and url; got {' and '.join(given) or 'none'}")
        field = f"ToolImage.{given[0]}"
        if path is not None:
            data = Path(path).read_bytes()
        elif url is not None:
            data = _decoded(url, field)
        if not isinstance(data, _BYTES):
            raise InputError(field, f"expected bytes, got {type(data).__name__}")
        content = bytes(cast("bytes", data))
        kind = next((kind for magic, kind in _MAGIC if magic.match(content)), None)
        if kind is None:
            raise InputError(field, "is no PNG, JPEG, GIF or WebP image; convert it to one")
        self.url = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
        """The image as a data URL."""

    def __repr__(self) -> str:
        return f"ToolImage({self.url.partition(',')[0]},... {len(self.url)} characters)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ToolImage) and self.url == other.url

    def __hash__(self) -> int:
        return hash(self.url)


@dataclass(frozen=True)
class ToolResult:
    """A result that says whether the call succeeded.

    `content` is what a tool may return otherwise: text, a `ToolImage`, a list that mixes both, or anything that has a
    JSON form. The model sees the content only: let the content of a failure say that it is one.
    """

    content: object = None
    success: bool = True


def result_to_wire(value: object) -> JsonObject:
    """Return what a tool gave back as the protocol writes it, a `DynamicToolCallResponse`.

    Text goes as it is, None as empty text, images as images; a list or tuple with images in it as one item each. The
    rest goes as JSON, as pydantic writes it: models, dataclasses, collections, dates, numbers. Raises TypeError, which
    says what to return instead, for what has no JSON form.
    """
    if isinstance(value, ToolResult):
        return {"success": bool(value.success), "contentItems": _items(value.content)}
    return {"success": True, "contentItems": _items(value)}


def error_result(text: str) -> JsonObject:
    """Return the result of a call that failed, with what the model is to read of it."""
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
    # File names may hold what is no text in UTF-8; the runtime could not read the whole reply for it.
    return {"type": "inputText", "text": text.encode("utf-8", "replace").decode("utf-8")}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return _text(value.value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, _BYTES):
        raise TypeError(
            f"the tool returned {_kind(value)}; return text, or ToolImage(data=...) for the bytes of an image"
        )
    if isinstance(value, ToolResult):
        raise TypeError("the tool returned a ToolResult inside of another value; return the ToolResult itself")
    try:
        return to_json(value).decode("utf-8")
    except (PydanticSerializationError, UnicodeError) as error:
        raise TypeError(
            f"the tool returned {_kind(value)}, which has no JSON form ({error}); return text, a pydantic "
            "model, a dataclass, plain data, or images: a ToolImage, or a list with some in it"
        ) from error


def _kind(value: object) -> str:
    return type(value).__name__


def _decoded(url: str, field: str) -> bytes:
    """Return the bytes of a data URL."""
    if not isinstance(url, str):
        raise InputError(field, f"expected a data URL, got {type(url).__name__}")
    head = _DATA_URL.match(url)
    if head is None:
        raise InputError(
            field,
            f"expected a base64 data URL (data:image/png;base64,...), got {url[:40]!r}; the runtime fetches no images: "
            "get the bytes yourself, and give them as data",
        )
    try:
        return base64.b64decode(url[head.end() :], validate=True)
    except binascii.Error as error:
        raise InputError(field, f"is no base64: {error}") from error
