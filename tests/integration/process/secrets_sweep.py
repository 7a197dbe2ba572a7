"""Uses a client with secrets in every input and message, and prints everything that the client shows.

Run as a program: python -m integration.process.secrets_sweep sync|async fake|real. The variable `MARK` is the secret.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

from codex_protocol import ChatgptAuthTokensRefreshResponse
from openai_codex import AsyncCodex, Codex, CodexConfig
from openai_codex.testing import HttpError, Match, Reply, ScriptedModel, shell_call
from support import leaky_server

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

MARK = os.environ["MARK"]

SETTINGS = (
    f'model_providers.x={{name="x", base_url="http://127.0.0.1:1", http_headers={{Authorization="Bearer {MARK}"}}}}',
    f'model_providers.x.experimental_bearer_token="{MARK}"',
    f'mcp_servers.x={{command="no-such-program", args=["--token", "{MARK}"], env={{WHATEVER="{MARK}"}}}}',
    f'mcp_servers.y={{url="http://me:{MARK}@127.0.0.1:1/", http_headers={{X-Custom="{MARK}"}}}}',
    f'shell_environment_policy.set={{WHATEVER="{MARK}"}}',
)
ENVIRONMENT = {"OPENAI_API_KEY": MARK, "WHATEVER": MARK, "MARK": MARK}


def say(*words: object) -> None:
    # One write: handlers print from other threads, and `print` writes each word separately.
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def show(value: object) -> None:
    say("SHOWN", repr(value), str(value))


async def attempt(call: Callable[[], Any]) -> Any:
    """Call a function and print its result or error in every form."""
    try:
        value = call()
        if inspect.isawaitable(value):
            value = await value
    except Exception as error:
        say("RAISED", type(error).__name__, repr(error), str(error), error.args)
        say("".join(traceback.format_exception(error)))
        show(getattr(error, "stderr", None))
        show(getattr(error, "result", None) if type(error).__name__ == "TurnFailedError" else None)
        for handler_error in getattr(getattr(error, "result", None), "handler_errors", ()):
            show(handler_error)
            say("".join(traceback.format_exception(handler_error)))
        return None
    show(value)
    return value


@contextlib.asynccontextmanager
async def opened(flavour: str, config: CodexConfig, **handlers: Any) -> AsyncGenerator[Any, None]:
    show(config)
    if flavour == "sync":
        with Codex(config, **handlers) as codex:
            yield codex
    else:
        async with AsyncCodex(config, **handlers) as codex:
            yield codex


def refresh(params: object) -> ChatgptAuthTokensRefreshResponse:
    show(params)
    answer = ChatgptAuthTokensRefreshResponse(access_token=MARK, chatgpt_account_id="account")
    show(answer)
    return answer


async def events(turn: Any) -> None:
    stream = turn.stream()
    if hasattr(stream, "__aiter__"):
        async for event in stream:
            show_event(event)
    else:
        for event in stream:
            show_event(event)


def show_event(event: Any) -> None:
    show(event)
    show(event.payload)
    error = getattr(event.payload, "error", None)
    if isinstance(error, Exception):
        say("".join(traceback.format_exception(error)))


async def log_in(codex: Any) -> None:
    await attempt(lambda: codex.login_api_key(MARK))
    tokens = {"type": "chatgptAuthTokens", "access_token": MARK, "chatgpt_account_id": "account"}
    await attempt(lambda: codex.rpc.account_login_start(**tokens))


async def fake(flavour: str) -> None:
    config = CodexConfig(
        transport=leaky_server.transport(),
        launch_args_override=("codex", "--api-key", MARK, f"--token={MARK}"),
        env=ENVIRONMENT,
        config_overrides=SETTINGS,
        request_timeout=1.0,
    )
    handlers = {"account/chatgptAuthTokens/refresh": refresh}
    async with opened(flavour, config, on_request=handlers, on_user_input=lambda request: {}) as codex:
        await log_in(codex)
        show(await attempt(codex.login_chatgpt))
        await attempt(codex.account)
        await attempt(codex.models)
        await attempt(codex.thread_list)
        write = {"key_path": "mcp_servers.x.env.WHATEVER", "value": MARK, "merge_strategy": "replace"}
        await attempt(lambda: codex.rpc.config_value_write(**write))
        thread = await attempt(codex.thread_start)
        turn = await attempt(lambda: thread.turn("Hello."))
        await attempt(lambda: events(turn))
        await attempt(turn.run)
        await attempt(lambda: codex.thread_archive("thread-1"))
        await attempt(codex.account)
    # A process, because the error contains its command line and its stderr.
    command = (sys.executable, "-c", "import os, sys; sys.exit(os.environ['LAST_WORDS'])", "--password", MARK)
    last_words = {"LAST_WORDS": "\n".join(leaky_server.LAST_WORDS)}
    failing = CodexConfig(launch_args_override=command, env={**ENVIRONMENT, **last_words})
    await attempt(lambda: start(flavour, failing))
    await attempt(lambda: CodexConfig(config_overrides=(MARK,)))
    await attempt(lambda: CodexConfig(env={f"KEY={MARK}": "x"}))


async def start(flavour: str, config: CodexConfig) -> None:
    async with opened(flavour, config):
        say("expected the start to fail")


async def real(flavour: str) -> None:
    script: list[Reply | Match] = [
        shell_call("env | grep -a OPENAI_API_KEY"),
        HttpError(401, f"Incorrect API key provided: {MARK}"),
    ]
    async with ScriptedModel(script) as model:
        env = {"OPENAI_API_KEY": MARK, "WHATEVER": MARK, "RUST_LOG": "debug"}
        config = model.config(config_overrides=SETTINGS, env=env, request_timeout=20.0)
        async with opened(flavour, config) as codex:
            thread = await attempt(codex.thread_start)
            headers = {"model_providers.x.http_headers": {"Authorization": MARK}}
            await attempt(lambda: codex.thread_start(config=headers))
            await attempt(lambda: thread.run("Hello."))
            await log_in(codex)
            await attempt(codex.account)
            await attempt(lambda: codex.rpc.config_read(include_layers=True))
            edit = {"key_path": "mcp_servers.z.env.WHATEVER", "value": MARK, "merge_strategy": "replace"}
            await attempt(lambda: codex.rpc.config_value_write(**edit))
            await attempt(
                lambda: codex.rpc.config_value_write(**{**edit, "key_path": "a..b", "value": {"token": MARK}})
            )
        broken = model.config(config_overrides=(f'model_providers.x={{http_headers={{A="{MARK}"}}, name=5}}',))
        await attempt(lambda: start(flavour, broken))
        for request in model.requests:
            show(request)


@contextlib.contextmanager
def logged() -> Iterator[None]:
    """Print the log records of the application, in addition to the output of CODEX_LOG."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="LOGGED %(levelname)s %(name)s %(message)s")
    logging.getLogger("asyncio").setLevel(logging.INFO)
    yield
    logging.shutdown()


if __name__ == "__main__":
    with logged():
        asyncio.run({"fake": fake, "real": real}[sys.argv[2]](sys.argv[1]))
