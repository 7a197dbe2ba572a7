"""An in-memory runtime that puts a secret into all of its messages. The variable `MARK` is the secret.

The method of a request selects the message.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from openai_codex.transports import MemoryTransportFactory

if TYPE_CHECKING:
    from openai_codex.transports import MemoryPeer

MARK = os.environ.get("MARK", "")

NOTIFICATIONS: list[tuple[str, dict[str, Any]]] = [
    ("made/up", {"apiKey": MARK, "nested": {"env": {"WHATEVER": MARK}}, "text": f"Authorization: Bearer {MARK}"}),
    # This one does not fit its type.
    ("account/updated", {"authMode": {"token": MARK}, "accessToken": MARK}),
    ("turn/started", {"threadId": "thread-1", "turn": {"id": "turn-1", "items": {"apiKey": MARK}, "status": 1}}),
    ("item/agentMessage/delta", {"threadId": "thread-1", "turnId": "turn-1", "itemId": 5, "token": MARK}),
]
BROKEN = [
    f'{{"id":99,"result":{{"apiKey":"{MARK}',
    f'["Authorization: Bearer {MARK}"]',
    f'iKey":"{MARK}","x":1}}',
    f'{{"id":4711,"result":{{"refresh_token":"{MARK}"}}}}',
    f"OPENAI_API_KEY={MARK} cannot be used",
]
LAST_WORDS = [
    f'ERROR auth: api_key=Some("{MARK}") is not valid',
    f"GET https://me:{MARK}@example.com/?access_token={MARK} -> 401",
    f'AuthDotJson {{ openai_api_key: Some("{MARK}"), tokens: None }}',
    f"export GH_TOKEN={MARK}",
]


class LeakyRuntime:
    """The runtime of one connection."""

    def __init__(self, peer: MemoryPeer) -> None:
        self._peer = peer
        peer.on_message = self._take

    def _send(self, message: dict[str, Any]) -> None:
        self._peer.send_message(message)

    def _take(self, message: dict[str, Any]) -> None:
        method, request_id = message.get("method"), message.get("id")
        if method is None:
            self._take_answer(message)
        elif method == "initialize":
            self._send({"id": request_id, "result": {"userAgent": "codex/0.163.0", "codexHome": "/", "apiKey": MARK}})
        elif method == "account/read":
            error = {"code": -32600, "message": f"Incorrect API key provided: {MARK}", "data": {"token": MARK}}
            self._send({"id": request_id, "error": error})
        elif method == "model/list":
            self._send({"id": request_id, "result": {"data": {"apiKey": MARK}, "nextCursor": [f"Bearer {MARK}"]}})
        elif method == "thread/list":
            self._peer.send("".join(line + "\n" for line in BROKEN).encode())
            self._send({"id": request_id, "result": {"data": [], "accessToken": MARK}})
        elif method == "account/login/start" and message["params"]["type"] == "chatgpt":
            url = f"https://auth.example.com/?state={MARK}&code_challenge={MARK}"
            self._send({"id": request_id, "result": {"type": "chatgpt", "loginId": "login-1", "authUrl": url}})
        elif method == "account/login/start":
            self._send({"id": request_id, "result": {"type": "apiKey"}})
        elif method == "thread/start":
            self._send({"id": request_id, "result": {"thread": {"id": "thread-1"}}})
        elif method == "turn/start":
            self._send({"id": request_id, "result": {"turn": {"id": "turn-1"}}})
            self._start_turn()
        elif method == "thread/archive":
            self._peer.write_stderr("\n".join(LAST_WORDS).encode() + b"\n")
            self._peer.exit(3)
        elif method == "config/value/write":
            pass
        elif request_id is not None:
            self._send({"id": request_id, "result": message.get("params")})

    def _start_turn(self) -> None:
        """Run a turn that asks for a token, and fails once it has the answers."""
        for method, params in NOTIFICATIONS:
            self._send({"method": method, "params": params})
        self._send({"id": "ask", "method": "account/chatgptAuthTokens/refresh", "params": {"reason": "unauthorized"}})

    def _take_answer(self, message: dict[str, Any]) -> None:
        if message["id"] == "ask":
            # The params of this request are invalid.
            params = {"questions": {"password": MARK}}
            self._send({"id": "misfit", "method": "item/tool/requestUserInput", "params": params})
            return
        item = {"type": "agentMessage", "id": "item-1", "text": f"Your key is sk-{MARK}.", "apiKey": MARK}
        self._send({"method": "item/completed", "params": {"threadId": "thread-1", "turnId": "turn-1", "item": item}})
        error = {"message": f"Incorrect API key provided: {MARK}", "additionalDetails": f"token={MARK}"}
        ended = {"id": "turn-1", "items": [], "status": "failed", "error": error}
        self._send({"method": "turn/completed", "params": {"threadId": "thread-1", "turn": ended}})


def transport() -> MemoryTransportFactory:
    """Return transports that connect to a `LeakyRuntime`."""

    def accept(peer: MemoryPeer) -> None:
        # The peer refers to it from now on.
        LeakyRuntime(peer)

    return MemoryTransportFactory(accept)
