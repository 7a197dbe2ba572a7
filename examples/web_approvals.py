"""Approve commands and file changes over HTTP: python web_approvals.py [PORT].

    POST /turns           run a turn and stream its events as lines of JSON
    GET /approvals        list the pending approvals
    POST /approvals/ID    decide

Port 0 selects a free port. The program prints commands to run in other terminals.
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

# A client with this token can run commands on this machine.
TOKEN = secrets.token_urlsafe()
MAX_BODY_BYTES = 64 * 1024
DECISIONS = {
    "accept": Approval.accept(),
    "accept_for_session": Approval.accept_for_session(),
    "decline": Approval.decline(),
    "cancel": Approval.cancel(),
}

codex = Codex(on_approval=Approval.defer)
approvals: dict[str, ApprovalRequested] = {}


def describe(pending: ApprovalRequested) -> dict[str, object]:
    match pending.request:
        case CommandApprovalRequest(command=command, cwd=cwd):
            return {"command": command, "cwd": cwd, "reason": pending.request.reason}
        case FileChangeApprovalRequest(changes=changes):
            return {"changes": {change.path: change.diff for change in changes}, "reason": pending.request.reason}
    return {}


class Handler(BaseHTTPRequestHandler):
    timeout = 30  # seconds to wait for each part of a request

    def do_GET(self) -> None:
        if not self.is_authorized():
            self.respond(401, "invalid token")
        elif self.path == "/approvals":
            self.respond(200, {id: describe(pending) for id, pending in list(approvals.items()) if pending.open})
        else:
            self.respond(404, "not found")

    def do_POST(self) -> None:
        # The server reads no body from a client without the token, because its size may be unlimited.
        if not self.is_authorized():
            self.respond(401, "invalid token")
            return
        length = self.headers["Content-Length"] or "0"
        if not (length.isascii() and length.isdecimal() and len(length) < 10 and int(length) <= MAX_BODY_BYTES):
            self.respond(413, f"expected a body of at most {MAX_BODY_BYTES} bytes")
            return
        body = self.rfile.read(int(length)).decode(errors="replace")
        pending = approvals.get(self.path.removeprefix("/approvals/"))
        if self.path == "/turns":
            self.stream_turn(body)
        elif pending is None:
            self.respond(404, "unknown approval")
        elif body not in DECISIONS:
            self.respond(400, f"expected one of {', '.join(DECISIONS)}")
        elif pending.answer(DECISIONS[body]):
            self.respond(200, "decided")
        else:
            self.respond(409, "already resolved")

    def stream_turn(self, prompt: str) -> None:
        """Run a turn and write its events as lines of JSON."""
        self.send_response(200)
        self.send_header("Content-Type", "application/jsonl")
        self.end_headers()
        ids: list[str] = []
        try:
            thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
            # If the HTTP client disconnects, the next write fails, which exits the block and interrupts the turn.
            with contextlib.suppress(ConnectionError), thread.stream(prompt) as turn:
                for event in turn:
                    match event.payload:
                        case ApprovalRequested() as pending:
                            ids.append(secrets.token_urlsafe())
                            approvals[ids[-1]] = pending
                            self.write_line({"approval": ids[-1], **describe(pending)})
                        case AgentMessageDeltaNotification(delta=text):
                            self.write_line({"text": text})
                        case TurnCompletedNotification(turn=ended):
                            self.write_line({"status": ended.status, "error": ended.error and ended.error.message})
        except CodexError as error:
            self.write_line({"error": str(error)})
        finally:
            for id in ids:
                del approvals[id]

    def is_authorized(self) -> bool:
        given = self.headers["Authorization"] or ""
        return secrets.compare_digest(given.encode(), f"Bearer {TOKEN}".encode())

    def respond(self, status: int, content: object) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.write_line(content)

    def write_line(self, content: object) -> None:
        self.wfile.write(json.dumps(content).encode() + b"\n")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
with codex, ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
    curl = f"curl -N -H 'Authorization: Bearer {TOKEN}' http://127.0.0.1:{server.server_port}"
    print(f"{curl}/turns -d 'Write a haiku about herons to heron.txt.'")
    print(f"{curl}/approvals")
    print(f"{curl}/approvals/ID -d accept", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
