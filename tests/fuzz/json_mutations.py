"""Mutations of JSON values and messages."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from fuzz.hostile_text import AWKWARD, NAMES

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

Path = tuple[Any, ...]

ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**53 + 1, 2**63, -(2**64), 10**400, 0.5, -0.0, 1e308),
    *(float("nan"), float("inf"), float("-inf"), "", "1", "null", "turn/completed", "\ud800", "\x00"),
    *([], [[]], [None], [{}], {}, {"": {}}, {"id": 1}, {"turnId": "turn-1"}, {"type": "x"}, {"__class__": 1}),
    *({"model_fields": 1, "__fields__": 2, "root": 3, "json": 4, "__pydantic_extra__": 5, "_name_": 6},),
)
ODD_IDS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 2, 3, -1, 1.0, 1.5, 2**64, 10**400, "1", "", "x", [], [1], {}, {"id": 1}),
    *(float("nan"), float("inf"), "\ud800"),
)


def tower(depth: int, within: str = "list") -> Any:
    """Return a value with this nesting depth."""
    value: Any = 1
    for _ in range(depth):
        value = [value] if within == "list" else {"a": value}
    return value


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of all nested values."""
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from places(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from places(child, (*path, index))


def at(value: Any, path: Path) -> Any:
    """Return the value at a path."""
    for step in path:
        value = value[step]
    return value


def odd_value(chance: random.Random) -> Any:
    """Return an unexpected value."""
    kind = chance.randrange(12)
    if kind == 0:
        return chance.choice(AWKWARD)
    if kind == 1:
        return tower(chance.choice((3, 50, 180)), chance.choice(("list", "object")))
    if kind == 2:
        return "x" * chance.choice((100, 5_000))
    return copy.deepcopy(chance.choice(ODD_VALUES))


def mutated(value: Any, chance: random.Random, donors: Sequence[Any] = ()) -> Any:
    """Return a copy with one to four mutations; parts of `donors` may be inserted."""
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        inner = [path for path in places(value) if path]
        if not inner:
            return odd_value(chance)
        path = chance.choice(inner)
        parent, step = at(value, path[:-1]), path[-1]
        how = chance.randrange(10)
        if how < 4:
            parent[step] = odd_value(chance)
        elif how == 4:
            del parent[step]
        elif how == 5:
            parent[step] = copy.deepcopy(at(value, chance.choice(inner)))
        elif how == 6 and isinstance(parent, dict):
            parent[chance.choice((*NAMES, *AWKWARD[:12]))] = parent.pop(step)
        elif how == 7 and isinstance(parent, dict):
            parent[chance.choice(NAMES)] = odd_value(chance)
        elif how == 8 and donors:
            donor = chance.choice(donors)
            parent[step] = copy.deepcopy(at(donor, chance.choice(list(places(donor)))))
        elif isinstance(parent, list):
            parent.extend(copy.deepcopy(parent[:3]))
        else:
            parent[step] = [parent[step]]
    return value


def plain(value: Any) -> Any:
    """Return a value after a JSON round trip, or None if JSON cannot represent it."""
    from pydantic_core import from_json

    try:
        return from_json(json.dumps(value).encode())
    except ValueError:
        return None
