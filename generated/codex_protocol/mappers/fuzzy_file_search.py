"""Convert keywords to the params of the `fuzzyFileSearch` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .._wire import Unset


def fuzzy_file_search(
    *, query: str, roots: Sequence[str], cancellation_token: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `fuzzyFileSearch`."""
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch", unknown, keywords(fuzzy_file_search))
    wire: dict[str, JsonValue] = {
        "query": to_wire(query, "query"),
        "roots": to_wire(roots, "roots"),
    }
    if cancellation_token is not UNSET:
        wire["cancellationToken"] = to_wire(cancellation_token, "cancellation_token")
    return wire


def fuzzy_file_search_session_start(*, roots: Sequence[str], session_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fuzzyFileSearch/sessionStart`."""
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch/sessionStart", unknown, keywords(fuzzy_file_search_session_start))
    wire: dict[str, JsonValue] = {
        "roots": to_wire(roots, "roots"),
        "sessionId": to_wire(session_id, "session_id"),
    }
    return wire


def fuzzy_file_search_session_update(*, query: str, session_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fuzzyFileSearch/sessionUpdate`."""
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch/sessionUpdate", unknown, keywords(fuzzy_file_search_session_update))
    wire: dict[str, JsonValue] = {
        "query": to_wire(query, "query"),
        "sessionId": to_wire(session_id, "session_id"),
    }
    return wire


def fuzzy_file_search_session_stop(*, session_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fuzzyFileSearch/sessionStop`."""
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch/sessionStop", unknown, keywords(fuzzy_file_search_session_stop))
    wire: dict[str, JsonValue] = {
        "sessionId": to_wire(session_id, "session_id"),
    }
    return wire
