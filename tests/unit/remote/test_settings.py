"""`CodexConfig.url` and the settings of remote connections."""

from __future__ import annotations

import base64
import json
import ssl
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from openai_codex import AsyncCodex, AsyncCodexPool, Codex, CodexConfig, CodexPool
from openai_codex._transports.resolve import resolve_async_transport, resolve_transport
from openai_codex.app_server import AppServer
from openai_codex.errors import ConfigError, InputError
from openai_codex.remote import MIN_SECRET_BYTES, SignedToken, WebSocketOptions, read_secret_file

if TYPE_CHECKING:
    from pathlib import Path

URL = "ws://127.0.0.1:4500"
SECRET = "hunter2" * 5


def size_of_one(pool: Any) -> Any:
    return partial(pool, size=1)


@pytest.mark.parametrize("field", ["token", "token_file", "websocket"])
@pytest.mark.parametrize(
    "start", [Codex, AsyncCodex, AppServer.start, size_of_one(CodexPool), size_of_one(AsyncCodexPool)]
)
def test_setting_of_a_connection_without_url_is_rejected_at_the_start(field: str, start: Any) -> None:
    values = {"token": "x", "token_file": "x", "websocket": WebSocketOptions()}
    config = CodexConfig(**{field: values[field]})  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=rf"CodexConfig.{field}: has an effect with url only"):
        start(config=config)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("codex_bin", "codex"),
        ("launch_args_override", ("codex", "app-server")),
        ("config_overrides", ("model=1",)),
        ("cwd", "/"),
        ("env", {"A": "b"}),
    ],
)
def test_setting_of_a_process_with_url_is_rejected(field: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=rf"CodexConfig.{field}: has no effect on a runtime that already runs"):
        CodexConfig(url=URL, **{field: value})


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"token": 5}, "token: expected a string or a SignedToken, got int"),
        ({"token": ""}, "token: expected printable ASCII"),
        ({"token": "hunter2\r\nX: y"}, "token: expected printable ASCII"),
        ({"token": "hunter2\u00e9"}, "token: expected printable ASCII"),
        ({"token": "a", "token_file": "b"}, "token: expected either token or token_file, got both"),
        ({"token_file": 5}, "token_file: expected a path, got int"),
        ({"websocket": {}}, "websocket: expected WebSocketOptions, got dict"),
    ],
)
def test_invalid_credentials_are_rejected_without_being_shown(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        CodexConfig(url=URL, **fields)
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)
    # A pool adds the address later.
    with pytest.raises(ConfigError, match="CodexConfig"):
        CodexConfig(**fields)


def test_repr_contains_no_credential() -> None:
    options = WebSocketOptions(headers={"X-Key": SECRET}, proxy=f"http://user:{SECRET}@proxy")
    for token in (SECRET, SignedToken(secret=SECRET)):
        config = CodexConfig(url=f"wss://host/?token={SECRET}", token=token, websocket=options)
        assert SECRET not in repr(config)
        assert "X-Key" in repr(config)


@pytest.mark.parametrize("resolve", [resolve_transport, resolve_async_transport])
def test_transport_is_named_by_its_address(resolve: Any) -> None:
    transport = resolve(CodexConfig(url=f"wss://host:1/path?token={SECRET}"))
    assert transport.name == "wss://host:1/path"
    assert transport.pid is None


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex._remote_extra.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"missing package websockets; .*openai-codex-client\[remote\]"):
        Codex(CodexConfig(url=URL))
    with pytest.raises(ConfigError, match=r"missing package pyjwt"):
        SignedToken(secret=SECRET).encode()


def test_signed_token_has_the_claims_that_the_runtime_verifies() -> None:
    signed = SignedToken(secret=SECRET, issuer="me", audience="codex", lifetime=60, clock_skew=30)
    token = signed.encode()
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], audience="codex", issuer="me")
    now = time.time()
    assert (claims["iss"], claims["aud"]) == ("me", "codex")
    assert claims["exp"] == pytest.approx(now + 60, abs=10)
    assert claims["nbf"] == claims["iat"] == pytest.approx(now - 30, abs=10)
    # The runtime rejects claims that are not integers.
    payload = token.split(".")[1]
    raw = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert {name: type(raw[name]) for name in ("exp", "nbf", "iat")} == {"exp": int, "nbf": int, "iat": int}


def test_signed_token_omits_claims_that_are_not_given() -> None:
    claims = jwt.decode(SignedToken(secret=SECRET).encode(), SECRET, algorithms=["HS256"])
    assert set(claims) == {"exp", "iat", "nbf"}


def test_secret_file_is_read_for_each_token(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    signed = SignedToken(secret_file=path)
    with pytest.raises(InputError, match=r"secret_file: the file .* is not readable"):
        signed.encode()
    for secret in ("a" * MIN_SECRET_BYTES, "b" * MIN_SECRET_BYTES):
        path.write_text(secret + "\n")
        jwt.decode(signed.encode(), secret, algorithms=["HS256"])
    path.write_text("c" * (MIN_SECRET_BYTES - 1))
    with pytest.raises(InputError, match=r"expected at least 32 bytes, got 31"):
        signed.encode()


def test_empty_secret_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(" \n")
    with pytest.raises(InputError, match=r"token_file: the file .* is empty"):
        read_secret_file("token_file", tmp_path / "token")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "expected either secret or secret_file"),
        ({"secret": SECRET, "secret_file": "x"}, "expected either secret or secret_file"),
        ({"secret": 5}, "SignedToken.secret: expected text or bytes, got int"),
        ({"secret": "k" * (MIN_SECRET_BYTES - 1)}, "SignedToken.secret: expected at least 32 bytes, got 31"),
        ({"secret": SECRET, "issuer": 5}, "SignedToken.issuer: expected a string or None, got int"),
        ({"secret": SECRET, "audience": ["a"]}, "SignedToken.audience: expected a string or None, got list"),
        ({"secret": SECRET, "lifetime": 0}, "SignedToken.lifetime: expected seconds above 0"),
        ({"secret": SECRET, "clock_skew": -1}, "SignedToken.clock_skew: expected seconds, 0 or more"),
    ],
)
def test_invalid_signed_token_is_rejected(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        SignedToken(**fields)
    assert problem in str(caught.value)
    assert SECRET not in str(caught.value)


def test_secret_of_the_minimum_length_is_accepted() -> None:
    assert SignedToken(secret="k" * MIN_SECRET_BYTES).encode()
    assert SignedToken(secret=b"k" * MIN_SECRET_BYTES).encode()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"ca_file": "x", "ssl_context": ssl.create_default_context()}, "expected either ca_file or ssl_context"),
        ({"headers": ["a"]}, "headers: expected a mapping, got list"),
        ({"headers": {"a": 5}}, "headers['a']: expected strings as names and values"),
        ({"headers": {"a": "b\r\nc"}}, "headers['a']: contains a line break or a NUL character"),
        ({"headers": {"Authorization": "x"}}, "pass the credential as token or token_file"),
        ({"headers": {"origin": "x"}}, "the runtime rejects requests that have the header Origin"),
        ({"proxy": 5}, "proxy: expected an address or a bool, got int"),
        (
            {"proxy": ""},
            "proxy: expected http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT; the scheme is missing",
        ),
        ({"proxy": "bogus"}, "socks5://HOST:PORT; the scheme is missing"),
        ({"proxy": "ftp://x"}, "socks5://HOST:PORT, got the scheme 'ftp'"),
        ({"proxy": "socks4://x"}, "socks5://HOST:PORT, got the scheme 'socks4'"),
        ({"proxy": "http://"}, "socks5://HOST:PORT; the host is missing"),
        ({"proxy": "http://x:port"}, "socks5://HOST:PORT: Port could not be cast"),
        ({"proxy": "http://x/path"}, "got a path, query or fragment; remove it"),
        ({"proxy": "http://user@x"}, "the password is missing; expected USER:PASSWORD@HOST:PORT"),
        ({"ping_interval": 0}, "ping_interval: expected seconds above 0"),
        ({"ping_timeout": "5"}, "ping_timeout: expected seconds above 0"),
    ],
)
def test_invalid_options_are_rejected(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        WebSocketOptions(**fields)
    assert problem in str(caught.value)


def test_unreadable_ca_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text("no certificate")
    for name in ("missing.pem", "text.pem"):
        with pytest.raises(InputError, match=r"ca_file: expected a file with certificates \(PEM\)"):
            WebSocketOptions(ca_file=tmp_path / name).tls_context()
