"""Tests of the pairs of methods and responses."""

from __future__ import annotations

import pytest

from codex_codegen.model.response_matching import match_responses


@pytest.mark.parametrize(
    ("method", "response"),
    [
        ("account/rateLimits/read", "GetAccountRateLimitsResponse"),
        ("accountSession/list", "AccountSessionsResponse"),
        ("account/usage/read", "GetAccountTokenUsageResponse"),
        ("thread/archive", "ArchiveResponse"),
        ("thread/fork", "ThreadForkResponse"),
        ("mcpServer/oauth/login", "McpServerOAuthLoginResponse"),
        ("model/list", "ListModelsResponse"),
        ("category/fetch", "CategoriesResponse"),
        ("git/status", "GitStatusResponse"),
    ],
)
def test_method_matches_response_of_the_same_words(method: str, response: str) -> None:
    others = ["UnrelatedResponse", "Response"]
    assert match_responses([method, "other/call"], [response, *others]) == {method: response}


@pytest.mark.parametrize(
    ("methods", "responses"),
    [
        (["alpha/beta"], ["GammaResponse"]),
        (["alpha/beta"], []),
        ([], ["AlphaBetaResponse"]),
        # Two candidates.
        (["alpha/beta"], ["AlphaBetaResponse", "GetAlphaBetaResponse"]),
        # One response, two methods.
        (["alpha/beta", "beta/alpha"], ["AlphaBetaResponse"]),
        # A single word is too little for a response with additional words.
        (["usage"], ["TokenUsageResponse"]),
        # No word is left without the group.
        (["thread/read"], ["Response"]),
    ],
)
def test_pairs_that_are_not_unique_are_left_out(methods: list[str], responses: list[str]) -> None:
    assert match_responses(methods, responses) == {}


def test_exact_words_take_precedence_over_fewer_and_more_words() -> None:
    responses = ["BetaResponse", "AlphaBetaGammaResponse", "AlphaBetaResponse"]
    assert match_responses(["alpha/beta"], responses) == {"alpha/beta": "AlphaBetaResponse"}
    assert match_responses(["alpha/beta"], responses[:2]) == {"alpha/beta": "BetaResponse"}
    assert match_responses(["alpha/beta"], responses[1:2]) == {"alpha/beta": "AlphaBetaGammaResponse"}


def test_two_methods_match_their_own_responses() -> None:
    pairs = match_responses(["thread/start", "turn/start"], ["TurnStartResponse", "ThreadStartResponse"])
    assert pairs == {"thread/start": "ThreadStartResponse", "turn/start": "TurnStartResponse"}
