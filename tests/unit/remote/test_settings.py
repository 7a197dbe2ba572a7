"""`CodexConfig.url` and the settings of remote connections."""

from __future__ import annotations

import asyncio
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
from unit.transports.peers import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex.transports import AsyncTransport, Transport

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
        ({"url": "unix:///s", "token": "hunter2"}, "token: has no effect on a unix socket"),
        ({"url": "unix:///s", "token_file": "t"}, "token_file: has no effect on a unix socket"),
        ({"websocket": WebSocketOptions(ca_file="ca")}, "websocket.ca_file: has an effect with wss:// only"),
        (
            {"websocket": WebSocketOptions(ssl_context=ssl.create_default_context())},
            "websocket.ssl_context: has an effect with wss:// only",
        ),
        (
            {"url": "unix:///s", "websocket": WebSocketOptions(proxy="http://u:hunter2@proxy")},
            "websocket.proxy: has no effect with unix://",
        ),
        (
            {"url": "unix:///s", "websocket": WebSocketOptions(proxy_command=["ssh", "hunter2"])},
            "websocket.proxy_command: has no effect with unix://",
        ),
        ({"websocket": {}}, "websocket: expected WebSocketOptions, got dict"),
    ],
)
def test_invalid_credentials_are_rejected_without_being_shown(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        CodexConfig(**{"url": URL, **fields})
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)
    if "url" not in fields and "wss://" not in problem:
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


INVALID_TOKENS = [
    base64.encodebytes(b"hunter2" * 20),
    b"short\nhunter2",
    b"hunter2\rhunter2",
    b"abc\x00hunter2",
    "hunter2\u20ac".encode(),
    "hunter2".encode("utf-16"),
    b"\xef\xbb\xbfhunter2",
]


@pytest.mark.parametrize("resolve", [resolve_transport, resolve_async_transport])
@pytest.mark.parametrize("content", INVALID_TOKENS)
def test_invalid_token_file_is_rejected_without_its_content(resolve: Any, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    # Nothing listens: the file is checked before the connection.
    transport = resolve(CodexConfig(url="ws://127.0.0.1:1", token_file=path))
    with pytest.raises(ConfigError, match=r"CodexConfig.token_file: .*expected the token on one line") as caught:
        start(transport)
    assert str(path) in str(caught.value)
    for line in content.splitlines():
        assert line.decode("latin-1").strip() not in str(caught.value)


@pytest.mark.parametrize(("name", "problem"), [("missing", "is not readable"), ("a\0b", "a NUL character")])
def test_unreadable_token_file_is_rejected(name: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=rf"CodexConfig.token_file: .*{problem}"):
        start(resolve_transport(CodexConfig(url=URL, token_file=f"{tmp_path}/{name}")))


def start(transport: Transport | AsyncTransport) -> None:
    started = transport.start(Recorder())
    if started is not None:
        asyncio.run(started)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "expected either secret or secret_file"),
        ({"secret": SECRET, "secret_file": "x"}, "expected either secret or secret_file"),
        ({"secret": 5}, "SignedToken.secret: expected text or bytes, got int"),
        ({"secret": "k" * (MIN_SECRET_BYTES - 1)}, "SignedToken.secret: expected at least 32 bytes, got 31"),
        ({"secret_file": 5}, "SignedToken.secret_file: expected a path or None, got int"),
        ({"secret_file": ""}, "SignedToken.secret_file: expected a path or None, got an empty path"),
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
        ({"headers": {"a": 5}}, "headers['a']: expected a string, got int"),
        ({"headers": {"a": "hunter2\r\nc"}}, "headers['a']: expected printable ASCII characters on one line"),
        ({"headers": {"a": "hunter2\u20ac"}}, "headers['a']: expected printable ASCII characters on one line"),
        ({"headers": {"a": "hunter2\x01"}}, "headers['a']: expected printable ASCII characters on one line"),
        ({"headers": {"b": "", "X-Key: hunter2": ""}}, "headers[1]: expected the name of a header"),
        ({"headers": {b"hunter2": "b"}}, "headers[0]: expected the name of a header"),
        ({"headers": {"": "b"}}, "headers[0]: expected the name of a header"),
        ({"headers": {"Host": "b"}}, "headers['Host']: the client sets this header itself"),
        ({"headers": {"Sec-WebSocket-Key": "b"}}, "the client sets this header itself"),
        ({"ca_file": 5}, "ca_file: expected a path or None, got int"),
        ({"ca_file": ""}, "ca_file: expected a path or None, got an empty path"),
        ({"ssl_context": "hunter2"}, "ssl_context: expected an SSLContext, got str"),
        ({"ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)}, "expected the context of a client"),
        ({"proxy": None}, "proxy: expected an address or a bool, got NoneType"),
        ({"proxy": ""}, "proxy: expected http://HOST:PORT"),
        ({"proxy": "hunter2"}, "proxy: expected http://HOST:PORT"),
        ({"proxy": "ftp://u:hunter2@host"}, "proxy: expected http://HOST:PORT"),
        ({"proxy": "http://u:hunter2@"}, "proxy: expected http://HOST:PORT"),
        ({"proxy": "http://u:hunter2@host:99999"}, "got an invalid host, port or credential"),
        ({"proxy": "http://u:hun%ffter2@host"}, "got an invalid host, port or credential"),
        ({"proxy": "http://host:0"}, "got the port 0"),
        ({"proxy": "http://u:hunter2@host/path"}, "got a path, query or fragment; remove it"),
        ({"proxy": "http://hunter2@host"}, "the password is missing"),
        ({"proxy_command": ("ssh", "hunter2\0")}, "proxy_command[1]: contains a NUL character"),
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
        ({"proxy": "http://x:port"}, "socks5://HOST:PORT, got an invalid host, port or credential"),
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
    assert "hunter2" not in str(caught.value)


def test_valid_options_are_copied() -> None:
    headers, command = {"X-Team": "search\tand more"}, ["ssh", "host"]
    options = WebSocketOptions(headers=headers, proxy_command=command)
    headers["X-Team"] = "\u20ac"
    command[0] = "rm"
    assert (options.headers, options.proxy_command) == ({"X-Team": "search\tand more"}, ("ssh", "host"))
    for proxy in ("http://host:1", "https://u:p%40@[::1]:3128/", "socks5h://host"):
        assert WebSocketOptions(proxy=proxy).proxy == proxy


def test_unreadable_ca_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text("no certificate")
    for name in ("missing.pem", "text.pem"):
        with pytest.raises(InputError, match=r"ca_file: expected a file with certificates \(PEM\)"):
            WebSocketOptions(ca_file=tmp_path / name).tls_context()
