"""A complete small protocol for tests that modify it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/v2/{name}"}


def obj(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split()}


def message(method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a branch of a message union."""
    payload = {"type": "null"} if params is None else params
    return obj("method params", method={"type": "string", "enum": [method]}, params=payload)


TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def tiny_schema() -> dict[str, Any]:
    """Return a schema with two methods, a notification and a server request; unions, enums, defaults and nullables."""
    v2 = {
        "Shape": {
            "oneOf": [
                obj("type radius", type={"type": "string", "enum": ["circle"]}, radius=NUMBER),
                obj("type side", type={"type": "string", "enum": ["square"]}, side=NUMBER),
            ]
        },
        "Color": {"type": "string", "enum": ["red", "green"]},
        "DrawShapeParams": obj("shape", shape=ref("Shape"), color=ref("Color"), label=TEXT),
        "DrawShapeResponse": obj("id", id=TEXT, color={"anyOf": [ref("Color"), {"type": "null"}]}),
        "DrawClearResponse": obj(""),
        "DrawnNotification": obj("id", id=TEXT, shape=ref("Shape")),
    }
    return {
        "definitions": {
            "ClientRequest": {"oneOf": [message("draw/shape", ref("DrawShapeParams")), message("draw/clear")]},
            "ServerNotification": {"oneOf": [message("draw/drawn", ref("DrawnNotification"))]},
            "ServerRequest": {"oneOf": [message("ink/ask", {"$ref": "#/definitions/InkAskParams"})]},
            "ClientNotification": {"oneOf": [obj("method", method={"type": "string", "enum": ["initialized"]})]},
            "InkAskParams": obj("amount", amount=NUMBER, reason={"type": ["string", "null"]}),
            "InkAskResponse": obj("granted", granted={"type": "boolean"}),
            "v2": v2,
        }
    }


def write_schema(path: Path, schema: dict[str, Any]) -> Path:
    path.write_text(json.dumps(schema), encoding="utf-8")
    return path
