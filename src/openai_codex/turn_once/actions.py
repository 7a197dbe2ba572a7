"""The actions that the steps of a turn request, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from openai_codex.turn_once.journal import Journal
    from openai_codex.turn_once.models import TurnRequest

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """Call a function with the client. With the asyncio client, the result is awaited."""

    function: Callable[[Any], Any]


@dataclass(frozen=True)
class Blocking:
    """Call a function that may block: one of the journal."""

    function: Callable[[], Any]


@dataclass(frozen=True)
class Sleep:
    """Pause for a number of seconds."""

    seconds: float


Action: TypeAlias = Call | Blocking | Sleep
Steps: TypeAlias = Generator[Action, Any, T]


@dataclass(frozen=True)
class Settings:
    """The arguments of `run_turn_once`, except the client."""

    request: TurnRequest
    journal: Journal
    home: str | None
    lookup_timeout: float | None
    on_turn: Callable[[Any], object] | None
    handlers: Mapping[str, Any]
