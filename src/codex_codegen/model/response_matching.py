"""Which response belongs to a method whose name it does not have, judged by the words of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import word_set, words

if TYPE_CHECKING:
    from collections.abc import Iterable

# Say that something is read, in one way or another; the response often says it in another, or not at all.
_READING = word_set("fetch get list read")


def match_responses(methods: Iterable[str], unclaimed: Iterable[str]) -> dict[str, str]:
    """Pair methods with responses of the same words, where no other method and no other response could be meant.

    `account/rateLimits/read` goes with `GetAccountRateLimitsResponse`, `accountSession/list` with
    `AccountSessionsResponse`. A method's first segment need not be in the response: it is the group. Where nothing else
    fits, the response may have words more: `account/usage/read` goes with `GetAccountTokenUsageResponse`.
    """
    responses = [(name, _bag(name.removesuffix("Response"))) for name in unclaimed]
    found: dict[str, list[str]] = {}
    for method in methods:
        whole = _bag(method)
        without_group = whole - _bag(method.partition("/")[0])
        found[method] = (
            [name for name, bag in responses if bag == whole]
            or [name for name, bag in responses if bag and bag == without_group]
            or [name for name, bag in responses if len(whole) > 1 and bag > whole]
        )
    taken = [name for names in found.values() for name in names]
    return {method: names[0] for method, names in found.items() if len(names) == 1 and taken.count(names[0]) == 1}


def _bag(text: str) -> frozenset[str]:
    """Give the words of a name, without those that only say that something is read, in the singular."""
    # The one word of the protocol's names that camelCase would cut in two.
    found = {_singular(word.lower()) for word in words(text.replace("OAuth", "Oauth"))}
    return frozenset(found - _READING)


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
