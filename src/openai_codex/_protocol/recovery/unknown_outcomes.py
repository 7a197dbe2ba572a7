"""Errors of requests and turns whose outcome is unknown, because the connection was lost."""

from __future__ import annotations

from openai_codex.errors import ConnectionLostError
from openai_codex.errors._texts import problem_of


def request_lost(method: str, reason: Exception) -> ConnectionLostError:
    """Return the error for a request that was sent and not answered."""
    remedy = "the runtime may have processed the request, and the client does not send it again"
    return ConnectionLostError(f"{method}: no response: {problem_of(reason)}; {remedy}", method=method)


def turn_lost(subject: str, reason: Exception) -> ConnectionLostError:
    """Return the error for a turn, login or goal that was not restored."""
    problem = "the connection to the runtime was lost, and the outcome is unknown"
    return ConnectionLostError(f"{subject}: {problem}: {problem_of(reason)}")
