"""Log in, show the account, and log out.

    python login_and_account.py api-key       with the key in OPENAI_API_KEY
    python login_and_account.py browser       with ChatGPT, in a browser on this machine
    python login_and_account.py device-code   with ChatGPT, in a browser anywhere
    python login_and_account.py logout

The runtime stores the login in CODEX_HOME, so this changes the login of all programs that use the same directory.
"""

import argparse
import os
import sys

from openai_codex import ChatgptLoginHandle, Codex, DeviceCodeLoginHandle, JsonRpcError, RequestTimeoutError
from openai_codex.types import ApiKeyAccount, ChatgptAccount


def finish(login: ChatgptLoginHandle | DeviceCodeLoginHandle, timeout: float) -> None:
    """Wait for the user; cancel the login after `timeout` seconds."""
    try:
        completed = login.wait(timeout=timeout)
    except RequestTimeoutError:
        login.cancel()
        completed = login.wait()
    if not completed.success:
        sys.exit(f"not logged in: {completed.error}")


def show_account(codex: Codex) -> None:
    match codex.account().account:
        case ApiKeyAccount():
            print("logged in with an API key")
        case ChatgptAccount(email=email, plan_type=plan):
            print(f"logged in as {email}, plan {plan}")
        case None:
            print("not logged in")
        case other:
            print(f"logged in, {other.type}")


parser = argparse.ArgumentParser(description="Log in, show the account, and log out.")
parser.add_argument("how", choices=["api-key", "browser", "device-code", "logout"])
parser.add_argument("--timeout", type=float, default=300.0, help="maximum time to wait for the user, in seconds")
options = parser.parse_args()

with Codex() as codex:
    try:
        if options.how == "api-key":
            codex.login_api_key(os.environ["OPENAI_API_KEY"])
        elif options.how == "browser":
            browser = codex.login_chatgpt()
            print("open", browser.auth_url, flush=True)
            finish(browser, options.timeout)
        elif options.how == "device-code":
            device = codex.login_chatgpt_device_code()
            print("open", device.verification_url, "and type", device.user_code, flush=True)
            finish(device, options.timeout)
        else:
            codex.logout()
    except JsonRpcError as error:
        sys.exit(f"not logged in: {error.message}")
    show_account(codex)
