"""`Check`: the result of one check."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Status(str, Enum):
    """The severity of a result, the least severe first."""

    ok = "ok"
    warning = "warning"
    problem = "problem"


class Check(NamedTuple):
    """The result of one check."""

    name: str
    """The checked part: `runtime`, `login`, ..."""

    status: Status
    """The severity."""

    message: str
    """The finding. It may contain text of the runtime."""

    remedy: str | None = None
    """A command or a change that solves the problem; None without a problem."""


def ok(name: str, message: str) -> Check:
    """Return a result without a problem."""
    return Check(name, Status.ok, message)


def warning(name: str, message: str, remedy: str) -> Check:
    """Return a result that limits some uses."""
    return Check(name, Status.warning, message, remedy)


def problem(name: str, message: str, remedy: str) -> Check:
    """Return a result that prevents turns."""
    return Check(name, Status.problem, message, remedy)
