"""Small bundles with given text in every place that takes text."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any

from codegen.tiny import NUMBER, TEXT, message, obj, ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Texts:
    """Returns texts in turn, each with a number, so that they become different names."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = cycle(list(texts) or ["plain"])
        self._count = 0

    def plain(self) -> str:
        """The next text, unchanged."""
        return next(self._texts)

    def unique(self) -> str:
        """The next text with a number at its end."""
        self._count += 1
        return f"{self.plain()}n{self._count}"


def hostile_schema(texts: Texts, names: Iterable[str] = (), methods: Iterable[str] = ()) -> dict[str, Any]:
    """Return a bundle with the texts in every place where the generator reads text.

    `names` are used unchanged as wire names of properties and values, `methods` as names of methods.
    """
    text = texts.plain
    hostile_methods = [f"draw{texts.unique()}", f"draw/{texts.unique()}", *methods]
    v2: dict[str, Any] = {
        "Shape": {
            "description": text(),
            "oneOf": list(_branches(texts)),
        },
        "Keyed": {
            "oneOf": [
                {"type": "string", "enum": [texts.unique(), texts.unique()], "description": text()},
                *(_single_key(texts) for _ in range(2)),
            ]
        },
        "Values": {
            "description": text(),
            "oneOf": [
                *(
                    {"type": "string", "enum": [texts.unique()], "description": text(), "title": text()}
                    for _ in range(3)
                ),
                {"type": "string", "enum": [texts.unique() for _ in range(6)]},
            ],
        },
        "Names": {"type": "string", "enum": [*dict.fromkeys(names), "ordinary"]},
        "Alias": {"type": "string", "description": text(), "format": text(), "pattern": text()},
        "Many": {"type": "array", "items": {"enum": [texts.unique(), texts.unique()], "type": "string"}},
        "Properties": _properties(texts, names),
    }
    for index in range(len(hostile_methods)):
        v2[f"Do{index}Params"] = {**_properties(texts, names if index < 2 else ()), "description": text()}
        v2[f"Do{index}Response"] = obj("", **{texts.unique(): ref("Shape")})
    branches = [
        {**message(method, ref(f"Do{index}Params")), "description": text(), "title": text()}
        for index, method in enumerate(hostile_methods)
    ]
    told = {**message(f"told/{texts.unique()}", ref("Properties")), "description": text()}
    asked = {**message(f"ask/{texts.unique()}", ref("Do0Params")), "description": text()}
    return {
        "$schema": text(),
        "title": text(),
        "definitions": {
            "ClientRequest": {"description": text(), "oneOf": branches},
            "ServerNotification": {"oneOf": [told]},
            "ServerRequest": {"oneOf": [asked]},
            "ClientNotification": {
                "oneOf": [obj("method", method={"type": "string", "enum": [f"hi/{texts.unique()}"]})]
            },
            "v2": v2,
        },
    }


def _branches(texts: Texts) -> Iterator[dict[str, Any]]:
    for index in range(3):
        tag = {"type": "string", "enum": [f"t{texts.unique()}"], "description": texts.plain()}
        branch = obj("type", type=tag, **{texts.unique(): NUMBER})
        yield {**branch, "title": texts.plain(), "description": texts.plain()} if index else branch


def _single_key(texts: Texts) -> dict[str, Any]:
    # The generator rejects names that start with a digit.
    key = f"k{texts.unique()}"
    return {"type": "object", "properties": {key: {**TEXT, "description": texts.plain()}}, "required": [key]}


def _properties(texts: Texts, names: Iterable[str]) -> dict[str, Any]:
    """Return an object schema with these names, descriptions, defaults and constants."""
    text = texts.plain
    default = texts.unique()
    return {
        "type": "object",
        "title": text(),
        "properties": {
            **{name: {**TEXT, "description": text()} for name in names},
            texts.unique(): {**TEXT, "default": text(), "description": text(), "format": text(), "pattern": text()},
            texts.unique(): {"const": text(), "description": text()},
            texts.unique(): {"type": ["string", "null"], "default": text(), "title": text(), "examples": [text()]},
            texts.unique(): {"type": "array", "items": TEXT, "default": [text(), text()]},
            texts.unique(): {"type": "string", "enum": [default, texts.unique()], "default": default},
            texts.unique(): {"type": "string", "enum": [text()], "default": text()},
            texts.unique(): {"anyOf": [ref("Values"), {"type": "null"}], "default": text(), "description": text()},
            texts.unique(): {"allOf": [ref("Alias")], "description": text(), "default": text()},
            texts.unique(): obj("", **{texts.unique(): {**TEXT, "description": text()}}),
        },
        "required": list(names)[:2],
    }
