"""Log in, show the account, and log out.

    python login_and_account_async.py api-key       with the key in OPENAI_API_KEY
    python login_and_account_async.py browser       with ChatGPT, in a browser on this machine
    python login_and_account_async.py device-code   with ChatGPT, in a browser anywhere
    python login_and_account_async.py logout

The runtime stores the login in CODEX_HOME, so this changes the login of all programs that use the same directory.
"""

import argparse
import asyncio
import os
import sys

from openai_codex import (
    AsyncChatgptLoginHandle,
    AsyncCodex,
    AsyncDeviceCodeLoginHandle,
    JsonRpcError,
    RequestTimeoutError,
)
from openai_codex.types import ApiKeyAccount, ChatgptAccount


async def finish(login: AsyncChatgptLoginHandle | AsyncDeviceCodeLoginHandle, timeout: float) -> None:
    """Wait for the user; cancel the login after `timeout` seconds."""
    try:
        completed = await login.wait(timeout=timeout)
    except RequestTimeoutError:
        await login.cancel()
        completed = await login.wait()
    if not completed.success:
        sys.exit(f"not logged in: {completed.error}")


async def show_account(codex: AsyncCodex) -> None:
    match (await codex.account()).account:
        case ApiKeyAccount():
            print("logged in with an API key")
        case ChatgptAccount(email=email, plan_type=plan):
            print(f"logged in as {email}, plan {plan}")
        case None:
            print("not logged in")
        case other:
            print(f"logged in, {other.type}")


async def main(how: str, timeout: float) -> None:
    async with AsyncCodex() as codex:
        try:
            if how == "api-key":
                await codex.login_api_key(os.environ["OPENAI_API_KEY"])
            elif how == "browser":
                browser = await codex.login_chatgpt()
                print("open", browser.auth_url, flush=True)
                await finish(browser, timeout)
            elif how == "device-code":
                device = await codex.login_chatgpt_device_code()
                print("open", device.verification_url, "and type", device.user_code, flush=True)
                await finish(device, timeout)
            else:
                await codex.logout()
        except JsonRpcError as error:
            sys.exit(f"not logged in: {error.message}")
        await show_account(codex)


parser = argparse.ArgumentParser(description="Log in, show the account, and log out.")
parser.add_argument("how", choices=["api-key", "browser", "device-code", "logout"])
parser.add_argument("--timeout", type=float, default=300.0, help="maximum time to wait for the user, in seconds")
options = parser.parse_args()
asyncio.run(main(options.how, options.timeout))
