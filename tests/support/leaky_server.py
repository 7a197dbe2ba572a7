"""A fake runtime that puts a secret into every message. Run as a program; the variable `MARK` is the secret.

The method of a request selects the behavior. All methods are part of the protocol.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

MARK = os.environ.get("MARK", "")

NOTIFICATIONS: list[tuple[str, dict[str, Any]]] = [
    ("made/up", {"apiKey": MARK, "nested": {"env": {"WHATEVER": MARK}}, "text": f"Authorization: Bearer {MARK}"}),
    # Invalid params.
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


def command() -> tuple[str, ...]:
    """Return the command line of the server."""
    return (sys.executable, "-u", __file__)


def send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def turn() -> None:
    """Play a turn that requests a token, and fails."""
    for method, params in NOTIFICATIONS:
        send({"method": method, "params": params})
    send({"id": "ask", "method": "account/chatgptAuthTokens/refresh", "params": {"reason": "unauthorized"}})
    json.loads(sys.stdin.readline())
    # Invalid params.
    send({"id": "misfit", "method": "item/tool/requestUserInput", "params": {"questions": {"password": MARK}}})
    json.loads(sys.stdin.readline())
    item = {"type": "agentMessage", "id": "item-1", "text": f"Your key is sk-{MARK}.", "apiKey": MARK}
    send({"method": "item/completed", "params": {"threadId": "thread-1", "turnId": "turn-1", "item": item}})
    error = {"message": f"Incorrect API key provided: {MARK}", "additionalDetails": f"token={MARK}"}
    ended = {"id": "turn-1", "items": [], "status": "failed", "error": error}
    send({"method": "turn/completed", "params": {"threadId": "thread-1", "turn": ended}})


def serve() -> None:
    for text in sys.stdin:
        message = json.loads(text)
        method, request_id = message.get("method"), message.get("id")
        if method == "initialize":
            send({"id": request_id, "result": {"userAgent": "codex/0.163.0", "codexHome": "/", "apiKey": MARK}})
        elif method == "account/read":
            error = {"code": -32600, "message": f"Incorrect API key provided: {MARK}", "data": {"token": MARK}}
            send({"id": request_id, "error": error})
        elif method == "model/list":
            send({"id": request_id, "result": {"data": {"apiKey": MARK}, "nextCursor": [f"Bearer {MARK}"]}})
        elif method == "thread/list":
            for line in BROKEN:
                sys.stdout.write(line + "\n")
            send({"id": request_id, "result": {"data": [], "accessToken": MARK}})
        elif method == "account/login/start" and message["params"]["type"] == "chatgpt":
            url = f"https://auth.example.com/?state={MARK}&code_challenge={MARK}"
            send({"id": request_id, "result": {"type": "chatgpt", "loginId": "login-1", "authUrl": url}})
        elif method == "account/login/start":
            send({"id": request_id, "result": {"type": "apiKey"}})
        elif method == "thread/start":
            send({"id": request_id, "result": {"thread": {"id": "thread-1"}}})
        elif method == "turn/start":
            send({"id": request_id, "result": {"turn": {"id": "turn-1"}}})
            turn()
        elif method == "thread/archive":
            sys.stderr.write("\n".join(LAST_WORDS) + "\n")
            sys.stderr.flush()
            os._exit(3)
        elif method == "config/value/write":
            pass
        elif request_id is not None:
            send({"id": request_id, "result": message.get("params")})


if __name__ == "__main__":
    if "fail" in sys.argv:
        sys.exit("\n".join(LAST_WORDS))
    serve()
