"""Parses raw values of events as protocol types."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codex_protocol import TurnStatus

logger = logging.getLogger("openai_codex")


def parse_status(status: object) -> TurnStatus:
    """Return the status of a turn, which is in progress if the runtime has sent none."""
    from codex_protocol import TurnStatus

    return TurnStatus(status) if isinstance(status, str) else TurnStatus.in_progress


def parse(method: str, name: str, value: object) -> Any:
    """Parse a value as the protocol type `name`; log a warning and return None if it is invalid."""
    from pydantic import ValidationError

    from codex_protocol import registry

    try:
        return registry.adapter(name)(value)
    except ValidationError as error:
        log_invalid(method, error)
        return None


def log_invalid(method: str, error: Exception) -> None:
    """Log a warning about an invalid payload."""
    logger.warning("%s: invalid payload: %s", method, error)
