"""Decide on the web: POST /turns runs a turn and streams it, GET /approvals shows what waits for a decision, and
POST /approvals/ID decides. Give it a port, or 0 for any that is free; it prints what to type in other terminals.
"""

import contextlib
import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequested,
    Codex,
    CodexError,
    CommandApprovalRequest,
    FileChangeApprovalRequest,
    Sandbox,
)
from openai_codex.types import AgentMessageDeltaNotification, TurnCompletedNotification

# Whoever has it may run commands on this machine.
TOKEN = secrets.token_urlsafe()
ANSWERS = {
    "accept": Approval.accept(),
    "accept_for_session": Approval.accept_for_session(),
    "decline": Approval.decline(),
    "cancel": Approval.cancel(),
}

codex = Codex(on_approval=Approval.defer)
waiting: dict[str, ApprovalRequested] = {}


def shown(asked: ApprovalRequested) -> dict[str, object]:
    match asked.request:
        case CommandApprovalRequest(command=command, cwd=cwd):
            return {"command": command, "cwd": cwd, "reason": asked.request.reason}
        case FileChangeApprovalRequest(changes=changes):
            return {"changes": {change.path: change.diff for change in changes}, "reason": asked.request.reason}
    return {}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if not self.allowed():
            self.answer(401, "wrong token")
        elif self.path == "/approvals":
            self.answer(200, {id: shown(asked) for id, asked in list(waiting.items()) if asked.open})
        else:
            self.answer(404, "no such page")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        asked = waiting.get(self.path.removeprefix("/approvals/"))
        if not self.allowed():
            self.answer(401, "wrong token")
        elif self.path == "/turns":
            self.stream_turn(body)
        elif asked is None:
            self.answer(404, "no such approval")
        elif body not in ANSWERS:
            self.answer(400, f"answer with one of {', '.join(ANSWERS)}")
        elif asked.answer(ANSWERS[body]):
            self.answer(200, "decided")
        else:
            self.answer(409, "it does not wait for a decision any more")

    def stream_turn(self, prompt: str) -> None:
        """Write what happens as lines of JSON."""
        self.send_response(200)
        self.send_header("Content-Type", "application/jsonl")
        self.end_headers()
        mine: list[str] = []
        try:
            thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
            # Whoever hangs up makes the next line fail, which leaves the statement and so interrupts the turn.
            with contextlib.suppress(ConnectionError), thread.stream(prompt) as turn:
                for event in turn:
                    match event.payload:
                        case ApprovalRequested() as asked:
                            mine.append(secrets.token_urlsafe())
                            waiting[mine[-1]] = asked
                            self.line({"approval": mine[-1], **shown(asked)})
                        case AgentMessageDeltaNotification(delta=text):
                            self.line({"text": text})
                        case TurnCompletedNotification(turn=ended):
                            self.line({"status": ended.status, "error": ended.error and ended.error.message})
        except CodexError as error:
            self.line({"error": str(error)})
        finally:
            for id in mine:
                del waiting[id]

    def allowed(self) -> bool:
        given = self.headers["Authorization"] or ""
        return secrets.compare_digest(given.encode(), f"Bearer {TOKEN}".encode())

    def answer(self, status: int, content: object) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.line(content)

    def line(self, content: object) -> None:
        self.wfile.write(json.dumps(content).encode() + b"\n")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
with codex, ThreadingHTTPServer(("127.0.0.1", port), Pages) as server:
    curl = f"curl -N -H 'Authorization: Bearer {TOKEN}' http://127.0.0.1:{server.server_port}"
    print(f"{curl}/turns -d 'Write a haiku about herons to heron.txt.'")
    print(f"{curl}/approvals")
    print(f"{curl}/approvals/ID -d accept", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
