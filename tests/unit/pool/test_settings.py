"""Arguments of the pools, and records."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodexPool, CodexConfig, CodexPool, PoolResult
from openai_codex.errors import ConfigError, InputError, UnexpectedKeywordError
from openai_codex.pool.settings import check_map_arguments, pool_settings

if TYPE_CHECKING:
    from collections.abc import Callable

URLS = ["ws://127.0.0.1:4500", "unix:///run/codex.sock"]


def test_size_gives_equal_configurations_that_restart() -> None:
    settings = pool_settings(None, 3, 1, CodexConfig(request_timeout=5), None)
    assert [config.request_timeout for config in settings.configs] == [5] * 4
    assert all(config.restart for config in settings.configs)
    assert settings.size == 3


def test_addresses_use_the_base_configuration() -> None:
    other = CodexConfig(url="ws://127.0.0.1:4501")
    settings = pool_settings([*URLS, other], None, 1, CodexConfig(request_timeout=5), None)
    assert [config.url for config in settings.configs] == [*URLS, "ws://127.0.0.1:4501"]
    assert [config.request_timeout for config in settings.configs] == [5, 5, 60]
    assert settings.size == 2


def test_addresses_use_the_credentials_of_the_base_configuration() -> None:
    urls = ["ws://127.0.0.1:1", "wss://example.org"]
    settings = pool_settings(urls, None, 0, CodexConfig(token="secret"), None)
    assert [(config.url, config.token) for config in settings.configs] == [(url, "secret") for url in urls]
    with pytest.raises(ConfigError, match="token: has no effect on a unix socket"):
        pool_settings(["unix:///s"], None, 0, CodexConfig(token="secret"), None)
    with pytest.raises(ConfigError, match="env: has no effect on a runtime that already runs"):
        pool_settings(URLS, None, 0, CodexConfig(env={"A": "b"}), None)
    with pytest.raises(ConfigError, match="token: has an effect with url only"):
        pool_settings(None, 1, 0, CodexConfig(token="secret"), None)


def test_concurrency_depends_on_the_limit_of_turns() -> None:
    assert pool_settings(None, 3, 2, None, None).concurrency(None) == 24
    assert pool_settings(None, 3, 2, None, 4).concurrency(None) == 12
    assert pool_settings(None, 3, 2, None, 4).concurrency(5) == 5


@pytest.mark.parametrize("create", [CodexPool, AsyncCodexPool])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 0}, r"size: expected an integer, 1 or more, got 0"),
        ({"spares": -1}, r"spares: expected an integer, 0 or more"),
        ({"max_turns": True}, r"max_turns: expected an integer, 1 or more, got True"),
        ({"config": {}}, r"config: expected a CodexConfig, got dict"),
        ({"runtimes": []}, r"runtimes: expected a list of addresses or CodexConfig, got \[\]"),
        ({"runtimes": "ws://127.0.0.1:1"}, r"runtimes: expected a list of addresses"),
        ({"runtimes": [1]}, r"runtimes\[0\]: expected an address or a CodexConfig, got 1"),
        ({"runtimes": URLS, "size": 2}, r"size: conflicts with a list of runtimes"),
        ({"runtimes": URLS, "spares": 2}, r"spares: expected less than 2, the number of runtimes, got 2"),
        ({"runtimes": [CodexConfig()], "config": CodexConfig()}, r"config: has no effect"),
    ],
)
def test_invalid_argument_is_rejected(create: Callable[..., object], arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        create(**arguments)


@pytest.mark.parametrize("create", [CodexPool, AsyncCodexPool])
def test_invalid_address_and_unknown_keyword_are_rejected(create: Callable[..., object]) -> None:
    with pytest.raises(ConfigError, match="url"):
        create(["http://127.0.0.1"])
    with pytest.raises(UnexpectedKeywordError, match="model"):
        create(size=1, model="gpt")


@pytest.mark.parametrize("prompts", ["one", b"one", 3, None])
def test_prompts_that_are_not_an_iterable_of_prompts_are_rejected(prompts: object) -> None:
    with pytest.raises(InputError, match="prompts: expected an iterable of prompts"):
        check_map_arguments(prompts, "return", asynchronous=True)


def test_invalid_reaction_to_errors_is_rejected() -> None:
    with pytest.raises(InputError, match="on_error: expected 'return' or 'raise', got 'ignore'"):
        check_map_arguments([], "ignore", asynchronous=False)


def test_result_with_error_has_no_answer_and_raises_the_error() -> None:
    result: PoolResult = PoolResult(0, "Hi.", None, ValueError("broken"))
    assert (result.ok, result.final_response, result.output) == (False, None, None)
    with pytest.raises(ValueError, match="broken"):
        result.unwrap()


def test_sync_pool_loads_no_asyncio_client() -> None:
    program = (
        "import sys; from openai_codex import CodexPool; "
        "print([name for name in sys.modules if 'openai_codex._async' in name or name == 'asyncio'])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_import_of_the_package_loads_no_pool() -> None:
    program = "import sys, openai_codex; openai_codex.Codex; print('openai_codex.pool' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "False"
