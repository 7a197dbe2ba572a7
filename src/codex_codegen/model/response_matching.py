"""Pair methods with responses by the words of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import word_set, words

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words for reading, which method and response names use differently or omit.
_READING = word_set("fetch get list read")


def match_responses(methods: Iterable[str], unclaimed: Iterable[str]) -> dict[str, str]:
    """Pair methods with responses of the same words if the pair is unique.

    `account/rateLimits/read` matches `GetAccountRateLimitsResponse`, `accountSession/list` matches
    `AccountSessionsResponse`. The first segment of a method is a group, which the response may omit. As a last
    resort, the response may have additional words: `account/usage/read` matches `GetAccountTokenUsageResponse`.

    Args:
        methods: The methods without a response.
        unclaimed: The responses without a method.

    Returns:
        Method -> response, for the unique pairs.
    """
    responses = [(name, _bag(name.removesuffix("Response"))) for name in unclaimed]
    found: dict[str, list[str]] = {}
    for method in methods:
        all_words = _bag(method)
        without_group = all_words - _bag(method.partition("/")[0])
        found[method] = (
            [name for name, bag in responses if bag == all_words]
            or [name for name, bag in responses if bag and bag == without_group]
            or [name for name, bag in responses if len(all_words) > 1 and bag > all_words]
        )
    taken = [name for names in found.values() for name in names]
    return {method: names[0] for method, names in found.items() if len(names) == 1 and taken.count(names[0]) == 1}


def _bag(text: str) -> frozenset[str]:
    """Return the words of a name in the singular, without words for reading."""
    # The only word in names of the protocol that camelCase would split.
    found = {_singular(word.lower()) for word in words(text.replace("OAuth", "Oauth"))}
    return frozenset(found - _READING)


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
