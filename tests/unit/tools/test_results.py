"""Unit tests of tool results and their encoding."""

from __future__ import annotations

import base64
import dataclasses
import math
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from codex_protocol import DynamicToolCallResponse, InputImageDynamicToolCallOutputContentItem, TurnStatus
from openai_codex.errors import InputError
from openai_codex.tools import ToolImage, ToolResult
from openai_codex.tools.results import error_result, result_to_wire

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="
)
PNG_URL = "data:image/png;base64," + base64.b64encode(PNG).decode()


def text(message: str) -> dict[str, str]:
    return {"type": "inputText", "text": message}


def image(url: str = PNG_URL) -> dict[str, str]:
    return {"type": "inputImage", "imageUrl": url}


class Point(BaseModel):
    x: int
    on: date = Field(default=date(2026, 11, 23), alias="onDay")


@dataclasses.dataclass
class Line:
    start: Point
    name: str = "Größe"


class Colour(str, Enum):
    red = "r"


class Level(Enum):
    low = 1


PICTURE = ToolImage(data=PNG)


@pytest.mark.parametrize(
    ("value", "items"),
    [
        (None, [text("")]),
        ("Größe", [text("Größe")]),
        ("", [text("")]),
        (7, [text("7")]),
        (1.5, [text("1.5")]),
        (math.inf, [text("Infinity")]),
        (True, [text("true")]),
        (Colour.red, [text("r")]),
        (Level.low, [text("1")]),
        (TurnStatus("new"), [text("new")]),
        (date(2026, 11, 23), [text('"2026-11-23"')]),
        (Path("a/b"), [text('"a/b"')]),
        (Point(x=1), [text('{"x":1,"onDay":"2026-11-23"}')]),
        (Line(Point(x=1)), [text('{"start":{"x":1,"onDay":"2026-11-23"},"name":"Größe"}')]),
        ({"a": [1, None]}, [text('{"a":[1,null]}')]),
        ([], [text("[]")]),
        (["a", "b"], [text('["a","b"]')]),
        ((1, 2), [text("[1,2]")]),
        ((number for number in range(3)), [text("[0,1,2]")]),
        (PICTURE, [image()]),
        ([PICTURE, PICTURE], [image(), image()]),
        (["Look:", PICTURE, {"x": 1}, None], [text("Look:"), image(), text('{"x":1}'), text("")]),
        (("Look:", PICTURE), [text("Look:"), image()]),
        ("broken \udcff name", [text("broken ? name")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_result_to_wire_value_returns_content_items(value: Any, items: list[dict[str, str]]) -> None:
    if not isinstance(value, (str, bool)) and hasattr(value, "__next__"):
        assert result_to_wire(value) == {"success": True, "contentItems": items}
        return
    assert result_to_wire(value) == {"success": True, "contentItems": items}
    assert result_to_wire(ToolResult(value, success=False)) == {"success": False, "contentItems": items}
    assert result_to_wire(ToolResult(value)) == {"success": True, "contentItems": items}


def test_result_to_wire_result_validates_as_response() -> None:
    response = DynamicToolCallResponse.model_validate(result_to_wire(["Look:", PICTURE]))
    assert response.success is True
    assert isinstance(response.content_items[1], InputImageDynamicToolCallOutputContentItem)
    assert response.content_items[1].image_url == PNG_URL
    assert DynamicToolCallResponse.model_validate(error_result("no")).success is False


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"abc", r"the tool returned bytes; return text, or ToolImage\(data=\.\.\.\)"),
        (bytearray(b"abc"), "the tool returned bytearray;"),
        (object(), "the tool returned object, which has no JSON form"),
        ({"a": object()}, "the tool returned dict, which has no JSON form"),
        ({"a": PICTURE}, "the tool returned dict, .*a ToolImage, or a list of these"),
        ({"a": "\udcff"}, "the tool returned dict, which has no JSON form"),
        ({"a": b"\xff"}, "the tool returned dict, which has no JSON form"),
        (["a", PICTURE, b"abc"], "the tool returned bytes"),
        (ToolResult(ToolResult("a")), "return the ToolResult itself"),
        ([PICTURE, ToolResult("a")], "return the ToolResult itself"),
    ],
)
def test_result_to_wire_value_without_json_form_raises(value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        result_to_wire(value)


def test_result_to_wire_recursive_value_raises() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(TypeError, match="the tool returned list, which has no JSON form"):
        result_to_wire(endless)


def test_tool_image_path_data_or_url_gives_same_image(tmp_path: Path) -> None:
    # The content determines the format, not the file name.
    file = tmp_path / "picture.jpg"
    file.write_bytes(PNG)
    from_file = ToolImage(path=file)
    assert from_file.url == PNG_URL
    file.unlink()
    assert from_file == ToolImage(data=PNG) == ToolImage(url=PNG_URL) == ToolImage(url="data:;base64," + PNG_URL[22:])
    assert ToolImage(data=bytearray(PNG)) == from_file  # type: ignore[arg-type]
    assert len({from_file, PICTURE}) == 1
    assert from_file != PNG_URL
    assert repr(from_file) == f"ToolImage(data:image/png;base64,... {len(PNG_URL)} characters)"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "jpeg"),
        (b"GIF87arest", "gif"),
        (b"GIF89arest", "gif"),
        (b"RIFF\n\x00\x00\x00WEBPrest", "webp"),
    ],
)
def test_tool_image_media_type_is_detected_from_data(data: bytes, kind: str) -> None:
    assert ToolImage(data=data).url.startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "ToolImage: expected exactly one of path, data and url, got none"),
        ({"data": PNG, "url": PNG_URL}, "ToolImage: expected exactly one of path, data and url, got data and url"),
        ({"data": "text"}, "ToolImage.data: expected bytes, got str"),
        (
            {"data": b"<svg/>"},
            "ToolImage.data: expected a PNG, JPEG, GIF or WebP image, got another format; convert the image",
        ),
        ({"data": b""}, "ToolImage.data: expected a PNG"),
        ({"url": "https://example.com/a.png"}, "the runtime does not fetch images: download the image"),
        ({"url": "data:image/png,abc"}, "ToolImage.url: expected a base64 data URL"),
        ({"url": "data:image/png;base64,a b"}, "ToolImage.url: invalid base64"),
        ({"url": "data:image/png;base64,AAAA"}, "ToolImage.url: expected a PNG"),
        ({"url": 7}, "ToolImage.url: expected a data URL, got int"),
    ],
)
def test_tool_image_invalid_arguments_raises(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        ToolImage(**given)
    assert message in str(caught.value)


def test_tool_image_missing_or_invalid_file_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ToolImage(path=tmp_path / "none.png")
    (tmp_path / "text.png").write_text("text")
    with pytest.raises(InputError, match=r"ToolImage\.path: expected a PNG"):
        ToolImage(path=str(tmp_path / "text.png"))
