"""From keywords to the params of the `fuzzyFileSearch` methods. Generated; do not edit."""

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
    """Call `fuzzyFileSearch`.

    Wire method: `fuzzyFileSearch`.
    Stable.

    Args:
        query: Sent as `query`.
        roots: Sent as `roots`.
        cancellation_token: Sent as `cancellationToken`.

    Returns:
        dict: `FuzzyFileSearchParams` as it is sent. The runtime answers with
            `FuzzyFileSearchResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
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
    """Call `fuzzyFileSearch/sessionStart`.

    Wire method: `fuzzyFileSearch/sessionStart`.
    Experimental: the runtime takes it from clients with the experimental API switched on.

    Args:
        roots: Sent as `roots`.
        session_id: Sent as `sessionId`.

    Returns:
        dict: `FuzzyFileSearchSessionStartParams` as it is sent. The runtime answers with
            `FuzzyFileSearchSessionStartResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch/sessionStart", unknown, keywords(fuzzy_file_search_session_start))
    wire: dict[str, JsonValue] = {
        "roots": to_wire(roots, "roots"),
        "sessionId": to_wire(session_id, "session_id"),
    }
    return wire


def fuzzy_file_search_session_update(*, query: str, session_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Call `fuzzyFileSearch/sessionUpdate`.

    Wire method: `fuzzyFileSearch/sessionUpdate`.
    Experimental: the runtime takes it from clients with the experimental API switched on.

    Args:
        query: Sent as `query`.
        session_id: Sent as `sessionId`.

    Returns:
        dict: `FuzzyFileSearchSessionUpdateParams` as it is sent. The runtime answers with
            `FuzzyFileSearchSessionUpdateResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch/sessionUpdate", unknown, keywords(fuzzy_file_search_session_update))
    wire: dict[str, JsonValue] = {
        "query": to_wire(query, "query"),
        "sessionId": to_wire(session_id, "session_id"),
    }
    return wire


def fuzzy_file_search_session_stop(*, session_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Call `fuzzyFileSearch/sessionStop`.

    Wire method: `fuzzyFileSearch/sessionStop`.
    Experimental: the runtime takes it from clients with the experimental API switched on.

    Args:
        session_id: Sent as `sessionId`.

    Returns:
        dict: `FuzzyFileSearchSessionStopParams` as it is sent. The runtime answers with
            `FuzzyFileSearchSessionStopResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("fuzzyFileSearch/sessionStop", unknown, keywords(fuzzy_file_search_session_stop))
    wire: dict[str, JsonValue] = {
        "sessionId": to_wire(session_id, "session_id"),
    }
    return wire
