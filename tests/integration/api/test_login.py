"""Login methods, as far as possible without a network."""

from __future__ import annotations

import contextlib
import logging
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codex_protocol import CancelLoginAccountStatus
from openai_codex import CodexConfig, InputError, InternalRpcError, TransportClosedError
from support.issuer import EMAIL, USER_CODE, Issuer, agree
from support.locks import locked
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-test-0123456789-very-secret"

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


@pytest.fixture
def browser_login() -> Iterator[None]:
    """Lock the port on which the runtime waits for the browser: it is fixed, so tests share it."""
    with locked(Path(tempfile.gettempdir()) / "openai-codex-client-tests-login.lock"):
        yield


def test_api_key_login_is_stored_and_logout_removes_it(
    flavour: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    config = CodexConfig(env={"CODEX_HOME": str(tmp_path), "OPENAI_API_KEY": ""})
    with client(flavour, config) as codex:
        assert codex.account().account is None
        assert codex.login_api_key(KEY) is None
        account = codex.account().account
        assert account.type == "apiKey"
        assert KEY not in repr(codex) + repr(account) + repr(codex.account())
        assert KEY in (tmp_path / "auth.json").read_text()
    with client(flavour, config) as codex:
        # The key is stored.
        assert codex.account(refresh_token=False).account.type == "apiKey"
        codex.logout()
        assert codex.account().account is None
        assert not (tmp_path / "auth.json").exists()
    assert KEY not in caplog.text


@pytest.mark.parametrize("key", ["", "  ", None, 5, b"sk"])
def test_api_key_invalid_raises_without_showing_it(flavour: str, key: str) -> None:
    with offline(flavour, []) as (_, codex), pytest.raises(InputError, match="api_key") as caught:
        codex.login_api_key(key)
    assert "sk" not in str(caught.value)


def test_browser_login_cancel_ends_wait(flavour: str, browser_login: None) -> None:
    with offline(flavour, []) as (_, codex):
        login = codex.login_chatgpt()
        assert login.auth_url.startswith("https://")
        assert login.login_id
        assert login.cancel().status is CancelLoginAccountStatus.canceled
        completed = login.wait()
        assert completed.success is False
        assert completed.login_id == login.login_id
        assert completed.error
        # The completion arrived before the wait, and is returned again.
        assert login.wait() == completed
        assert login.cancel().status is CancelLoginAccountStatus.not_found


def test_concurrent_logins_receive_their_own_completion(flavour: str, browser_login: None) -> None:
    with offline(flavour, []) as (_, codex):
        first = codex.login_chatgpt()
        # The runtime allows one attempt: it cancels the first.
        second = codex.login_chatgpt()
        assert first.login_id != second.login_id
        waited = first.wait()
        assert (waited.login_id, waited.success) == (first.login_id, False)
        done = threading.Event()
        seen: list[str] = []

        def wait() -> None:
            seen.append(second.wait().login_id)
            done.set()

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        assert not seen
        second.cancel()
        assert done.wait(20)
        thread.join(20)
        assert seen == [second.login_id]


def test_login_wait_when_client_closes_raises(flavour: str, browser_login: None) -> None:
    with offline(flavour, []) as (_, codex):
        login = codex.login_chatgpt()
        raised: list[BaseException] = []

        def wait() -> None:
            try:
                login.wait()
            except BaseException as error:  # whatever it is, the test looks at it
                raised.append(error)

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        codex.close()
        thread.join(20)
    assert [type(error) for error in raised] == [TransportClosedError]


def test_device_code_login_completes(flavour: str, tmp_path: Path) -> None:
    with Issuer() as issuer, client(flavour, issuer.config(tmp_path)) as codex:
        login = codex.login_chatgpt_device_code()
        assert login.user_code == USER_CODE
        assert login.verification_url.startswith(issuer.url)
        assert codex.account().account is None
        issuer.approve()
        completed = login.wait()
        assert (completed.login_id, completed.success, completed.error) == (login.login_id, True, None)
        account = codex.account().account
        assert (account.type, account.email, account.plan_type) == ("chatgpt", EMAIL, "pro")
        codex.logout()
        assert codex.account().account is None


def test_browser_login_completes(flavour: str, tmp_path: Path, browser_login: None) -> None:
    with Issuer() as issuer, client(flavour, issuer.config(tmp_path)) as codex:
        login = codex.login_chatgpt()
        agree(login.auth_url)
        # The completion arrives before the wait, and is kept.
        assert login.wait().success is True
        assert codex.account(refresh_token=True).account.email == EMAIL


def test_device_code_login_cancel_ends_wait(flavour: str, tmp_path: Path) -> None:
    with Issuer() as issuer, client(flavour, issuer.config(tmp_path)) as codex:
        login = codex.login_chatgpt_device_code()
        assert login.cancel().status is CancelLoginAccountStatus.canceled
        assert login.wait().success is False


def test_device_code_request_refused_raises_with_reason(flavour: str, tmp_path: Path) -> None:
    env = {"CODEX_HOME": str(tmp_path), "CODEX_APP_SERVER_LOGIN_ISSUER": "http://127.0.0.1:1"}
    with client(flavour, CodexConfig(env=env)) as codex:
        with pytest.raises(InternalRpcError, match="device code") as caught:
            codex.login_chatgpt_device_code()
        assert caught.value.method == "account/login/start"


def test_login_error_does_not_contain_key(flavour: str, tmp_path: Path) -> None:
    """The runtime fails to store the key; the error does not contain it."""
    home = tmp_path / "home"
    home.mkdir()
    config = CodexConfig(env={"CODEX_HOME": str(home)})
    with client(flavour, config) as codex:
        (home / "auth.json").mkdir()
        with pytest.raises(Exception, match="account/login/start") as caught:
            codex.login_api_key(KEY)
        assert KEY not in str(caught.value) + repr(caught.value) + repr(vars(caught.value))
    with contextlib.suppress(OSError):
        (home / "auth.json").rmdir()
