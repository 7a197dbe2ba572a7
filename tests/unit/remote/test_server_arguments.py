"""Arguments of `AppServer` and `AsyncAppServer`, which are validated before anything is started."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexConfig
from openai_codex.app_server import AppServer, AsyncAppServer
from openai_codex.app_server.files import ServerFiles
from openai_codex.app_server.settings import server_settings
from openai_codex.errors import ConfigError, InputError, RuntimeNotFoundError
from openai_codex.remote import SignedToken
from openai_codex.transports import TransportFactory
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "hunter2" * 5


def with_transport() -> CodexConfig:
    class Factory(TransportFactory):
        def create(self) -> Any: ...

    return CodexConfig(transport=Factory())


ARGUMENTS: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "config dict": ({"config": {}}, InputError, "config: expected a CodexConfig or None, got dict"),
    "config text": ({"config": "codex"}, InputError, "config: expected a CodexConfig or None, got str"),
    "url": ({"config": CodexConfig(url="ws://h:1")}, ConfigError, "url: has no effect on a server"),
    "transport": ({"config": with_transport()}, ConfigError, "transport: has no effect on a server"),
    "command": ({"config": CodexConfig(launch_args_override=("codex",))}, ConfigError, "launch_args_override: the"),
    "program": ({"config": CodexConfig(codex_bin="/no/such/codex")}, RuntimeNotFoundError, "file not found"),
    "cwd": ({"config": CodexConfig(cwd="/no/such/folder")}, ConfigError, "cwd: '/no/such/folder' is not a directory"),
    "listen None": ({"listen": None}, InputError, "listen: expected 'unix', 'ws', unix:///PATH or ws://IP:PORT, got"),
    "listen path": ({"listen": Path("/a.sock")}, InputError, "listen: expected 'unix', 'ws', unix:///PATH"),
    "listen empty": ({"listen": ""}, InputError, "listen: expected ws://"),
    "listen scheme": ({"listen": "tcp"}, InputError, "listen: expected ws://"),
    "listen TLS": ({"listen": "wss://127.0.0.1:1"}, InputError, "listen: the runtime does not use TLS"),
    "listen host": ({"listen": "ws://localhost:0"}, InputError, "listen: expected ws://IP:PORT, got the host 'local"),
    "listen port": ({"listen": "ws://127.0.0.1"}, InputError, "listen: expected ws://IP:PORT, the port is missing"),
    "listen path 0": ({"listen": "ws://127.0.0.1:0/"}, InputError, "listen: expected ws://IP:PORT, got an address"),
    "listen path 1": ({"listen": "ws://127.0.0.1:1/a"}, InputError, "listen: expected ws://IP:PORT, got an address"),
    "listen query": ({"listen": "ws://127.0.0.1:1?a"}, InputError, "listen: expected ws://IP:PORT, got an address"),
    "listen relative": ({"listen": "unix://a.sock"}, InputError, "listen: expected unix:///PATH"),
    "listen length": ({"listen": f"unix:///{'a' * 120}"}, InputError, "listen: the path of the socket has 121 bytes"),
    "listen bytes": ({"listen": f"unix:///{'%C3%A4' * 60}"}, InputError, "listen: the path of the socket has 121"),
    "no token": ({"listen": "ws://0.0.0.0:0", "token": None}, InputError, "token: a token is required"),
    "token of unix": ({"listen": "unix", "token": "hunter2"}, InputError, "token: has no effect on a unix socket"),
    "signed of unix": ({"token": SignedToken(secret=SECRET)}, InputError, "token: has no effect on a unix socket"),
    "token int": ({"listen": "ws", "token": 5}, InputError, "token: expected 'auto', a string, a SignedToken or None"),
    "token int unix": ({"listen": "unix", "token": 5}, InputError, "token: expected 'auto', a string, a SignedToken"),
    "token bytes": ({"listen": "ws", "token": b"hunter2"}, InputError, "or None, got bytes"),
    "token path": ({"listen": "ws", "token": Path("/a")}, InputError, "Path; pass the text of the file"),
    "token empty": ({"listen": "ws", "token": ""}, InputError, "token: expected printable ASCII"),
    "token blank": ({"listen": "ws", "token": " "}, InputError, "token: expected printable ASCII"),
    "token line": ({"listen": "ws", "token": "hunter2\n"}, InputError, "token: expected printable ASCII"),
    "token space": ({"listen": "ws", "token": " hunter2"}, InputError, "token: expected printable ASCII"),
    "token not ASCII": ({"listen": "ws", "token": "hunter2\u00e9"}, InputError, "token: expected printable ASCII"),
    "secret space": ({"listen": "ws", "token": SignedToken(secret=SECRET + "\n")}, InputError, "token.secret: has wh"),
    "secret bytes": ({"listen": "ws", "token": SignedToken(secret=SECRET.encode() + b" ")}, InputError, "has white"),
    "secret file": ({"listen": "ws", "token": SignedToken(secret_file="/no/such")}, InputError, "token.secret_file: "),
    "secret short": ({"listen": "ws", "token": SignedToken(secret_file=__file__ + "/x")}, InputError, "not readable"),
    "issuer": ({"listen": "ws", "token": SignedToken(secret=SECRET, issuer="")}, InputError, "token.issuer: expected"),
    "audience": ({"listen": "ws", "token": SignedToken(secret=SECRET, audience="\0")}, InputError, "token.audience: "),
    "timeout text": ({"timeout": "x"}, InputError, "timeout: expected seconds above 0, or None for no limit, got 'x'"),
    "timeout nan": ({"timeout": float("nan")}, InputError, "timeout: expected seconds above 0"),
    "timeout inf": ({"timeout": float("inf")}, InputError, "timeout: expected seconds above 0"),
    "timeout 0": ({"timeout": 0}, InputError, "timeout: expected seconds above 0"),
    "timeout -1": ({"timeout": -1}, InputError, "timeout: expected seconds above 0"),
    "timeout bool": ({"timeout": True}, InputError, "timeout: expected seconds above 0"),
}


@pytest.mark.parametrize("case", list(ARGUMENTS))
@pytest.mark.parametrize("start", [AppServer.start, AsyncAppServer.start], ids=FLAVOURS)
def test_invalid_argument_is_rejected_before_the_start(
    start: Callable[..., Any], case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, kind, problem = ARGUMENTS[case]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(kind, match=r".") as caught:
        start(**arguments)
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_secret_in_a_file_is_validated_and_copied(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    token = SignedToken(secret_file=path, issuer="me", audience="codex")
    path.write_text("too short\n")
    with pytest.raises(InputError, match=r"expected at least 32 bytes, got 9"):
        server_settings(None, "ws", token, None)
    path.write_text(f"{SECRET}\n")
    files = ServerFiles(server_settings(CodexConfig(codex_bin=sys.executable), "ws", token, None))
    copy = Path(files.arguments[5])
    assert files.arguments == (
        *("--listen", "ws://127.0.0.1:0", "--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", str(copy)),
        *("--ws-issuer", "me", "--ws-audience", "codex"),
    )
    assert copy.read_text() == SECRET
    assert (files.token_file, copy.stat().st_mode & 0o777) == (None, 0o600)
    files.remove()
    assert not copy.parent.exists()


def test_repr_contains_no_token() -> None:
    settings = server_settings(CodexConfig(codex_bin=sys.executable), "ws", "hunter2", 5)
    assert settings.timeout == 5
    assert replace(settings, timeout=None).token == "hunter2"
    assert "hunter2" not in repr(settings)
