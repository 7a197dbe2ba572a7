"""A fake login service on loopback that issues codes and tokens."""

from __future__ import annotations

import base64
import json
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from openai_codex import CodexConfig

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

USER_CODE = "ABCD-1234"
ACCOUNT = "account"
EMAIL = "person@example.org"


class Issuer:
    """A context manager. `config` makes a runtime use the service; `approve` plays the consent in the browser."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._approved = threading.Event()
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                issuer.paths.append(self.path)
                status, body = issuer.answer(self.path)
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def config(self, home: Path) -> CodexConfig:
        """Return the config of a runtime that uses only this service."""
        return CodexConfig(
            env={"CODEX_HOME": str(home), "CODEX_APP_SERVER_LOGIN_ISSUER": self.url},
            config_overrides=(f'chatgpt_base_url="{self.url}"',),
        )

    def approve(self) -> None:
        """Approve the code: the next poll succeeds."""
        self._approved.set()

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        path = urllib.parse.urlsplit(path).path
        if path.endswith("/deviceauth/usercode"):
            return 200, {"device_auth_id": "device", "user_code": USER_CODE, "interval": "0"}
        if path.endswith("/deviceauth/token"):
            if not self._approved.is_set():
                return 403, {"error": "authorization_pending"}
            return 200, {"authorization_code": "code", "code_challenge": "challenge", "code_verifier": "verifier"}
        if path.endswith("/oauth/token"):
            return 200, {"id_token": token(), "access_token": token(), "refresh_token": "refresh-secret"}
        if path.endswith("/accounts/check"):
            entry = {"id": ACCOUNT, "name": "Personal", "structure": "personal", "plan_type": "pro"}
            entry |= {"workspace_backend_origin": "https://127.0.0.1:1", "account_routing_override": "NO_CONSTRAINT"}
            return 200, {"accounts": [entry], "account_ordering": [ACCOUNT], "default_account_id": ACCOUNT}
        return 404, {"error": "nothing here"}


def token() -> str:
    """Return an unsigned token with the claims of the user."""
    claims = {
        "email": EMAIL,
        "exp": 4_000_000_000,
        "https://api.openai.com/auth": {
            "chatgpt_plan_type": "pro",
            "chatgpt_account_id": ACCOUNT,
            "chatgpt_user_id": "user",
        },
    }
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, "c2ln"])


def agree(auth_url: str) -> None:
    """Redirect to the runtime with a code, as the browser does after consent."""
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(auth_url).query)
    answer = urllib.parse.urlencode({"code": "code", "state": asked["state"][0]})
    with urllib.request.urlopen(f"{asked['redirect_uri'][0]}?{answer}", timeout=20) as response:
        assert response.status == 200
