"""`FormField`: a field of a form of an MCP server, and the value of a typed text."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ABSENT = object()
"""The value of an optional field that the person leaves empty."""

_BOOLEANS = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}


@dataclass(frozen=True)
class FormField:
    """A field of a form."""

    name: str
    schema: Mapping[str, Any]
    """JSON schema of the value."""

    required: bool

    @property
    def prompt(self) -> str:
        """The question for the value."""
        parts = [self._kind, "required" if self.required else "optional"]
        if "default" in self.schema:
            parts.append(f"empty: {json.dumps(self.schema['default'], ensure_ascii=False)}")
        return f"{self.name} ({', '.join(parts)})? "

    def lines(self) -> Iterator[str]:
        """Yield the lines that explain the field."""
        title, description = self.schema.get("title"), self.schema.get("description")
        text = ": ".join(str(part) for part in (title, description) if part)
        if text:
            yield text
        for number, (value, label) in enumerate(self._choices, 1):
            yield f"  {number}  {label}" if value == label else f"  {number}  {label} ({value})"

    def value(self, text: str) -> Any:
        """Return the value of a typed text.

        Args:
            text: The text, without blanks around it.

        Returns:
            The value as JSON, or `ABSENT` if the text is empty and the field is optional.

        Raises:
            ValueError: The value is invalid. The message contains the expected one.
        """
        if not text:
            if "default" in self.schema:
                return self.schema["default"]
            if self.required:
                raise ValueError("expected a value, because the field is required")
            return ABSENT
        kind = self.schema.get("type")
        if self._choices:
            return self._selected(text) if kind == "array" else self._choice(text)
        if kind in ("integer", "number"):
            return self._number(text, integer=kind == "integer")
        if kind == "boolean":
            if text.lower() not in _BOOLEANS:
                raise ValueError(f"expected y or n, got {text!r}")
            return _BOOLEANS[text.lower()]
        if kind in (None, "string"):
            self._check_range(len(text), "Length", "characters")
            return text
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError(f"expected JSON, got {text!r}") from None

    @property
    def _kind(self) -> str:
        kind = self.schema.get("type")
        if self._choices:
            return "numbers with commas between them" if kind == "array" else "number or text"
        if kind == "boolean":
            return "y/n"
        if kind in (None, "string"):
            return str(self.schema.get("format") or "text")
        return kind if kind in ("integer", "number") else "JSON"

    @property
    def _choices(self) -> list[tuple[Any, str]]:
        """The possible values, each with its label."""
        schema: Any = self.schema.get("items") if self.schema.get("type") == "array" else self.schema
        if not is_object(schema):
            return []
        options = [each for each in _list(schema.get("oneOf") or schema.get("anyOf")) if is_object(each)]
        if options and all("const" in each for each in options):
            return [(each["const"], str(each.get("title", each["const"]))) for each in options]
        values, names = _list(schema.get("enum")), _list(schema.get("enumNames"))
        labels = names if len(names) == len(values) else values
        return [(value, str(label)) for value, label in zip(values, labels, strict=True)]

    def _choice(self, text: str) -> Any:
        choices = self._choices
        for value, label in choices:
            if text in (value, label):
                return value
        if text.isdecimal() and 1 <= int(text) <= len(choices):
            return choices[int(text) - 1][0]
        raise ValueError(f"expected a number from 1 to {len(choices)} or one of the texts, got {text!r}")

    def _selected(self, text: str) -> list[Any]:
        selected = [self._choice(part.strip()) for part in text.split(",")]
        self._check_range(len(selected), "Items", "values")
        return selected

    def _number(self, text: str, *, integer: bool) -> int | float:
        try:
            value = int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or (integer and not isinstance(value, int)):
            raise ValueError(f"expected {'an integer' if integer else 'a number'}, got {text!r}")
        low, high = self.schema.get("minimum"), self.schema.get("maximum")
        if low is not None and value < low:
            raise ValueError(f"expected at least {low:g}, got {text}")
        if high is not None and value > high:
            raise ValueError(f"expected at most {high:g}, got {text}")
        return value

    def _check_range(self, size: int, name: str, unit: str) -> None:
        low, high = self.schema.get(f"min{name}"), self.schema.get(f"max{name}")
        if low is not None and size < low:
            raise ValueError(f"expected at least {low} {unit}, got {size}")
        if high is not None and size > high:
            raise ValueError(f"expected at most {high} {unit}, got {size}")


def form_fields(schema: object) -> list[FormField]:
    """Return the fields of a form, or no field if the schema is not that of a form."""
    properties: Any = schema.get("properties") if is_object(schema) else None
    if not is_object(schema) or not is_object(properties):
        return []
    required = _list(schema.get("required"))
    return [
        FormField(name, details if is_object(details) else {}, name in required) for name, details in properties.items()
    ]


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
