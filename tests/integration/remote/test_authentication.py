"""Rejected connections: each has a typed error, is not repeated, and shows no credential."""

from __future__ import annotations

import logging
import ssl
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexConfig
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.errors import AuthenticationError, RuntimeStartError
from openai_codex.remote import SignedToken, WebSocketOptions
from openai_codex.testing import ScriptedModel
from support.remote import server
from support.sync_adapter import FLAVOURS, client
from support.tcp_proxy import TcpProxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.certificates import Certificate

both = pytest.mark.parametrize("flavour", FLAVOURS)

SECRET = "hunter2hunter2hunter2hunter2hunter2"
TOKEN = "hunter2-token"


@pytest.fixture(scope="module")
def signed_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A runtime that verifies signed tokens."""
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text(SECRET)
    arguments = ("--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", str(secret))
    checks = ("--ws-issuer", "me", "--ws-audience", "codex", "--ws-max-clock-skew-seconds", "5")
    with server("ok") as template:
        launch = resolve_launch_spec(template.config)
        command = [*launch.command, "--listen", "ws://127.0.0.1:0", *arguments, *checks]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=dict(launch.env), cwd=launch.cwd, text=True
        ) as process:
            assert process.stderr is not None
            url = next(line.split()[-1] for line in process.stderr if "listening on:" in line)
            yield url
            process.terminate()


def signed(**fields: Any) -> SignedToken:
    return SignedToken(**{"secret": SECRET, "issuer": "me", "audience": "codex", **fields})


@both
def test_signed_token_is_accepted(flavour: str, signed_url: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    for token in (signed(), signed(secret=None, secret_file=secret)):
        with client(flavour, CodexConfig(url=signed_url, token=token)) as codex:
            assert codex.thread_start(ephemeral=True).id


REJECTED = {
    "missing": (None, "missing websocket bearer token"),
    "not signed": ("hunter2", "invalid websocket jwt"),
    "wrong secret": (signed(secret="z" * 32), "invalid websocket jwt"),
    "wrong audience": (signed(audience="other"), "websocket jwt audience mismatch"),
    "missing audience": (signed(audience=None), "HTTP 401"),
    "wrong issuer": (signed(issuer="other"), "websocket jwt issuer mismatch"),
}


@both
@pytest.mark.parametrize("case", list(REJECTED))
def test_invalid_token_is_a_typed_error_without_a_retry(
    flavour: str, case: str, signed_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    token, problem = REJECTED[case]
    with caplog.at_level(logging.DEBUG), TcpProxy.of(signed_url) as proxy:
        with pytest.raises(AuthenticationError) as caught, client(flavour, CodexConfig(url=proxy.url, token=token)):
            pass
        assert str(problem) in str(caught.value)
        assert proxy.connections == 1
    for text in (str(caught.value), repr(caught.value), caplog.text):
        assert "hunter2" not in text
        assert "Bearer ey" not in text


@both
def test_expired_token_is_a_typed_error(flavour: str, signed_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import jwt

    encode = jwt.encode

    def expired(claims: dict[str, Any], key: bytes, algorithm: str) -> str:
        return encode({**claims, "exp": 1_000_000_000, "nbf": 999_999_999, "iat": 999_999_999}, key, algorithm)

    monkeypatch.setattr(jwt, "encode", expired)
    with (
        pytest.raises(
            AuthenticationError, match=r"expired websocket jwt.*check the secret, issuer, audience and clock"
        ),
        client(flavour, CodexConfig(url=signed_url, token=signed())),
    ):
        pass


@both
def test_token_is_never_logged_or_shown(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), server("ok", listen="ws", token=TOKEN) as running:
        with client(flavour, CodexConfig(url=running.url, token=TOKEN)) as codex:
            codex.thread_start().run("hi")
            texts = [repr(codex), repr(codex.diagnostics()) if hasattr(codex, "diagnostics") else ""]
        with (
            pytest.raises(AuthenticationError) as caught,
            client(flavour, CodexConfig(url=running.url, token=TOKEN[:-1])),
        ):
            pass
    for text in (*texts, caplog.text, str(caught.value), repr(caught.value)):
        assert "hunter2" not in text


@both
def test_origin_header_is_a_typed_error(flavour: str) -> None:
    # The option rejects `Origin` by name, but a proxy may add the header.
    with server("ok", listen="ws") as running:
        options = WebSocketOptions()
        object.__setattr__(options, "headers", {"Origin": "https://example.com"})
        config = CodexConfig(url=running.url, token_file=running.token_file, websocket=options)
        with pytest.raises(AuthenticationError, match=r"rejected with HTTP 403"), client(flavour, config):
            pass


@both
def test_certificate_of_a_private_authority_is_accepted_if_it_is_given(flavour: str, tls: Certificate) -> None:
    for options in (
        WebSocketOptions(ca_file=tls.certificate),
        WebSocketOptions(ssl_context=ssl.create_default_context(cafile=tls.certificate)),
    ):
        with server("ok", listen="ws") as running, TcpProxy.of(running.url, tls=tls.server_context()) as proxy:
            config = CodexConfig(url=proxy.url, token_file=running.token_file, websocket=options)
            with client(flavour, config) as codex:
                assert codex.thread_start().run("hi").final_response == "ok"


@both
def test_unknown_authority_is_an_error_that_names_the_remedy(flavour: str, tls: Certificate) -> None:
    with server("ok", listen="ws") as running, TcpProxy.of(running.url, tls=tls.server_context()) as proxy:
        config = CodexConfig(url=proxy.url, token_file=running.token_file)
        error = pytest.raises(RuntimeStartError, match=r"certificate is invalid: .*WebSocketOptions.ca_file")
        with error, client(flavour, config):
            pass
        assert proxy.connections == 1


@both
def test_server_that_does_not_use_tls_is_an_error(flavour: str) -> None:
    with server("ok", listen="ws") as running:
        config = CodexConfig(url=running.url.replace("ws:", "wss:"))
        with pytest.raises(RuntimeStartError, match=r"wss://127"), client(flavour, config):
            pass


@both
def test_http_server_without_a_websocket_is_an_error(flavour: str) -> None:
    with ScriptedModel([]) as model:
        config = CodexConfig(url=model.url.replace("http:", "ws:"))
        error = pytest.raises(RuntimeStartError, match=r"expected the websocket of a runtime")
        with error, client(flavour, config):
            pass
